import type { Paint } from "../text/paint.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import type { Comparison } from "./compare.js";
import { leftOutWords, type Row, rowWords, sectionsOf, summaryWords } from "./sections.js";

/** A comparison for a terminal. */
export function comparisonText(
  comparison: Comparison,
  names: { readonly a: string; readonly b: string },
  paint: Paint,
): string {
  const safe = sanitizeForTerminal;
  const colors: Readonly<Record<Row["mark"], (text: string) => string>> = {
    "+": paint.good,
    "−": paint.bad,
    "~": paint.warn,
    "↕": paint.warn,
    "✓": paint.good,
    "✗": paint.bad,
    "": paint.dim,
  };
  const lines = [`${paint.bold(safe(`${names.a} → ${names.b}`))}`, safe(summaryWords(comparison))];
  for (const { title, rows, leftOut } of sectionsOf(comparison)) {
    lines.push("", paint.bold(title));
    for (const row of rows) lines.push(`  ${colors[row.mark](row.mark || "·")} ${safe(rowWords(row))}`);
    if (leftOut > 0) lines.push(paint.dim(`  ${leftOutWords(leftOut)}`));
  }
  return `${lines.join("\n")}\n`;
}
