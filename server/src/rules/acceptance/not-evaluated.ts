import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { evaluatingWords, measuredBenchmarks } from "../../model/evaluation.js";
import { benchmarkKey } from "../../schema/names.js";
import { t } from "../../text/l10n.js";

/** A gated benchmark that no eval stage runs. */
export const acceptanceNotEvaluated = rule<{ name: string; types: string }>({
  code: "acceptance/not-evaluated",
  severity: "warning",
  summary: "No eval stage runs a gated benchmark",
  explanation:
    "A benchmark under `acceptanceCriteria` must be measured. If no `eval` stage runs it and `results` does not contain it, the verdict cannot be *ship*.",
  examples: {
    bad: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "ifeval"}]}], "acceptanceCriteria": {"benchmarks": {‹"bbh"›: {"min": 0.3}}}}',
    ],
    good: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "humaneval+"}]}], "acceptanceCriteria": {"benchmarks": {"humaneval_plus": {"min": 0.3}}}}',
      '{"target": {}, "acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3}}}}',
      '{"stages": [{"type": "evil"}], "acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3}}}}',
      '{"stages": [{"type": "eval"}], "acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3}}}}',
      '{"stages": [{"type": "eval", "benchmarks": [{"subset": "a"}]}], "acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3}}}}',
      '{"stages": [{"type": "eval", "benchmarks": [{"name": ""}]}], "results": {"benchmarks": [{"name": "bbh"}]}, "acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3}}}}',
    ],
  },
  scope: "document",
  reads: ["evaluate"],
  check(alloy, report) {
    if (alloy.stages.length === 0) return;
    const measured = measuredBenchmarks(alloy);
    for (const { name, member } of acceptanceOf(alloy)?.benchmarks ?? []) {
      if (measured?.has(benchmarkKey(name)) === false)
        report(member.key, { name, types: evaluatingWords(alloy) });
    }
  },
  message: ({ name, types }) =>
    t`No ${types} stage runs "${name}", so its acceptance criterion cannot be checked.`,
});
