import { rule } from "../../lint/rule.js";
import { removeElement } from "../../syntax/edits.js";
import { type ArrayNode, findValue } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** What is suppressed for nothing hides the next real problem. */
export const configurationUnusedSuppression = rule<{ list: ArrayNode; index: number }>({
  code: "configuration/unused-suppression",
  severity: "warning",
  summary: "Unused suppression",
  explanation:
    "No alloy that the suppression covers has this problem at this location: it was fixed or moved, or the pointer or the code is wrong. The suppression would hide the next problem there.",
  examples: {
    bad: [
      {
        text: '{"suppressions": [{"code": "schema/null", "reason": "a"}, ‹{"code": "schema/type", "reason": "b"}›]}',
        context: { unusedSuppressions: [1] },
      },
    ],
    good: [
      '{"suppressions": [{"code": "schema/null", "reason": "as published"}]}',
      { text: '{"suppressions": {}}', context: { unusedSuppressions: [0] } },
    ],
  },
  on: "configuration",
  scope: "document",
  check({ root }, report, { unusedSuppressions = [] }) {
    const list = findValue(root, "suppressions");
    if (list?.kind !== "array") return;
    for (const index of unusedSuppressions) {
      const item = list.items[index];
      if (item) report(item, { list, index }, { tag: "unnecessary" });
    }
  },
  message: () => t`Unused suppression: no alloy that it covers has this problem at this location.`,
  fixes: ({ list, index }, { tree }) => [
    {
      title: t`Remove the suppression`,
      edits: [removeElement(tree, list, index)],
      safe: false,
      preferred: true,
    },
  ],
});
