import { ruleTitle } from "../../lint/known-rules.js";
import { placeOf } from "../../lint/lint.js";
import type { Fix, Problem } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { isPublished } from "../../model/receipt.js";
import type { Edit } from "../../syntax/edits.js";
import type { Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import type { CodeAction } from "./code-action.js";
import { refactoringsAt } from "./refactorings.js";

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
 * Returns the unsafe fix of an error or a warning that leaves nothing to choose: its only one, or the only
 * preferred one. Values that only the author knows are never filled in. In fields that decide the gate, one
 * fix among several is a choice, whether it is preferred or not.
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
    title: fixes.length === 1 ? t`Apply 1 safe fix` : t`Apply ${fixes.length} safe fixes`,
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
        ? t`Fix all ${count}: ${inSentence(ruleTitle(code))}`
        : t`Fix ${count} of ${ofKind.length}: ${inSentence(ruleTitle(code))}`;
    return [
      { title, kind: "quickfix" as const, edits: fixes.flatMap(({ fix }) => fix.edits), isPreferred: false },
    ];
  });
}

/** A summary after a colon: only its first word loses its capital, unless it is an acronym or a field. */
function inSentence(summary: string): string {
  return /^\p{Lu}(\p{Ll}|\s)/u.test(summary) ? summary.charAt(0).toLowerCase() + summary.slice(1) : summary;
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

/**
 * Quick fixes for the problems that touch the range, then the changes that may be made there.
 * @param isAutomatic see `refactoringsAt`
 */
export function codeActionsAt(
  alloy: Alloy,
  range: Span,
  problems: readonly Problem[],
  isAutomatic = false,
): CodeAction[] {
  const here = problems.filter(({ start, end }) => start <= range.end && end >= range.start);
  return [
    ...here.flatMap((problem) => quickFixes(problem, alloy)),
    // What changes many places of a published alloy is not what somebody picked for one of them.
    ...(isPublished(alloy) ? [] : fixAllOfKind(here, problems)),
    ...refactoringsAt(alloy, range.start, isAutomatic),
  ];
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
