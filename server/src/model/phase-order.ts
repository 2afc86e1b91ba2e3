import type { Alloy, Stage } from "./alloy.js";

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

/**
 * Returns the stages in the order in which they run: by phase, and in the order of the file within a phase. A stage of
 * unknown type stays after the stage that it follows.
 */
export function inExecutionOrder({ stages }: Pick<Alloy, "stages">): Stage[] {
  let order = 0;
  const ranked = stages.map((stage) => {
    if (stage.type) order = stage.type.order;
    return { stage, order };
  });
  return ranked.sort((a, b) => a.order - b.order).map(({ stage }) => stage);
}
