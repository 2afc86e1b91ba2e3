import { t } from "../text/l10n.js";
import { textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** One id is one vocabulary: two alloys that declare it must mean the same. */
export const vocabularyClash = rule<{ id: string; place: string }>({
  code: "vocabulary/clash",
  severity: "error",
  summary: "Another vocabulary has this id",
  explanation:
    "A vocabulary of this id is registered already, with another content. The same vocabulary twice would be fine; a different one is refused, since nobody could tell which of them an alloy means. Register an upgrade under a new id.",
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
    t`A different vocabulary has the id "${id}" already: ${place}. Register an upgrade under a new id.`,
});
