import { rules } from "../rules/index.js";
import { t, translate } from "../text/l10n.js";
import { namesOf } from "./rule-names.js";
import { groupOf } from "./severity.js";

/** What settings may name: every group of rules, and every rule. */
export function ruleNames(): string[] {
  return namesOf(rules);
}

/** A JSON Schema of the names that settings may have, each with a line about it. */
export function settingNames(): { enum: string[]; enumDescriptions: string[] } {
  const names = ruleNames();
  return { enum: names, enumDescriptions: names.map((name) => lineAbout(name)) };
}

function lineAbout(name: string): string {
  const rule = rules.find(({ code }) => code === name);
  return rule ? `${rule.summary}.` : `All rules of the group: ${codesOf(name).join(", ")}.`;
}

function codesOf(group: string): string[] {
  return rules.filter(({ code }) => groupOf(code) === group).map(({ code }) => code.slice(group.length + 1));
}

/** What a rule reports, as a noun phrase; the code itself for a code that is not known. */
export function ruleTitle(code: string): string {
  const found = rules.find((rule) => rule.code === code);
  return found ? translate(found.summary) : code;
}

/**
 * What a rule or a group is about; undefined for a name that is neither. In a browser, where the code has to be small, rules
 * have no paragraphs.
 */
export function ruleSummary(name: string): string | undefined {
  const found = rules.find(({ code }) => code === name);
  if (found)
    return t`${translate(found.summary)}. Severity: **${found.severity}**.\n\n${translate(found.explanation ?? "")}`.trimEnd();
  const group = rules.filter(({ code }) => groupOf(code) === name);
  if (group.length === 0) return undefined;
  const lines = group.map(({ code, summary }) => `- \`${code}\` — ${translate(summary)}`);
  return t`${group.length} rules:\n${lines.join("\n")}`;
}
