import { closest } from "../alloy/names.js";
import { textOf } from "../alloy/occurrences.js";
import { referencesTo } from "../alloy/references.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/tree.js";
import { ruleNames } from "./names.js";
import { rule } from "./rule.js";

/** A rule that does not exist is neither switched off nor suppressed. */
export const configurationUnknownRule = rule<{ at: Span; name: string; meant: string | undefined }>({
  code: "configuration/unknown-rule",
  severity: "warning",
  summary: "A configuration names a rule that does not exist",
  explanation:
    "Rules are named by the code that each message carries, such as `stage/phase-order`, or together by the word before the slash. A name that is neither has no effect.",
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
      report(at, { at, name, meant: closest(name, known) });
    }
  },
  message: ({ name, meant }) =>
    t`There is no rule and no group of rules "${name}", so this has no effect.${meant ? t` Did you mean "${meant}"?` : ""}`,
  fixes: ({ at, meant }) =>
    meant === undefined
      ? []
      : [
          {
            title: t`Write "${meant}"`,
            edits: [{ start: at.start, end: at.end, text: JSON.stringify(meant) }],
            safe: false,
            preferred: true,
          },
        ],
});
