import type { Alloy } from "../alloy/alloy.js";
import { rules } from "./index.js";
import type { Problem, Report, Rule, Severity } from "./rule.js";

/** Severity by rule code or by group (`executor` for all of `executor/…`), or `off`; a code wins over its group. */
export type RuleSettings = Readonly<Record<string, Severity | "off">>;

/** More than a person reads, and enough to slow an editor down. */
export const MAX_PROBLEMS = 1000;

const RANK: Record<Severity, number> = { error: 0, warning: 1, information: 2, hint: 3 };

/**
 * The problems of an alloy, in the order of the text. Of more than `MAX_PROBLEMS` the gravest are kept, and one
 * problem at the start says how many are left out.
 */
export function diagnose(alloy: Alloy, settings: RuleSettings = {}): Problem[] {
  const problems: Problem[] = [];
  for (const rule of rules) {
    const setting = settingFor(rule.code, settings);
    if (setting === "off") continue;
    run(rule, alloy, (problem) => problems.push(setting ? { ...problem, severity: setting } : problem));
  }
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
    message: `${count} more problems are not shown: the ${MAX_PROBLEMS} gravest come first.`,
    fixes: () => [],
  };
}

function settingFor(code: string, settings: RuleSettings): Severity | "off" | undefined {
  const key = [code, code.slice(0, code.indexOf("/"))].find((name) => Object.hasOwn(settings, name));
  return key === undefined ? undefined : settings[key];
}

function run(rule: Rule, alloy: Alloy, add: (problem: Problem) => void): void {
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
      rule.check(alloy, report);
      return;
    case "stage":
      for (const stage of alloy.stages) rule.check(stage, report, alloy);
      return;
    case "section":
      for (const section of alloy.sections) rule.check(section, report, alloy);
  }
}
