import { type Fix, rule } from "../../lint/rule.js";
import { numberFromString } from "../../schema/coercion.js";
import { valueTypesOf } from "../../schema/schema.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { expectation } from "../../schema/words.js";
import { scaled } from "../../text/decimal.js";
import { t, translate } from "../../text/l10n.js";

type Data = Extract<SchemaViolation, { kind: "range" }>;

/** A number outside its range; a percentage where a fraction is wanted is the usual reason. */
export const schemaRange = rule<Data>({
  code: "schema/range",
  severity: "error",
  summary: "Number out of range",
  explanation:
    "The forge-alloy packages reject a number outside the range of its field. The usual cause is a wrong unit: `level` and `min` are fractions from 0 to 1, so 30% is `0.3`.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": ‹78›}}}}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹30›}]}',
      '{"cycles": ‹0›}',
      '{"stages": [{"type": "lora", "rank": ‹1024›}]}',
      '{"stages": [{"type": "lora", "rank": ‹"1024"›}]}',
      '{"stages": [{"type": "lora", "rank": ‹"1_024"›}]}',
      '{"cycles": ‹false›}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹99›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹90.1›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹-1›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹0.95›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹1›}]}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.78}}}}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": 0.9}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": 0.9}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": 0}]}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings) if (finding.kind === "range") report(finding.node, finding);
  },
  message: (data) => {
    const { unit, minimum, maximum } = data.place.schema;
    const isFraction = unit?.startsWith("fraction") && minimum !== undefined && maximum !== undefined;
    const isInteger = !valueTypesOf(data.place.schema).includes("number");
    const wanted = expectation({
      type: isInteger ? "integer" : "number",
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    });
    const what = data.member ? `"${data.member.name}"` : t`This number`;
    const meant = asFraction(data);
    const hint = meant === undefined ? "" : t` Did you mean ${meant} (${textOf(data)}%)?`;
    if (isFraction)
      return t`${what} must be a fraction from ${minimum} to ${maximum}, but is ${data.value}.${hint}`;
    // The unit of an integer is what the field counts.
    const words = unit && !isInteger ? ` (${translate(unit)})` : "";
    return t`${what} must be ${wanted}${words}, but is ${data.value}.${hint}`;
  },
  fixes: (data) => {
    const { node, bound, limit } = data;
    const { start, end } = node;
    const written = textOf(data);
    const meant = asFraction(data);
    // As text: a number of JavaScript would have lost digits.
    const replace = (title: string, text: string, preferred: boolean): Fix => ({
      title,
      edits: [{ start, end, text }],
      safe: false,
      preferred,
    });
    return [
      ...(meant === undefined ? [] : [replace(t`Change to ${meant} (${written}%)`, meant, true)]),
      replace(
        bound === "minimum" ? t`Change to ${limit} (minimum)` : t`Change to ${limit} (maximum)`,
        JSON.stringify(limit),
        false,
      ),
    ];
  },
});

/** The number as it is written, in quotation marks or not. */
function textOf({ node, place }: Data): string {
  if (node.kind === "number") return node.text;
  const isInteger = !valueTypesOf(place.schema).includes("number");
  return node.kind === "string" ? (numberFromString(node.value, isInteger) ?? "") : "";
}

/** The percentage as a fraction, exact, if the field is a fraction and the result is in range. */
function asFraction(data: Data): string | undefined {
  const { unit, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = data.place.schema;
  if (!unit?.startsWith("fraction") || data.value <= 1) return undefined;
  const fraction = scaled(textOf(data), 1, 100);
  return Number(fraction) >= minimum && Number(fraction) <= maximum ? fraction : undefined;
}
