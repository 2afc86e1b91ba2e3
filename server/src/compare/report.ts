/** A comparison as plain data: the object that `forge-alloy diff --format json` prints. */
import { pathOf, printPointer, toValue, type ValueNode } from "../syntax/tree.js";
import type { Comparison } from "./compare.js";

/** Describes a comparison; `schemas/output/diff.schema.json` has every field. */
export function comparisonReport(
  { isIdentical, changes, criteria, scores, verdict, checks, regressions }: Comparison,
  names: { readonly a: string; readonly b: string },
) {
  return {
    ...names,
    identical: isIdentical,
    changes: changes.map(({ part, kind, label, a, b, unit, positions }) => ({
      part,
      kind,
      label,
      ...pointers(a, b),
      ...(positions ? { from: positions.a, to: positions.b } : values(a, b)),
      ...(unit !== undefined && { unit }),
    })),
    criteria: criteria.map(({ effect, a, b }) => ({
      pointer: pointerTo((b ?? a) as ValueNode),
      ...values(a, b),
      effect,
    })),
    scores: scores.map(({ benchmark, a, b, points }) => ({
      benchmark,
      ...(a && { a: a.value.toNumber() }),
      ...(b && { b: b.value.toNumber() }),
      ...(points && { points: points.toNumber() }),
    })),
    verdict,
    checks: checks.map(({ label, a, b }) => ({
      label,
      kind: b.kind,
      ...(b.benchmark !== undefined && { benchmark: b.benchmark }),
      a: a.state,
      b: b.state,
    })),
    regressions,
  };
}

function pointers(a: ValueNode | undefined, b: ValueNode | undefined) {
  return { ...(a && { pointerA: pointerTo(a) }), ...(b && { pointerB: pointerTo(b) }) };
}

function values(a: ValueNode | undefined, b: ValueNode | undefined) {
  return { ...(a && { from: toValue(a) }), ...(b && { to: toValue(b) }) };
}

function pointerTo(node: ValueNode): string {
  return printPointer(pathOf(node));
}
