import { rule } from "../../lint/rule.js";
import type { EffectiveSchema } from "../../schema/effective-schema.js";
import { insteadOf } from "../../schema/foreign-keywords.js";
import { closest } from "../../schema/names.js";
import type { UnknownField } from "../../schema/validate.js";
import { choiceWords } from "../../schema/words.js";
import { removeElement } from "../../syntax/edits.js";
import { indexIn, type ObjectNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

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
      if (place.owner === "domain-file" && insteadOf(member.name) !== undefined) continue; // vocabulary/keyword
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

function namesAt({ place, member }: UnknownField, vocabulary: EffectiveSchema): string[] {
  const taken = new Set(member.parent.members.map(({ name }) => name));
  return [...vocabulary.fields(place).keys()].filter((name) => !taken.has(name));
}
