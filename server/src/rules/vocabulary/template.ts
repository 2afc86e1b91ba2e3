import { rule } from "../../lint/rule.js";
import { draftVocabulary } from "../../model/domain-draft.js";
import { closest } from "../../schema/names.js";
import { checkSection, type SchemaViolation } from "../../schema/validate.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import { placeOfViolation, violationWords } from "./example-words.js";

type Data =
  | { readonly why: "type" | "domain"; readonly node: StringNode; readonly known: readonly string[] }
  | { readonly why: "schema"; readonly finding: SchemaViolation };

const lab = (body: string) =>
  `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {"grams": {"type": "number"}}}}, "templates": [{"label": "a", "description": "b", "body": {"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, ${body}}}]}`;

/** A template becomes a whole alloy, which must be right. */
export const vocabularyTemplate = rule<Data>({
  code: "vocabulary/template",
  severity: "warning",
  summary: "A template is not a valid alloy",
  explanation:
    "The `body` of a template is a whole alloy that declares the domain and uses its stage types. An alloy that begins with a wrong template begins with errors.",
  examples: {
    bad: [
      lab('"domains": ["lab"], "stages": [{"type": ‹"mixx"›}, {"type": "mix", "grams": ‹true›}]').replace(
        "true",
        '"a"',
      ),
      lab('"domains": [‹"labs"›], "stages": []'),
    ],
    good: [lab('"domains": ["lab"], "stages": [{"type": "mix", "grams": 5}]')],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    const vocabulary = draftVocabulary(alloy);
    const templates = findValue(alloy.root, "templates");
    if (!vocabulary || templates?.kind !== "array") return;
    const types = vocabulary.stageTypes.map(({ name }) => name);
    const domains = [...vocabulary.domains, ...alloy.registry.domains].map(({ file }) => file.id);
    for (const template of templates.items) {
      const body = findValue(template, "body");
      if (!body) continue;
      const stages = findValue(body, "stages");
      const declared = findValue(body, "domains");
      const items = stages?.kind === "array" ? stages.items : [];
      const around = checkSection(vocabulary, body, vocabulary.root, (part) => part === stages);
      const inStages = items.map((stage) => {
        const type = textIn(stage, "type");
        if (type && !types.includes(type.value)) report(type, { why: "type", node: type, known: types });
        return checkSection(vocabulary, stage, vocabulary.stage(type?.value));
      });
      for (const node of declared?.kind === "array" ? declared.items : [])
        if (node.kind === "string" && !domains.includes(node.value))
          report(node, { why: "domain", node, known: domains });
      for (const { findings } of [around, ...inStages])
        for (const finding of findings) report(placeOfViolation(finding), { why: "schema", finding });
    }
  },
  message: (data) => {
    if (data.why === "schema") return violationWords(data.finding);
    const meant = closest(data.node.value, data.known);
    const hint =
      meant === undefined ? t` Available: ${choiceWords(data.known)}.` : t` Did you mean "${meant}"?`;
    return data.why === "type"
      ? t`Unknown stage type "${data.node.value}" in the template.${hint}`
      : t`Unknown domain "${data.node.value}" in the template.${hint}`;
  },
  fixes: (data) => {
    if (data.why === "schema") return [];
    const meant = closest(data.node.value, data.known);
    if (meant === undefined) return [];
    const edits = [replaceNode(data.node, meant)];
    return [{ title: t`Change to "${meant}"`, edits, safe: false, preferred: true }];
  },
});
