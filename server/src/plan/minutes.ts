/** How long stages take, as the executor profile estimates it. All times are in minutes. */
import type { Alloy } from "../model/alloy.js";
import { numberField } from "../model/coerced-fields.js";
import { executorOf, profileOf } from "../model/executor.js";
import type { StageType } from "../schema/effective-schema.js";
import type { RunTime } from "../schema/executor-profile.js";
import { own } from "../schema/schema.js";

/** The profile's estimates for stages of a type; undefined if it has none. */
export function runTimeFor(alloy: Alloy, type: StageType | undefined): RunTime | undefined {
  return type && profileOf(alloy, type)?.runTime;
}

/**
 * Returns the minutes that one run of a stage takes; undefined if the profile has no estimate, or if the stage lacks the
 * number that it depends on.
 * @param fieldValue returns the value of a field of the stage, with what the executor sets if it is omitted
 */
export function minutesOf(
  alloy: Alloy,
  type: StageType | undefined,
  fieldValue: (field: string) => unknown,
): number | undefined {
  const runTime = runTimeFor(alloy, type);
  if (!runTime || !type) return undefined;
  const time = own(runTime.stages, type.name);
  if (!time) return runTime.minutes ?? 0;
  const { minutes, stepsIn, minutesForEach, each } = time;
  let total = minutes ?? 0;
  if (stepsIn !== undefined) {
    const steps = numberOf(fieldValue(stepsIn));
    const pace = stepsPerMinute(alloy, type, runTime);
    if (steps !== undefined && pace !== undefined) total += steps / pace;
    // Without steps, nothing is trained if the stage does something else, too; otherwise its time is not known.
    else if (steps !== undefined || minutes === undefined) return undefined;
  }
  if (minutesForEach !== undefined && each !== undefined) {
    const items = fieldValue(each);
    total += Array.isArray(items) ? items.length * minutesForEach : 0;
  }
  return Number.isFinite(total) && total >= 0 ? total : undefined;
}

/** Training steps per minute by the size of the base model; undefined if the size is not known. */
function stepsPerMinute(alloy: Alloy, type: StageType, { stepsPerMinute: rows = [] }: RunTime) {
  const params = paramsFor(alloy, type);
  if (params === undefined) return rows.length === 1 ? rows[0]?.steps : undefined;
  return rows.find(({ upToParamsB = Number.POSITIVE_INFINITY }) => params <= upToParamsB)?.steps;
}

/** Billions of parameters of the base model, or what the family adapter assumes. */
function paramsFor(alloy: Alloy, type: StageType): number | undefined {
  const stated = numberField(alloy.source, "totalParamsB")?.value?.value.toNumber();
  if (stated !== undefined && stated > 0) return stated;
  const executor = executorOf(alloy, type);
  return executor?.family.adapter === undefined
    ? undefined
    : own(executor.profile.adapters, executor.family.adapter)?.assumedParamsB;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 ? number : undefined;
}
