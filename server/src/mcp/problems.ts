import * as z from "zod";
import { diagnosticsOf } from "../library/diagnostic.js";
import { countSeverities, fixableCount, isReported, SEVERITIES } from "../library/level.js";
import type { Diagnostic } from "../library/types.js";
import type { Problem, Severity } from "../lint/rule.js";
import type { Alloy } from "../model/alloy.js";
import { LIMITS } from "./limits.js";
import { plainLine } from "./plain.js";

/** Arguments of the tools that answer with problems. */
export const PROBLEM_OPTIONS = {
  level: z.enum(SEVERITIES).optional().describe("Least severity to report; default: information."),
  maxProblems: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe(`Most problems to report; default: ${LIMITS.problems}. The most severe come first.`),
} as const;

const place = { message: z.string(), line: z.int(), column: z.int() };

export const PROBLEMS = {
  problems: z
    .array(
      z.object({
        code: z.string().describe("Rule, for explain_rule."),
        severity: z.enum(SEVERITIES),
        ...place,
        pointer: z.string().describe("JSON pointer, for edit_alloy."),
        fix: z.enum(["safe", "unsafe"]).nullable().describe("Best fix that fix_alloy could apply."),
        excerpt: z.string().optional(),
        tags: z.array(z.string()).optional(),
        related: z.array(z.object(place)).optional(),
      }),
    )
    .describe("As forge-alloy check --format json; lines and columns count from 1."),
  summary: z
    .record(z.string(), z.int())
    .describe(
      "Counts of all problems: errors, warnings, information, hints; omitted by level and maxProblems; safely fixable.",
    ),
} as const;

export interface ProblemOptions {
  readonly level?: Severity | undefined;
  readonly maxProblems?: number | undefined;
}

/** Problems as answers hold them. */
export interface ProblemReport {
  readonly problems: readonly ReportedProblem[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly information: number;
    readonly hints: number;
    readonly omitted: number;
    readonly fixable: number;
  };
}

type ReportedProblem = Pick<
  Diagnostic,
  "code" | "severity" | "message" | "line" | "column" | "pointer" | "fix"
> & {
  readonly excerpt?: string;
  readonly tags?: string[];
  readonly related?: { message: string; line: number; column: number }[];
};

/** What an answer says about the problems of an alloy: the same as the command line, each with an excerpt. */
export function problemReport(
  problems: readonly Problem[],
  alloy: Alloy,
  { level = "information", maxProblems = LIMITS.problems }: ProblemOptions = {},
) {
  const reported = problems.filter(({ severity }) => isReported(severity, level));
  const shown = mostSevere(reported, maxProblems);
  const { error, warning, information, hint } = countSeverities(problems);
  return {
    problems: diagnosticsOf(shown, alloy).map((diagnostic, i) =>
      reportedProblem(diagnostic, excerptAt((shown[i] as Problem).start, alloy)),
    ),
    summary: {
      errors: error,
      warnings: warning,
      information,
      hints: hint,
      omitted: problems.length - shown.length,
      fixable: fixableCount(problems, alloy),
    },
  };
}

/** The most severe ones, in the order of the text. */
function mostSevere(problems: readonly Problem[], count: number): readonly Problem[] {
  if (problems.length <= count) return problems;
  const ranked = [...problems].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const kept = new Set(ranked.slice(0, count));
  return problems.filter((problem) => kept.has(problem));
}

function reportedProblem(diagnostic: Diagnostic, excerpt: string): ReportedProblem {
  const { code, severity, message, line, column, pointer, fix, tags, related } = diagnostic;
  return {
    code,
    severity,
    message: plainLine(message),
    line,
    column,
    pointer: plainLine(pointer),
    fix,
    ...(excerpt !== "" && { excerpt }),
    ...(tags && { tags: [...tags] }),
    ...(related && {
      related: related.map((one) => ({
        message: plainLine(one.message),
        line: one.line,
        column: one.column,
      })),
    }),
  };
}

/** The line around an offset, as far as it fits. */
function excerptAt(offset: number, { tree: { text } }: Alloy): string {
  const from = Math.max(0, offset - LIMITS.excerpt / 2);
  const before = text
    .slice(from, offset)
    .split(/[\n\r]/)
    .at(-1) as string;
  const after = text.slice(offset, offset + LIMITS.excerpt - before.length).split(/[\n\r]/)[0] as string;
  return plainLine((before + after).trim());
}

/** Lines of the text of an answer. */
const MAX_LINES = 5;

/** Problems in a few lines: the counts, then the first problems. */
export function problemText({ problems, summary }: ReturnType<typeof problemReport>, name: string): string {
  const { errors, warnings, information, hints, fixable } = summary;
  const counts = [
    count(errors, "error", "errors"),
    count(warnings, "warning", "warnings"),
    information > 0 ? `${information} information` : "",
    count(hints, "hint", "hints"),
  ].filter(Boolean);
  const head = `${name}: ${counts.join(", ") || "no problems"}${fixable > 0 ? ` (${fixable} safely fixable)` : ""}`;
  const lines = problems
    .slice(0, MAX_LINES)
    .map(({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code}: ${message}`);
  if (problems.length > MAX_LINES) lines.push(`… ${problems.length - MAX_LINES} more in problems`);
  return [head, ...lines].join("\n");
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? "" : `${number} ${number === 1 ? one : many}`;
}
