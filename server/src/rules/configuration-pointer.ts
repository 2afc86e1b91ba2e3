import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findValue, parsePointer, type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** A pointer that is none points nowhere, so its suppression does nothing. */
export const configurationPointer = rule<StringNode>({
  code: "configuration/pointer",
  severity: "warning",
  summary: "The pointer of a suppression is no JSON pointer",
  explanation:
    "A JSON pointer names a value by the keys and zero-based positions on the way to it, each after a slash: `/stages/2/keepExperts`. Inside a key, `~1` stands for a slash and `~0` for a tilde.",
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
  message: ({ value }) => t`"${value}" is no JSON pointer: it must begin with a slash, as in "/stages/0".`,
  fixes: (node) => {
    const pointer = `/${node.value.replace(/^[#$]?[/.]?/, "")}`;
    return [
      { title: t`Write "${pointer}"`, edits: [replaceNode(node, pointer)], safe: false, preferred: true },
    ];
  },
});
