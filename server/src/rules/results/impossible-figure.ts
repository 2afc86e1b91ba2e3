import { rule } from "../../lint/rule.js";
import type { Reason } from "../../model/gate-check.js";
import { resultFaults } from "../../model/gate-scores.js";

/** A score that no benchmark can have. */
export const resultsImpossibleFigure = rule<Reason>({
  code: "results/impossible-figure",
  severity: "warning",
  summary: "A score is not possible",
  explanation:
    "`score`, `baseScore`, `metrics.score`, and `metrics.accuracy` are percentages from 0 to 100, `metrics.pass_at_1` is a fraction from 0 to 1, and `metrics.passing` is at most `metrics.total`. If the gate needs the value, the verdict is *invalid*.",
  examples: {
    bad: [
      '{"results": {"benchmarks": [{"name": "a", "score": ‹6220›}]}}',
      '{"results": {"benchmarks": [{"name": "a", "baseScore": ‹-3›}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"pass_at_1": ‹62.2›}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"passing": ‹170›, "total": 164}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"accuracy": ‹"n/a"›}}]}}',
    ],
    good: [
      '{"results": {"benchmarks": [{"name": "a", "score": 100, "baseScore": 0}, {"name": "b", "metrics": {"pass_at_1": 1, "passing": 3, "total": 3}}]}}',
      '{"results": {"benchmarks": [{"name": "wikitext", "metric": "perplexity", "score": 640}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": "abc"}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate"],
  check(alloy, report) {
    for (const reason of resultFaults(alloy)) {
      const [at] = reason.at;
      if (reason.fault === "figure" && at) report(at, reason);
    }
  },
  message: ({ sentence }) => sentence,
});
