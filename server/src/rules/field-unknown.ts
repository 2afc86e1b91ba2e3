import { closest } from "../alloy/names.js";
import type { UnknownField } from "../alloy/section.js";
import type { Vocabulary } from "../alloy/vocabulary.js";
import { list } from "../alloy/words.js";
import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { indexIn, type ObjectNode } from "../text/tree.js";
import { rule } from "./rule.js";

/** In the files that configure us, unlike in alloys, there is no provenance: an unknown key does nothing. */
export const fieldUnknown = rule<{ unknownField: UnknownField; known: readonly string[] }>({
  code: "field/unknown",
  severity: "warning",
  summary: "A configuration has a field that does not exist",
  explanation:
    "Alloys may carry any field, but the files that configure their checking may not: a field that is not known there does nothing, and its author believes that it does.",
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
    t`"${unknownField.member.name}" does not exist here. ${known.length > 0 ? t`Known are ${list([...known], "and")}.` : t`Every known field is there already.`}`,
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
