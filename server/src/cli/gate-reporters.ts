/** The forms in which verdicts are printed: of one alloy, and of many. */

import { ENVELOPE } from "../library/envelope.js";
import { gateReport } from "../library/gate-report.js";
import type { GateReport } from "../library/types.js";
import type { GateEvaluation } from "../lint/gate-evaluation.js";
import type { Alloy } from "../model/alloy.js";
import { checkCells, checkWords, gateWords, verdictWords } from "../model/gate-words.js";
import { LineIndex } from "../syntax/lines.js";
import {
  escapeMarkdown,
  escapeWorkflowCommand,
  escapeWorkflowProperty,
  printableJson,
  sanitizeForTerminal,
  xmlText,
} from "../text/sanitize.js";
import { columns, palette } from "./terminal.js";

type Verdict = GateReport["verdict"];

/** What is reported about one file. */
export interface EvaluatedGate {
  readonly file: string;
  readonly alloy: Alloy;
  readonly evaluation: GateEvaluation;
  /** `--allow` changed the exit code. */
  readonly allowed: boolean;
}

/** What is kept of a file for the table: alloys may be many. */
export interface GateRow {
  readonly file: string;
  readonly verdict: Verdict | "unreadable";
  readonly allowed: boolean;
  /** Counts of checks, or the reason why the file cannot be read. */
  readonly words: string;
  /** What the format prints about the file itself. */
  readonly details: string;
}

/** Number of files with each verdict. */
export type GateSummary = Readonly<Record<GateRow["verdict"], number>>;

interface GateReporter {
  one(gate: EvaluatedGate): string;
  /** What is printed of one of many files, beside its row. */
  details(gate: EvaluatedGate): string;
  unreadable(file: string, reason: string): string;
  many(rows: readonly GateRow[], summary: GateSummary): string;
}

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?", invalid: "!" } as const;

const ROW_MARKS: Readonly<Record<GateRow["verdict"], string>> = {
  ship: "✓",
  rework: "✗",
  unmeasured: "?",
  invalid: "!",
  "no-criteria": "–",
  unreadable: "!",
};

const pretty: GateReporter = {
  one(gate) {
    const { bold } = palette();
    const { file, evaluation, allowed } = gate;
    const title = paintOf(evaluation.verdict)(sanitizeForTerminal(summaryWords(evaluation, allowed)));
    return `${bold(sanitizeForTerminal(file))}: ${title}\n${prettyChecks(gate, true)}`;
  },
  details: (gate) => (isSettled(gate) ? "" : prettyChecks(gate, false)),
  unreadable: () => "",
  many(rows, summary) {
    const { bold } = palette();
    const safe = rows.map(({ file, verdict, allowed, words, details }) => {
      const name = sanitizeForTerminal(file);
      return {
        name,
        width: columns(name),
        verdict,
        words: sanitizeForTerminal(allowed ? `${words} (${allowedWords(verdict)})` : words),
        details,
      };
    });
    const width = Math.max(0, ...safe.map((row) => Math.min(row.width, MAX_NAME)));
    const titles = Math.max(...rows.map(({ verdict }) => titleOf(verdict).length));
    const lines = safe.map(({ name, width: own, verdict, words }) => {
      const gap = " ".repeat(Math.max(0, width - own));
      const paint = paintOf(verdict);
      return `${paint(ROW_MARKS[verdict])} ${name}${gap}  ${paint(titleOf(verdict).padEnd(titles))}  ${words}`.trimEnd();
    });
    const details = safe.flatMap(({ name, details }) =>
      details === "" ? [] : [`\n${bold(name)}\n${details}`],
    );
    return `${lines.join("\n")}\n${details.join("")}\n${countWords(rows, summary)}\n`;
  },
};

/** Columns of a name that others are aligned with. */
const MAX_NAME = 60;

function paintOf(verdict: GateRow["verdict"]): (text: string) => string {
  const { green, red, yellow } = palette();
  return {
    ship: green,
    rework: red,
    unmeasured: yellow,
    invalid: red,
    "no-criteria": yellow,
    unreadable: red,
  }[verdict];
}

