import pc from "picocolors";
import type { Diagnostic, Severity } from "../../library/index.js";
import type { FileReport, Reporter, Style } from "./reporter.js";

/** Longer lines are cut around the place: alloys have long descriptions. */
const WIDTH = 100;

const SEVERITIES = ["error", "warning", "information", "hint"] as const satisfies readonly Severity[];

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
    const place = `${file}:${start.line + 1}:${start.character + 1}`;
    const head = `${colors.bold(place)} ${paint[severity](severity)} ${message} ${colors.dim(linked(code, style))}`;
    const line = lines[start.line] ?? "";
    const to = end.line === start.line ? end.character : line.length;
    const from = Math.max(0, Math.min(start.character - 20, line.length - WIDTH));
    const cut = clean(line.slice(from, from + WIDTH));
    const number = String(start.line + 1);
    const before = clean(line.slice(from, start.character)).length;
    const width = Math.max(1, Math.min(to, from + WIDTH) - start.character);
    const mark = `${" ".repeat(before)}${"^".repeat(width)}`;
    const gutter = colors.dim(`${" ".repeat(number.length)} |`);
    return `${head}\n${colors.dim(`${number} |`)} ${cut}\n${gutter} ${paint[severity](mark)}\n\n`;
  };

  return {
    head: "",
    separator: "",
    file({ file, text, diagnostics }: FileReport) {
      if (diagnostics.length === 0) return "";
      const lines = text.split(/\r\n|\r|\n/);
      return diagnostics.map((diagnostic) => shownProblem(file, lines, diagnostic)).join("");
    },
    tail({ files, counts }) {
      const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
        paint[severity](plural(counts[severity], severity === "information" ? "note" : severity)),
      );
      const found = parts.length > 0 ? parts.join(", ") : colors.green("no problems");
      const mend = counts.fixable > 0 ? ` ${counts.fixable} can be mended by --fix.` : "";
      return `${found} in ${plural(files, "file")}.${mend}\n`;
    },
  };
}

/** The code as a link to its page, in terminals that show links. */
function linked(code: string, { pages }: Style): string {
  if (pages === undefined) return code;
  return `\u001B]8;;${pages}/${code.replace("/", "-")}.md\u0007${code}\u001B]8;;\u0007`;
}

/** What a terminal would obey is shown as a question mark; tabs as blanks, so that the marks stand right. */
function clean(text: string): string {
  return text.replaceAll("\t", " ").replace(/\p{Cc}/gu, "?");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
