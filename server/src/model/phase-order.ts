import type { Alloy } from "./alloy.js";

/** Whether no stage stands behind one of a later phase. */
export function isInOrder({ stages }: Alloy): boolean {
  let latest = 0;
  for (const { type } of stages) {
    if (!type) continue;
    if (type.order < latest) return false;
    latest = type.order;
  }
  return true;
}
