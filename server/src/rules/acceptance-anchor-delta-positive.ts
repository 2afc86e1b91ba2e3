import { acceptanceOf } from "../alloy/acceptance.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import type { NumberNode } from "../text/tree.js";
import { rule } from "./rule.js";

/** A positive `anchorDelta` demands a gain, which is rarely meant. */
export const acceptanceAnchorDeltaPositive = rule<{ node: NumberNode; benchmark: string }>({
  code: "acceptance/anchor-delta-positive",
  severity: "information",
  summary: "A positive anchorDelta demands a gain over the base model",
  explanation:
    "The forged score must reach the anchor plus `anchorDelta`. A negative number allows a drop, a positive one demands a gain. Forging usually costs some points, so the sign may be a slip.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹3›}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹0.2›}}}}',
    ],
    good: ['{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -3}}}}'],
  },
  scope: "document",
  check(alloy, report) {
    for (const { name, anchorDelta: node } of acceptanceOf(alloy)?.benchmarks ?? []) {
      if (node && node.value >= 0.2) report(node, { node, benchmark: name });
    }
  },
  message: ({ benchmark, node }) =>
    t`${benchmark}: the forged model must be ${node.text} points better than its base. A drop is allowed by a negative number.`,
  fixes: ({ node }) => [
    { title: t`Write ${-node.value}`, safe: false, edits: [replaceNode(node, -node.value)] },
  ],
});
