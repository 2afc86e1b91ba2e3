import { rule } from "../../lint/rule.js";
import { DOMAIN_ID, idFrom } from "../../schema/domain-file.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** The ID of a profile is written in configurations, so it must be easy to write. */
export const profileId = rule<StringNode>({
  code: "profile/id",
  severity: "error",
  summary: "Invalid executor ID",
  explanation:
    "`executor` in `.forge-alloy/config.json` selects a profile by its exact ID: lowercase letters, digits, and single hyphens, starting with a letter, as in `acme-forge`.",
  examples: {
    bad: ['{"id": ‹"Acme Forge"›}', '{"id": ‹"2-forge"›}', '{"id": ‹""›}'],
    good: ['{"id": "acme-forge"}', '{"id": "forge2"}'],
  },
  on: "executor",
  scope: "document",
  check({ root }, report) {
    const node = textIn(root, "id");
    if (!node || DOMAIN_ID.test(node.value)) return;
    report(node, node);
  },
  message: (node) =>
    t`Invalid executor ID "${node.value}". Expected lowercase letters, digits, and single hyphens, as in "acme-forge".`,
  fixes(node) {
    const id = idFrom(node.value);
    if (id === undefined) return [];
    return [{ title: t`Change to "${id}"`, edits: [replaceNode(node, id)], safe: false, preferred: true }];
  },
});
