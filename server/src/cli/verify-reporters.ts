/** The formats of `forge-alloy verify`. */

import { verifyReport } from "../library/verify-report.js";
import type { Alloy } from "../model/alloy.js";
import { LineIndex } from "../syntax/lines.js";
import {
  escapeMarkdown,
  escapeWorkflowCommand,
  escapeWorkflowProperty,
  printableJson,
  sanitizeForTerminal,
  xmlText,
} from "../text/sanitize.js";
import { type Check, type CheckId, type Outcome, pointerOf } from "../verify/check.js";
import { countOutcomes } from "../verify/verify.js";
import { columns, palette } from "./terminal.js";

/** What is reported about one file. */
interface Verified {
  readonly file: string;
  readonly alloy: Alloy;
  readonly checks: readonly Check[];
  /** JSON pointers to the fields that `--write` has set. */
  readonly written: readonly string[];
}

/** What each check compares, in three words. */
const DEFINITIONS: Readonly<Record<CheckId, string>> = {
  alloyHash: "hash of file",
  receiptAlloyHash: "hash before receipt",
  modelHash: "hash of weights",
  fileHash: "hash of file",
  resultHash: "hash of samples",
  baseResultHash: "hash of samples",
  samplesHash: "hash of samples",
  corpusHash: "hash of corpus",
  datasetHash: "Merkle tree root",
  cardHash: "hash of README.md",
  binaryHash: "hash of script",
  parentHash: "hash of parent",
  stageCheckpoint: "output is input",
  certificationSignature: "signature by tester",
  certificateChain: "certificates to root",
  integritySignature: "signature of evidence",
  anchor: "record kept elsewhere",
};

const MARKS: Readonly<Record<Outcome, string>> = { verified: "✓", failed: "✗", "not-verified": "?" };

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  verified: "verified",
  failed: "failed",
  "not-verified": "not verified",
};

const FORMATS = {
  pretty({ file, checks }: Verified): string {
    const { bold, dim, green, red, yellow } = palette();
    const paint = { verified: green, failed: red, "not-verified": yellow };
    const rows = checks.map((check) => rowOf(check).map(sanitizeForTerminal));
    const widths = [0, 1, 2].map((i) =>
      Math.max(0, ...rows.map((row) => Math.min(MAX_WIDTH, columns(row[i] ?? "")))),
    );
    const lines = checks.map((check, i) => {
      const [statement = "", definition = "", outcome = "", reason = ""] = rows[i] ?? [];
      const color = paint[check.outcome];
      const cells = [
        pad(statement, widths[0]),
        dim(pad(definition, widths[1])),
        color(reason === "" ? outcome : pad(outcome, widths[2])),
        reason,
      ];
      return `  ${color(MARKS[check.outcome])} ${cells.join("  ").trimEnd()}\n`;
    });
    return `${bold(sanitizeForTerminal(file))}: ${summaryWords(checks)}\n${lines.join("")}`;
  },
  json: ({ file, checks, written }: Verified): string =>
    `${printableJson({ ...verifyReport(checks, file), ...(written.length > 0 && { written }) })}\n`,
  markdown({ file, checks }: Verified): string {
    const rows = checks.map((check) => {
      const [statement = "", definition = "", outcome = "", reason = ""] = rowOf(check).map(escapeMarkdown);
      return `| ${statement} | ${definition} | ${MARKS[check.outcome]} ${outcome} | ${reason} |\n`;
    });
    const head = "| statement | definition | outcome | reason |\n| --- | --- | --- | --- |\n";
    return `**${escapeMarkdown(file)}**: ${summaryWords(checks)}\n\n${head}${rows.join("")}`;
  },
  github({ file, alloy, checks }: Verified): string {
    const lines = new LineIndex(alloy.tree.text);
    const commands = checks.flatMap((check) => {
      if (check.outcome === "verified") return [];
      const { line, character } = lines.positionAt(check.node?.start ?? 0, "utf-16");
      const level = isFailure(check) ? "error" : "notice";
      const [statement = "", , outcome = "", reason = ""] = rowOf(check);
      const message = escapeWorkflowCommand(`${statement}: ${outcome}: ${reason}`);
      return [
        `::${level} file=${escapeWorkflowProperty(file)},line=${line + 1},col=${character + 1},title=verify::${message}\n`,
      ];
    });
    const summary = `::notice file=${escapeWorkflowProperty(file)},title=verify::${escapeWorkflowCommand(summaryWords(checks))}\n`;
    return commands.join("") + summary;
  },
  junit({ file, checks }: Verified): string {
    const { "not-verified": notVerified } = countOutcomes(checks);
    const failures = checks.filter(isFailure).length;
    const skipped = notVerified - checks.filter(({ required }) => required).length;
    const cases = checks.map((check) => {
      const [statement = "", , outcome = "", reason = ""] = rowOf(check).map(xmlText);
      const name = `name="${statement} ${xmlText(pointerOf(check))}" classname="${xmlText(file)}"`;
      if (check.outcome === "verified") return `    <testcase ${name}/>\n`;
      const inner = isFailure(check)
        ? `<failure type="${outcome}" message="${reason}">${reason}</failure>`
        : `<skipped message="${reason}"/>`;
      return `    <testcase ${name}>\n      ${inner}\n    </testcase>\n`;
    });
    const counts = `tests="${checks.length}" failures="${failures}" skipped="${skipped}"`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n  <testsuite name="${xmlText(file)}" ${counts}>\n${cases.join("")}  </testsuite>\n</testsuites>\n`;
  },
} as const;

export type VerifyFormat = keyof typeof FORMATS;

export const VERIFY_FORMATS = Object.keys(FORMATS) as VerifyFormat[];

/** The report of one file in a format. */
export function printVerification(format: VerifyFormat, verified: Verified): string {
  return FORMATS[format](verified);
}

/** Whether a check makes the exit code 1. */
export function isFailure({ outcome, required }: Check): boolean {
  return outcome === "failed" || required === true;
}

/** `2 verified, 1 failed, 3 not verified`. */
export function summaryWords(checks: readonly Check[]): string {
  const { verified, failed, "not-verified": notVerified } = countOutcomes(checks);
  return `${verified} verified, ${failed} failed, ${notVerified} not verified`;
}

/** Columns of a cell that others are aligned with. */
const MAX_WIDTH = 60;

function pad(text: string, width = 0): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** Statement, definition, outcome, and reason. */
function rowOf({ id, subject, outcome, reason, form, required }: Check): string[] {
  const statement = subject === undefined ? id : `${id} ${subject}`;
  const words = [reason, form].filter((part) => part !== undefined && part !== "").join("; ");
  return [statement, DEFINITIONS[id], OUTCOME_WORDS[outcome], required ? `${words} (required)` : words];
}
