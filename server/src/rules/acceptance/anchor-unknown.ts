import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { evaluatingWords, measuredBenchmarks } from "../../model/evaluation.js";
import { benchmarkKey } from "../../schema/names.js";
import { t } from "../../text/l10n.js";

/** `anchorBenchmark` names a benchmark that nothing runs. */
export const acceptanceAnchorUnknown = rule<{ name: string; types: string }>({
  code: "acceptance/anchor-unknown",
  severity: "warning",
  summary: "No stage runs the anchor benchmark",
  explanation:
    "`anchorBenchmark` sets the benchmark whose base score is the anchor. If no `eval` stage runs it and `results` does not contain it, the criterion cannot be checked.",
  examples: {
    bad: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "a"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3, "anchorDelta": -1, "anchorBenchmark": ‹"b"›}}}}',
    ],
    good: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "a"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3, "anchorDelta": -1, "anchorBenchmark": "a"}}}}',
      '{"stages": [{"type": "evil"}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3, "anchorBenchmark": "b"}}}}',
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "b"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3}}}}',
    ],
  },
  scope: "document",
  reads: ["evaluate"],
  check(alloy, report) {
    for (const { anchorBenchmark: anchor } of acceptanceOf(alloy)?.benchmarks ?? []) {
      if (anchor?.value === undefined) continue;
      if (measuredBenchmarks(alloy)?.has(benchmarkKey(anchor.value)) === false)
        report(anchor.node, { name: anchor.value, types: evaluatingWords(alloy) });
    }
  },
  message: ({ name, types }) =>
    t`No ${types} stage runs "${name}", so there is no base score to use as the anchor.`,
});
