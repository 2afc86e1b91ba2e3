import { rule } from "../../lint/rule.js";
import { textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** One id is one vocabulary: two alloys that declare it must mean the same. */
export const vocabularyClash = rule<{ id: string; place: string }>({
  code: "vocabulary/clash",
  severity: "error",
  summary: "Another domain has this ID",
  explanation:
    "A different domain has the same ID. An identical copy is accepted; a different one is rejected, because an alloy that declares the ID would be ambiguous. Use a new ID for a new version.",
  examples: {
    bad: [{ text: '{"id": ‹"lab"›}', context: { clashesWith: "domains/other.json" } }],
    good: ['{"id": "lab"}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report, { clashesWith }) {
    const node = textIn(root, "id");
    if (node && clashesWith !== undefined) report(node, { id: node.value, place: clashesWith });
  },
  message: ({ id, place }) =>
    t`A different domain has the ID "${id}": ${place}. Use a new ID for a new version.`,
});
