import { rule } from "../../lint/rule.js";
import { MAX_DEPTH } from "../../syntax/limits.js";
import { t } from "../../text/l10n.js";

/** Nothing is silent: what lies deeper than we read is not checked, and we say so. */
export const jsonTooDeep = rule<undefined>({
  code: "json/too-deep",
  severity: "warning",
  summary: `Values nested deeper than ${MAX_DEPTH} levels are not checked`,
  explanation: `Objects and arrays nested deeper than ${MAX_DEPTH} levels are skipped: no diagnostics, no completion.`,
  examples: { bad: [`${"[".repeat(MAX_DEPTH)}‹[›${"]".repeat(MAX_DEPTH + 1)}`], good: ["[[[[]]]]"] },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "too-deep") report(problem, undefined);
  },
  message: () =>
    t`Nested deeper than ${MAX_DEPTH} levels. The content of this object or array is not checked.`,
});
