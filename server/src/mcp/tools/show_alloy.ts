import * as z from "zod";
import { sceneMarkdown } from "../../preview/markdown.js";
import { sceneOf } from "../../preview/scene.js";
import { sceneText } from "../../preview/text.js";
import { UNPAINTED } from "../../text/paint.js";
import { cutLines, LIMITS } from "../limits.js";
import { plainLines } from "../plain.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const showAlloy = tool({
  name: "show_alloy",
  title: "Show an alloy",
  description:
    "Summarizes an alloy on a page: source, pipeline by phase, acceptance gate with measured values, sizes, devices, trust. Read it before you change an alloy that you do not know.",
  effect: "reads",
  input: z.strictObject({
    ...SOURCE,
    format: z
      .enum(["text", "markdown"])
      .optional()
      .describe("markdown is for a pull request or a model card."),
  }),
  output: z.object({ file: z.string(), preview: z.string() }),
  fromFile: ["preview"],
  async run({ format = "text", ...given }, { sandbox }) {
    const { name, text, diagnose } = await sourceOf(given, sandbox);
    const { alloy, problems } = await diagnose(text);
    const scene = sceneOf(alloy, problems);
    const page = format === "markdown" ? sceneMarkdown(scene) : sceneText(scene, UNPAINTED);
    const preview = plainLines(cutLines(page, LIMITS.page));
    return { text: preview, data: { file: name, preview } };
  },
});
