import * as z from "zod";
import { PROBLEM_OPTIONS, PROBLEMS, problemReport, problemText } from "../problems.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const checkAlloy = tool({
  name: "check_alloy",
  title: "Check an alloy",
  description:
    "Reports the problems of an alloy, as the editor and CI do: what parsers reject (error), what is accepted and almost certainly not meant (warning), the rest. Use it after every change.",
  effect: "reads",
  input: z.strictObject({ ...SOURCE, ...PROBLEM_OPTIONS }),
  output: z.object({ file: z.string(), ...PROBLEMS }),
  fromFile: ["problems"],
  async run(args, { sandbox }) {
    const { name, text, diagnose } = await sourceOf(args, sandbox);
    const { problems, alloy } = await diagnose(text);
    const report = problemReport(problems, alloy, args);
    return { text: problemText(report, name), data: { file: name, ...report } };
  },
});
