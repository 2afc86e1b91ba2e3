import * as z from "zod";
import { exampleStage, insertionIndex } from "../../features/insert-stage.js";
import { closest } from "../../schema/names.js";
import type { PatchOperation } from "../../syntax/patch.js";
import { Failure } from "../../workspace/failure.js";
import { answerChange, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { SOURCE, type Source, sourceOf } from "../source.js";
import { tool } from "../tool.js";
import { edited } from "./edit_alloy.js";

export const insertStage = tool({
  name: "insert_stage",
  title: "Insert a stage",
  description:
    "Inserts a stage of a declared domain with its usual fields, where its phase runs or at an index. values sets or adds fields. Answers with the diff and the problems after it.",
  effect: "changes",
  input: z.strictObject({
    ...SOURCE,
    type: z.string().describe("Stage type, such as train; see list_stages."),
    values: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("Fields of the stage, instead of those of its example."),
    index: z.int().min(0).optional().describe("Position in stages, from 0; default: the end of its phase."),
    ...WRITE,
  }),
  output: z.object({ ...CHANGE, index: z.int().describe("Where the stage is now.") }),
  fromFile: CHANGE_FROM_FILE,
  async run({ type, values = {}, index: wanted, write, ...given }, call) {
    const source = await sourceOf(given, call.sandbox);
    const { stagesNode, stages } = source.alloy;
    const index = wanted ?? insertionIndex(source.alloy, type) ?? stages.length;
    if (index > stages.length) throw new Failure(`index must be from 0 to ${stages.length}`);
    const stage = { ...stageOf(source, type), ...values };
    const operation: PatchOperation = stagesNode
      ? { op: "add", pointer: `/stages/${index}`, value: stage }
      : { op: "add", pointer: "/stages", value: [stage] };
    const next = await edited(source.alloy, [operation], call);
    const { text, data } = await answerChange(source, next, {
      write,
      summary: `Stage ${index + 1}: ${type}`,
    });
    return { text, data: { ...data, index } };
  },
});

/** @throws {Failure} for a type that no declared domain defines */
function stageOf({ alloy }: Source, type: string): Readonly<Record<string, unknown>> {
  const example = exampleStage(alloy, type);
  if (example) return example;
  const names = alloy.vocabulary.stageTypes.map(({ name }) => name);
  const meant = closest(type, names);
  throw new Failure(`unknown stage type "${type}"${meant ? `. Did you mean "${meant}"?` : ""}`);
}
