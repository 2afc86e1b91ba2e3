import { rule } from "../../lint/rule.js";
import { FORMATS } from "../../schema/format.js";
import { own } from "../../schema/schema.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { show } from "../../schema/words.js";
import { t, translate } from "../../text/l10n.js";

/** What a vocabulary demands beyond types, choices, ranges and required fields. */
export const schemaOther = rule<Extract<SchemaViolation, { kind: "other" }>>({
  code: "schema/other",
  severity: "error",
  summary: "Value does not match its schema",
  explanation:
    "The domain that defines this field sets another condition for its value, such as a pattern or a length.",
  examples: { bad: [], good: ['{"tags": []}'] },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings)
      if (finding.kind === "other") report(finding.member?.key ?? finding.node, finding);
  },
  message: ({ member, keyword, place, schema }) => {
    const what = member ? `"${member.name}"` : t`This item`;
    const { pattern, patternMessage, minLength, maxLength, minItems, maxItems } = schema;
    const { exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
    switch (keyword) {
      case "pattern":
        return patternMessage === undefined
          ? t`${what} must match the pattern "${pattern}".`
          : t`${what}: ${translate(patternMessage)}`;
      case "const":
        return t`${what} must be ${show(schema.const)}.`;
      case "multipleOf":
        return t`${what} must be a multiple of ${multipleOf}.`;
      case "uniqueItems":
        return t`${what} must not contain the same item twice.`;
      case "format":
        return t`${what} must have the format "${format}", such as "${exampleOf(format)}".`;
      case "minLength":
        return t`${what} must have at least ${characters(minLength)}.`;
      case "maxLength":
        return t`${what} must have at most ${characters(maxLength)}.`;
      case "minItems":
        return t`${what} must have at least ${items(minItems)}.`;
      case "maxItems":
        return t`${what} must have at most ${items(maxItems)}.`;
      case "exclusiveMinimum":
        return t`${what} must be greater than ${exclusiveMinimum}.`;
      case "exclusiveMaximum":
        return t`${what} must be less than ${exclusiveMaximum}.`;
      default:
        return t`${what} does not meet the condition "${keyword}" of the domain "${place.owner}".`;
    }
  },
});

function exampleOf(format: string | undefined): string {
  return own(FORMATS as Record<string, { example: string }>, format ?? "")?.example ?? "";
}

function characters(count: number | undefined): string {
  return count === 1 ? t`1 character` : t`${count} characters`;
}

function items(count: number | undefined): string {
  return count === 1 ? t`1 item` : t`${count} items`;
}
