import { rule } from "../../lint/rule.js";
import { placeholderFor } from "../../schema/placeholder.js";
import type { MissingRecommended } from "../../schema/validate.js";
import { expectation } from "../../schema/words.js";
import { insertMembers } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";

/** A field that the format requires and published alloys nevertheless lack. */
export const schemaExpected = rule<MissingRecommended>({
  code: "schema/expected",
  severity: "warning",
  summary: "Missing field that published alloys also lack",
  explanation:
    "The format requires this field, but some published alloys lack it, so it is not an error. A receipt, for example, should have the time when it was issued.",
  examples: {
    bad: ['{‹"receipt"›: {"publications": []}}'],
    good: [
      '{"receipt": {"issuedAt": "2026-05-01T12:00:00Z"}}',
      '{"receipt": null}',
      '{"receipt": {"publications": []',
    ],
  },
  on: "every",
  scope: "section",
  reads: "missingRecommended",
  check({ missingRecommended }, report) {
    for (const missing of missingRecommended) {
      const { object } = missing;
      if (!object.closed) continue;
      const at =
        object.parent?.kind === "member" ? object.parent.key : { start: object.start, end: object.start + 1 };
      report(at, missing);
    }
  },
  message: ({ object, field }) => {
    const where = object.parent?.kind === "member" ? t` in "${object.parent.name}"` : "";
    return t`Missing field "${field.name}"${where}: ${expectation(field.place.schema)}.`;
  },
  fixes: ({ object, field }, { tree, vocabulary }) => [
    {
      title: t`Add "${field.name}"`,
      edits: insertMembers(tree, object, object.members.length, [
        [field.name, placeholderFor(vocabulary, field)],
      ]),
      safe: false,
      preferred: true,
      isPlaceholder: true,
    },
  ],
});
