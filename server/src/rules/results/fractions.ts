import { rule } from "../../lint/rule.js";
import { evaluateChecks } from "../../model/gate.js";
import { findMember, findValue } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Scores that look like fractions are read as such, and we say so. */
export const resultsFractions = rule<undefined>({
  code: "results/fractions",
  severity: "information",
  summary: "Scores are read as fractions",
  explanation:
    "Scores are in percent, from 0 to 100. If no score of a file is above 1, they may be fractions. A check whose values are possible only as fractions uses them as fractions; if both readings are possible and differ in their result, the check is ambiguous.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}, "results": {‹"benchmarks"›: [{"name": "a", "score": 0.61, "metrics": {"pass_at_1": 0.61}}]}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}, "results": {"benchmarks": [{"name": "a", "score": 61, "baseScore": 0.63}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const member = findMember(findValue(alloy.root, "results"), "benchmarks");
    if (member && evaluateChecks(alloy)?.some(({ asFractions }) => asFractions))
      report(member.key, undefined);
  },
  message: () =>
    t`The gate reads the scores as fractions, because only then do the values agree. Scores should be in percent.`,
});
