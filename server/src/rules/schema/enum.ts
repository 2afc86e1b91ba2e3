import { rule } from "../../lint/rule.js";
import { closest } from "../../schema/names.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { choiceWords, MAX_CHOICES, show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";

type Data = Extract<SchemaViolation, { kind: "enum" }>;

/** A value that is not one of the choices. */
export const schemaEnum = rule<Data>({
  code: "schema/enum",
  severity: "error",
  summary: "Value not in the allowed set",
  explanation: "The field accepts a fixed set of values; the forge-alloy packages reject any other.",
  examples: {
    bad: [
      '{"stages": [{"type": "prune", "strategy": ‹"combined"›, "level": 0.3}]}',
      '{"stages": [{"type": "train", "precision": ‹"bfloat16"›}]}',
      '{"stages": [{"type": "lora", "quantizeBits": ‹5›}]}',
      '{"stages": [{"type": "train", "precision": ‹"pf16"›}]}',
      '{"stages": [{"type": "lora", "quantizeBits": ‹3›}, {"type": "prune", "strategy": ‹"x"›, "level": 0.3}]}',
    ],
    good: ['{"stages": [{"type": "prune", "strategy": "entropy", "level": 0.3}]}'],
  },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings) if (finding.kind === "enum") report(finding.node, finding);
  },
  message: (data) => {
    const what = data.member ? `"${data.member.name}"` : t`item`;
    const meant = meantBy(data);
    const hint = meant === undefined ? "" : t` Did you mean ${show(meant)}?`;
    const choices = choicesOf(data);
    return choices.length === 1
      ? t`Invalid ${what}: ${shown(data)}. Expected: ${show(choices[0])}.${hint}`
      : t`Invalid ${what}: ${shown(data)}. Expected one of: ${choiceWords(choices)}.${hint}`;
  },
  fixes: (data) => {
    const meant = meantBy(data);
    const choices = choicesOf(data);
    const ordered = meant === undefined ? choices : [meant, ...choices.filter((choice) => choice !== meant)];
    return ordered.slice(0, MAX_CHOICES).map((choice) => ({
      title: t`Change to ${show(choice)}`,
      edits: [replaceNode(data.node, choice)],
      safe: false,
      preferred: choice === meant,
    }));
  },
});

function choicesOf({ allowed }: Data): unknown[] {
  return allowed.filter((value) => value !== null);
}

function shown({ node }: Data): string {
  if ("value" in node) return show(node.value);
  return node.kind === "array" ? t`an array` : t`an object`;
}

function meantBy(data: Data): unknown {
  const texts = choicesOf(data).filter((choice) => typeof choice === "string");
  return data.node.kind === "string" ? closest(data.node.value, texts) : undefined;
}
