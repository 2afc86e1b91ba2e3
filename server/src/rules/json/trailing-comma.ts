import { rule } from "../../lint/rule.js";
import type { SyntaxProblem } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A comma before a closing bracket. */
export const jsonTrailingComma = rule<SyntaxProblem>({
  code: "json/trailing-comma",
  severity: "error",
  summary: "A comma before a closing bracket",
  explanation:
    "JSON separates elements with commas and allows none after the last one: JSON parsers reject the file.",
  examples: {
    bad: ['{"domains": []‹,›}', '{"domains": ["llm-forge"‹,›]}', '{"domains": ["llm-forge"‹，›]}'],
    good: ['{"domains": ["llm-forge"]}'],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "trailing-comma") report(problem, problem);
  },
  message: () => t`Trailing comma: JSON allows none after the last element.`,
  fixes: ({ start, end, isDoubtful }) => [
    {
      title: t`Remove the comma`,
      edits: [{ start, end, text: "" }],
      safe: !isDoubtful,
      preferred: !isDoubtful,
    },
  ],
});
