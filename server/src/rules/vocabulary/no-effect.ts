import { rule } from "../../lint/rule.js";
import { domainDraft } from "../../model/domain-draft.js";
import { isFormat } from "../../schema/format.js";
import { choiceKey, type TypeName, typesOf } from "../../schema/schema.js";
import { list } from "../../schema/words.js";
import { removeElement } from "../../syntax/edits.js";
import { findMember, indexIn, type Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** The types of values that a keyword says something about. */
const APPLIES_TO: Readonly<Record<string, readonly TypeName[]>> = {
  ...of(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], "number", "integer"),
  ...of(["lessThan", "lessThanOrEqual", "unit", "plausibleMaximum"], "number", "integer"),
  ...of(["minLength", "maxLength", "pattern", "format"], "string"),
  ...of(["minItems", "maxItems", "uniqueItems", "items"], "array"),
  ...of(["properties", "required", "expected", "additionalProperties", "propertyNames"], "object"),
  ...of(["oneOf", "if", "allOf", "dependentRequired"], "object"),
};

type Data =
  | { readonly why: "type"; readonly member: Member; readonly types: readonly TypeName[] }
  | { readonly why: "choice"; readonly member: Member };

/** A keyword that says nothing about the values of its schema. */
export const vocabularyNoEffect = rule<Data>({
  code: "vocabulary/no-effect",
  severity: "warning",
  summary: "A keyword has no effect",
  explanation:
    "A keyword such as `minimum` or `items` only applies to values of certain types, and `enumDescriptions` only explains values of `enum`.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "string", ‹"minimum"›: 1}}}',
      '{"$defs": {"A": {"type": ["number", "null"], ‹"pattern"›: "a"}}}',
      '{"$defs": {"A": {"type": "string", "enum": ["a"], "enumDescriptions": {"a": "x", ‹"b"›: "y"}}}}',
    ],
    good: ['{"$defs": {"A": {"type": ["number", "array"], "minimum": 1, "items": {}, "description": "x"}}}'],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    for (const { node, schema } of domainDraft(alloy)?.schemas ?? []) {
      const types = typesOf(schema);
      for (const member of types.length > 0 ? node.members : []) {
        const applies = Object.hasOwn(APPLIES_TO, member.name) ? APPLIES_TO[member.name] : undefined;
        // An unknown format has a message of its own.
        if (member.name === "format" && member.value?.kind === "string" && !isFormat(member.value.value))
          continue;
        if (applies && !applies.some((type) => types.includes(type)))
          report(member.key, { why: "type", member, types: applies });
      }
      const described = findMember(node, "enumDescriptions")?.value;
      const choices = new Set(schema.enum?.map(choiceKey));
      for (const member of described?.kind === "object" && schema.enum ? described.members : [])
        if (!choices.has(member.name)) report(member.key, { why: "choice", member });
    }
  },
  message: (data) => {
    const { name } = data.member;
    if (data.why === "choice") return t`"${name}" is not a value of "enum".`;
    const types = list(
      data.types.map((type) => `"${type}"`),
      "or",
    );
    return t`"${name}" has no effect: it applies to the type ${types}.`;
  },
  fixes: ({ member }, { tree }) => [
    {
      title: t`Remove "${member.name}"`,
      safe: false,
      edits: [removeElement(tree, member.parent, indexIn(member.parent.members, member))],
    },
  ],
});

function of(keywords: readonly string[], ...types: TypeName[]): Record<string, readonly TypeName[]> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, types]));
}
