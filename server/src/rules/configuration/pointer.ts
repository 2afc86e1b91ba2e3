import { rule } from "../../lint/rule.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, parsePointer, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A suppression with an invalid pointer has no effect. */
export const configurationPointer = rule<StringNode>({
  code: "configuration/pointer",
  severity: "warning",
  summary: "Invalid JSON Pointer in a suppression",
  explanation:
    "A JSON Pointer (RFC 6901) consists of the keys and zero-based indexes that lead to a value, each after a slash: `/stages/2/keepExperts`. In a key, a slash is written `~1` and a tilde `~0`.",
  examples: {
    bad: [
      '{"suppressions": [{"code": "schema/null", "pointer": ‹"stages/2"›, "reason": "as published"}]}',
      '{"suppressions": [{"code": "schema/null", "pointer": ‹"#/tags"›, "reason": "as published"}]}',
      '{"suppressions": [{"code": "schema/null", "pointer": ‹"#tags"›, "reason": "as published"}]}',
      '{"suppressions": [{"code": "schema/null", "pointer": ‹".tags"›, "reason": "as published"}]}',
    ],
    good: [
      '{"suppressions": [{"code": "schema/null", "pointer": "/tags", "reason": "as published"}, {"pointer": ""}]}',
    ],
  },
  on: "configuration",
  scope: "document",
  check({ root }, report) {
    const list = findValue(root, "suppressions");
    for (const item of list?.kind === "array" ? list.items : []) {
      const pointer = textIn(item, "pointer");
      if (pointer && !parsePointer(pointer.value)) report(pointer, pointer);
    }
  },
  message: ({ value }) =>
    t`"${value}" is not a valid JSON Pointer: it should start with a slash, as in "/stages/0".`,
  fixes: (node) => {
    const pointer = `/${node.value.replace(/^[#$]?[/.]?/, "")}`;
    return [
      { title: t`Change to "${pointer}"`, edits: [replaceNode(node, pointer)], safe: false, preferred: true },
    ];
  },
});
