import type { Alloy } from "../alloy/alloy.js";
import type { Fix, Problem } from "../rules/rule.js";
import type { Edit } from "../text/edits.js";
import type { Span } from "../text/tree.js";
import { insertStageActions } from "./insert-stage.js";

export interface CodeAction {
  readonly title: string;
  /** LSP's code action kinds. */
  readonly kind: "quickfix" | "refactor.insert";
  readonly edits: readonly Edit[];
  /** The problem that a quick fix removes. */
  readonly problem?: Problem;
  readonly isPreferred: boolean;
}

/** Quick fixes for the problems that touch the range, then the stages that may be inserted. */
export function codeActionsAt(alloy: Alloy, range: Span, problems: readonly Problem[]): CodeAction[] {
  return [
    ...problems
      .filter(({ start, end }) => start <= range.end && end >= range.start)
      .flatMap((problem) => problem.fixes().map((fix) => quickFix(problem, fix))),
    ...insertStageActions(alloy, range.start).map(({ title, edits }) => ({
      title,
      kind: "refactor.insert" as const,
      edits,
      isPreferred: false,
    })),
  ].filter(({ edits }) => edits.length > 0);
}

function quickFix(problem: Problem, { title, edits, preferred }: Fix): CodeAction {
  return { title, kind: "quickfix", edits, problem, isPreferred: preferred === true };
}
