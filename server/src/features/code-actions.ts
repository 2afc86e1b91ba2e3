import type { Alloy, Stage } from "../alloy/alloy.js";
import { viewOf } from "../alloy/memo.js";
import type { Fix, Problem } from "../rules/rule.js";
import type { Edit } from "../text/edits.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/tree.js";
import { acceptanceActions } from "./acceptance-actions.js";
import { arrangeStagesActions } from "./arrange-stages.js";
import { declareDomainActions } from "./declare-domain.js";
import { insertStageActions, type Refactoring } from "./insert-stage.js";
import { rewriteStageActions } from "./rewrite-stage.js";

export interface CodeAction {
  readonly title: string;
  /** LSP's code action kinds. */
  readonly kind:
    | "quickfix"
    | "refactor.insert"
    | "refactor.rewrite"
    | "refactor"
    | "source.fixAll.forge-alloy";
  readonly edits: readonly Edit[];
  /** The problem that a quick fix removes. */
  readonly problem?: Problem;
  readonly isPreferred: boolean;
}

/** The safe fix of an error or a warning, if it has one. Hints and information are a matter of style. */
export function safeFix(problem: Problem): Fix | undefined {
  if (problem.severity !== "error" && problem.severity !== "warning") return undefined;
  return problem.fixes().find(({ safe }) => safe);
}

function preferredFix(problem: Problem): Fix | undefined {
  return problem.fixes().find(({ preferred }) => preferred);
}

/** One change that applies the obvious fix of every problem, where fixes do not touch each other. */
export function fixAll(problems: readonly Problem[]): CodeAction | undefined {
  const { edits } = fixesApart(problems, safeFix);
  const title = t`Apply all safe Forge Alloy fixes`;
  return edits.length > 0
    ? { title, kind: "source.fixAll.forge-alloy", edits, isPreferred: false }
    : undefined;
}

/** For each kind of problem under the cursor that stands elsewhere too: one change that mends them all. */
function fixAllOfKind(here: readonly Problem[], problems: readonly Problem[]): CodeAction[] {
  return [...new Set(here.map(({ code }) => code))].flatMap((code) => {
    const ofKind = problems.filter((problem) => problem.code === code);
    const { edits, count } = fixesApart(ofKind, preferredFix);
    const title = t`Fix all ${count} problems of the kind ${code} in this file`;
    return count > 1 ? [{ title, kind: "quickfix" as const, edits, isPreferred: false }] : [];
  });
}

/** The fixes that do not touch each other, the first ones first, and how many they are. */
function fixesApart(
  problems: readonly Problem[],
  fixOf: (problem: Problem) => Fix | undefined,
): { edits: Edit[]; count: number } {
  const edits: Edit[] = [];
  let count = 0;
  for (const problem of problems) {
    const fix = fixOf(problem);
    if (!fix?.edits.every((edit) => edits.every((other) => isApart(edit, other)))) continue;
    edits.push(...fix.edits);
    count++;
  }
  return { edits, count };
}

function isApart(a: Edit, b: Edit): boolean {
  return a.end < b.start || b.end < a.start;
}

/** Quick fixes for the problems that touch the range, then the changes that may be made there. */
export function codeActionsAt(alloy: Alloy, range: Span, problems: readonly Problem[]): CodeAction[] {
  const here = problems.filter(({ start, end }) => start <= range.end && end >= range.start);
  return [
    ...here.flatMap((problem) => quickFixes(problem)),
    ...fixAllOfKind(here, problems),
    ...refactoringsAt(alloy, range.start),
  ];
}

/** The changes that may be made at an offset, although nothing is wrong there. Their edits are made when asked for. */
export function refactoringsAt(alloy: Alloy, offset: number): CodeAction[] {
  const { written, arranged } = stageRefactorings(alloy, alloy.stageAt(offset));
  return [
    ...written,
    ...acceptanceActions(alloy, offset).map((change) => refactoring("refactor.rewrite", change)),
    ...declareDomainActions(alloy, offset).map((change) => refactoring("refactor.rewrite", change)),
    ...arranged,
  ];
}

interface StageRefactorings {
  readonly written: readonly CodeAction[];
  readonly arranged: readonly CodeAction[];
}

const byStage = viewOf((_: Alloy) => new Map<Stage | undefined, StageRefactorings>());

/** Made once of a stage: an editor asks at every move of the cursor, and most moves stay inside of one. */
function stageRefactorings(alloy: Alloy, stage: Stage | undefined): StageRefactorings {
  const known = byStage(alloy).get(stage);
  if (known) return known;
  const made = {
    written: [
      ...insertStageActions(alloy, stage).map((change) => refactoring("refactor.insert", change)),
      ...rewriteStageActions(alloy, stage).map((change) => refactoring("refactor.rewrite", change)),
    ],
    arranged: arrangeStagesActions(alloy, stage).map((change) => refactoring("refactor", change)),
  };
  byStage(alloy).set(stage, made);
  return made;
}

function refactoring(kind: CodeAction["kind"], change: Refactoring): CodeAction {
  return {
    title: change.title,
    kind,
    get edits() {
      return change.edits;
    },
    isPreferred: false,
  };
}

function quickFixes(problem: Problem): CodeAction[] {
  return problem
    .fixes()
    .filter(({ edits }) => edits.length > 0)
    .map(({ title, edits, preferred }) => ({
      title,
      kind: "quickfix",
      edits,
      problem,
      isPreferred: preferred === true,
    }));
}
