import type { Alloy } from "../alloy/alloy.js";
import { rules } from "./index.js";
import type { Problem, Report, Rule, Severity } from "./rule.js";

/** Severity by rule code, or `off`; what is not named keeps its own. */
export type RuleSettings = Readonly<Record<string, Severity | "off">>;

/** All problems of an alloy, in the order of the text. */
export function diagnose(alloy: Alloy, settings: RuleSettings = {}): Problem[] {
  const problems: Problem[] = [];
  for (const rule of rules) {
    const setting = Object.hasOwn(settings, rule.code) ? settings[rule.code] : undefined;
    if (setting === "off") continue;
    run(rule, alloy, (problem) => problems.push(setting ? { ...problem, severity: setting } : problem));
  }
  return problems.sort((a, b) => a.start - b.start || a.end - b.end);
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
