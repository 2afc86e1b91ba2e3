import pc from "picocolors";
import { SEVERITIES } from "../../library/level.js";
import type { Diagnostic, Severity } from "../../library/types.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { columns } from "../terminal.js";
import type { FileReport, Reporter, Style, Totals } from "./reporter.js";

/** For people: each problem with its line, the place underlined, and a count at the end. */
export function pretty(style: Style): Reporter {
  const colors = pc.createColors(style.color);
  const paint: Record<Severity, (text: string) => string> = {
    error: colors.red,
    warning: colors.yellow,
    information: colors.blue,
    hint: colors.dim,
  };

  const shownProblem = (
    file: string,
    lines: readonly string[],
    { code, severity, message, range: { start, end } }: Diagnostic,
  ) => {
    const place = `${sanitizeForTerminal(file)}:${start.line + 1}:${start.character + 1}`;
    const head = `${colors.bold(place)} ${paint[severity](severity)} ${sanitizeForTerminal(message)} ${colors.dim(linked(code, style))}`;
    const { before, marked, after } = excerpt(lines[start.line] ?? "", { start, end }, style.width);
    const number = String(start.line + 1);
    const mark = `${" ".repeat(columns(before))}${"^".repeat(Math.max(1, columns(marked)))}`;
    const gutter = colors.dim(`${" ".repeat(number.length)} |`);
    return `${head}\n${colors.dim(`${number} |`)} ${before}${marked}${after}\n${gutter} ${paint[severity](mark)}\n\n`;
  };

  return {
    head: "",
    separator: "",
    file({ file, text, diagnostics, gone = [] }: FileReport) {
      if (diagnostics.length + gone.length === 0) return "";
      const lines = text.split(/\r\n|\r|\n/);
      const solved = gone.map(
        ({ code, message }) =>
          `${colors.bold(sanitizeForTerminal(file))} ${colors.green("gone")} ${sanitizeForTerminal(message)} ${colors.dim(sanitizeForTerminal(code))}\n\n`,
      );
      return [...diagnostics.map((diagnostic) => shownProblem(file, lines, diagnostic)), ...solved].join("");
    },
    unreadable: ({ file, reason }) =>
      `${colors.bold(sanitizeForTerminal(file))} ${paint.error("unreadable")} ${sanitizeForTerminal(reason)}\n\n`,
    tail: (totals) => `${countWords(totals, { ...paint, good: colors.green, bad: colors.yellow })}\n`,
  };
}

/** Colors of words in a count; a word without one stays plain. */
type CountPaint = Partial<Record<Severity | "good" | "bad", (text: string) => string>>;

/** How much was found, in a sentence. */
export function countWords(
  { files, failures, counts, level, since }: Totals,
  paint: CountPaint = {},
): string {
  const painted = (kind: keyof CountPaint, text: string) => paint[kind]?.(text) ?? text;
  if (files + failures === 0)
    return since
      ? painted("good", `no changes since ${sanitizeForTerminal(since.revision)}`)
      : painted("bad", "no files checked");
  const shown = SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1);
  const parts = shown
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      painted(severity, plural(counts[severity], severity === "information" ? "note" : severity)),
    );
  const none = failures + counts.hidden > 0 ? "no problems" : painted("good", "no problems");
  const found = parts.length > 0 ? parts.join(", ") : none;
  const { baseline, gone, old } = counts;
  const more = [
    ...(counts.fixable > 0 ? [`${counts.fixable} fixable with --fix`] : []),
    ...(counts.hidden > 0 ? [`${counts.hidden} hidden by --level ${level}`] : []),
    ...(baseline > 0 ? [`${baseline} in the baseline`] : []),
    ...(gone > 0 ? [`${gone} of the baseline gone`] : []),
    ...(since && old > 0 ? [`${old} as in ${sanitizeForTerminal(since.revision)}`] : []),
    ...(failures > 0 ? [`${failures} could not be read or written`] : []),
  ];
  return `${found} in ${plural(files, "file")}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}

/** The code as a link to its page, in terminals that show links. */
function linked(code: string, { pages }: Style): string {
  if (pages === undefined) return code;
  return `\u001B]8;;${pages}/${code.replace("/", "-")}.md\u0007${code}\u001B]8;;\u0007`;
}

/** What is shown of a line, which may be long: the place, what stands around it, and dots where it goes on. */
function excerpt(line: string, { start, end }: Diagnostic["range"], width: number) {
  const from = Math.max(0, Math.min(start.character - 20, line.length - width));
  const to = from + width;
  const until = Math.min(end.line === start.line ? end.character : line.length, to);
  return {
    before: `${from > 0 ? "…" : ""}${sanitizeForTerminal(line.slice(from, start.character))}`,
    marked: sanitizeForTerminal(line.slice(start.character, until)),
    after: `${sanitizeForTerminal(line.slice(Math.max(start.character, until), to))}${line.length > to ? "…" : ""}`,
  };
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
