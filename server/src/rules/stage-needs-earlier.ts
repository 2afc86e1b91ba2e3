import { list } from "../alloy/words.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** What a vocabulary says about order: a stage that builds on an earlier one. */
export const stageNeedsEarlier = rule<{ name: string; needed: readonly string[] }>({
  code: "stage/needs-earlier",
  severity: "warning",
  summary: "A stage needs an earlier stage that is not there",
  explanation:
    "The vocabulary says that the stage builds on what an earlier stage makes, by `needsEarlier`. Put such a stage before it.",
  examples: { bad: [], good: ['{"stages": [{"type": "eval"}]}'] },
  scope: "document",
  check({ stages }, report) {
    const earlier = new Set<string>();
    for (const { type, typeNode } of stages) {
      // A stage of unknown type may be a misspelt one that is needed.
      if (!type) return;
      const needed = type.schema.needsEarlier ?? [];
      const isThere = needed.length === 0 || needed.some((name) => earlier.has(name));
      if (typeNode && !isThere) report(typeNode, { name: type.name, needed });
      earlier.add(type.name);
    }
  },
  message: ({ name, needed }) =>
    t`${name} needs an earlier stage ${list([...needed], "or")}: put one before it.`,
});
