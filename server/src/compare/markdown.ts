import { t } from "../text/l10n.js";
import { escapeMarkdown, markdownCode } from "../text/sanitize.js";
import type { Comparison } from "./compare.js";
import { leftOutWords, type Row, type Section, sectionsOf, summaryWords } from "./sections.js";

/** A comparison for a pull request: what is worse first, then a table a section. */
export function comparisonMarkdown(
  comparison: Comparison,
  names: { readonly a: string; readonly b: string },
): string {
  const title = `### ${markdownCode(names.a)} → ${markdownCode(names.b)}`;
  const blocks = sectionsOf(comparison).map(
    (section) => `**${escapeMarkdown(section.title)}**\n\n${contentOf(section)}`,
  );
  return `${[title, escapeMarkdown(summaryWords(comparison)), ...blocks].join("\n\n")}\n`;
}

function contentOf({ id, rows, leftOut }: Section): string {
  const more = leftOut > 0 ? `\n\n${escapeMarkdown(leftOutWords(leftOut))}` : "";
  if (id === "regressions") return rows.map(({ label }) => `- ${escapeMarkdown(label)}`).join("\n") + more;
  const head = `| | ${id === "scores" ? t`benchmark` : t`field`} | ${t`before`} | ${t`after`} | |\n| --- | --- | --- | --- | --- |\n`;
  return head + rows.map(tableRow).join("\n") + more;
}

function tableRow({ mark, label, from, to, note }: Row): string {
  const code = (words: string) => (words === "" ? "" : markdownCode(words));
  return `| ${mark} | ${escapeMarkdown(label)} | ${code(from)} | ${code(to)} | ${escapeMarkdown(note)} |`;
}
