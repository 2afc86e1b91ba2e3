import type { Finding } from "../alloy/section.js";
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
  check({ findings }, report) {
    for (const finding of findings)
      if (finding.kind === "other") report(finding.member?.key ?? finding.node, finding);
  },
  message: ({ member, keyword, place }) =>
    t`${member ? `"${member.key.value}"` : t`This entry`} does not meet the condition "${keyword}" of the vocabulary ${place.owner}.`,
});
