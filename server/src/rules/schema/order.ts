import { rule } from "../../lint/rule.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { t } from "../../text/l10n.js";

/** Two numbers of an object in the wrong order. */
export const schemaOrder = rule<Extract<SchemaViolation, { kind: "order" }>>({
  code: "schema/order",
  severity: "error",
  summary: "A number is not less than another one",
  explanation:
    "The domain that defines this field requires its number to be less than that of another field (`lessThan`), or not to exceed it (`lessThanOrEqual`). If one of the fields is omitted, its default is compared.",
  examples: { bad: [], good: ['{"stages": []}'] },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings) {
      if (finding.kind !== "order") continue;
      const other = finding.member && finding.otherMember?.value;
      report(
        finding.node,
        finding,
        other && { related: { start: other.start, end: other.end, message: t`compared number` } },
      );
    }
  },
  message: ({ field, member, value, other, otherMember, limit, mayBeEqual }) => {
    const than = otherMember ? limit : t`${limit}, its default`;
    const is = member ? value : t`${value}, its default`;
    return mayBeEqual
      ? t`"${field.name}" must be at most "${other.name}" (${than}), but is ${is}.`
      : t`"${field.name}" must be less than "${other.name}" (${than}), but is ${is}.`;
  },
});
