import type { Finding } from "../alloy/section.js";
import { expectation } from "../alloy/words.js";
import { replaceNode } from "../text/edits.js";
import { t, translate } from "../text/l10n.js";
import { rule } from "./rule.js";

type Data = Extract<Finding, { kind: "range" }>;

/** A number outside its range; a percentage where a fraction is wanted is the usual reason. */
export const schemaRange = rule<Data>({
  code: "schema/range",
  severity: "error",
  summary: "A number is outside its range",
  explanation:
    "Readers refuse a number outside the range of its field. The usual reason is a mixed-up unit: `level` and `min` are fractions from 0 to 1, so 30 percent is `0.3`.",
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
    const wanted = expectation({
      type: "number",
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    });
    const what = data.member ? `"${data.member.name}"` : t`This number`;
    const meant = asFraction(data);
    const hint = meant === undefined ? "" : t` Did you mean ${meant}?`;
    return t`${what} must be ${wanted}${unit ? ` (${translate(unit)})` : ""}, not ${data.value}.${hint}`;
  },
  fixes: (data) => {
    const meant = asFraction(data);
    const fixes = [
      {
        title:
          data.bound === "minimum"
            ? t`Write ${data.limit}, the minimum`
            : t`Write ${data.limit}, the maximum`,
        safe: false,
        edits: [replaceNode(data.node, data.limit)],
      },
    ];
    if (meant === undefined) return fixes;
    return [
      { title: t`Write ${meant}`, edits: [replaceNode(data.node, meant)], safe: false, preferred: true },
      ...fixes,
    ];
  },
});

/** The percentage as a fraction, where the field wants one and the result is in range. */
function asFraction({ place, value }: Data): number | undefined {
  const { unit, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = place.schema;
  if (!unit?.startsWith("fraction") || value <= 1) return undefined;
  const fraction = Number((value / 100).toPrecision(12));
  return fraction >= minimum && fraction <= maximum ? fraction : undefined;
}
