import { rule } from "../../lint/rule.js";
import { closest } from "../../schema/names.js";
import { list } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** More unknown words in one template are not told. */
const MAX_WORDS = 5;

/** A placeholder that nothing fills in. */
export const referencePlaceholder = rule<{
  node: StringNode;
  words: readonly string[];
  known: readonly string[];
}>({
  code: "reference/placeholder",
  severity: "warning",
  summary: "Unknown placeholder in a template",
  explanation:
    "A word in braces is filled in when the repository is created: `{base}` is the base model, `{domain}` the training domain. Other words have no value.",
  examples: {
    bad: [
      '{"stages": [{"type": "publish", "org": "a", "repoNameTemplate": ‹"{base}-{size}-forged"›}]}',
      '{"stages": [{"type": "deliver", "repoNameTemplate": ‹"{bsae}-{domain}"›}, {"type": "deliver", "repoNameTemplate": ‹"{x}-{}"›}]}',
    ],
    good: [
      '{"stages": [{"type": "publish", "org": "a", "repoNameTemplate": "{base}-{domain}-forged"}]}',
      '{"stages": [{"type": "publish", "org": "a", "repoNameTemplate": "my-model"}, {"type": "publish", "tags": ["{x}"]}]}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report) {
    for (const { node, schema } of marked) {
      const { placeholders: known } = schema;
      if (node.kind !== "string" || !known) continue;
      const words = [...node.value.matchAll(/\{([^{}]*)\}/g)].map(([, word = ""]) => word);
      const unknown = [...new Set(words)].filter((word) => !known.includes(word));
      if (unknown.length > 0) report(node, { node, words: unknown.slice(0, MAX_WORDS), known });
    }
  },
  message: ({ words, known }) => {
    const [word = ""] = words;
    const meant = words.length === 1 ? closest(word, known) : undefined;
    const unknown = list(words.map(braced), "and");
    const choices = known.map(braced).join(", ");
    const problem =
      words.length === 1 ? t`Unknown placeholder ${unknown}.` : t`Unknown placeholders ${unknown}.`;
    return t`${problem} Expected one of: ${choices}.${meant ? t` Did you mean ${braced(meant)}?` : ""}`;
  },
  fixes: ({ node, words, known }) => {
    const meant = words.length === 1 ? closest(words[0] ?? "", known) : undefined;
    if (meant === undefined) return [];
    const text = node.value.replaceAll(`{${words[0]}}`, () => `{${meant}}`);
    return [{ title: t`Change to "${text}"`, edits: [replaceNode(node, text)], safe: false }];
  },
});

function braced(word: string): string {
  return `"{${word}}"`;
}
