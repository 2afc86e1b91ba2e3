import * as z from "zod";
import { fixText } from "../../library/fix-text.js";
import { ruleNames } from "../../lint/known-rules.js";
import { isPublished } from "../../model/receipt.js";
import { closest } from "../../schema/names.js";
import { Failure } from "../../workspace/failure.js";
import { answerChange, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const fixAlloy = tool({
  name: "fix_alloy",
  title: "Fix an alloy",
  description:
    "Applies the safe fixes of errors and warnings: afterward, the alloy means the same, or broken JSON has its only reading. Answers with the diff and what is left. Unsafe fixes change the meaning: name their rules in unsafe, and read the diff.",
  effect: "changes",
  input: z.strictObject({
    ...SOURCE,
    unsafe: z
      .array(z.string())
      .max(100)
      .optional()
      .describe("Rules whose unsafe fixes are applied, too, if they leave nothing to choose."),
    ...WRITE,
  }),
  output: z.object({
    ...CHANGE,
    fixes: z
      .array(z.object({ code: z.string(), title: z.string(), safe: z.boolean(), pointer: z.string() }))
      .describe("Fixes that were applied."),
  }),
  fromFile: [...CHANGE_FROM_FILE, "fixes"],
  async run({ unsafe = [], write, ...given }, { sandbox }) {
    const source = await sourceOf(given, sandbox);
    for (const code of unsafe) assertRule(code);
    const { settings } = await source.diagnose(source.text);
    // For a published alloy, the answer shows what fixes would change; `answerChange` never writes it.
    const { text, fixes } = fixText(source.alloy, settings, unsafe.length > 0 ? new Set(unsafe) : false);
    const what = fixes.length === 0 ? "Nothing to fix" : `${fixes.length} fixed`;
    const note = isPublished(source.alloy) ? " (the alloy is published, and is not written)" : "";
    const { text: words, data } = await answerChange(source, text, { write, summary: what + note });
    return { text: words, data: { ...data, fixes: fixes.slice(0, 50).map((fix) => ({ ...fix })) } };
  },
});

function assertRule(code: string): void {
  if (ruleNames().includes(code)) return;
  const meant = closest(code, ruleNames());
  throw new Failure(`unknown rule "${code}"${meant ? `. Did you mean "${meant}"?` : ""}`);
}