/** The problems and checks of an alloy, one on a line. @param all also the checks that passed */
function prettyChecks({ evaluation: { errors, checks } }: EvaluatedGate, all: boolean): string {
  const { green, red, yellow } = palette();
  const paint = { pass: green, fail: red, unmeasured: yellow, invalid: red };
  const wrong = errors.map(
    ({ code, message }) => `  ${red(MARKS.invalid)} ${sanitizeForTerminal(`${message} (${code})`)}\n`,
  );
  const lines = checks
    .filter(({ state }) => all || state !== "pass")
    .map(
      (check) => `  ${paint[check.state](MARKS[check.state])} ${sanitizeForTerminal(checkWords(check))}\n`,
    );
  return [...wrong, ...lines].join("");
}

const json: GateReporter = {
  one: (gate) => `${printableJson(report(gate))}\n`,
  details: (gate) => printableJson(report(gate)),
  unreadable: (file, reason) => printableJson({ file, unreadable: reason }),
  many: (rows, summary) =>
    `${JSON.stringify(ENVELOPE).slice(0, -1)},"files":[${rows.map(({ details }) => `\n${details}`).join()}\n],"summary":${JSON.stringify(summary)}}\n`,
};

function report({ alloy, file, evaluation, allowed }: EvaluatedGate) {
  return { ...gateReport(alloy, file, evaluation), allowed };
}

const github: GateReporter = {
  one({ file, alloy, evaluation, allowed }) {
    const lines = new LineIndex(alloy.tree.text);
    const command = (level: string, at: { start: number; end: number } | undefined, message: string) => {
      const { line, character } = lines.positionAt(at?.start ?? 0, "utf-16");
      const place = at ? `,line=${line + 1},col=${character + 1}` : "";
      return workflowCommand(level, file, place, message);
    };
    const errors = evaluation.errors.map((error) => command("error", error, error.message));
    const level = { fail: "error", invalid: "error", unmeasured: "warning" } as const;
    const checks = evaluation.checks.flatMap((check) =>
      check.state === "pass" ? [] : [command(level[check.state], check.criterion, checkWords(check))],
    );
    return `${[...errors, ...checks].join("")}${command("notice", undefined, summaryWords(evaluation, allowed))}`;
  },
  details: (gate) => github.one(gate),
  unreadable: (file, reason) => workflowCommand("error", file, "", reason),
  many: (rows, summary) =>
    `${rows.map(({ details }) => details).join("")}::notice title=acceptance gate::${escapeWorkflowCommand(countWords(rows, summary))}\n`,
};

function workflowCommand(level: string, file: string, place: string, message: string): string {
  return `::${level} file=${escapeWorkflowProperty(file)}${place},title=acceptance gate::${escapeWorkflowCommand(message)}\n`;
}

const markdown: GateReporter = {
  one({ file, evaluation, allowed }) {
    const safe = escapeMarkdown;
    const { verdict, checks, errors } = evaluation;
    const counts = gateWords(verdict, checks, errors.length).slice(verdictWords(verdict).length);
    const heading = `**${safe(file)}**: **${safe(verdictWords(verdict))}**${safe(counts)}${allowed ? ` (${allowedWords(verdict)})` : ""}\n`;
    const wrong = errors.map(({ message }) => `- ${safe(message)}\n`);
    const rows = checks.map((check) => {
      const { criterion, measured, base, change, required, result } = checkCells(check);
      const cells = [criterion, measured, base, change, required, `${MARKS[check.state]} ${result}`];
      return `| ${cells.map(safe).join(" | ")} |\n`;
    });
    const head =
      "| criterion | measured | base | change | required | result |\n| --- | --- | --- | --- | --- | --- |\n";
    return [heading, wrong.join(""), rows.length > 0 ? head + rows.join("") : ""].filter(Boolean).join("\n");
  },
  details: (gate) => (isSettled(gate) ? "" : markdown.one(gate)),
  unreadable: () => "",
  many(rows, summary) {
    const safe = escapeMarkdown;
    const head = "| | alloy | verdict | checks |\n| --- | --- | --- | --- |\n";
    const lines = rows.map(({ file, verdict, allowed, words }) => {
      const title = `${titleOf(verdict)}${allowed ? ` (${allowedWords(verdict)})` : ""}`;
      return `| ${ROW_MARKS[verdict]} | ${safe(file)} | ${safe(title)} | ${safe(words)} |\n`;
    });
    const details = rows.flatMap(({ details }) => (details === "" ? [] : [`\n${details}`]));
    return `**${safe(countWords(rows, summary))}**\n\n${head}${lines.join("")}${details.join("")}`;
  },
};

