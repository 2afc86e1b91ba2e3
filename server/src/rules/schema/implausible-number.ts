import { rule } from "../../lint/rule.js";
import type { SchemaLocation } from "../../schema/effective-schema.js";
import { type OtherUnit, otherUnit } from "../../schema/magnitude.js";
import { nameOf } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { NumberNode } from "../../syntax/tree.js";
import { t, translate } from "../../text/l10n.js";

interface Data {
  readonly node: NumberNode;
  readonly place: SchemaLocation;
  readonly unit: string;
  readonly other: OtherUnit | undefined;
}

/** A number that is too large for its unit, and was probably written in another. */
export const schemaImplausibleNumber = rule<Data>({
  code: "schema/implausible-number",
  severity: "warning",
  summary: "Number too large for its unit",
  explanation:
    "Memory is in GB and model size in billions of parameters. A number in the thousands was probably written in MB, or as a plain count: 8192 MB are 8 GB, and 7,600,000,000 parameters are 7.6.",
  examples: {
    bad: [
      '{"hardware": {"minVramGb": ‹8192›, "recommendedVramGb": ‹17179869184›}}',
      '{"source": {"totalParamsB": ‹7600000000›}}',
      '{"source": {"totalParamsB": ‹7600›}, "stages": [{"type": "quant", "tiers": {"Q4_K_M": {"fitsVramGb": ‹12000›}}}]}',
    ],
    good: [
      '{"hardware": {"minVramGb": 1128}, "source": {"totalParamsB": 1026.5}}',
      '{"hardware": {"minVramGb": "8192", "estimatedDurationMinutes": 90000}}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report) {
    for (const { node, place, schema } of marked) {
      if (node.kind !== "number" || node.value <= (schema.plausibleMaximum ?? Number.POSITIVE_INFINITY))
        continue;
      const { unit = "" } = schema;
      report(node, { node, place, unit, other: otherUnit(node.value, unit) });
    }
  },
  message: ({ node, place, unit, other }) => {
    const name = nameOf(node, place);
    const words = translate(unit);
    return other
      ? t`${name} should be in ${words}, but ${node.text} is probably ${other.reading}. Did you mean ${other.value}?`
      : t`${name} should be in ${words}, but ${node.text} is implausibly large.`;
  },
  fixes: ({ node, other }) =>
    other
      ? [
          {
            title: t`Change ${node.text} ${other.writtenUnit} to ${other.value} ${other.unit}`,
            edits: [replaceNode(node, other.value)],
            safe: false,
          },
        ]
      : [],
});
