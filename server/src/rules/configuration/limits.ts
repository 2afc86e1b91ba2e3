import { type Excess, excessesIn, LIMITS } from "../../lint/read-configuration.js";
import { rule } from "../../lint/rule.js";
import { t } from "../../text/l10n.js";

/** A configuration may come from a stranger; reading it must not take the memory or the time of others. */
export const configurationLimits = rule<Excess>({
  code: "configuration/limits",
  severity: "error",
  summary: "A configuration exceeds a limit",
  explanation: `A configuration has at most ${LIMITS.length} characters, ${LIMITS.overrides} overrides, and ${LIMITS.suppressions} suppressions. All its \`files\` and \`ignores\` together have at most ${LIMITS.globs} globs, and those with wildcards have at most ${LIMITS.wildcards} characters together; a single glob has at most ${LIMITS.glob}. Its \`extends\`, \`domains\`, and \`executors\` together have at most ${LIMITS.references} items. Anything above a limit is ignored, so that a folder opens quickly.`,
  examples: {
    bad: [
      `{"overrides": [{"files": ["a", ‹"${"*a".repeat(LIMITS.glob / 2)}b"›], "rules": {}}]}`,
      `{"suppressions": [{"code": "schema/null", "reason": "a", "files": [${'"a", '.repeat(LIMITS.globs)}‹"b"›, "c"]}]}`,
      `{"extends": [${'"a", '.repeat(LIMITS.references)}‹"b"›]}`,
      `{"overrides": [${'{"files": ["a"], "rules": {}}, '.repeat(LIMITS.overrides)}‹{"files": ["b"], "rules": {}}›]}`,
    ],
    good: [
      `{"overrides": [{"files": ["${"*a".repeat(LIMITS.glob / 2)}"], "rules": {}}]}`,
      '{"suppressions": [{"code": "schema/null", "reason": "as published", "files": ["{a,b}/**/*.alloy.json"]}]}',
    ],
  },
  on: "configuration",
  scope: "document",
  check({ root, tree }, report) {
    for (const excess of excessesIn(root, tree.source.length)) report(excess, excess);
  },
  message: ({ limit, count }) => {
    switch (limit) {
      case "length":
        return t`The configuration is ignored: it must have at most ${LIMITS.length} characters, but has ${count}.`;
      case "overrides":
        return t`This override and those after it are ignored: a configuration must have at most ${LIMITS.overrides}, but has ${count}.`;
      case "suppressions":
        return t`This suppression and those after it are ignored: a configuration must have at most ${LIMITS.suppressions}, but has ${count}.`;
      case "glob":
        return t`This glob is ignored: it must have at most ${LIMITS.glob} characters, but has ${count}.`;
      case "references":
        return t`This item and those after it are ignored: "extends", "domains", and "executors" together must have at most ${LIMITS.references}, but have ${count}.`;
      case "globs":
        return t`This glob and those after it are ignored: a configuration must have at most ${LIMITS.globs}, but has ${count}.`;
      case "wildcards":
        return t`This glob and others with wildcards after it are ignored: together they must have at most ${LIMITS.wildcards} characters, but have ${count}.`;
    }
  },
});
