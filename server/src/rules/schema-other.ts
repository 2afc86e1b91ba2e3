import type { Finding } from "../alloy/section.js";
import { show } from "../alloy/words.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** What a vocabulary demands beyond types, choices, ranges and required fields. */
export const schemaOther = rule<Extract<Finding, { kind: "other" }>>({
  code: "schema/other",
  severity: "error",
  summary: "A value does not satisfy its schema",
  explanation:
    "The vocabulary that owns this field sets a further condition on its value, which the value does not meet.",
  examples: { bad: [], good: ['{"tags": []}'] },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings)
      if (finding.kind === "other") report(finding.member?.key ?? finding.node, finding);
  },
  message: ({ member, keyword, place }) => {
    const what = member ? `"${member.name}"` : t`This entry`;
    const { pattern, minLength, maxLength, minItems, maxItems, exclusiveMinimum, exclusiveMaximum } =
      place.schema;
    switch (keyword) {
      case "pattern":
        return t`${what} must match ${pattern}.`;
      case "const":
        return t`${what} must be ${show(place.schema.const)}.`;
      case "minLength":
        return t`${what} must have at least ${minLength} characters.`;
      case "maxLength":
        return t`${what} must have at most ${maxLength} characters.`;
      case "minItems":
        return t`${what} must have at least ${minItems} entries.`;
      case "maxItems":
        return t`${what} must have at most ${maxItems} entries.`;
      case "exclusiveMinimum":
        return t`${what} must be above ${exclusiveMinimum}.`;
      case "exclusiveMaximum":
        return t`${what} must be below ${exclusiveMaximum}.`;
      default:
        return t`${what} does not meet the condition "${keyword}" of the vocabulary ${place.owner}.`;
    }
  },
});
