import { rule } from "../../lint/rule.js";
import { domainDraft } from "../../model/domain-draft.js";
import { resolved, type Schema, typesOf } from "../../schema/schema.js";
import { discriminatorOf } from "../../schema/variants.js";
import { findMember } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const lab = (field: string) => `{"$defs": {"A": {${field}}}}`;

type Data =
  | { readonly why: "apart"; readonly types: readonly string[] | undefined }
  | { readonly why: "nested"; readonly keyword: string };

/** Keywords with which a branch would depend on values in turn. */
const NESTED = ["oneOf", "if", "allOf"];

/** Alternatives among which nothing decides. */
export const vocabularyOneOf = rule<Data>({
  code: "vocabulary/one-of",
  severity: "error",
  summary: "No field distinguishes the branches of oneOf",
  explanation:
    'The branches of `oneOf` describe alternatives of an object. One field selects the branch: each branch has a `const` or an `enum` for it, and no value is in two branches. Then a mistake is reported against the selected branch alone. For a value of several types, use an array of types: `"type": ["number", "array"]`.',
  examples: {
    bad: [
      lab('‹"oneOf"›: [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]'),
      lab(
        '"type": "object", "oneOf": [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"const": "b"}}, ‹"oneOf"›: [{"properties": {"x": {"const": 1}}}, {"properties": {"x": {"const": 2}}}]}]',
      ),
      lab(
        '"type": "object", ‹"oneOf"›: [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"enum": ["b", "a"]}}}]',
      ),
    ],
    good: [
      lab(
        '"type": "object", "oneOf": [{"properties": {"kind": {"const": "a"}}}, {"properties": {"kind": {"enum": ["b", "c"]}}}]',
      ),
    ],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    const draft = domainDraft(alloy);
    for (const { node, schema } of draft?.schemas ?? []) {
      const at = findMember(node, "oneOf");
      if (!at || !schema.oneOf) continue;
      const branches = schema.oneOf.map((branch) => resolved(branch, draft?.file.$defs));
      if (discriminatorOf(branches) === undefined)
        report(at.key, { why: "apart", types: typesAlone(branches) });
      for (const branch of at.value?.kind === "array" ? at.value.items : [])
        for (const keyword of NESTED) {
          const nested = findMember(branch, keyword);
          if (nested) report(nested.key, { why: "nested", keyword });
        }
    }
  },
  message: (data) => {
    if (data.why === "nested")
      return t`A branch of "oneOf" must not have "${data.keyword}". Put it next to "oneOf".`;
    const { types } = data;
    return types === undefined
      ? t`No field distinguishes the branches. Give each branch a "const" for the same field.`
      : t`"oneOf" is for objects. For a value of several types, use "type": ${JSON.stringify(types)}.`;
  },
});

/** The types of branches that are not about objects. */
function typesAlone(branches: readonly Schema[]): readonly string[] | undefined {
  const types = branches.flatMap(typesOf);
  return types.length === 0 || types.every((type) => type === "object") ? undefined : [...new Set(types)];
}
