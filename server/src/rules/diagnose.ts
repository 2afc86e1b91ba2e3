import type { Alloy } from "../alloy/alloy.js";
import { t } from "../text/l10n.js";
import { nodeAround, pathOf, type Span } from "../text/tree.js";
import { type CheckSettings, holdsPlace, meansCode, NO_SETTINGS, type Suppression } from "./configuration.js";
import { rules } from "./index.js";
import { levelOf } from "./levels.js";
import type { Circumstances, Problem, Report, Rule, Severity } from "./rule.js";

/** More than a person reads, and enough to slow an editor down. */
export const MAX_PROBLEMS = 1000;

const RANK: Record<Severity, number> = { error: 0, warning: 1, information: 2, hint: 3 };

/** What there is to say about a document. */
export interface Diagnosis {
  /**
   * In the order of the text. Of more than `MAX_PROBLEMS` the gravest are kept, and one problem at the start says
   * how many are left out.
   */
  readonly problems: readonly Problem[];
  /** The suppressions that some problem needed. */
  readonly used: ReadonlySet<Suppression>;
}

/** Runs every rule over a document. */
export function diagnose(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: Circumstances = {},
): Diagnosis {
  const problems: Problem[] = [];
  const used = new Set<Suppression>();
  for (const rule of rules) {
    const { code, on = "alloy" } = rule;
    const level = levelOf(code, settings.layers);
    if (level === "off" || (on !== "every" && on !== alloy.kind)) continue;
    const candidates = settings.suppressions.filter((suppression) => meansCode(suppression, code));
    run(rule, alloy, known, (problem) => {
      const suppression = candidates.length > 0 ? suppressionOf(problem, alloy, candidates) : undefined;
      if (suppression) used.add(suppression);
      else problems.push(level ? { ...problem, severity: level } : problem);
    });
  }
  return { problems: limited(problems), used };
}

/** Where a problem is, as steps of a JSON pointer. */
export function placeOf(problem: Span, alloy: Alloy): string[] {
  const node = nodeAround(alloy.tree, problem);
  return node ? pathOf(node).map(String) : [];
}

function suppressionOf(
  problem: Span,
  alloy: Alloy,
  candidates: readonly Suppression[],
): Suppression | undefined {
  const place = placeOf(problem, alloy);
  return candidates.find((suppression) => holdsPlace(suppression, place));
}

function limited(problems: Problem[]): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems.sort(byPlace);
  const kept = problems
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || byPlace(a, b))
    .slice(0, MAX_PROBLEMS);
  return [leftOut(problems.length - MAX_PROBLEMS), ...kept.sort(byPlace)];
}

function byPlace(a: Problem, b: Problem): number {
  return a.start - b.start || a.end - b.end;
}

function leftOut(count: number): Problem {
  return {
    code: "diagnose/more",
    severity: "information",
    start: 0,
    end: 0,
    message: t`${count} more problems are not shown: the ${MAX_PROBLEMS} gravest come first.`,
    fixes: () => [],
  };
}

function run(rule: Rule, alloy: Alloy, known: Circumstances, add: (problem: Problem) => void): void {
  const report: Report<unknown> = (at, data, options = {}) => {
    add({
      code: rule.code,
      severity: rule.severity,
      ...options,
      start: at.start,
      end: at.end,
      message: rule.message(data),
      fixes: () => rule.fixes?.(data, alloy) ?? [],
    });
  };
  switch (rule.scope) {
    case "document":
      rule.check(alloy, report, known);
      return;
    case "stage":
      for (const stage of alloy.stages) rule.check(stage, report, alloy);
      return;
    case "section":
      for (const section of alloy.sections) rule.check(section, report, alloy);
  }
}
