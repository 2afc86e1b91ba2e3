import { rule } from "../../lint/rule.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A suppression without a reason is a question for the next person. */
export const configurationReason = rule<StringNode>({
  code: "configuration/reason",
  severity: "warning",
  summary: "Suppression without a reason",
  explanation:
    "The reason lets a later reviewer decide whether the suppression is still needed. One sentence is enough: `the checkpoint was published like this`.",
  examples: {
    bad: ['{"suppressions": [{"code": "schema/null", "reason": ‹" "›}]}'],
    good: ['{"suppressions": [{"code": "schema/null", "reason": "as published"}]}'],
  },
  on: "configuration",
  scope: "document",
  check({ root }, report) {
    const list = findValue(root, "suppressions");
    for (const item of list?.kind === "array" ? list.items : []) {
      const reason = textIn(item, "reason");
      if (reason?.value.trim() === "") report(reason, reason);
    }
  },
  message: () => t`"reason" should not be empty. Expected a short sentence, such as "as published".`,
});
