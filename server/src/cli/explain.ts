import { closest } from "../alloy/names.js";
import { rulePage } from "../rules/docs.js";
import { ruleNames, ruleSummary } from "../rules/names.js";
import { EXIT, Failure } from "./failure.js";

/** Prints what there is to know about a rule, or about a group of rules. */
export function explain(code: string): number {
  const page = rulePage(code) ?? ruleSummary(code);
  if (page === undefined) {
    const meant = closest(code, ruleNames());
    throw new Failure(
      `There is no rule ${code}.${meant ? ` Did you mean ${meant}?` : " docs/rules lists them all."}`,
    );
  }
  process.stdout.write(`${page.trimEnd()}\n`);
  return EXIT.clean;
}
