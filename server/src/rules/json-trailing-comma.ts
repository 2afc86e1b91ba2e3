import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A comma before a closing bracket. */
export const jsonTrailingComma = rule<{ start: number; end: number }>({
  code: "json/trailing-comma",
  severity: "error",
  summary: "A comma before a closing bracket",
  explanation:
    "JSON separates elements by commas and allows none after the last one: readers refuse the file.",
  examples: {
    bad: ['{"domains": []‹,›}', '{"domains": ["llm-forge"‹,›]}'],
    good: ['{"domains": ["llm-forge"]}'],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "trailing-comma") report(problem, problem);
  },
  message: () => t`JSON allows no comma after the last element. Remove it.`,
  fixes: ({ start, end }) => [
    { title: t`Remove the comma`, edits: [{ start, end, text: "" }], safe: true, preferred: true },
  ],
});
