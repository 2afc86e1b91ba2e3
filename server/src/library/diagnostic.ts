import { placeOf } from "../lint/lint.js";
import type { Problem } from "../lint/rule.js";
import type { Alloy } from "../model/alloy.js";
import { LineIndex } from "../syntax/lines.js";
import { printPointer, type Span } from "../syntax/tree.js";
import type { Diagnostic, Location } from "./types.js";

/** Turns problems into diagnostics. */
export function diagnosticsOf(problems: readonly Problem[], alloy: Alloy): Diagnostic[] {
  if (problems.length === 0) return [];
  const lines = new LineIndex(alloy.tree.text);
  return problems.map((problem) => {
    const { code, severity, message, tag, related } = problem;
    return {
      code,
      severity,
      message,
      ...locationOf(problem, lines),
      pointer: pointerOf(problem, alloy),
      fix: fixOf(problem),
      ...(tag && { tags: [tag] }),
      ...(related.length > 0 && {
        related: related.map((one) => ({ message: one.message, ...locationOf(one, lines) })),
      }),
    };
  });
}

/** Returns the JSON pointer to the value that a problem is about. */
export function pointerOf(problem: Problem, alloy: Alloy): string {
  return printPointer(placeOf(problem, alloy));
}

function locationOf({ start, end }: Span, lines: LineIndex): Location {
  const from = lines.positionAt(start, "utf-16");
  return {
    range: { start: from, end: lines.positionAt(end, "utf-16") },
    line: from.line + 1,
    column: from.character + 1,
  };
}

function fixOf(problem: Problem): Diagnostic["fix"] {
  const fixes = problem.fixes().filter(({ edits }) => edits.length > 0);
  if (fixes.length === 0) return null;
  return fixes.some(({ safe }) => safe) ? "safe" : "unsafe";
}
