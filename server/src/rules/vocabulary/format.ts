import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { insteadOfFormat } from "../../schema/foreign-keywords.js";
import { FORMATS } from "../../schema/format.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const KNOWN = Object.keys(FORMATS);

/** A format that is not checked. */
export const vocabularyFormat = rule<StringNode>({
  code: "vocabulary/format",
  severity: "error",
  summary: "Unknown format",
  explanation:
    "`format` is `date`, `date-time`, `uri`, `uuid`, or `email`. For another form of a string, use `pattern`; a kind of number is a `type`.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "number", "format": ‹"float"›}}}',
      '{"$defs": {"A": {"type": "string", "format": ‹"dat-time"›}}}',
      '{"$defs": {"A": {"type": "string", "format": ‹"isbn"›}}}',
    ],
    good: ['{"$defs": {"A": {"type": "string", "format": "date"}}}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    for (const schema of fieldSchemasIn(root)) {
      const node = textIn(schema, "format");
      if (node && !KNOWN.includes(node.value)) report(node, node);
    }
  },
  message: ({ value }) => {
    const instead = insteadOfFormat(value);
    if (instead !== undefined) return t`Unknown format "${value}". Use ${instead}.`;
    const meant = closest(value, KNOWN);
    if (meant !== undefined) return t`Unknown format "${value}". Did you mean "${meant}"?`;
    return t`Unknown format "${value}". Expected one of: ${choiceWords(KNOWN)}. For another form, use "pattern".`;
  },
  fixes: (node) => {
    const meant = closest(node.value, KNOWN);
    if (meant === undefined) return [];
    return [
      { title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true },
    ];
  },
});
