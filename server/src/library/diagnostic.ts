import type { Alloy } from "../alloy/alloy.js";
import { safeFix } from "../features/code-actions.js";
import { placeOf } from "../rules/diagnose.js";
import type { Problem } from "../rules/rule.js";
import { LineIndex } from "../text/lines.js";
import { printPointer } from "../text/tree.js";
import type { Diagnostic } from "./index.js";

/** Turns problems into diagnostics. */
export function diagnosticsOf(problems: readonly Problem[], alloy: Alloy): Diagnostic[] {
  const lines = new LineIndex(alloy.tree.text);
  return problems.map((problem) => ({
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    range: {
      start: lines.positionAt(problem.start, "utf-16"),
      end: lines.positionAt(problem.end, "utf-16"),
    },
    pointer: printPointer(placeOf(problem, alloy)),
    fixable: safeFix(problem) !== undefined,
  }));
}
