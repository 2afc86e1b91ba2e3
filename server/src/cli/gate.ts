import { Alloy } from "../alloy/alloy.js";
import { gateReport } from "../library/gate-report.js";
import type { GateReport } from "../library/index.js";
import {
  escapeMarkdown,
  escapeWorkflowCommand,
  escapeWorkflowProperty,
  printableJson,
  sanitizeForTerminal,
} from "../text/harmless.js";
import { whyUnreadable } from "../text/unreadable.js";
import { EXIT, Failure } from "./failure.js";
import { readText, standardInput } from "./files.js";
import { Project, type ProjectOptions } from "./project.js";
import { palette } from "./terminal.js";

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?" } as const;
const EXITS = { ship: EXIT.clean, rework: EXIT.problems, unmeasured: EXIT.unmeasured } as const;

/** What the command line says about a gate. */
export interface GateOptions extends ProjectOptions {
  readonly format: GateFormat;
  readonly stdinFilename: string;
}

/** Prints the verdict of an alloy's acceptance gate. The exit code says it too. */
export async function gate(
  given: string,
  { format, stdinFilename, ...options }: GateOptions,
): Promise<number> {
  const isInput = given === "-";
  const file = isInput ? stdinFilename : given;
  const read = isInput ? { text: await standardInput() } : readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const alloy = Alloy.parse(read.text, new Project(options).registry(file));
  const fault = whyUnreadable(alloy.tree);
  if (fault) throw new Failure(`${file} ${fault}; forge-alloy check says where.`);
  const report = gateReport(alloy);
  process.stdout.write(FORMATS[format](file, report));
  return EXITS[report.verdict];
}

const FORMATS = {
  pretty(file: string, { verdict, summary, checks }: GateReport): string {
    const { bold, green, red, yellow } = palette();
    const paint = { ship: green, pass: green, rework: red, fail: red, unmeasured: yellow };
    const lines = checks.map(
      (check) => `  ${paint[check.verdict](MARKS[check.verdict])} ${sanitizeForTerminal(check.summary)}\n`,
    );
    return `${bold(sanitizeForTerminal(file))}: ${paint[verdict](sanitizeForTerminal(summary))}\n${lines.join("")}`;
  },
  json: (file: string, report: GateReport): string => `${printableJson({ file, ...report })}\n`,
  github(file: string, { summary, checks }: GateReport): string {
    const place = `file=${escapeWorkflowProperty(file)},title=acceptance gate`;
    const failed = checks.filter(({ verdict }) => verdict === "fail");
    const lines = failed.map((check) => `::error ${place}::${escapeWorkflowCommand(check.summary)}\n`);
    return `${lines.join("")}::notice ${place}::${escapeWorkflowCommand(summary)}\n`;
  },
  markdown(file: string, { summary, checks }: GateReport): string {
    const head = `**${escapeMarkdown(file)}**: ${escapeMarkdown(summary)}\n`;
    if (checks.length === 0) return head;
    const rows = checks.map((check) => `| ${MARKS[check.verdict]} | ${escapeMarkdown(check.summary)} |\n`);
    return `${head}\n|  | check |\n| --- | --- |\n${rows.join("")}`;
  },
} as const;

export type GateFormat = keyof typeof FORMATS;

export const GATE_FORMATS = Object.keys(FORMATS) as GateFormat[];
