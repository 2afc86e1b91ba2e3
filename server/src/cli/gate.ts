import { Alloy } from "../alloy/alloy.js";
import { evaluateGate, type GateReport } from "../alloy/gate.js";
import { checkWords, gateWords } from "../alloy/gate-words.js";
import { EXIT, Failure } from "./failure.js";
import { readText } from "./files.js";
import { Project, type ProjectOptions } from "./project.js";

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?" } as const;
const EXITS = { ship: EXIT.clean, rework: EXIT.problems, unmeasured: EXIT.unmeasured } as const;

/** Prints the verdict of an alloy's acceptance gate. The exit code says it too. */
export function gate(
  file: string,
  { format, ...options }: ProjectOptions & { format: keyof typeof FORMATS },
): number {
  const read = readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const alloy = Alloy.parse(read.text, new Project(options).registry(file));
  if (alloy.tree.problems.length > 0) throw new Failure(`${file} is no JSON; forge-alloy check says where.`);
  const report = evaluateGate(alloy);
  process.stdout.write(FORMATS[format](file, report));
  return report ? EXITS[report.verdict] : EXIT.unmeasured;
}

const NO_CRITERIA = "There are no acceptanceCriteria, so there is no verdict.";

const FORMATS = {
  pretty: (file: string, report: GateReport | undefined) => {
    if (!report) return `${file}: ${NO_CRITERIA}\n`;
    const lines = report.checks.map((check) => `  ${MARKS[check.verdict]} ${checkWords(check)}\n`);
    return `${file}: ${gateWords(report)}\n${lines.join("")}`;
  },
  json: (file: string, report: GateReport | undefined) =>
    `${JSON.stringify({
      file,
      verdict: report?.verdict ?? "unmeasured",
      checks: (report?.checks ?? []).map((check) => ({
        kind: check.kind,
        ...("benchmark" in check && { benchmark: check.benchmark }),
        verdict: check.verdict,
        summary: checkWords(check),
      })),
    })}\n`,
  github: (file: string, report: GateReport | undefined) => {
    if (!report) return `::notice file=${file}::${NO_CRITERIA}\n`;
    const failed = report.checks.filter(({ verdict }) => verdict === "fail");
    const lines = failed.map((check) => `::error file=${file},title=acceptance gate::${checkWords(check)}\n`);
    return `${lines.join("")}::notice file=${file},title=acceptance gate::${gateWords(report)}\n`;
  },
  markdown: (file: string, report: GateReport | undefined) => {
    if (!report) return `**${file}**: ${NO_CRITERIA}\n`;
    const rows = report.checks.map(
      (check) => `| ${MARKS[check.verdict]} | ${checkWords(check).replaceAll("|", "\\|")} |\n`,
    );
    return `**${file}**: ${gateWords(report)}\n\n|  | check |\n| --- | --- |\n${rows.join("")}`;
  },
} as const satisfies Record<string, (file: string, report: GateReport | undefined) => string>;

export const GATE_FORMATS = Object.keys(FORMATS);
