import path from "node:path";
import * as z from "zod";
import { alloyNameFor, templatesOf, newAlloy as textOf } from "../../features/new-alloy.js";
import { Alloy } from "../../model/alloy.js";
import { closest } from "../../schema/names.js";
import { Failure } from "../../workspace/failure.js";
import { answerNew, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { sourceOrNone } from "../source.js";
import { tool } from "../tool.js";
import { edited } from "./edit_alloy.js";

export const newAlloy = tool({
  name: "new_alloy",
  title: "New alloy",
  description:
    "Makes an alloy from a template, with values by JSON pointer. Answers with its text and problems; a file that exists is never replaced. Without template, lists the templates.",
  effect: "creates",
  input: z.strictObject({
    template: z.string().optional().describe("Such as moe-coder."),
    name: z
      .string()
      .max(200)
      .optional()
      .describe("Name of the alloy; default: from path, else from the template."),
    values: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('By JSON pointer, such as {"/source/baseModel": "Qwen/Qwen3-8B"}.'),
    path: z.string().optional().describe("File to create, ending with .alloy.json."),
    ...WRITE,
  }),
  output: z
    .object({
      templates: z.array(
        z.object({ template: z.string(), description: z.string(), domain: z.string().optional() }),
      ),
      ...CHANGE,
    })
    .partial(),
  fromFile: CHANGE_FROM_FILE,
  async run({ template: wanted, name, values = {}, path: file, write }, call) {
    const { registry } = (await sourceOrNone({}, call.sandbox)).alloy;
    const templates = templatesOf(registry);
    if (wanted === undefined)
      return {
        text: templates.map(({ label, description }) => `${label}: ${description}`).join("\n"),
        data: {
          templates: templates.map(({ label: template, description, domain }) => ({
            template,
            description,
            ...(domain !== undefined && { domain }),
          })),
        },
      };
    const template = templates.find(({ label }) => label === wanted);
    if (!template)
      throw unknown(
        wanted,
        templates.map(({ label }) => label),
      );
    const called = name ?? (file === undefined ? wanted : alloyNameFor(path.basename(file)));
    const operations = Object.entries(values).map(([pointer, value]) => ({
      op: "add" as const,
      pointer,
      value,
    }));
    const text = await edited(Alloy.parse(textOf(template, called), registry), operations, call);
    return answerNew(text, { path: file, write, summary: `New alloy from ${wanted}` }, call.sandbox);
  },
});

function unknown(wanted: string, labels: readonly string[]): Failure {
  const meant = closest(wanted, labels);
  const hint = meant ? `Did you mean "${meant}"?` : `Available: ${labels.join(", ")}`;
  return new Failure(`unknown template "${wanted}". ${hint}`);
}
