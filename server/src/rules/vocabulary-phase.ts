import { closest } from "../alloy/names.js";
import { list } from "../alloy/words.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findValue, type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

const COMMON = ["input", "transform", "delivery"];

/** A stage runs in a phase, and a phase that is not known has no place in the order. */
export const vocabularyPhase = rule<{ node: StringNode; known: readonly string[] }>({
  code: "vocabulary/phase",
  severity: "error",
  summary: "A stage belongs to a phase that does not exist",
  explanation:
    "`input` runs once before everything else, `transform` in every cycle, `delivery` once at the end. A domain may have phases of its own under `phases`; they run behind these.",
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
  message: ({ node, known }) => t`There is no phase "${node.value}". Known are ${list([...known], "and")}.`,
  fixes: ({ node, known }) => {
    const meant = closest(node.value, known);
    return known.map((phase) => ({
      title: t`Write "${phase}"`,
      edits: [replaceNode(node, phase)],
      safe: false,
      preferred: phase === meant,
    }));
  },
});
