import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import type { ValueNode } from "../../syntax/tree.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";

/** The smallest change in percentage points that is not taken for a fraction. */
const A_FIFTH = Exact.scaled(2n, -1);

/** `anchorDelta` is in percentage points; a value such as -0.03 was meant as -3. */
export const acceptanceAnchorDeltaFraction = rule<{
  node: ValueNode;
  text: string;
  benchmark: string;
  meant: string;
}>({
  code: "acceptance/anchor-delta-fraction",
  severity: "warning",
  summary: "anchorDelta looks like a fraction; it is in percentage points",
  explanation:
    "`min` is a fraction, but `anchorDelta` is in percentage points: `-0.03` allows a drop of 0.03 percentage points, `-3` a drop of 3 percentage points.",
  examples: {
    bad: ['{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹-0.037›}}}}'],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -3.7}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": 0}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -0.2}}}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    for (const { name, anchorDelta: node } of acceptanceOf(alloy)?.benchmarks ?? []) {
      const size = node?.value?.value.absolute;
      if (!node?.value || !size || size.sign === 0 || !size.isBelow(A_FIFTH)) continue;
      const meant = node.value.value.times(Exact.hundred).toFixed(20);
      report(node.node, { node: node.node, text: node.value.value.toFixed(20), benchmark: name, meant });
    }
  },
  message: ({ benchmark, meant, text }) =>
    t`"anchorDelta" of "${benchmark}" is ${text}, but is in percentage points. Did you mean ${meant}?`,
  fixes: ({ node, meant }) => [
    { title: t`Change to ${meant}`, edits: [{ start: node.start, end: node.end, text: meant }], safe: false },
  ],
});
