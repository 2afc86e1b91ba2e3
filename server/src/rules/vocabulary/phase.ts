import { rule } from "../../lint/rule.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const COMMON = ["input", "transform", "delivery"];

/** A stage runs in a phase, and a phase that is not known has no place in the order. */
export const vocabularyPhase = rule<{ node: StringNode; known: readonly string[] }>({
  code: "vocabulary/phase",
  severity: "error",
  summary: "Unknown phase",
  explanation:
    "`input` runs once before everything else, `transform` in every cycle, `delivery` once at the end. A domain can define more phases under `phases`; they run after these.",
  examples: {
    bad: ['{"stages": {"mix": {"phase": ‹"transfrom"›}}}'],
    good: [
      '{"stages": {"mix": {"phase": "transform"}}}',
      '{"phases": [{"id": "archive"}], "stages": {"keep": {"phase": "archive"}}}',
    ],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    const phases = findValue(root, "phases");
    const own =
      phases?.kind === "array" ? phases.items.flatMap((item) => textIn(item, "id")?.value ?? []) : [];
    const known = [...COMMON, ...own];
    const stages = findValue(root, "stages");
    for (const { value } of stages?.kind === "object" ? stages.members : []) {
      const node = textIn(value, "phase");
      if (node && !known.includes(node.value)) report(node, { node, known });
    }
  },
  message: ({ node, known }) => t`Unknown phase "${node.value}". Expected one of: ${choiceWords(known)}.`,
  fixes: ({ node, known }) => {
    const meant = closest(node.value, known);
    return known.map((phase) => ({
      title: t`Change to "${phase}"`,
      edits: [replaceNode(node, phase)],
      safe: false,
      preferred: phase === meant,
    }));
  },
});
