/** A plan as it is shown: titles, lines, and tables, the same for a terminal and Markdown. */
import { figure } from "../model/gate-figures.js";
import { sizeWords } from "../model/sizes.js";
import { tellingParts } from "../model/stage-label.js";
import { executorWords, show } from "../schema/words.js";
import { textIn } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import type { Origin, PlannedField } from "./notes.js";
import { isLeftOut, type OutcomeKind } from "./outcome.js";
import type { Plan, PlannedStage } from "./plan.js";
import type { Fit } from "./sizes.js";

/** A stage in words. */
export interface StageView {
  readonly kind: OutcomeKind;
  /** `2 train · code`. */
  readonly label: string;
  /** `Transform`, `Transform × 3`. */
  readonly phase: string;
  /** Time of all its runs; empty if there is no estimate. */
  readonly time: string;
  /** Why it does not run, where its values come from, and what is not read. */
  readonly lines: readonly string[];
}

/** A table in words. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A sentence below the table; empty if there is none. */
  readonly note: string;
}

export interface PlanView {
  readonly title: string;
  readonly facts: readonly string[];
  readonly stages: readonly StageView[];
  /** Number of stages beyond those. */
  readonly leftOut: number;
  /** Wishes of `target` from which nothing follows, one sentence each. */
  readonly unmet: readonly string[];
  readonly tables: readonly Table[];
}

/** Maximum number of stages, and of rows of a table, that are shown. */
const MAX_SHOWN = 200;

export function viewOf(plan: Plan): PlanView {
  const { alloy, stages, leftOut } = plan;
  const name = textIn(alloy.root, "name")?.value || t`(no name)`;
  return {
    title: [name, textIn(alloy.root, "version")?.value].filter(Boolean).join(" "),
    facts: factsOf(plan),
    stages: stages.slice(0, MAX_SHOWN).map(stageView),
    leftOut: Math.max(0, stages.length - MAX_SHOWN),
    unmet: leftOut.slice(0, MAX_SHOWN).map(({ message }) => message),
    tables: [sizeTable(plan), fitTable(plan)].flatMap((table) => table ?? []),
  };
}

function factsOf({ alloy, executor, stages, cycles, minutes }: Plan): string[] {
  const architecture = textIn(alloy.source, "architecture")?.value;
  const count = stages.filter(({ runs }) => runs > 1).length;
  const derived = stages.filter(({ from }) => from !== undefined).length;
  return [
    executor
      ? t`Executor: ${executorWords(executor)}, for ${show(architecture)}`
      : t`Executor: no executor profile describes ${show(architecture)}`,
    ...(derived > 0 ? [t`Derived stages: ${derived}`] : []),
    ...(count > 0 ? [t`Cycles: ${cycles.count}; transform stages: ${count}`] : []),
    ...(minutes
      ? [t`Estimated time: ${durationWords(minutes.total)}, on ${translate(minutes.hardware)}`]
      : []),
    ...(minutes && minutes.unknown > 0 ? [t`Stages without an estimate: ${minutes.unknown}`] : []),
  ];
}

function stageView({ position, stage, type, phase, runs, outcome, fields, minutes, from }: PlannedStage) {
  const title = [type || t`(no type)`, ...tellingParts(stage)].join(" · ");
  const name = phase ? translate(phase.title) : "";
  return {
    kind: outcome.kind,
    label: `${position + 1} ${title}`,
    phase: runs > 1 ? `${name} × ${runs}` : name,
    time: minutes === undefined || isLeftOut(outcome) ? "" : durationWords(minutes * runs),
    lines: [
      ...(outcome.reason ? [outcome.reason] : []),
      ...(from === undefined ? [] : [t`derived: "target.${from}"`]),
      // Values of a stage that does not run have no effect.
      ...(isLeftOut(outcome) ? [] : [...originLines(fields), ...useLines(fields)]),
    ],
  };
}

/** Where the values come from that the alloy does not set. */
function originLines(fields: readonly PlannedField[]): string[] {
  return (Object.keys(ORIGINS) as Origin[]).flatMap((origin) => {
    const shown = fields.filter((field) => field.origin === origin && field.use !== "ignored");
    const words = shown.map(({ name, value }) => `${name} ${show(value)}`).join(", ");
    return words === "" ? [] : [ORIGINS[origin](words)];
  });
}

