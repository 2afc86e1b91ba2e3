import { rule } from "../../lint/rule.js";
import { insteadOf } from "../../schema/foreign-keywords.js";
import { t } from "../../text/l10n.js";

const lab = (field: string) => `{"$defs": {"A": {${field}}}}`;

/** A keyword of JSON Schema that the dialect does not have. */
export const vocabularyKeyword = rule<{ name: string; instead: string }>({
  code: "vocabulary/keyword",
  severity: "error",
  summary: "A keyword is not part of the dialect",
  explanation:
    "Domain files use a subset of JSON Schema, which [docs/domains.md](../domains.md) lists. For any other keyword, the message suggests a replacement.",
  examples: {
    bad: [
      lab('"type": "string", ‹"anyOf"›: []'),
      lab('"type": "object", ‹"patternProperties"›: {}'),
      lab('"type": "string", ‹"nullable"›: true'),
    ],
    good: [lab('"type": "array", "uniqueItems": true')],
  },
  on: "domain",
  scope: "section",
  reads: "unknownFields",
  check({ unknownFields }, report) {
    for (const { member } of unknownFields) {
      const instead = insteadOf(member.name);
      if (instead !== undefined) report(member.key, { name: member.name, instead });
    }
  },
  message: ({ name, instead }) => t`"${name}" is not supported in domain files. ${instead}`,
});
