import { evaluateGate } from "../alloy/gate.js";
import { t } from "../text/l10n.js";
import { findMember, findValue } from "../text/tree.js";
import { rule } from "./rule.js";

/** Scores that look like fractions are read as such, and we say so. */
export const resultsFractions = rule<undefined>({
  code: "results/fractions",
  severity: "hint",
  summary: "The scores are read as fractions",
  explanation:
    "Scores are in percent, 0 to 100. Where every `score` and `baseScore` of a file is at most 1, they can only be fractions; the gate takes them times 100.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}, "results": {‹"benchmarks"›: [{"name": "a", "score": 0.61, "baseScore": 0.63}]}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}, "results": {"benchmarks": [{"name": "a", "score": 61, "baseScore": 0.63}]}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const member = findMember(findValue(alloy.root, "results"), "benchmarks");
    if (member && evaluateGate(alloy)?.areFractions) report(member.key, undefined);
  },
  message: () =>
    t`Every score here is at most 1, so the gate reads them as fractions. Scores are usually in percent.`,
});
