import { ruleNames, ruleSummary } from "../../lint/known-rules.js";
import { rulePage } from "../../lint/rule-docs.js";
import { rules } from "../../rules/index.js";
import { closest } from "../../schema/names.js";
import { EXIT, Failure } from "../../workspace/failure.js";

/** Prints what there is to know about a rule, or about a group of rules; without a code, all rules by their groups. */
export function explain(code: string | undefined): number {
  const page = code === undefined ? allRules() : (rulePage(code) ?? ruleSummary(code));
  if (page === undefined) {
    const meant = closest(code as string, ruleNames());
    throw new Failure(`unknown rule "${code}"${meant ? `. Did you mean "${meant}"?` : ""}`, [
      "hint: forge-alloy explain lists all rules",
    ]);
  }
  process.stdout.write(`${page.trimEnd()}\n`);
  return EXIT.clean;
}

function allRules(): string {
  const width = Math.max(...rules.map(({ code }) => code.length));
  const lines = [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, severity, summary }) => `${code.padEnd(width)}  ${severity.padEnd(11)}  ${summary}`);
  return lines.join("\n");
}
