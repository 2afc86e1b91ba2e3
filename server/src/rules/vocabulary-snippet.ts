import { interpret } from "../alloy/interpret.js";
import type { SchemaError } from "../alloy/registry.js";
import type { Schema } from "../alloy/schema.js";
import { t } from "../text/l10n.js";
import {
  findValue,
  type Member,
  parsePointer,
  type Span,
  textIn,
  toValue,
  type ValueNode,
} from "../text/tree.js";
import { rule } from "./rule.js";

type Data =
  | { readonly why: "type"; readonly type: string }
  | { readonly why: "schema"; readonly error: SchemaError };

/** The examples of a stage are inserted into alloys, so they must be what its schema wants. */
export const vocabularySnippet = rule<Data>({
  code: "vocabulary/snippet",
  severity: "warning",
  summary: "An example does not fit its own schema",
  explanation:
    "The `body` of a snippet is a whole stage: its `type` is the name under which the stage stands, and the rest is what the schema of the stage accepts. What is offered to people must not be wrong.",
  examples: {
    bad: [
      '{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {}, "snippets": [{"label": "mix", "description": "d", "body": {"type": ‹"mixx"›}}]}}}',
      '{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {"grams": {"type": "number"}}, "required": ["grams"], "snippets": [{"label": "mix", "description": "d", "body": ‹{›"type": "mix"}}]}}}',
      '{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {"grams": {"type": "number", "minimum": 1}}, "snippets": [{"label": "mix", "description": "d", "body": {"type": "mix", "grams": ‹0›}}]}}}',
    ],
    good: [
      '{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {"grams": {"type": "number"}}, "required": ["grams"], "snippets": [{"label": "mix", "description": "d", "body": {"type": "mix", "grams": 5}}]}}}',
    ],
  },
  on: "domain",
  scope: "document",
  check({ root, sections }, report) {
    // A schema that is none cannot be asked.
    if (sections.some(({ findings }) => findings.length > 0)) return;
    const defs = toValue(findValue(root, "$defs")) as Record<string, Schema> | undefined;
    const stages = findValue(root, "stages");
    for (const { key, value } of stages?.kind === "object" ? stages.members : []) {
      const snippets = findValue(value, "snippets");
      for (const snippet of snippets?.kind === "array" ? snippets.items : []) {
        const body = findValue(snippet, "body");
        if (body?.kind !== "object") continue;
        const type = textIn(body, "type");
        if (type && type.value !== key.value) report(type, { why: "type", type: key.value });
        const validate = interpret(toValue(value) as Schema, defs);
        for (const error of validate(toValue(body))) report(placeOf(body, error), { why: "schema", error });
      }
    }
  },
  message: (data) => {
    if (data.why === "type")
      return t`The example stands under "${data.type}", so its type must be "${data.type}".`;
    const { keyword, params } = data.error;
    if (keyword === "required")
      return t`The example lacks "${params.missingProperty}", which its schema requires.`;
    return t`The example does not meet the condition "${keyword}" of its schema.`;
  },
});

function placeOf(body: ValueNode, { instancePath, keyword }: SchemaError): Span {
  let node: ValueNode | undefined = body;
  for (const key of parsePointer(instancePath) ?? []) {
    const inner: ValueNode | Member | undefined =
      node?.kind === "array" ? node.items[Number(key)] : findValue(node, key);
    node = inner ?? node;
  }
  const at = node ?? body;
  return keyword === "required" ? { start: at.start, end: at.start + 1 } : at;
}
