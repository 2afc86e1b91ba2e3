import { rule } from "../../lint/rule.js";
import { DOMAIN_ID, idFrom } from "../../schema/domain-file.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** The id of a domain is written in many alloys, so it must be easy to write. */
export const vocabularyId = rule<StringNode>({
  code: "vocabulary/id",
  severity: "error",
  summary: "Invalid domain ID",
  explanation:
    "An alloy declares a domain by its exact ID: lowercase letters, digits, and single hyphens, starting with a letter, as in `lab-batch`.",
  examples: {
    bad: ['{"id": ‹"Lab Batch"›}', '{"id": ‹"9-lab"›}', '{"id": ‹""›}'],
    good: ['{"id": "lab-batch"}', '{"id": "lab2"}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    const node = textIn(root, "id");
    if (!node || DOMAIN_ID.test(node.value)) return;
    report(node, node);
  },
  message: (node) =>
    t`Invalid domain ID "${node.value}". Expected lowercase letters, digits, and single hyphens, as in "lab-batch".`,
  fixes(node) {
    const id = idFrom(node.value);
    if (id === undefined) return [];
    return [{ title: t`Change to "${id}"`, edits: [replaceNode(node, id)], safe: false, preferred: true }];
  },
});
