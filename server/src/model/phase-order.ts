import type { Alloy } from "./alloy.js";

/** Returns whether no stage comes after a stage of a later phase. Stages of unknown type are ignored. */
export function isInOrder({ stages }: Alloy): boolean {
  let latest = 0;
  for (const { type } of stages) {
    if (!type) continue;
    if (type.order < latest) return false;
    latest = type.order;
  }
  return true;
}
