import { type ReportOptions, rule } from "../../lint/rule.js";
import { domainDraft, type WrittenSchema } from "../../model/domain-draft.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type Member, type StringNode, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly name: string;
  readonly keyword: string;
  readonly at: StringNode | Member;
  /** The part of a template that names the field, if the string is one. */
  readonly isPart: boolean;
  readonly known: readonly string[];
}

const STAGE = '"phase": "transform", "summary": "s", "description": "d", "type": "object"';
const lab = (stage: string) =>
  `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {${STAGE}, ${stage}}}}`;

/** A keyword names a field that the object does not have. */
export const vocabularyUnknownField = rule<Data>({
  code: "vocabulary/unknown-field",
  severity: "error",
  summary: "A schema refers to a field that it does not describe",
  explanation:
    "`required`, `expected`, `dependentRequired`, `if`, `lessThan`, `lessThanOrEqual`, and `renamedTo` name fields of the same object, and `outline` and `hints` name fields of the stage. A field is described in `properties`, in a branch of `oneOf`, or in the domain that is extended.",
  examples: {
    bad: [
      lab('"properties": {"grams": {"type": "number"}}, "required": [‹"gram"›]'),
      lab(
        '"properties": {"grams": {"type": "number"}}, "hints": [‹"water"›], "outline": [‹"{gram}"›, "{grams|type}"]',
      ),
      lab('"properties": {"a": {"type": "number", "lessThan": ‹"b"›}}'),
      lab('"properties": {"a": {"type": "number"}}, "dependentRequired": {‹"b"›: ["a"]}'),
      lab(
        '"properties": {"a": {"type": "number"}}, "if": {"properties": {‹"b"›: {"const": 1}}}, "then": {"required": ["a"]}',
      ),
    ],
    good: [
      lab(
        '"properties": {"grams": {"type": "number", "lessThan": "most"}, "most": {"type": "number"}}, "required": ["grams"], "hints": ["grams"], "outline": ["[{grams|most} g]"]',
      ),
      lab(
        '"properties": {"by": {"type": "object", "oneOf": [{"properties": {"kind": {"const": "a"}, "x": {"type": "string"}}, "required": ["x"]}, {"properties": {"kind": {"const": "b"}}}]}}',
      ),
    ],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    for (const written of domainDraft(alloy)?.schemas ?? []) {
      for (const { at, name, keyword, fields } of namesIn(written)) {
        if (!fields || fields.has(name)) continue;
        const isCosmetic = keyword === "outline" || keyword === "hints";
        const options: ReportOptions = isCosmetic ? { severity: "warning" } : {};
        const isPart = keyword === "outline";
        report(
          at.kind === "member" ? at.key : at,
          { name, keyword, at, isPart, known: [...fields] },
          options,
        );
      }
    }
  },
  message: ({ name, keyword, known }) => {
    const meant = closest(name, known);
    if (meant !== undefined)
      return t`"${keyword}" refers to the unknown field "${name}". Did you mean "${meant}"?`;
    return known.length === 0
      ? t`"${keyword}" refers to the unknown field "${name}". No field is described here.`
      : t`"${keyword}" refers to the unknown field "${name}". Available: ${choiceWords(known)}.`;
  },
  fixes: ({ name, at, isPart, known }) => {
    const meant = closest(name, known);
    if (meant === undefined || isPart) return [];
    const { start, end } = at.kind === "member" ? at.key : at;
    const edits =
      at.kind === "member" ? [{ start, end, text: JSON.stringify(meant) }] : [replaceNode(at, meant)];
    return [{ title: t`Change to "${meant}"`, edits, safe: false, preferred: true }];
  },
});

interface NamedField extends Pick<Data, "at" | "name" | "keyword"> {
  readonly fields: ReadonlySet<string> | undefined;
}

function* namesIn({ node, fields, siblings }: WrittenSchema): Generator<NamedField> {
  for (const keyword of ["required", "expected", "hints"])
    for (const at of stringsIn(findValue(node, keyword))) yield { at, name: at.value, keyword, fields };
  for (const at of stringsIn(findValue(node, "outline")))
    for (const name of fieldsOfTemplate(at.value)) yield { at, name, keyword: "outline", fields };
  for (const keyword of ["lessThan", "lessThanOrEqual", "renamedTo"]) {
    const at = findValue(node, keyword);
    if (at?.kind === "string") yield { at, name: at.value, keyword, fields: siblings };
  }
  const dependents = findValue(node, "dependentRequired");
  for (const member of dependents?.kind === "object" ? dependents.members : []) {
    yield { at: member, name: member.name, keyword: "dependentRequired", fields };
    for (const at of stringsIn(member.value))
      yield { at, name: at.value, keyword: "dependentRequired", fields };
  }
  const allOf = findValue(node, "allOf");
  const conditions = [node, ...(allOf?.kind === "array" ? allOf.items : [])];
  for (const condition of conditions) {
    const tested = findValue(findValue(condition, "if"), "properties");
    for (const at of tested?.kind === "object" ? tested.members : [])
      yield { at, name: at.name, keyword: "if", fields };
  }
}

function stringsIn(node: ValueNode | undefined): StringNode[] {
  return node?.kind === "array" ? node.items.filter((item) => item.kind === "string") : [];
}

/** The fields in the braces of a part of `outline`. */
function fieldsOfTemplate(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap(([, names = ""]) => names.split("|"));
}
