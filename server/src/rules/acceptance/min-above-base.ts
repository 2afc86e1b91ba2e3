import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { evaluateChecks, type GateCheck } from "../../model/gate.js";
import { benchmarkResults, percentOf } from "../../model/results.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";

/** A floor above what the base model itself reaches. */
export const acceptanceMinAboveBase = rule<{ benchmark: string; floor: string; base: string }>({
  code: "acceptance/min-above-base",
  severity: "warning",
  summary: "Minimum score above the base model's score",
  explanation:
    "`min` is higher than the measured score of the unmodified base model. Forging rarely improves a score, so the check will probably fail.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹0.9›}}}, "results": {"benchmarks": [{"name": "a", "score": 80, "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹1›}}}, "results": {"benchmarks": [{"name": "a", "baseScore": 99}]}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8}}}, "results": {"benchmarks": [{"name": "a", "score": 80, "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.9}}}, "results": {"benchmarks": [{"name": "a", "score": 91, "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 90}}}, "results": {"benchmarks": [{"name": "a", "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.852}}}, "results": {"benchmarks": [{"name": "a", "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.9}}}, "results": {"benchmarks": [{"name": "a", "score": 90, "baseScore": 85.2}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"anchorDelta": -3}, "b": {"min": 0.9}}}, "results": {"benchmarks": [{"name": "a", "baseScore": 85.2}, {"name": "b", "score": 80}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const results = benchmarkResults(alloy);
    const checks = new Map((evaluateChecks(alloy) ?? []).map((check) => [check.criterion, check]));
    for (const { name, min } of acceptanceOf(alloy)?.benchmarks ?? []) {
      const baseScore = results.of(name).find((result) => result.baseScore)?.baseScore;
      const check = min && checks.get(min.node);
      // A result that passes all the same proves the minimum sound, and one that cannot be read says nothing.
      if (!min?.value || !baseScore || !isWanted(check)) continue;
      const floor = percentOf(min.value).value;
      if (floor.isAbove(Exact.hundred) || !floor.isAbove(baseScore.value)) continue;
      const { start, end } = baseScore.node;
      const related = { start, end, message: t`base score` };
      report(
        min.node,
        { benchmark: name, floor: floor.toFixed(6), base: baseScore.value.toFixed(6) },
        { related },
      );
    }
  },
  message: ({ benchmark, floor, base }) =>
    t`The minimum for "${benchmark}" is ${floor}%, but the base model reaches only ${base}%.`,
});

/** Failed, or waiting for a result. */
function isWanted(check: GateCheck | undefined): boolean {
  return check?.state === "fail" || check?.cause === "missing";
}
