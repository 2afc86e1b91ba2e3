import { closest } from "../alloy/names.js";
import { textOf } from "../alloy/occurrences.js";
import { referencesTo } from "../alloy/references.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/tree.js";
import { ruleNames } from "./names.js";
import { rule } from "./rule.js";

/** A rule that does not exist is neither switched off nor suppressed. */
export const configurationUnknownRule = rule<{ at: Span; name: string }>({
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

/** Looked for only where the problem is shown: a configuration may have tens of thousands of unknown names. */
function meantBy(name: string): string | undefined {
  return closest(name, ruleNames());
}
