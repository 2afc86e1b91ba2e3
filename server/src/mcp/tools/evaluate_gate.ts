import * as z from "zod";
import { gateReport } from "../../library/gate-report.js";
import type { GateReport } from "../../library/types.js";
import { evaluateGateWith, evaluateGate as verdictOf } from "../../lint/gate-evaluation.js";
import { integrityBeside } from "../../workspace/result-file.js";
import { alloysIn, isBatch } from "../batch.js";
import { LIMITS } from "../limits.js";
import { plainValue } from "../plain.js";
import type { Sandbox } from "../sandbox.js";
import { MAX_TEXT, type Source, sourceOf } from "../source.js";
import { type Call, tool } from "../tool.js";

const quantity = z.object({ value: z.number(), unit: z.string(), pointer: z.string().optional() });

const REPORT = {
  file: z.string(),
  verdict: z.enum(["ship", "rework", "unmeasured", "invalid", "no-criteria"]),
  allowed: z.boolean().optional(),
  errors: z
    .array(
      z.object({
        code: z.string(),
        message: z.string(),
        line: z.int(),
        column: z.int(),
        pointer: z.string(),
      }),
    )
    .optional()
    .describe("Problems because of which parsers reject the alloy."),
  checks: z
    .array(
      z.object({
        kind: z.string(),
        benchmark: z.string().optional(),
        state: z.enum(["pass", "fail", "unmeasured", "invalid"]),
        cause: z.string().optional().describe("Why it is not measured: missing, ambiguous, or unknown."),
        pointer: z.string(),
        demanded: quantity.optional(),
        measured: quantity.optional(),
        base: quantity.optional(),
        change: quantity.optional(),
        source: z.string().optional(),
        reason: z.string().optional(),
        message: z.string(),
      }),
    )
    .optional(),
} as const;

export const evaluateGate = tool({
  name: "evaluate_gate",
  title: "Evaluate the acceptance gate",
  description:
    "Evaluates acceptanceCriteria against results, as forge-alloy gate does: the verdict, and for each criterion the measured value and the reason. ship only if every criterion is met; one that could not be evaluated never counts as met. A folder or glob evaluates many.",
  effect: "reads",
  input: z.strictObject({
    path: z
      .string()
      .optional()
      .describe("Alloy file, folder, or glob such as models/**/*.alloy.json. Give path or text."),
    text: z.string().max(MAX_TEXT).optional().describe("The alloy itself."),
  }),
  output: z
    .object({
      formatVersion: z.literal(1),
      tool: z.object({ name: z.string(), version: z.string() }),
      ...REPORT,
      files: z.array(
        z.object({
          file: REPORT.file,
          verdict: REPORT.verdict,
          reasons: z.array(z.string()).describe("Errors, and checks that did not pass."),
        }),
      ),
      summary: z.record(z.string(), z.int()).describe("Number of files by verdict."),
      unreadable: z.array(z.string()),
    })
    .partial(),
  fromFile: ["errors", "checks", "files"],
  async run({ path: given, text }, call) {
    if (given !== undefined && text === undefined && isBatch(given, call.sandbox))
      return evaluateMany(given, call);
    const report = reportOf(await sourceOf({ path: given, text }, call.sandbox), call.sandbox);
    return { text: wordsOf(report), data: { ...report, ...detailsOf(report) } };
  },
});

/** Errors as briefly as they can be found, and all checks. */
function detailsOf({ errors, checks }: GateReport) {
  return {
    errors: errors
      .slice(0, LIMITS.problems)
      .map(({ code, message, line, column, pointer }) => ({ code, message, line, column, pointer })),
    checks: checks.slice(0, LIMITS.checks),
  };
}

async function evaluateMany(given: string, call: Call) {
  const files: GateReport[] = [];
  const unreadable: string[] = [];
  const summary: Record<string, number> = {};
  for await (const one of alloysIn(given, call)) {
    if ("reason" in one) {
      unreadable.push(one.reason);
      continue;
    }
    const report = reportOf(one, call.sandbox);
    summary[report.verdict] = (summary[report.verdict] ?? 0) + 1;
    if (files.length < LIMITS.files) files.push(report);
  }
  const counts = Object.entries(summary).map(([verdict, count]) => `${count} ${verdict}`);
  return {
    text: `${counts.join(", ") || "no alloys"}${unreadable.length > 0 ? `, ${unreadable.length} unreadable` : ""}`,
    data: {
      files: files.map((report) => ({
        file: report.file,
        verdict: report.verdict,
        reasons: reasonsOf(report).slice(0, MAX_REASONS),
      })),
      summary,
      ...(unreadable.length > 0 && { unreadable }),
    },
  };
}

/** What the gate says; hashes may come from a result file next to the alloy. */
function reportOf({ alloy, file, name }: Source, sandbox: Sandbox): GateReport {
  const other =
    file &&
    integrityBeside(
      file.path,
      alloy,
      () => {},
      (found) => sandbox.holds(found),
    );
  const evaluation = other ? evaluateGateWith(alloy, other) : verdictOf(alloy);
  return plainValue(gateReport(alloy, name, evaluation)) as GateReport;
}

/** Reasons that are listed for one of many files. */
const MAX_REASONS = 5;

/** Lines of the text of an answer. */
const MAX_LINES = 8;

function wordsOf(report: GateReport): string {
  const { file, verdict, checks } = report;
  const passed = checks.filter(({ state }) => state === "pass").length;
  const reasons = reasonsOf(report);
  const lines = reasons.slice(0, MAX_LINES);
  if (reasons.length > MAX_LINES) lines.push(`… ${reasons.length - MAX_LINES} more`);
  return [`${file}: ${verdict} (${passed} of ${checks.length} checks passed)`, ...lines].join("\n");
}

/** Why a gate does not ship, the most severe first. */
function reasonsOf({ errors, checks }: GateReport): string[] {
  const order = ["invalid", "fail", "unmeasured"];
  const open = checks.filter(({ state }) => state !== "pass");
  const sorted = [...open].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return [...errors, ...sorted].map(({ message }) => message);
}
