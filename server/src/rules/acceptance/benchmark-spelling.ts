import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { benchmarkResults } from "../../model/results.js";
import { replaceNode } from "../../syntax/edits.js";
import type { ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A result whose benchmark is spelled otherwise than in the gate. */
export const acceptanceBenchmarkSpelling = rule<{ node: ValueNode; name: string; wanted: string }>({
  code: "acceptance/benchmark-spelling",
  severity: "hint",
  summary: "A result spells its benchmark differently from the gate",
  explanation:
    "Benchmark names are compared without case, and spaces, hyphens, and underscores are equal, so the result is used. Other tools compare names exactly.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.4}}}, "results": {"benchmarks": [{"name": ‹"HumanEval"›, "score": 70}]}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.4}}}, "results": {"benchmarks": [{"name": "humaneval", "score": 70}, {"name": "human-eval", "score": 20}]}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const results = benchmarkResults(alloy);
    for (const { name } of acceptanceOf(alloy)?.benchmarks ?? [])
      for (const result of results.of(name))
        if (result.nameNode && result.name !== name)
          report(result.nameNode, { node: result.nameNode, name: result.name, wanted: name });
  },
  message: ({ name, wanted }) => t`"${name}" is spelled "${wanted}" in "acceptanceCriteria".`,
  fixes: ({ node, wanted }) => [
    { title: t`Change to "${wanted}"`, edits: [replaceNode(node, wanted)], safe: false },
  ],
});
