import { t } from "../text/l10n.js";
import { escapeMarkdown } from "../text/sanitize.js";
import type { Plan } from "./plan.js";
import { MARKS } from "./text.js";
import { type StageView, type Table, viewOf } from "./view.js";

/** A plan for a pull request: facts, then a table of the stages, then sizes and devices. */
export function planMarkdown(plan: Plan): string {
  const { title, facts, stages, leftOut, unmet, tables } = viewOf(plan);
  const head = ["", t`stage`, t`phase`, t`time`, t`remarks`];
  const blocks = [
    `### ${escapeMarkdown(title)}`,
    facts.map((fact) => `- ${escapeMarkdown(fact)}`).join("\n"),
    ...(stages.length > 0 ? [table({ title: "", head, rows: stages.map(row), note: "" })] : []),
    ...(leftOut > 0 ? [escapeMarkdown(t`and ${leftOut} more`)] : []),
    ...(unmet.length > 0
      ? [
          `**${escapeMarkdown(t`Not derived from the target`)}**\n\n${unmet.map((sentence) => `- ${escapeMarkdown(sentence)}`).join("\n")}`,
        ]
      : []),
    ...tables.map(table),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function row({ kind, label, phase, time, lines }: StageView): readonly string[] {
  return [MARKS[kind], label, phase, time, lines.join("; ").replaceAll(".; ", ". ")];
}

function table({ title, head, rows, note }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const lines = [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
  return [
    ...(title === "" ? [] : [`**${escapeMarkdown(title)}**`]),
    lines,
    ...(note === "" ? [] : [escapeMarkdown(note)]),
  ].join("\n\n");
}
