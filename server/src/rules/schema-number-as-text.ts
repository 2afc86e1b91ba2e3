import type { Laxity } from "../alloy/section.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { containerOf } from "../text/tree.js";
import { rule } from "./rule.js";

/** A number in quotes: the reference model converts it, other implementations refuse it. */
export const schemaNumberAsText = rule<Extract<Laxity, { kind: "number-as-text" }>>({
  code: "schema/number-as-text",
  severity: "warning",
  summary: "A number stands in quotes",
  explanation:
    'The reference model turns a text such as `"4"` into a number, other implementations refuse the file. Only a learning rate is really a text.',
  examples: {
    bad: [
      '{"cycles": ‹"3"›}',
      '{"stages": [{"type": "train", "steps": ‹"200"›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹" .3 "›}]}',
    ],
    good: [
      '{"stages": [{"type": "train", "steps": 200, "learningRate": "2e-4"}]}',
      '{"cycles": "1.5"}',
      '{"source": {"isMoE": "1"}}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "laxities",
  check({ laxities }, report) {
    for (const laxity of laxities) if (laxity.kind === "number-as-text") report(laxity.node, laxity);
  },
  message: ({ node, value }) => {
    const key = node.parent?.kind === "member" && containerOf(node) ? `"${node.parent.name}"` : t`This entry`;
    return t`${key} is a number: write ${value} without quotes. Not every reader converts a text.`;
  },
  fixes: ({ node, value }) => [
    { title: t`Write ${value}`, edits: [replaceNode(node, value)], safe: true, preferred: true },
  ],
});
