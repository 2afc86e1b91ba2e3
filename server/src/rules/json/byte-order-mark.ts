import { rule } from "../../lint/rule.js";
import { t } from "../../text/l10n.js";

/** A byte order mark before the first bracket. Editors hide it; many JSON parsers reject it. */
export const jsonByteOrderMark = rule<{ start: number; end: number }>({
  code: "json/byte-order-mark",
  severity: "error",
  summary: "The file starts with a byte order mark",
  explanation:
    "The invisible character U+FEFF is before the JSON. Many JSON parsers, Python's among them, reject the file.",
  examples: { bad: ['‹\uFEFF›{"domains": []}'], good: ['{"domains": []}'] },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "byte-order-mark") report(problem, problem);
  },
  message: () =>
    t`The file starts with a byte order mark (BOM), which many JSON parsers reject. Save it as UTF-8 without BOM.`,
  fixes: ({ start, end }) => [
    { title: t`Remove the byte order mark`, edits: [{ start, end, text: "" }], safe: true, preferred: true },
  ],
});
