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
  check(alloy, report) {
    for (const { name, schema } of alloy.usedTypes) {
      const needed = schema.needsEarlier ?? [];
      if (needed.length === 0) continue;
      // A stage of unknown type may be a misspelt one that is needed.
      const firsts = [...needed, undefined].flatMap((type) => alloy.stagesOf(type)[0] ?? []);
      for (const { index, typeNode } of alloy.stagesOf(name)) {
        if (firsts.some((first) => first.index < index)) break;
        if (typeNode) report(typeNode, { name, needed });
      }
    }
  },
  message: ({ name, needed }) =>
    t`${name} needs an earlier stage ${list([...needed], "or")}: put one before it.`,
});
