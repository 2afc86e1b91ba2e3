import { type Rule, rule } from "../../lint/rule.js";
import { textOf } from "../../model/occurrences.js";
import { referencesTo } from "../../model/references.js";
import { closest } from "../../schema/names.js";
import type { Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/**
 * Returns the rule that reports rules which do not exist: those are neither switched off nor suppressed.
 * @param ruleNames all codes and groups, this rule's own included
 */
export function configurationUnknownRule(ruleNames: () => readonly string[]): Rule {
  // Called only for a message that is shown: a configuration may have tens of thousands of unknown names.
  const meantBy = (name: string) => closest(name, ruleNames());
  return rule<{ at: Span; name: string }>({
    code: "configuration/unknown-rule",
    severity: "warning",
    summary: "Unknown rule in a configuration",
    explanation:
      "A configuration refers to a rule by its code, such as `stage/phase-order`, or to a group of rules by the part before the slash. Any other name has no effect.",
    examples: {
      bad: [
        '{"rules": {‹"stage/phase-ordr"›: "off"}}',
        '{"suppressions": [{"code": ‹"nowhere"›, "reason": "none"}]}',
      ],
      good: ['{"rules": {"executor": "off", "schema/null": "warning"}}', '{"rules": {"": "off"}}'],
    },
    on: "configuration",
    scope: "document",
    check(alloy, report) {
      const known = new Set(ruleNames());
      for (const reference of referencesTo(alloy, "rule")) {
        const { name } = reference;
        if (name === "" || known.has(name)) continue;
        const at = textOf(reference);
        report(at, { at, name });
      }
    },
    message: ({ name }) => {
      const meant = meantBy(name);
      return t`Unknown rule or group "${name}", so this has no effect.${meant ? t` Did you mean "${meant}"?` : ""}`;
    },
    fixes: ({ at, name }) => {
      const meant = meantBy(name);
      if (meant === undefined) return [];
      const edits = [{ start: at.start, end: at.end, text: JSON.stringify(meant) }];
      return [{ title: t`Change to "${meant}"`, edits, safe: false, preferred: true }];
    },
  });
}
