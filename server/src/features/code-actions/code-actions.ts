import { placeOf } from "../../lint/lint.js";
import type { Fix, Problem } from "../../lint/rule.js";
import type { Alloy, Stage } from "../../model/alloy.js";
import { memoize } from "../../model/memoize.js";
import { isPublished } from "../../model/receipt.js";
import type { Edit } from "../../syntax/edits.js";
import type { Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import { insertStageActions, type Refactoring } from "../insert-stage.js";
import { acceptanceActions } from "./acceptance-actions.js";
import { arrangeStagesActions } from "./arrange-stages.js";
import { declareDomainActions } from "./declare-domain.js";
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

/** A fix, and the problem that it fixes. */
interface ChosenFix {
  readonly problem: Problem;
  readonly fix: Fix;
}

/** A change that fixes many problems. */
interface FixAll extends CodeAction {
  /** The fixes that the edits consist of, in the order of the text. */
  readonly fixes: readonly ChosenFix[];
}

/** Returns the safe fix of an error or a warning. Hints and information are a matter of style. */
export function safeFix(problem: Problem): Fix | undefined {
  return isGrave(problem) ? anySafeFix(problem) : undefined;
}

function isGrave({ severity }: Problem): boolean {
  return severity === "error" || severity === "warning";
}

function anySafeFix(problem: Problem): Fix | undefined {
  return problem.fixes().find(({ safe }) => safe);
}

/**
 * Returns the unsafe fix of an error or a warning that leaves nothing to choose: its only one, or the only preferred one.
 * Values that only the author knows are never filled in. Where the gate is decided, one fix among several is a choice,
 * preferred or not.
 */
function unambiguousFix(problem: Problem, alloy: Alloy): Fix | undefined {
  if (!isGrave(problem)) return undefined;
  const fixes = problem.fixes().filter(({ edits }) => edits.length > 0);
  const preferred = fixes.filter((fix) => fix.preferred);
  const [fix] = fixes.length > 1 ? preferred : fixes;
  if (!fix || fix.isPlaceholder) return undefined;
  if (fixes.length > 1 && (preferred.length > 1 || decidesGate(alloy, problem, fix))) return undefined;
  return fix;
}

/** The root fields that decide whether a model ships, or prove that it did. */
const DECISIVE = new Set(["acceptanceCriteria", "acceptance_criteria", "results", "receipt"]);

function decidesGate(alloy: Alloy, problem: Problem, { edits }: Fix): boolean {
  return [problem, ...edits].some((span) => DECISIVE.has(placeOf(span, alloy)[0] ?? ""));
}

/**
 * Returns one change that applies the safe fix of every error and warning, unless two fixes touch.
 * @param unsafeIn the alloy of the problems, if fixes that are not safe are to be applied, too: those that leave nothing
 *   to choose, once no safe one is left
 * @param codes of the rules whose fixes may be unsafe; all if `undefined`
 */
export function fixAll(
  problems: readonly Problem[],
  unsafeIn?: Alloy,
  codes?: ReadonlySet<string>,
): FixAll | undefined {
  const safe = fixesApart(problems, safeFix);
  const named = codes ? problems.filter(({ code }) => codes.has(code)) : problems;
  const fixes =
    safe.length > 0 || !unsafeIn ? safe : fixesApart(named, (one) => unambiguousFix(one, unsafeIn));
  if (fixes.length === 0) return undefined;
  return {
    title: t`Apply all safe Forge Alloy fixes`,
    kind: "source.fixAll.forge-alloy",
    edits: fixes.flatMap(({ fix }) => fix.edits),
    isPreferred: false,
    fixes,
  };
}

/** Returns, for each kind of problem in the range that has several safe fixes in the file, one change with all of them. */
function fixAllOfKind(here: readonly Problem[], problems: readonly Problem[]): CodeAction[] {
  return [...new Set(here.map(({ code }) => code))].flatMap((code) => {
    const ofKind = problems.filter((problem) => problem.code === code);
    const fixes = fixesApart(ofKind, anySafeFix);
    const count = fixes.length;
    if (count < 2) return [];
    const title =
      count === ofKind.length
        ? t`Fix all ${count} problems of kind ${code}`
        : t`Fix ${count} of ${ofKind.length} problems of kind ${code}`;
    return [
      { title, kind: "quickfix" as const, edits: fixes.flatMap(({ fix }) => fix.edits), isPreferred: false },
    ];
  });
}

/** Returns the fixes that do not touch each other, the first ones first. */
function fixesApart(problems: readonly Problem[], fixOf: (problem: Problem) => Fix | undefined): ChosenFix[] {
  const edits: Edit[] = [];
  const chosen: ChosenFix[] = [];
  for (const problem of problems) {
    const fix = fixOf(problem);
    if (!fix || fix.edits.length === 0) continue;
    if (!fix.edits.every((edit) => edits.every((other) => isApart(edit, other)))) continue;
    edits.push(...fix.edits);
    chosen.push({ problem, fix });
  }
  return chosen;
}

function isApart(a: Edit, b: Edit): boolean {
  return a.end < b.start || b.end < a.start;
}

/** Quick fixes for the problems that touch the range, then the changes that may be made there. */
export function codeActionsAt(alloy: Alloy, range: Span, problems: readonly Problem[]): CodeAction[] {
  const here = problems.filter(({ start, end }) => start <= range.end && end >= range.start);
  return [
    ...here.flatMap((problem) => quickFixes(problem, alloy)),
    // What changes many places of a published alloy is not what somebody picked for one of them.
    ...(isPublished(alloy) ? [] : fixAllOfKind(here, problems)),
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

const byStage = memoize((_: Alloy) => new Map<Stage | undefined, StageRefactorings>());

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

function quickFixes(problem: Problem, alloy: Alloy): CodeAction[] {
  return problem
    .fixes()
    .filter(({ edits }) => edits.length > 0)
    .map((fix) => ({
      title: fix.title,
      kind: "quickfix",
      edits: fix.edits,
      problem,
      isPreferred: isPreferred(problem, fix, alloy),
    }));
}

/** Editors apply a preferred fix without showing it, so one that guesses where the gate is decided is never preferred. */
function isPreferred(problem: Problem, fix: Fix, alloy: Alloy): boolean {
  if (!fix.preferred || fix.isPlaceholder) return false;
  return fix.safe || !decidesGate(alloy, problem, fix);
}
