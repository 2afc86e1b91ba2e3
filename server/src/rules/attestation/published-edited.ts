import { rule } from "../../lint/rule.js";
import { publicationsOf } from "../../model/receipt.js";
import type { Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Publications refer to the alloy as it was. */
export const attestationPublishedEdited = rule<{ receipt: Member; count: number }>({
  code: "attestation/published-edited",
  severity: "information",
  summary: "Published alloy edited",
  explanation:
    "The publications in `receipt` state the hash of the alloy as it was published. After an edit, they no longer match. To change the recipe, save it under a new name and version without `results` and `receipt`; the executor writes new ones.",
  examples: {
    bad: [
      {
        text: '{"name": "a", ‹"receipt"›: {"publications": [{"target": "huggingface"}]}}',
        context: { isEdited: true },
      },
      {
        text: '{"name": "a", ‹"receipt"›: {"publications": [{"target": "huggingface"}, {"target": "modelscope"}]}}',
        context: { isEdited: true },
      },
    ],
    good: [
      '{"name": "a", "receipt": {"publications": [{"target": "huggingface"}]}}',
      { text: '{"name": "a", "receipt": {"publications": []}}', context: { isEdited: true } },
    ],
  },
  scope: "document",
  check(alloy, report, { isEdited }) {
    const published = isEdited ? publicationsOf(alloy) : undefined;
    if (published) report(published.receipt.key, published);
  },
  message: ({ count }) =>
    t`This alloy was published ${count === 1 ? t`once` : t`${count} times`} before this edit. Undo the edit, or save the alloy under a new name without "results" and "receipt".`,
});
