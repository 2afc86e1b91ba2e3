import * as z from "zod";
import { executorStageWords } from "../../features/executor-words.js";
import { exampleStage } from "../../features/insert-stage.js";
import { closest } from "../../schema/names.js";
import { translate } from "../../text/l10n.js";
import { Failure } from "../../workspace/failure.js";
import { describeField, FIELD } from "../describe.js";
import { plainLine, plainValue } from "../plain.js";
import { SOURCE, sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

export const describeStage = tool({
  name: "describe_stage",
  title: "Describe a stage type",
  description:
    "Says what a stage type does, what may be written in it, what happens if a field is omitted, and an example. With path or text also what the executor of that architecture reads, and where the alloy has such stages.",
  effect: "reads",
  input: z.strictObject({ type: z.string().describe("Such as expert-prune."), ...SOURCE }),
  output: z.object({
    type: z.string(),
    domain: z.string(),
    phase: z.string(),
    summary: z.string(),
    description: z.string().optional(),
    fields: z.array(FIELD).describe("In short; describe_field says more. Required fields come first."),
    others: z
      .array(z.string())
      .optional()
      .describe("Fields of published alloys that the format does not define."),
    example: z.record(z.string(), z.unknown()).optional(),
    executor: z.string().optional(),
    inAlloy: z.array(z.string()).optional().describe("JSON pointers of stages of this type."),
  }),
  fromFile: ["fields", "inAlloy"],
  async run({ type: name, ...given }, { sandbox }) {
    const { alloy } = await sourceOrNone(given, sandbox);
    const { vocabulary } = alloy;
    const type = vocabulary.stageType(name);
    if (!type) {
      const names = vocabulary.stageTypes.map((one) => one.name);
      const meant = closest(name, names);
      throw new Failure(`unknown stage type "${name}"${meant ? `. Did you mean "${meant}"?` : ""}`);
    }
    const fields = [...vocabulary.fields(vocabulary.stage(name)).values()].filter(
      (field) => field.name !== "type",
    );
    const defined = fields.filter(({ status }) => status !== "extra");
    const extras = fields.filter(({ status }) => status === "extra");
    const stages = alloy.stagesOf(name);
    const executor = executorStageWords(alloy, type)?.replaceAll("`", "");
    const example = exampleStage(alloy, name);
    const summary = plainLine(translate(type.schema.summary));
    return {
      text: [
        `${name} (${type.phase.id} phase): ${summary}.`,
        `Fields: ${defined.map((field) => `${field.name}${field.status === "required" ? " (required)" : ""}`).join(", ")}.`,
        ...(executor ? [executor] : []),
      ].join("\n"),
      data: {
        type: plainLine(name),
        domain: plainLine(type.domain.file.id),
        phase: type.phase.id,
        summary,
        ...(type.schema.description && { description: plainLine(translate(type.schema.description)) }),
        fields: defined.map((field) =>
          describeField(alloy, field, stages.length === 1 ? stages[0]?.node : undefined, true),
        ),
        ...(extras.length > 0 && { others: extras.map((field) => plainLine(field.name)) }),
        ...(example && { example: plainValue(example) as Record<string, unknown> }),
        ...(executor && { executor }),
        ...(stages.length > 0 && { inAlloy: stages.slice(0, 50).map(({ index }) => `/stages/${index}`) }),
      },
    };
  },
});
