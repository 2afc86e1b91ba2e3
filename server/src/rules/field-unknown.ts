import { closest } from "../alloy/names.js";
import type { UnknownField } from "../alloy/section.js";
import type { Vocabulary } from "../alloy/vocabulary.js";
import { choiceWords } from "../alloy/words.js";
import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { indexIn, type ObjectNode } from "../text/tree.js";
import { rule } from "./rule.js";

/** In the files that configure us, unlike in alloys, there is no provenance: an unknown key does nothing. */
export const fieldUnknown = rule<{ unknownField: UnknownField; known: readonly string[] }>({
  code: "field/unknown",
  severity: "warning",
  summary: "Unknown field in a configuration or domain file",
  explanation:
    "Alloys accept any field, but configurations and domain files do not: an unknown field there has no effect.",
  examples: {
    bad: [],
    good: ['{"anything": {}}'],
  },
  on: "every",
  scope: "section",
  reads: "unknownFields",
  check({ unknownFields }, report, { vocabulary }) {
    const names = new Map<ObjectNode, readonly string[]>();
    for (const unknownField of unknownFields) {
      const { place, member } = unknownField;
      if (!place.layers.some(({ schema }) => schema.unlisted === "refused")) continue;
      const known = names.get(member.parent) ?? namesAt(unknownField, vocabulary);
      names.set(member.parent, known);
      // One that is nearly a known field has a better message already.
      if (closest(member.name, known) === undefined) report(member.key, { unknownField, known });
    }
  },
  message: ({ unknownField, known }) =>
    known.length > 0
      ? t`Unknown field "${unknownField.member.name}". Available: ${choiceWords([...known])}.`
      : t`Unknown field "${unknownField.member.name}". All available fields are already set.`,
  fixes: ({ unknownField: { member } }, { tree }) => [
    {
      title: t`Remove "${member.name}"`,
      safe: false,
      edits: [removeElement(tree, member.parent, indexIn(member.parent.members, member))],
    },
  ],
});

function namesAt({ place, member }: UnknownField, vocabulary: Vocabulary): string[] {
  const taken = new Set(member.parent.members.map(({ name }) => name));
  return [...vocabulary.fields(place).keys()].filter((name) => !taken.has(name));
}
