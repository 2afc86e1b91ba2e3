import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { show } from "../../schema/words.js";
import { removeElement } from "../../syntax/edits.js";
import { type ArrayNode, findValue, indexIn, textIn, toValue, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly value: string;
  readonly item: ValueNode;
  readonly array: ArrayNode;
}

/** Something is listed twice. */
export const vocabularyDuplicate = rule<Data>({
  code: "vocabulary/duplicate",
  severity: "warning",
  summary: "A value is listed twice",
  explanation:
    "Values of `enum`, names of fields in `required`, `expected`, and `hints`, stage types in `needsEarlier`, and labels of snippets and templates are listed once.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "string", "enum": ["a", "b", ‹"a"›]}}}',
      '{"stages": {"mix": {"snippets": [{"label": "mix"}, {"label": ‹"mix"›}]}}}',
    ],
    good: ['{"$defs": {"A": {"enum": [1, "1"]}}}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    const lookIn = (holder: ValueNode | undefined, key: string, label?: string) => {
      const array = findValue(holder, key);
      const seen = new Set<string>();
      for (const item of array?.kind === "array" ? array.items : []) {
        const node = label === undefined ? item : textIn(item, label);
        if (!node || node.kind === "object" || node.kind === "array" || node.kind === "invalid") continue;
        const value = show(toValue(node));
        if (seen.has(value)) report(node, { value, item, array: array as ArrayNode });
        seen.add(value);
      }
    };
    for (const schema of fieldSchemasIn(root)) {
      for (const key of ["enum", "required", "expected", "hints", "needsEarlier"]) lookIn(schema, key);
      lookIn(schema, "snippets", "label");
    }
    lookIn(root, "templates", "label");
    lookIn(root, "phases", "id");
  },
  message: ({ value }) => t`${value} is listed twice.`,
  fixes: ({ value, item, array }, { tree }) =>
    item.kind === "object"
      ? []
      : [
          {
            title: t`Remove ${value}`,
            safe: false,
            preferred: true,
            edits: [removeElement(tree, array, indexIn(array.items, item))],
          },
        ],
});
