import { rule } from "../../lint/rule.js";
import type { OutdatedField } from "../../schema/validate.js";
import { t, translate } from "../../text/l10n.js";

/** A field that still works, and that new alloys should not use. */
export const fieldDeprecated = rule<OutdatedField>({
  code: "field/deprecated",
  severity: "hint",
  summary: "A field is deprecated",
  explanation:
    "The domain marks the field as deprecated. It still works. If the domain names a replacement, use it in new alloys.",
  examples: { bad: [], good: ['{"stages": []}'] },
  on: "every",
  scope: "section",
  reads: "outdated",
  check({ outdated }, report) {
    // A field with a new name has a message of its own.
    for (const one of outdated)
      if (one.field.place.schema.renamedTo === undefined) report(one.member.key, one, { tag: "deprecated" });
  },
  message: ({ member, field }) => {
    const { replacement } = field.place.schema;
    return replacement === undefined
      ? t`"${member.name}" is deprecated.`
      : t`"${member.name}" is deprecated. ${translate(replacement)}`;
  },
});
