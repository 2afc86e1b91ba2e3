import { removeText } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** Strict JSON has no comments. */
export const jsonComment = rule<{ start: number; end: number }>({
  code: "json/comment",
  severity: "error",
  summary: "Comments are not allowed in an alloy",
  explanation:
    "Alloys are strict JSON, which has no comments: readers refuse the file. Most objects take a field `notes`, which is kept with the alloy.",
  examples: {
    bad: ['{"domains": []} ‹// later›', '{‹/* a */› "domains": []}'],
    good: ['{"notes": "// no comment"}'],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "comment") report(problem, problem);
  },
  message: () => t`JSON has no comments, and readers refuse the file. Put the remark into a field "notes".`,
  fixes: (span, { tree }) => [
    { title: t`Remove the comment`, edits: [removeText(tree.text, span)], safe: false, preferred: true },
  ],
});
