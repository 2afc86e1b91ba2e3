import { rule } from "../../lint/rule.js";
import { list } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** A stage that requires an earlier one. */
export const stageNeedsEarlier = rule<{ name: string; needed: readonly string[] }>({
  code: "stage/needs-earlier",
  severity: "warning",
  summary: "Missing earlier stage",
  explanation:
    "The stage uses the output of an earlier stage (`needsEarlier` in its domain). Insert such a stage before it.",
  examples: { bad: [], good: ['{"stages": [{"type": "eval"}]}'] },
  scope: "document",
  reads: [],
  check(alloy, report) {
    for (const { name, schema } of alloy.usedTypes) {
      const needed = schema.needsEarlier ?? [];
      if (needed.length === 0) continue;
      // A stage of unknown type may be a misspelled one that is needed.
      const firsts = [...needed, undefined].flatMap((type) => alloy.stagesOf(type)[0] ?? []);
      for (const { index, typeNode } of alloy.stagesOf(name)) {
        if (firsts.some((first) => first.index < index)) break;
        if (typeNode) report(typeNode, { name, needed });
      }
    }
  },
  message: ({ name, needed }) => {
    const choices = list(
      needed.map((type) => `"${type}"`),
      "or",
    );
    return t`"${name}" requires an earlier stage: ${choices}. Insert one before it.`;
  },
});
