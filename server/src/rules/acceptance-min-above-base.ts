import { acceptanceOf } from "../alloy/acceptance.js";
import { benchmarkResults } from "../alloy/results.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A floor above what the base model itself reaches. */
export const acceptanceMinAboveBase = rule<{ benchmark: string; floor: number; base: number }>({
  code: "acceptance/min-above-base",
  severity: "warning",
  summary: "The floor is above the base model's own score",
  explanation:
    "`min` asks for more than the unmodified base model was measured to reach. Forging rarely improves a score, so the gate can hardly be passed.",
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
  check(alloy, report) {
    const results = benchmarkResults(alloy);
    for (const { name, min } of acceptanceOf(alloy)?.benchmarks ?? []) {
      const { baseScore, score } = results.find(name) ?? {};
      if (!min || !baseScore || min.value > 1) continue;
      const floor = Number((100 * min.value).toPrecision(12));
      // A result that passes all the same proves the floor sound.
      if (floor <= baseScore.value || (score && score.value >= floor)) continue;
      const { start, end } = baseScore.node;
      const related = { start, end, message: t`The base model's score.` };
      report(min, { benchmark: name, floor, base: baseScore.value }, { related });
    }
  },
  message: ({ benchmark, floor, base }) =>
    t`${benchmark}: the floor of ${floor} percent is above the ${base} that the base model itself reaches.`,
});
