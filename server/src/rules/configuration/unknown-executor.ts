import { rule } from "../../lint/rule.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A selected executor that has no profile. */
export const configurationUnknownExecutor = rule<{ node: StringNode; known: readonly string[] }>({
  code: "configuration/unknown-executor",
  severity: "error",
  summary: "Unknown executor",
  explanation:
    "`executor` selects executor profiles by their exact IDs: `reference`, and those of the files in `.forge-alloy/executors/`. An executor that is not available does not apply, and if it is the only one, no rule of the group `executor` does. docs/executors.md describes the files.",
  examples: {
    bad: [
      '{"executor": ‹"refrence"›}',
      '{"executor": ["reference", ‹"acme-forge"›]}',
      {
        text: '{"executor": ["acme-forge", ‹"acme"›]}',
        executors: { files: ['{"id": "acme-forge", "title": "Acme", "architectures": {}}'] },
      },
    ],
    good: ['{"executor": "reference"}', '{"executor": []}'],
  },
  on: "configuration",
  scope: "document",
  check({ root, registry: { executors } }, report) {
    const selected = findValue(root, "executor");
    const known = [...executors.available.keys()];
    for (const node of selected?.kind === "array" ? selected.items : selected ? [selected] : [])
      if (node.kind === "string" && !known.includes(node.value) && !executors.whyUnavailable(node.value))
        report(node, { node, known });
  },
  message: ({ node, known }) => {
    const meant = closest(node.value, known);
    const hint = meant === undefined ? "" : t` Did you mean "${meant}"?`;
    return t`Unknown executor "${node.value}".${hint} Available: ${choiceWords(known)}.`;
  },
  fixes: ({ node, known }) => {
    const meant = closest(node.value, known);
    return known.map((id) => ({
      title: t`Change to "${id}"`,
      edits: [replaceNode(node, id)],
      safe: false,
      preferred: id === meant,
    }));
  },
});
