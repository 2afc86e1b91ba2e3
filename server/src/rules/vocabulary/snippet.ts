import { rule } from "../../lint/rule.js";
import { draftVocabulary } from "../../model/domain-draft.js";
import { checkSection, type SchemaViolation } from "../../schema/validate.js";
import { findValue, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import { placeOfViolation, violationWords } from "./example-words.js";

type Data =
  | { readonly why: "type"; readonly type: string }
  | { readonly why: "schema"; readonly finding: SchemaViolation };

/** The examples of a stage are inserted into alloys, so they must be what its schema wants. */
export const vocabularySnippet = rule<Data>({
  code: "vocabulary/snippet",
  severity: "warning",
  summary: "Example does not match its schema",
  explanation:
    "The `body` of a snippet is a whole stage: its `type` is the stage type that it belongs to, and its other fields match the schema of the stage. A snippet that does not match is offered with errors.",
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
  check(alloy, report) {
    const vocabulary = draftVocabulary(alloy);
    if (!vocabulary) return;
    const { root } = alloy;
    const stages = findValue(root, "stages");
    for (const { key, value } of stages?.kind === "object" ? stages.members : []) {
      const snippets = findValue(value, "snippets");
      for (const snippet of snippets?.kind === "array" ? snippets.items : []) {
        const body = findValue(snippet, "body");
        if (body?.kind !== "object") continue;
        const type = textIn(body, "type");
        if (type && type.value !== key.value) report(type, { why: "type", type: key.value });
        for (const finding of checkSection(vocabulary, body, vocabulary.stage(key.value)).findings)
          report(placeOfViolation(finding), { why: "schema", finding });
      }
    }
  },
  message: (data) => {
    if (data.why === "type")
      return t`The example belongs to the stage type "${data.type}", so its "type" must be "${data.type}".`;
    return violationWords(data.finding);
  },
});
