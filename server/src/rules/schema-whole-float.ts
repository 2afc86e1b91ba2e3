import type { Laxity } from "../alloy/section.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** `8.0` where a whole number is wanted. */
export const schemaWholeFloat = rule<Extract<Laxity, { kind: "whole-float" }>>({
  code: "schema/whole-float",
  severity: "warning",
  summary: "A whole number is written with a point or an exponent",
  explanation:
    "The reference model reads `8.0` and `2e3` as whole numbers, implementations in stricter languages refuse them.",
  examples: {
    bad: ['{"cycles": ‹3.0›}', '{"stages": [{"type": "train", "steps": ‹2e2›}]}'],
    good: ['{"cycles": 3, "hardware": {"minVramGb": 8.0}}', '{"name": 5.0}'],
  },
  on: "every",
  scope: "section",
  reads: "laxities",
  check({ laxities }, report) {
    for (const laxity of laxities) if (laxity.kind === "whole-float") report(laxity.node, laxity);
  },
  message: ({ node }) =>
    t`A whole number is wanted: write ${node.value}. Not every reader accepts another spelling.`,
  fixes: ({ node }) => [
    { title: t`Write ${node.value}`, edits: [replaceNode(node, node.value)], safe: true, preferred: true },
  ],
});
