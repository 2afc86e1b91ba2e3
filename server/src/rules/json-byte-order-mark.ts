import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A byte order mark before the first bracket. Editors hide it; JSON readers refuse it. */
export const jsonByteOrderMark = rule<{ start: number; end: number }>({
  code: "json/byte-order-mark",
  severity: "error",
  summary: "The file begins with a byte order mark",
  explanation:
    "The invisible character U+FEFF stands before the JSON. Readers of alloys expect plain UTF-8 and refuse the file.",
  examples: { bad: ['‹\uFEFF›{"domains": []}'], good: ['{"domains": []}'] },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "byte-order-mark") report(problem, problem);
  },
  message: () =>
    t`The file begins with an invisible byte order mark, which JSON readers refuse. Save it as plain UTF-8.`,
  fixes: ({ start, end }) => [
    { title: t`Remove the byte order mark`, edits: [{ start, end, text: "" }], safe: true, preferred: true },
  ],
});
