/** A plan as plain data: the object that `forge-alloy plan --format json` prints. */
import { findMember, printPointer, toValue } from "../syntax/tree.js";
import type { Note } from "./notes.js";
import type { Plan, PlannedStage } from "./plan.js";

/** Describes a plan; `schemas/output/plan.schema.json` has every field. */
export function planReport(plan: Plan, file: string) {
  const { stages, notes, sizes, minutes, executor, cycles, margin, leftOut } = plan;
  return {
    file,
    alloy: effectiveValue(plan),
    ...(executor && { executor: executor.id }),
    cycles: cycles.count,
    stages: stages.map(stageReport),
    notes: notes.map(noteReport),
    skipped: stages
      .filter(({ outcome }) => outcome.kind !== "runs" && outcome.kind !== "unknown")
      .map(({ position, type, outcome }) => ({
        pointer: printPointer(["stages", position]),
        type,
        outcome: outcome.kind,
        reason: outcome.reason,
      })),
    leftOut: leftOut.map(({ path, message }) => ({ pointer: printPointer(path), message })),
    sizes: sizes.sizes.map(({ format, quantType, bits, paramsB, sizeGb, isUpperBound }) => ({
      ...(format !== undefined && { format }),
      quantType,
      bits,
      paramsB: rounded(paramsB),
      sizeGb: rounded(sizeGb),
      ...(isUpperBound && { atMost: true }),
    })),
    margin,
    fits: sizes.fits.map(({ device, memoryGb, format, quantType, experts, paramsB, sizeGb, fits }) => ({
      device,
      memoryGb,
      ...(format !== undefined && { format }),
      quantType,
      ...(experts !== undefined && { experts }),
      paramsB: rounded(paramsB),
      sizeGb: rounded(sizeGb),
      fits,
    })),
    ...(minutes && {
      minutes: rounded(minutes.total),
      hardware: minutes.hardware,
      ...(minutes.unknown > 0 && { stagesWithoutEstimate: minutes.unknown }),
    }),
  };
}

/** Billions, gigabytes, and minutes with at most three decimals: they are estimates. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function stageReport({ position, stage, type, phase, runs, outcome, minutes, from }: PlannedStage) {
  return {
    pointer: printPointer(["stages", position]),
    ...(from === undefined ? { source: printPointer(["stages", stage.index]) } : { from }),
    type,
    ...(phase && { phase: phase.id }),
    runs,
    outcome: outcome.kind,
    ...(outcome.reason !== "" && { reason: outcome.reason }),
    ...(minutes !== undefined && { minutes: rounded(minutes) }),
  };
}

function noteReport({ path, from, message }: Note) {
  return { pointer: printPointer(path), from, message };
}

/** The effective alloy as JavaScript has it: stages in the order in which they run, with every value that applies. */
function effectiveValue({ alloy, cycles, stages }: Plan): unknown {
  const whole = Object.create(null) as Record<string, unknown>;
  const hasCycles = findMember(alloy.root, "cycles") !== undefined;
  const planned = stages.map(({ fields, stage }) =>
    stage.node.kind === "object"
      ? Object.assign(Object.create(null), Object.fromEntries(fields.map(({ name, value }) => [name, value])))
      : toValue(stage.node),
  );
  for (const { name, value } of alloy.root?.members ?? []) {
    if (name === "stages" && alloy.stagesNode) {
      if (!hasCycles) whole.cycles = cycles.count;
      whole.stages = planned;
    } else whole[name] = toValue(value);
  }
  return whole;
}
