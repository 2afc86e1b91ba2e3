import pc from "picocolors";
import type { Severity } from "../../rules/rule.js";
import type { Diagnostic, FileReport } from "../diagnostic.js";
import type { Reporter } from "./reporter.js";

const colors = pc.createColors(
  pc.isColorSupported && (process.stdout.isTTY || Boolean(process.env.FORCE_COLOR)),
);

const SHOWN: Record<Severity, (text: string) => string> = {
  error: colors.red,
  warning: colors.yellow,
  information: colors.blue,
  hint: colors.dim,
};

/** Longer lines are cut around the place: alloys have long descriptions. */
const WIDTH = 100;

/** For people: each problem with its line, the place underlined, and a count at the end. */
export function pretty(): Reporter {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  let files = 0;
  let fixable = 0;
  return {
    file(report) {
      files++;
      for (const diagnostic of report.diagnostics) {
        counts[diagnostic.severity]++;
        if (diagnostic.fixable) fixable++;
        process.stdout.write(`${shownProblem(report, diagnostic)}\n`);
      }
    },
    end() {
      const parts = (Object.keys(counts) as Severity[]).flatMap((severity) => {
        const count = counts[severity];
        return count > 0
          ? [SHOWN[severity](plural(count, severity === "information" ? "note" : severity))]
          : [];
      });
      const found = parts.length > 0 ? parts.join(", ") : colors.green("no problems");
      const mend = fixable > 0 ? ` ${fixable} can be mended by --fix.` : "";
      process.stdout.write(`${found} in ${plural(files, "file")}.${mend}\n`);
    },
  };
}

function shownProblem({ file, text }: FileReport, { code, severity, message, range }: Diagnostic): string {
  const { start, end } = range;
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  const head = `${colors.bold(place)} ${SHOWN[severity](severity)} ${message} ${colors.dim(linked(code))}`;
  const line = text.split(/\r\n|\r|\n/)[start.line] ?? "";
  const to = end.line === start.line ? end.character : line.length;
  const from = Math.max(0, Math.min(start.character - 20, line.length - WIDTH));
  const cut = clean(line.slice(from, from + WIDTH));
  const number = String(start.line + 1);
  const before = clean(line.slice(from, start.character)).length;
  const width = Math.max(1, Math.min(to, from + WIDTH) - start.character);
  const mark = `${" ".repeat(before)}${"^".repeat(width)}`;
  const gutter = colors.dim(`${" ".repeat(number.length)} |`);
  return `${head}\n${colors.dim(`${number} |`)} ${cut}\n${gutter} ${SHOWN[severity](mark)}\n`;
}

/** The code as a link to its page, in terminals that show links. */
function linked(code: string): string {
  if (!process.stdout.isTTY || !colors.isColorSupported) return code;
  const page = new URL(`rules/${code.replace("/", "-")}.md`, import.meta.url).href;
  return `\u001B]8;;${page}\u0007${code}\u001B]8;;\u0007`;
}

/** What a terminal would obey is shown as a question mark; tabs as blanks, so that the marks stand right. */
function clean(text: string): string {
  return text.replaceAll("\t", " ").replace(/\p{Cc}/gu, "?");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
