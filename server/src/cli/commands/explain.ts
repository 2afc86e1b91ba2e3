import { ruleNames, ruleSummary } from "../../lint/known-rules.js";
import { rulePage } from "../../lint/rule-docs.js";
import { rules } from "../../rules/index.js";
import { closest } from "../../schema/names.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { type Declare, more } from "../command.js";

export const declareExplain: Declare = (program, done) => {
  program
    .command("explain")
    .description("Explain a rule, with examples")
    .argument(
      "[code]",
      "rule code, such as stage/phase-order, or group, such as stage; if omitted, lists all rules",
    )
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy explain stage/phase-order", "explain a rule, with examples"],
          ["forge-alloy explain stage", "list the rules of a group"],
        ],
        "Exit codes: 0 success, 2 unknown rule.",
      ),
    )
    .action((code) => done(explain(code)));
};

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
