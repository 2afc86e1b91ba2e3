import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** JSON has seven types, `integer` among them. */
export const vocabularyType = rule<ValueNode>({
  code: "vocabulary/type",
  severity: "error",
  summary: "Unknown JSON type in a schema",
  explanation:
    "`type` is one of `string`, `number`, `integer`, `boolean`, `object`, `array`, and `null`, or an array of them.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": ‹"float"›}}}',
      '{"$defs": {"A": {"type": ["string", ‹"nul"›]}}}',
      '{"$defs": {"A": {"type": [‹5›]}}}',
    ],
    good: ['{"$defs": {"A": {"type": ["integer", "null"]}}}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    for (const schema of fieldSchemasIn(root)) {
      const type = findValue(schema, "type");
      for (const node of type?.kind === "array" ? type.items : type?.kind === "string" ? [type] : []) {
        if (node.kind !== "string" || !TYPES.includes(node.value)) report(node, node);
      }
    }
  },
  message: () => t`Invalid "type". Expected one of: ${choiceWords(TYPES)}.`,
  fixes: (node) => {
    const meant = node.kind === "string" ? closest(node.value, TYPES) : undefined;
    return TYPES.map((type) => ({
      title: t`Change to "${type}"`,
      edits: [replaceNode(node, type)],
      safe: false,
      preferred: type === meant,
    }));
  },
});
