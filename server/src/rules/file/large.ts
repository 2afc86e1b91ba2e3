import { rule } from "../../lint/rule.js";
import { MAX_NODES } from "../../syntax/parser.js";
import { t } from "../../text/l10n.js";

/**
 * The most UTF-16 code units of a document that an editor's server answers about in full. Of an alloy of this length,
 * with 37,000 stages, the slowest request (its picture) was measured to take 2.3 s of a processor, a keystroke 0.02 s, and
 * the server 0.8 GB of memory; of a list of 2,500,000 numbers, 8 s (its layout), 0.1 s and 1.4 GB (`test/stress/stress.ts`). Of a
 * larger document it has the syntax and the outline.
 */
export const MAX_CHECKED_LENGTH = 5_000_000;

// Numbers are written without the locale's help: loading its tables costs each start 4 MB and some milliseconds.
const MILLIONS = MAX_CHECKED_LENGTH / 1_000_000;

/** Nothing is silent: what a file is too large for is said once. */
export const fileLarge = rule<"length" | "nodes">({
  code: "file/large",
  severity: "information",
  summary: `Files of more than ${MILLIONS} million characters are checked for syntax only`,
  explanation: `An alloy with ten thousand stages has 3 MB. For a file of more than ${MILLIONS} million characters, previewing or formatting would take many seconds and gigabytes of memory, so the language server reports only syntax errors and the outline: no rules, completion, hover, links, hints, colors, folding, formatting, or preview. The command line checks files of any size in full. In a file with more than ${MAX_NODES / 1_000_000} million keys and values, the rest is ignored; this is reported as a warning at the position where parsing stops.`,
  examples: {
    bad: [{ text: '‹›{"stages": [{"type": "trian"}]}', context: { isLarge: true } }],
    good: ['{"stages": [{"type": "train"}]}'],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report, { isLarge }) {
    if (isLarge) report({ start: 0, end: 0 }, "length");
    for (const problem of tree.problems)
      if (problem.kind === "too-many") report(problem, "nodes", { severity: "warning" });
  },
  message: (reason) =>
    reason === "length"
      ? t`The file has more than ${MILLIONS} million characters, so only its syntax and outline are checked here. "forge-alloy check" runs all rules.`
      : t`The file has more than ${MAX_NODES} keys and values. The rest is ignored.`,
});
