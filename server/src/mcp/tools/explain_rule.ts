import * as z from "zod";
import { ruleNames, ruleSummary } from "../../lint/known-rules.js";
import { rulePage } from "../../lint/rule-docs.js";
import { rules } from "../../rules/index.js";
import { closest } from "../../schema/names.js";
import { Failure } from "../../workspace/failure.js";
import { cutLines, LIMITS } from "../limits.js";
import { tool } from "../tool.js";

export const explainRule = tool({
  name: "explain_rule",
  title: "Explain a rule",
  description:
    "Explains why a rule reports something and what to do, with examples. The code is that of a problem.",
  effect: "reads",
  input: z.strictObject({
    code: z.string().describe("Such as stage/phase-order; or a group, such as stage."),
  }),
  output: z.object({
    code: z.string(),
    severity: z.string().optional().describe("By default; configurations may change it."),
    hasFix: z.boolean().optional(),
    explanation: z.string().describe("Markdown."),
  }),
  run({ code }) {
    const page = rulePage(code) ?? ruleSummary(code);
    if (page === undefined) {
      const meant = closest(code, ruleNames());
      throw new Failure(
        `unknown rule "${code}"${meant ? `. Did you mean "${meant}"?` : ""} list_rules lists them`,
      );
    }
    const rule = rules.find((one) => one.code === code);
    const explanation = cutLines(page.trimEnd(), LIMITS.page);
    return {
      // Without the examples, which are in `explanation`.
      text: explanation.split("\n## ")[0]?.trim() ?? "",
      data: {
        code,
        ...(rule && { severity: rule.severity, hasFix: rule.fixes !== undefined }),
        explanation,
      },
    };
  },
});
