import { rule } from "../../lint/rule.js";
import { domainDraft } from "../../model/domain-draft.js";
import { demandsOf, type Instance, type Keyword } from "../../schema/assertions.js";
import type { Schema } from "../../schema/schema.js";
import { expectation, show } from "../../schema/words.js";
import { findValue, toValue, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly keyword: string;
  readonly node: ValueNode;
  readonly schema: Schema;
  readonly broken: Keyword;
}

const lab = (field: string) => `{"$defs": {"A": {${field}}}}`;

/** A value that a schema offers, and rejects. */
export const vocabularyValue = rule<Data>({
  code: "vocabulary/value",
  severity: "error",
  summary: "A schema rejects its own default, choice, or suggestion",
  explanation:
    "`default`, `const`, and each value of `enum` and `suggestions` must be what the other keywords of their schema accept. A suggestion that does not match is a warning.",
  examples: {
    bad: [
      lab('"type": "number", "maximum": 0.9, "default": ‹2›'),
      lab('"type": "integer", "enum": [4, ‹"8"›], "default": ‹5›'),
      lab('"type": "string", "const": ‹5›'),
      lab(
        '"type": "string", "pattern": "^[a-z]+$", "suggestions": ["a", {"value": ‹"B"›, "description": "x"}]',
      ),
    ],
    good: [
      lab('"type": ["integer", "null"], "enum": [4, 8, null], "default": 8, "suggestions": [4]'),
      lab('"type": "array", "items": {"type": "string"}, "default": [], "suggestions": [["a"]]'),
    ],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    for (const { node, schema } of domainDraft(alloy)?.schemas ?? []) {
      const { enum: choices, const: constant, default: standard, suggestions, ...limits } = schema;
      const whole = { ...schema };
      const offered = [
        ...itemsOf(findValue(node, "enum")).map((value) => ({ keyword: "enum", value, asked: limits })),
        { keyword: "const", value: findValue(node, "const"), asked: limits },
        { keyword: "default", value: findValue(node, "default"), asked: whole },
        ...itemsOf(findValue(node, "suggestions")).map((item) => ({
          keyword: "suggestions",
          value: findValue(item, "value") ?? item,
          asked: whole,
        })),
      ];
      for (const { keyword, value, asked } of offered) {
        if (!value || value.kind === "invalid") continue;
        const broken = demandsOf([asked], false).assertions.find((one) => !one.isMet(value as Instance));
        if (broken)
          report(
            value,
            { keyword, node: value, schema: asked, broken: broken.keyword },
            keyword === "suggestions" ? { severity: "warning" } : {},
          );
      }
    }
  },
  message: ({ keyword, node, schema, broken }) => {
    const value = show(toValue(node));
    if (["type", "enum", "minimum", "maximum"].includes(broken))
      return t`Invalid "${keyword}": ${value}. Expected ${expectation(schema)}.`;
    return t`Invalid "${keyword}": ${value} does not satisfy "${broken}" of this schema.`;
  },
});

function itemsOf(node: ValueNode | undefined): readonly ValueNode[] {
  return node?.kind === "array" ? node.items : [];
}
