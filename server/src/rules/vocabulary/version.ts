import { rule } from "../../lint/rule.js";
import { isVersion } from "../../schema/versions.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Configurations select a domain by a range of versions. */
export const vocabularyVersion = rule<{ node: StringNode; whole: string | undefined }>({
  code: "vocabulary/version",
  severity: "error",
  summary: "Invalid version",
  explanation:
    "The version of a domain follows Semantic Versioning: three numbers, as in `1.2.0`. If two versions are in reach, the newer one is used, unless a configuration asks for a range.",
  examples: {
    bad: ['{"version": ‹"1.2"›}', '{"version": ‹"v1.2.0"›}', '{"version": ‹"newest"›}'],
    good: ['{"version": "1.2.0"}', '{"version": "2.0.0-rc.1"}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    const node = textIn(root, "version");
    if (!node || isVersion(node.value)) return;
    const [, numbers = ""] = /^v?(\d+(?:\.\d+){0,2})$/.exec(node.value) ?? [];
    const whole = [...numbers.split("."), "0", "0"].slice(0, 3).join(".");
    report(node, { node, whole: isVersion(whole) ? whole : undefined });
  },
  message: ({ node }) => t`Invalid version "${node.value}". Expected three numbers, as in "1.2.0".`,
  fixes: ({ node, whole }) =>
    whole === undefined
      ? []
      : [{ title: t`Change to "${whole}"`, edits: [replaceNode(node, whole)], safe: false, preferred: true }],
});
