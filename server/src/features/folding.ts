import type { Alloy } from "../alloy/alloy.js";
import { findValue, type Span, type ValueNode } from "../text/tree.js";

export interface FoldingRange extends Span {
  /** `region`: a large part of an alloy, folded by "Fold All Regions". */
  readonly kind: "region" | undefined;
}

/** Every object and array, from its opening bracket to its closing one; those on one line are the caller's to leave out. */
export function foldingRanges(alloy: Alloy): FoldingRange[] {
  const regions = new Set<ValueNode>(regionsOf(alloy));
  const ranges: FoldingRange[] = [];
  const open: ValueNode[] = alloy.tree.root ? [alloy.tree.root] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind !== "object" && node.kind !== "array") continue;
    ranges.push({ start: node.start, end: node.end, kind: regions.has(node) ? "region" : undefined });
    if (node.kind === "array") open.push(...node.items);
    else for (const { value } of node.members) if (value) open.push(value);
  }
  return ranges.sort((a, b) => a.start - b.start);
}

/** Stages, results, and the samples in them. */
function regionsOf(alloy: Alloy): ValueNode[] {
  const results = findValue(alloy.root, "results");
  return [alloy.stagesNode, results, findValue(results, "samples")].filter((node) => node !== undefined);
}
