import { acceptanceOf } from "../alloy/acceptance.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import type { NumberNode } from "../text/tree.js";
import { rule } from "./rule.js";

/** `anchorDelta` is in percentage points; a value such as -0.03 was meant as -3. */
export const acceptanceAnchorDeltaFraction = rule<{ node: NumberNode; benchmark: string; meant: number }>({
  code: "acceptance/anchor-delta-fraction",
  severity: "warning",
  summary: "anchorDelta looks like a fraction; it is in percentage points",
  explanation:
    "`min` is a fraction, `anchorDelta` is not: it counts percentage points. `-0.03` allows a drop of three hundredths of a point; a drop of three points is `-3`.",
  examples: {
    bad: ['{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": ‹-0.037›}}}}'],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -3.7}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": 0}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4, "anchorDelta": -0.2}}}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    for (const { name, anchorDelta: node } of acceptanceOf(alloy)?.benchmarks ?? []) {
      if (!node || node.value === 0 || Math.abs(node.value) >= 0.2) continue;
      report(node, { node, benchmark: name, meant: Number((node.value * 100).toPrecision(12)) });
    }
  },
  message: ({ benchmark, meant, node }) =>
    t`${benchmark}: anchorDelta is in percentage points, and ${node.text} allows next to nothing. Did you mean ${meant}?`,
  fixes: ({ node, meant }) => [
    { title: t`Write ${meant}`, edits: [replaceNode(node, meant)], safe: false, preferred: true },
  ],
});
