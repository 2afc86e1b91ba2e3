import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import type { ValueNode } from "../../syntax/tree.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";

/** A smaller number is taken for a fraction. */
const A_FIFTH = Exact.scaled(2n, -1);

/** A positive `anchorDelta` demands a gain, which is rarely meant. */
export const acceptanceAnchorDeltaPositive = rule<{ node: ValueNode; gain: string; benchmark: string }>({
  code: "acceptance/anchor-delta-positive",
  severity: "information",
  summary: "A positive anchorDelta requires a gain over the base model",
  explanation:
    "The forged score must be at least the base score plus `anchorDelta`. A negative number allows a drop, a positive one requires a gain. Forging usually lowers a score, so the sign may be wrong.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹3›}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹0.2›}}}}',
    ],
    good: ['{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -3}}}}'],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    for (const { name, anchorDelta: node } of acceptanceOf(alloy)?.benchmarks ?? []) {
      const value = node?.value?.value;
      if (node && value && !value.isBelow(A_FIFTH))
        report(node.node, { node: node.node, gain: value.toFixed(20), benchmark: name });
    }
  },
  message: ({ benchmark, gain }) =>
    t`"anchorDelta" of "${benchmark}" is positive: the forged model must gain ${gain} percentage points over its base. A negative number allows a drop.`,
  fixes: ({ node, gain }) => [
    {
      title: t`Change to -${gain}`,
      edits: [{ start: node.start, end: node.end, text: `-${gain}` }],
      safe: false,
    },
  ],
});
