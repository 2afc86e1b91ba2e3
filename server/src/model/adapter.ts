import type { StageType } from "../schema/effective-schema.js";
import type { Fills } from "../schema/executor-profile.js";
import { own } from "../schema/schema.js";
import { numberIn, textIn } from "../syntax/tree.js";
import { type ExecutorView, executorOf } from "./executor.js";

/**
 * The values that the family adapter of the alloy's architecture sets in a stage of this type if the stage omits them, by
 * field; undefined if it sets none.
 */
export function adapterValues(alloy: ExecutorView, type: StageType | undefined): Fills | undefined {
  const executor = executorOf(alloy, type);
  const adapter = executor?.family.adapter && own(executor.profile.adapters, executor.family.adapter);
  if (!adapter || !type || !adapter.stages.includes(type.name)) return undefined;
  const params = numberIn(alloy.source, "totalParamsB")?.value || adapter.assumedParamsB;
  const model = textIn(alloy.source, "baseModel")?.value.toLowerCase() ?? "";
  const byName = adapter.byName?.find(({ baseModelContains: part = "" }) => model.includes(part));
  const bySize =
    params === undefined
      ? undefined
      : adapter.bySize?.find(({ belowParamsB = Number.POSITIVE_INFINITY }) => params < belowParamsB);
  const fills = { ...byName?.fills, ...bySize?.fills };
  return Object.keys(fills).length > 0 ? fills : undefined;
}
