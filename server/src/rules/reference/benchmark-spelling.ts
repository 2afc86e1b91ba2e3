import { rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { usualSpelling } from "../../model/evaluation.js";
import { textOf } from "../../model/occurrences.js";
import { type Reference, referencesTo } from "../../model/references.js";
import { benchmarkKey } from "../../schema/names.js";
import { show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";
import { remembering } from "../../text/remembering.js";

/** A benchmark that is spelled another way than the vocabulary has it, or the acceptance criteria. */
export const referenceBenchmarkSpelling = rule<{ reference: Reference; canonical: string }>({
  code: "reference/benchmark-spelling",
  severity: "hint",
  summary: "The benchmark is usually spelled differently",
  explanation:
    "Benchmark names are compared without regard to case, spaces, and hyphens, and `+` is `_plus`. Executors match the usual spelling exactly, so use it everywhere: `humaneval_plus`. A benchmark of your own should be spelled as in `acceptanceCriteria`.",
  examples: {
    bad: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": ‹"humaneval+"›}, {"name": ‹" HumanEval "›}]}]}',
      '{"acceptanceCriteria": {"benchmarks": {‹"MMLU-Pro"›: {"min": 0.3}, "own_test": {"min": 0.3}}}, "results": {"benchmarks": [{"name": ‹"Own Test"›}]}}',
    ],
    good: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "humaneval_plus"}, {"name": "My-Own"}]}], "acceptanceCriteria": {"benchmarks": {"humaneval_plus": {"min": 0.3}}}}',
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "human-eval"}]}]}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const spelling = spellings(alloy);
    for (const reference of referencesTo(alloy, "benchmark")) {
      const canonical = spelling(reference.name);
      if (canonical !== undefined && canonical !== reference.name)
        report(textOf(reference), { reference, canonical });
    }
  },
  message: ({ reference, canonical }) =>
    t`${show(reference.name)} is the benchmark "${canonical}" and should be spelled that way.`,
  fixes: ({ reference: { at }, canonical }) => [
    {
      title: at.kind === "member" ? t`Rename to "${canonical}"` : t`Change to "${canonical}"`,
      edits: [replaceNode(at.kind === "member" ? at.key : at, canonical)],
      safe: false,
    },
  ],
});

/** How a benchmark should be spelled: as the vocabulary has it, else as the first key of a map has it, as in the gate. */
function spellings(alloy: Alloy): (name: string) => string | undefined {
  const keys = new Map<string, string>();
  for (const { isKey, name } of referencesTo(alloy, "benchmark"))
    if (isKey && !keys.has(benchmarkKey(name))) keys.set(benchmarkKey(name), name);
  return remembering((name) => usualSpelling(alloy.vocabulary, name) ?? keys.get(benchmarkKey(name)));
}
