import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { benchmarkKey } from "../../schema/names.js";
import type { Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Two entries of `acceptanceCriteria.benchmarks` that are one benchmark in two spellings. */
export const acceptanceDuplicateBenchmark = rule<{ name: string; first: string }>({
  code: "acceptance/duplicate-benchmark",
  severity: "warning",
  summary: "Two criteria for the same benchmark",
  explanation:
    "Benchmark names are compared without case, and `humaneval+`, `humaneval-plus`, and `humaneval_plus` are the same name. If two criteria are for the same benchmark, both apply.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"humaneval+": {"min": 0.4}, ‹"HumanEval_Plus"›: {"min": 0.5}}}}',
    ],
    good: ['{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.4}, "humaneval+": {"min": 0.5}}}}'],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const seen = new Map<string, Member>();
    for (const { name, member } of acceptanceOf(alloy)?.benchmarks ?? []) {
      const first = seen.get(benchmarkKey(name));
      if (!first) seen.set(benchmarkKey(name), member);
      else {
        const { start, end } = first.key;
        const related = { start, end, message: t`first criterion` };
        report(member.key, { name, first: first.name }, { related });
      }
    }
  },
  message: ({ name, first }) => t`"${name}" and "${first}" are the same benchmark; both criteria apply.`,
});
