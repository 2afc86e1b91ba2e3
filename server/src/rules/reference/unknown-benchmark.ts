import { rule } from "../../lint/rule.js";
import { nearBenchmark } from "../../model/evaluation.js";
import { textOf } from "../../model/occurrences.js";
import { type Reference, referencesTo } from "../../model/references.js";
import { show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";
import { remembering } from "../../text/remembering.js";

/** An unknown benchmark name that is similar to a known one. */
export const referenceUnknownBenchmark = rule<{ reference: Reference; meant: string }>({
  code: "reference/unknown-benchmark",
  severity: "hint",
  summary: "Benchmark name is probably misspelled",
  explanation:
    "Any name is allowed for a benchmark, but this one is probably misspelled. A different name is a different benchmark: no result under it meets a criterion for the other.",
  examples: {
    bad: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": ‹"human-eval"›}, {"name": ‹"gms8k"›}]}]}',
      '{"acceptanceCriteria": {"benchmarks": {‹"mmlupro"›: {"min": 0.3}}}}',
    ],
    good: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "livecodebench_v5"}, {"name": "mmmu_pro"}, {"name": "bbeh"}, {"name": "mine"}]}]}',
      '{"domains": ["ticketing"], "acceptanceCriteria": {"benchmarks": {"human-eval": {"min": 0.3}}}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const near = remembering((name) => nearBenchmark(alloy.vocabulary, name));
    for (const reference of referencesTo(alloy, "benchmark")) {
      const meant = near(reference.name);
      if (meant !== undefined) report(textOf(reference), { reference, meant });
    }
  },
  message: ({ reference, meant }) => t`Unknown benchmark ${show(reference.name)}. Did you mean "${meant}"?`,
  fixes: ({ reference: { at }, meant }) => [
    {
      title: at.kind === "member" ? t`Rename to "${meant}"` : t`Change to "${meant}"`,
      edits: [replaceNode(at.kind === "member" ? at.key : at, meant)],
      safe: false,
    },
  ],
});
