/** What a run makes of an alloy: stages in the order in which they run, with every value that applies. */
import { Alloy, type Stage } from "../model/alloy.js";
import { numberField } from "../model/coerced-fields.js";
import { firstExecutor } from "../model/executor.js";
import { inExecutionOrder } from "../model/phase-order.js";
import type { ExecutorProfile } from "../schema/executor-profile.js";
import { own, type Phase } from "../schema/schema.js";
import { applyEdits } from "../syntax/edits.js";
import { t } from "../text/l10n.js";
import { type LeftOut, type StageFromTarget, type StagesFromTarget, stagesFromTarget } from "./derive.js";
import { expandTarget } from "./expand.js";
import { fieldsOf } from "./fields.js";
import { minutesOf, runTimeFor } from "./minutes.js";
import type { Note, Origin, PlannedField } from "./notes.js";
import { isLeftOut, type Outcome, outcomeOf } from "./outcome.js";
import { DEFAULT_MARGIN, type Sizes, sizesOf } from "./sizes.js";

/** A stage as it runs. */
export interface PlannedStage {
  /** Index in the order in which stages run, from 0. */
  readonly position: number;
  readonly stage: Stage;
  /** Empty if the stage has none. */
  readonly type: string;
  /** Undefined for a stage of unknown type. */
  readonly phase: Phase | undefined;
  /** How often it runs: the number of cycles for a transform stage, otherwise 1. */
  readonly runs: number;
  readonly outcome: Outcome;
  readonly fields: readonly PlannedField[];
  /** Minutes of one run; undefined if there is no estimate. */
  readonly minutes: number | undefined;
  /** Field of `target` that it follows from; undefined if the alloy has the stage. */
  readonly from: string | undefined;
}

/** The estimated time of the whole run. */
export interface RunMinutes {
  /** Minutes of all stages that have an estimate, all cycles together. */
  readonly total: number;
  /** Number of stages without an estimate. */
  readonly unknown: number;
  readonly hardware: string;
}

export interface Cycles {
  readonly count: number;
  /** Undefined if the alloy sets it. */
  readonly origin: Origin | undefined;
}

/** What a run makes of an alloy. Immutable. */
export interface Plan {
  /** The alloy, with the stages that follow from `target`. */
  readonly alloy: Alloy;
  /** The profile of the architecture. */
  readonly executor: ExecutorProfile | undefined;
  readonly cycles: Cycles;
  /** In the order in which they run. */
  readonly stages: readonly PlannedStage[];
  readonly notes: readonly Note[];
  readonly leftOut: readonly LeftOut[];
  /** Share of a device's memory that the runtime takes. */
  readonly margin: number;
  readonly sizes: Sizes;
  readonly minutes: RunMinutes | undefined;
}

export interface PlanOptions {
  /** Share of a device's memory that the runtime takes, from 0 to below 1; default: 0.1. */
  readonly margin?: number | undefined;
}

/** The phase whose stages run once per cycle. */
const REPEATED = "transform";

/** Plans the run of an alloy, which must be whole: an object without syntax errors. */
export function planOf(written: Alloy, { margin = DEFAULT_MARGIN }: PlanOptions = {}): Plan {
  const derived = stagesFromTarget(written);
  const alloy = derived ? expanded(written, derived) : written;
  const cycles = cyclesOf(alloy, derived);
  const stages = plannedStages(alloy, derived?.stages, cycles.count);
  const leftOut = derived?.leftOut ?? [];
  const running = stages.filter(({ outcome }) => !isLeftOut(outcome)).map(({ stage }) => stage);
  return {
    alloy,
    executor: firstExecutor(alloy)?.profile,
    cycles,
    stages,
    get notes() {
      const ofCycles = alloy.stagesNode ? cycleNotes(cycles) : [];
      return [...ofCycles, ...stages.flatMap(stageNotes), ...leftOut.map(leftOutNote)];
    },
    leftOut,
    margin,
    sizes: sizesOf(alloy, running, margin),
    minutes: runMinutes(alloy, stages),
  };
}

/** Whether every wish of `target` leads to a stage, and no stage is known not to run. */
export function isComplete({ stages, leftOut }: Plan): boolean {
  const fine = stages.every(({ outcome: { kind } }) => kind === "runs" || kind === "unknown");
  return fine && leftOut.length === 0;
}

function expanded(alloy: Alloy, derived: StagesFromTarget): Alloy {
  const text = applyEdits(alloy.tree.text, expandTarget(alloy, derived));
  return Alloy.parse(text, alloy.registry);
}

function cyclesOf(alloy: Alloy, derived: StagesFromTarget | undefined): Cycles {
  const stated = numberField(alloy.root, "cycles")?.value?.value.toNumber();
  const count = stated !== undefined && Number.isInteger(stated) && stated >= 1 ? stated : 1;
  if (derived?.cycles !== undefined) return { count: derived.cycles, origin: "derived" };
  return { count, origin: stated === undefined ? "default" : undefined };
}

function plannedStages(
  alloy: Alloy,
  derived: readonly StageFromTarget[] | undefined,
  cycles: number,
): PlannedStage[] {
  let end: number | undefined;
  return inExecutionOrder(alloy).map((stage, position) => {
    const from = derived?.[stage.index];
    const own = outcomeOf(alloy, stage);
    const isCutOff = end !== undefined && (own.kind === "runs" || own.kind === "unknown");
    const outcome: Outcome = isCutOff
      ? { kind: "not-reached", reason: t`The run ends at stage ${(end ?? 0) + 1}.` }
      : own;
    if (own.kind === "ends") end ??= position;
    const fields = fieldsOf(alloy, stage, from);
    return {
      position,
      stage,
      type: stage.typeNode?.value ?? "",
      phase: stage.type?.phase,
      runs: stage.type?.phase.id === REPEATED ? cycles : 1,
      outcome,
      fields,
      minutes: isLeftOut(outcome) ? 0 : stageMinutes(alloy, stage, fields),
      from: from?.from,
    };
  });
}

function stageMinutes(alloy: Alloy, { type }: Stage, fields: readonly PlannedField[]): number | undefined {
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return minutesOf(alloy, type, (field) => own(values, field));
}

function runMinutes(alloy: Alloy, stages: readonly PlannedStage[]): RunMinutes | undefined {
  const hardware = stages.map(({ stage }) => runTimeFor(alloy, stage.type)).find((one) => one)?.hardware;
  const known = stages.filter(({ minutes }) => minutes !== undefined);
  if (hardware === undefined || known.length === 0) return undefined;
  const total = known.reduce((sum, { minutes = 0, runs }) => sum + minutes * runs, 0);
  return { total, unknown: stages.length - known.length, hardware };
}

function cycleNotes({ count, origin }: Cycles): Note[] {
  if (origin === undefined) return [];
  const message =
    origin === "derived"
      ? count === 1
        ? t`"target" leads to neither pruning nor training, so 1 cycle is enough.`
        : t`"target" leads to pruning or training: ${count} cycles.`
      : t`Default of "cycles".`;
  return [{ path: ["cycles"], from: origin, message }];
}

function stageNotes({ position, from, fields }: PlannedStage): Note[] {
  const at = ["stages", position];
  const ofStage: Note[] =
    from === undefined
      ? []
      : [{ path: at, from: "derived", message: t`"target.${from}" leads to this stage.` }];
  const ofFields = fields.flatMap(({ name, notes }) =>
    notes.map((note) => ({ path: [...at, name], ...note })),
  );
  return [...ofStage, ...ofFields];
}

function leftOutNote({ path, message }: LeftOut): Note {
  return { path, from: "derived", message };
}