const ORIGINS: Readonly<Record<Origin, (values: string) => string>> = {
  adapter: (values) => t`family adapter: ${values}`,
  executor: (values) => t`executor: ${values}`,
  derived: (values) => t`assumed: ${values}`,
  placeholder: (values) => t`placeholder: ${values}`,
  default: (values) => t`default: ${values}`,
};

/** What the alloy sets in vain. */
function useLines(fields: readonly PlannedField[]): string[] {
  const named = (use: PlannedField["use"]) =>
    fields
      .filter((field) => field.node && field.use === use)
      .map(({ name }) => name)
      .join(", ");
  const [ignored, logged] = [named("ignored"), named("logged")];
  // What the executor does with single items of a field that it reads.
  const others = fields.filter(({ origin, use }) => use === undefined && origin !== "executor");
  const remarks = others.flatMap(({ notes }) => notes.filter(({ from }) => from === "executor"));
  return [
    ...(ignored === "" ? [] : [t`not read: ${ignored}`]),
    ...(logged === "" ? [] : [t`only logged: ${logged}`]),
    ...remarks.map(({ message }) => message),
  ];
}

/** `45 min`, `2 h 5 min`, `3 d 4 h`. */
export function durationWords(minutes: number): string {
  if (minutes < 60) return t`${figure(minutes)} min`;
  const whole = Math.round(minutes);
  if (whole < 48 * 60) return t`${Math.floor(whole / 60)} h ${whole % 60} min`;
  const hours = Math.round(minutes / 60);
  return t`${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function sizeTable({ sizes: { sizes } }: Plan): Table | undefined {
  if (sizes.length === 0) return undefined;
  const rows = sizes.map((size) => [
    [size.format, size.quantType].filter(Boolean).join(" "),
    `${figure(size.paramsB)}B`,
    String(size.bits),
    sizeWords(size.sizeGb, size.isUpperBound),
  ]);
  const head = [t`type`, t`parameters`, t`bits per weight`, t`size`];
  return { title: t`Sizes`, head, rows: rows.slice(0, MAX_SHOWN), note: "" };
}

/** The lines of a table with aligned columns, its head first. */
export function alignedLines({ head, rows }: Table, safe: (text: string) => string): string[] {
  const cells = [head, ...rows].map((row) => row.map(safe));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return cells.map((row) => lineOf(row).join("  ").trimEnd());
}

/** One column for each memory size, one row for each number of experts and type. */
function fitTable({ sizes: { fits, sizes }, margin }: Plan): Table | undefined {
  if (fits.length === 0) return undefined;
  const tiers = [...new Set(fits.map(({ memoryGb }) => memoryGb))].sort((a, b) => a - b);
  const rows = new Map<string, { readonly fit: Fit; readonly fitting: Set<number> }>();
  for (const fit of fits) {
    const key = `${fit.experts} ${fit.format} ${fit.quantType}`;
    const row = rows.get(key) ?? { fit, fitting: new Set<number>() };
    rows.set(key, row);
    if (fit.fits) row.fitting.add(fit.memoryGb);
  }
  const hasExperts = fits.some(({ experts }) => experts !== undefined);
  const isUpperBound = sizes.some((size) => size.isUpperBound);
  const devices = tiers.map((tier) => {
    const names = [...new Set(fits.flatMap((fit) => (fit.memoryGb === tier ? [fit.device] : [])))];
    return `${figure(tier)} GB: ${names.join(", ")}`;
  });
  return {
    title: t`Devices`,
    head: [
      ...(hasExperts ? [t`experts`] : []),
      t`type`,
      t`size`,
      ...tiers.map((tier) => `${figure(tier)} GB`),
    ],
    rows: [...rows.values()]
      .slice(0, MAX_SHOWN)
      .map(({ fit, fitting }) => [
        ...(hasExperts ? [String(fit.experts)] : []),
        [fit.format, fit.quantType].filter(Boolean).join(" "),
        sizeWords(fit.sizeGb, isUpperBound),
        ...tiers.map((tier) => (fitting.has(tier) ? "✓" : "✗")),
      ]),
    note: t`${figure(margin * 100)}% of the memory is reserved for the runtime. ${devices.join("; ")}.`,
  };
}
