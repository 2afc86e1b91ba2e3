import { rule } from "../../lint/rule.js";
import type { Reason } from "../../model/gate-check.js";
import { resultFaults } from "../../model/gate-scores.js";
import { t } from "../../text/l10n.js";

/** Two figures of one result that cannot both be right. */
export const resultsContradiction = rule<Reason>({
  code: "results/contradiction",
  severity: "warning",
  summary: "Contradictory values in a result",
  explanation:
    "A result may state its score more than once (`score`, `metrics.accuracy`, `metrics.pass_at_1`, `metrics.passing` of `metrics.total`), and `delta` is the score minus the base score. Values agree if rounding to their last written digits explains the difference. If the gate needs a value that does not agree, the verdict is *invalid*.",
  examples: {
    bad: [
      '{"results": {"benchmarks": [{"name": "a", "score": 62.2, "metrics": {"pass_at_1": ‹0.5›}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 80.1, "baseScore": 82.0, "delta": ‹-2.9›}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 10, "baseScore": 90, "delta": ‹0›}]}}',
    ],
    good: [
      '{"results": {"benchmarks": [{"name": "a", "score": 62.2, "metrics": {"pass_at_1": 0.622, "passing": 102, "total": 164}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 62.2, "baseScore": 64.6, "delta": -2.5}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 0.622, "metrics": {"pass_at_1": 0.622}}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate"],
  check(alloy, report) {
    for (const reason of resultFaults(alloy)) {
      const [at, other] = reason.at;
      if (reason.fault !== "contradiction" || !at) continue;
      const related = other && { start: other.start, end: other.end, message: t`contradictory value` };
      report(at, reason, related ? { related } : {});
    }
  },
  message: ({ sentence }) => sentence,
});
