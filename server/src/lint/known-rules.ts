import { rules } from "../rules/index.js";
import { t, translate } from "../text/l10n.js";
import { namesOf } from "./rule-names.js";
import { groupOf } from "./severity.js";

/** What settings may name: every group of rules, and every rule. */
export function ruleNames(): string[] {
  return namesOf(rules);
}

/** What a rule reports, as a noun phrase; the code itself for a code that is not known. */
export function ruleTitle(code: string): string {
  const found = rules.find((rule) => rule.code === code);
  return found ? translate(found.summary) : code;
}

/** One line about a rule or a group; undefined for a name that is neither. */
export function ruleSummary(name: string): string | undefined {
  const found = rules.find(({ code }) => code === name);
  if (found)
    return t`${translate(found.summary)}. Severity: **${found.severity}**.\n\n${translate(found.explanation)}`;
  const group = rules.filter(({ code }) => groupOf(code) === name);
  if (group.length === 0) return undefined;
  const lines = group.map(({ code, summary }) => `- \`${code}\` — ${translate(summary)}`);
  return t`${group.length} rules:\n${lines.join("\n")}`;
}
