import { fixAll } from "../features/code-actions/code-actions.js";
import type { CheckSettings } from "../lint/configuration.js";
import { diagnose, type KeptFindings } from "../lint/lint.js";
import type { Fix, Problem } from "../lint/rule.js";
import type { Alloy } from "../model/alloy.js";
import { type Edit, oneEdit } from "../syntax/edits.js";
import { pointerOf } from "./diagnostic.js";

/** A fix that was applied to a text. */
export interface AppliedFix {
  /** Code of the problem that it fixed. */
  readonly code: string;
  readonly title: string;
  readonly safe: boolean;
  /** JSON pointer to the place of the problem, in the text as it was before this fix. */
  readonly pointer: string;
}

/** Fixes bring others to light, and no more than some are told at once. What is not settled by then may never be. */
const MAX_ROUNDS = 1000;

/**
 * Applies fixes of errors and warnings until there are none left: the safe ones, and unsafe ones that leave nothing to
 * choose if they are asked for. Fixes that undo each other change nothing.
 * @param unsafe whether unsafe fixes are applied, too: all of them, or those of some rules by their codes
 */
export function fixText(
  original: Alloy,
  settings: CheckSettings,
  unsafe: boolean | ReadonlySet<string> = false,
): { readonly text: string; readonly fixes: readonly AppliedFix[] } {
  const fixes: AppliedFix[] = [];
  const { text } = original.tree;
  const codes = typeof unsafe === "boolean" ? undefined : unsafe;
  let alloy = original;
  let kept: KeptFindings | undefined;
  /** An earlier text, at most half of the rounds ago: fixes that undo each other lead back to it. */
  let earlier = text;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const analysis = diagnose(alloy, settings, undefined, kept);
    kept = analysis.keep();
    const action = fixAll(analysis.problems, unsafe ? alloy : undefined, codes);
    if (!action) break;
    for (const { problem, fix } of action.fixes) fixes.push(appliedFix(problem, fix, alloy));
    alloy = afterEdits(alloy, action.edits);
    const now = alloy.tree.text;
    if (now === earlier) return { text, fixes: [] };
    if (Number.isInteger(Math.log2(round))) earlier = now;
  }
  return { text: alloy.tree.text, fixes };
}

function appliedFix(problem: Problem, { title, safe }: Fix, alloy: Alloy): AppliedFix {
  return { code: problem.code, title, safe, pointer: pointerOf(problem, alloy) };
}

/**
 * Parses only the text between the first edit and the last again: of very many problems, the first ones are reported
 * and fixed, so most of a long text is not between them.
 */
function afterEdits(alloy: Alloy, edits: readonly Edit[]): Alloy {
  const before = alloy.tree.text;
  const { start, end, text } = oneEdit(before, edits);
  return alloy.edited({ start, end, length: text.length }, alloy.tree.source.edited(start, end, text));
}
