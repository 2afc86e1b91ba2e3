import { rule } from "../../lint/rule.js";
import { domainDraft } from "../../model/domain-draft.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly known: readonly string[];
  readonly isItself: boolean;
}

const STAGE = '"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {}';
const lab = (stages: string) =>
  `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {${stages}}}`;

/** A stage needs one that no alloy can have. */
export const vocabularyUnknownStage = rule<Data>({
  code: "vocabulary/unknown-stage",
  severity: "error",
  summary: "A stage requires an unknown stage or itself",
  explanation:
    "`needsEarlier` lists stage types of the domain, or of the domain that it extends. An alloy must have one of them before the stage. A stage that needs only itself could never be the first.",
  examples: {
    bad: [
      lab(`"mix": {${STAGE}}, "bake": {${STAGE}, "needsEarlier": [‹"mixx"›]}`),
      lab(`"mix": {${STAGE}, "needsEarlier": [‹"mix"›]}`),
    ],
    good: [lab(`"mix": {${STAGE}}, "bake": {${STAGE}, "needsEarlier": ["mix"]}`)],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    const draft = domainDraft(alloy);
    const known = Object.keys(draft?.file.stages ?? {});
    for (const { node: schema, stage } of draft?.schemas ?? []) {
      const needed = stage === undefined ? undefined : findValue(schema, "needsEarlier");
      for (const node of needed?.kind === "array" ? needed.items : []) {
        if (node.kind !== "string") continue;
        const others = known.filter((name) => name !== stage);
        if (node.value === stage) report(node, { node, known: others, isItself: true });
        else if (!known.includes(node.value)) report(node, { node, known: others, isItself: false });
      }
    }
  },
  message: ({ node, known, isItself }) => {
    if (isItself) return t`Stage "${node.value}" must not require itself.`;
    const meant = closest(node.value, known);
    return meant === undefined
      ? t`Unknown stage type "${node.value}". Available: ${choiceWords(known)}.`
      : t`Unknown stage type "${node.value}". Did you mean "${meant}"?`;
  },
  fixes: ({ node, known, isItself }) => {
    const meant = isItself ? undefined : closest(node.value, known);
    if (meant === undefined) return [];
    return [
      { title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true },
    ];
  },
});
