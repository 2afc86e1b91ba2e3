import * as z from "zod";
import { groupOf } from "../../lint/severity.js";
import { rules } from "../../rules/index.js";
import { closest } from "../../schema/names.js";
import { Failure } from "../../workspace/failure.js";
import { tool } from "../tool.js";

export const listRules = tool({
  name: "list_rules",
  title: "List the rules",
  description: "Lists the groups of rules, or the rules of a group with severity and summary.",
  effect: "reads",
  input: z.strictObject({ group: z.string().optional().describe("Such as stage.") }),
  output: z.object({
    groups: z.record(z.string(), z.int()).optional().describe("Number of rules by group."),
    rules: z
      .array(z.object({ code: z.string(), severity: z.string(), summary: z.string(), hasFix: z.boolean() }))
      .optional(),
  }),
  run({ group }) {
    const groups = countGroups();
    if (group === undefined) {
      const text = Object.entries(groups).map(([name, count]) => `${name} (${count})`);
      return { text: `${rules.length} rules: ${text.join(", ")}.`, data: { groups } };
    }
    const found = rules.filter(({ code }) => groupOf(code) === group);
    if (found.length === 0) {
      const meant = closest(group, Object.keys(groups));
      throw new Failure(`unknown group "${group}"${meant ? `. Did you mean "${meant}"?` : ""}`);
    }
    return {
      text: found.map(({ code, severity, summary }) => `${code} (${severity}): ${summary}`).join("\n"),
      data: {
        rules: found.map(({ code, severity, summary, fixes }) => ({
          code,
          severity,
          summary,
          hasFix: fixes !== undefined,
        })),
      },
    };
  },
});

function countGroups(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of rules) counts[groupOf(code)] = (counts[groupOf(code)] ?? 0) + 1;
  return counts;
}
