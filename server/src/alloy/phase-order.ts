import type { Alloy } from "./alloy.js";

/** Whether the last stage of each phase stands before the first of the next: by the types alone, since lists are long. */
export function isInOrder(alloy: Alloy): boolean {
  const phases = new Map<number, { first: number; last: number }>();
  for (const { name, phase } of alloy.usedTypes) {
    const order = alloy.vocabulary.phaseOrder(phase.id);
    const stages = alloy.stagesOf(name);
    const first = stages[0]?.index ?? 0;
    const last = stages.at(-1)?.index ?? 0;
    const known = phases.get(order) ?? { first, last };
    phases.set(order, { first: Math.min(first, known.first), last: Math.max(last, known.last) });
  }
  const inOrder = [...phases].sort(([a], [b]) => a - b).map(([, span]) => span);
  return inOrder.every(({ first }, i) => i === 0 || (inOrder[i - 1]?.last ?? 0) < first);
}