function isSettled({ evaluation: { verdict }, allowed }: EvaluatedGate): boolean {
  return verdict === "ship" || allowed;
}

const junit: GateReporter = {
  one: (gate) => junitReport(junit.details(gate)),
  details({ file, evaluation, allowed }) {
    const { checks, errors, verdict } = evaluation;
    const cases = [
      ...errors.map(({ code, message }) => testCase(file, code, "error", message)),
      ...checks.map((check) =>
        testCase(file, checkCells(check).criterion, junitResult(check.state, allowed), checkWords(check)),
      ),
    ];
    // A file without criteria must not look like one that passed.
    if (cases.length === 0)
      cases.push(
        testCase(file, "acceptanceCriteria", allowed ? "skipped" : "failure", verdictWords(verdict)),
      );
    return suite(file, cases);
  },
  unreadable: (file, reason) => suite(file, [testCase(file, "unreadable", "error", reason)]),
  many: (rows) => junitReport(rows.map(({ details }) => details).join("")),
};

type CaseResult = "passed" | "failure" | "error" | "skipped";

interface TestCase {
  readonly result: CaseResult;
  readonly xml: string;
}

function junitResult(state: keyof typeof MARKS, allowed: boolean): CaseResult {
  if (state === "unmeasured") return allowed ? "skipped" : "failure";
  return state === "pass" ? "passed" : state === "invalid" ? "error" : "failure";
}

function testCase(file: string, name: string, result: CaseResult, message: string): TestCase {
  const [words, attributes] = [xmlText(message), `name="${xmlText(name)}" classname="${xmlText(file)}"`];
  const inner =
    result === "passed"
      ? `<system-out>${words}</system-out>`
      : result === "skipped"
        ? `<skipped message="${words}"/>`
        : `<${result} message="${words}">${words}</${result}>`;
  return { result, xml: `    <testcase ${attributes}>\n      ${inner}\n    </testcase>\n` };
}

function suite(file: string, cases: readonly TestCase[]): string {
  const count = (wanted: CaseResult) => cases.filter(({ result }) => result === wanted).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  return `  <testsuite name="${xmlText(file)}" ${counts}>\n${cases.map(({ xml }) => xml).join("")}  </testsuite>\n`;
}

function junitReport(suites: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n${suites}</testsuites>\n`;
}

export const GATE_REPORTERS = { pretty, json, github, markdown, junit } as const;

export type GateFormat = keyof typeof GATE_REPORTERS;

export const GATE_FORMATS = Object.keys(GATE_REPORTERS) as GateFormat[];

/** Counts of checks without the verdict: `1 failed ("humaneval"), 5 passed`. */
export function rowWords({ verdict, checks, errors }: GateEvaluation): string {
  return gateWords(verdict, checks, errors.length).slice(verdictWords(verdict).length).replace(/^: /, "");
}

function titleOf(verdict: GateRow["verdict"]): string {
  return verdict === "unreadable" ? "Unreadable" : verdictWords(verdict);
}

/** `40 alloys: 36 ship, 3 rework, 1 not measured`. */
function countWords(rows: readonly GateRow[], summary: GateSummary): string {
  const allowed = rows.filter((row) => row.allowed).length;
  const parts = (Object.keys(summary) as GateRow["verdict"][])
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => `${summary[verdict]} ${titleOf(verdict).toLowerCase()}`);
  const words = `${rows.length} alloy${rows.length === 1 ? "" : "s"}: ${parts.join(", ")}`;
  return allowed > 0 ? `${words} (${allowed} allowed by --allow)` : words;
}

function summaryWords({ verdict, checks, errors }: GateEvaluation, allowed: boolean): string {
  const words = gateWords(verdict, checks, errors.length);
  return allowed ? `${words} (${allowedWords(verdict)})` : words;
}

function allowedWords(verdict: string): string {
  return `allowed by --allow ${verdict}`;
}
