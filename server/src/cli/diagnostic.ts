import type { Alloy } from "../alloy/alloy.js";
import { placeOf } from "../rules/diagnose.js";
import type { Problem, Severity } from "../rules/rule.js";
import { LineIndex, type Position } from "../text/lines.js";
import { printPointer } from "../text/tree.js";

/** A problem as the command line reports it; positions are those of the Language Server Protocol, in UTF-16. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
  /** JSON pointer to the value. */
  readonly pointer: string;
  readonly fixable: boolean;
}

/** What was found in one file. */
export interface FileReport {
  /** As it was named, relative to the working directory. */
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

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
    fixable: problem.fixes().some(({ preferred }) => preferred),
  }));
}
