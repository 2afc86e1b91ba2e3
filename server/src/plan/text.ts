import { t } from "../text/l10n.js";
import type { Paint } from "../text/paint.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import type { OutcomeKind } from "./outcome.js";
import type { Plan } from "./plan.js";
import { alignedLines, type StageView, type Table, viewOf } from "./view.js";

/** What stands before a stage. */
export const MARKS: Readonly<Record<OutcomeKind, string>> = {
  runs: "✓",
  skipped: "−",
  "not-implemented": "!",
  ends: "✗",
  "not-reached": "−",
  unknown: "?",
};

/** A plan for a terminal. */
export function planText(plan: Plan, paint: Paint): string {
  const safe = sanitizeForTerminal;
  const { title, facts, stages, leftOut, unmet, tables } = viewOf(plan);
  const lines = [paint.bold(safe(title)), ...facts.map(safe)];
  if (stages.length > 0) lines.push("", paint.bold(t`Stages in the order in which they run`));
  for (const stage of stages) lines.push(...stageLines(stage, paint));
  if (leftOut > 0) lines.push(paint.dim(`  ${t`and ${leftOut} more`}`));
  if (unmet.length > 0) lines.push("", paint.bold(t`Not derived from the target`));
  for (const sentence of unmet) lines.push(`  ${paint.warn("!")} ${safe(sentence)}`);
  for (const table of tables) lines.push("", ...tableLines(table, paint));
  return `${lines.join("\n")}\n`;
}

function stageLines({ kind, label, phase, time, lines }: StageView, paint: Paint): string[] {
  const colors: Readonly<Record<OutcomeKind, (text: string) => string>> = {
    runs: paint.good,
    skipped: paint.warn,
    "not-implemented": paint.warn,
    ends: paint.bad,
    "not-reached": paint.dim,
    unknown: paint.dim,
  };
  const facts = [phase, time].filter(Boolean).join(", ");
  const head = `  ${colors[kind](MARKS[kind])} ${sanitizeForTerminal(label)}${facts && ` ${paint.dim(`(${sanitizeForTerminal(facts)})`)}`}`;
  return [head, ...lines.map((line) => `      ${paint.dim(sanitizeForTerminal(line))}`)];
}

function tableLines(table: Table, paint: Paint): string[] {
  const [head = "", ...rows] = alignedLines(table, sanitizeForTerminal);
  return [
    paint.bold(table.title),
    paint.dim(`  ${head}`),
    ...rows.map((row) => `  ${row}`),
    ...(table.note === "" ? [] : [paint.dim(`  ${sanitizeForTerminal(table.note)}`)]),
  ];
}
