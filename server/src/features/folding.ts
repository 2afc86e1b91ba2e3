import type { Alloy } from "../model/alloy.js";
import { findValue, type Span, type ValueNode, walk } from "../syntax/tree.js";

export interface FoldingRange extends Span {
  /** `region`: a large part of an alloy, folded by "Fold All Regions". */
  readonly kind: "region" | undefined;
}

/** Every object and array, from its opening bracket to its closing one; those on one line are the caller's to leave out. */
export function foldingRanges(alloy: Alloy): FoldingRange[] {
  const regions = new Set<ValueNode>(regionsOf(alloy));
  const ranges: FoldingRange[] = [];
  walk(alloy.tree.root, (node) => {
    if (node.kind !== "object" && node.kind !== "array") return;
    ranges.push({ start: node.start, end: node.end, kind: regions.has(node) ? "region" : undefined });
  });
  return ranges;
}

/** Stages, results, and the samples in them. */
function regionsOf(alloy: Alloy): ValueNode[] {
  const results = findValue(alloy.root, "results");
  return [alloy.stagesNode, results, findValue(results, "samples")].filter((node) => node !== undefined);
}
