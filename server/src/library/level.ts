import { safeFix } from "../features/code-actions/code-actions.js";
import type { Problem, Severity } from "../lint/rule.js";
import type { Alloy } from "../model/alloy.js";
import { isPublished } from "../model/receipt.js";

/** Every severity, the most severe first. */
export const SEVERITIES = ["error", "warning", "information", "hint"] as const satisfies readonly Severity[];

/** Whether a problem of this severity is reported at a level. */
export function isReported(severity: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
}

/** The number of problems of each severity. */
export function countSeverities(problems: readonly Problem[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of problems) counts[severity]++;
  return counts;
}

/** The number of problems that safe fixes remove. Published alloys are left alone unless that is allowed. */
export function fixableCount(problems: readonly Problem[], alloy: Alloy, allowPublished = false): number {
  const fixes = problems.flatMap((problem) => safeFix(problem) ?? []);
  // A fix that changes nothing counts only next to one that does.
  if (!fixes.some(({ edits }) => edits.length > 0)) return 0;
  return !allowPublished && isPublished(alloy) ? 0 : fixes.length;
}
