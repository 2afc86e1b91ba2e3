import * as z from "zod";
import { plainLine } from "../plain.js";
import { sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

export const listExecutors = tool({
  name: "list_executors",
  title: "List the executors",
  description:
    "Says which architectures executors run, and which stage types of each. source.architecture must be spelled exactly like one of them.",
  effect: "reads",
  input: z.strictObject({}),
  output: z.object({
    domain: z.string(),
    architectures: z.array(
      z.object({
        architecture: z.string(),
        isMoe: z.boolean(),
        stages: z.array(z.string()),
        expertTensorLayout: z.string().optional(),
      }),
    ),
    anyArchitecture: z.array(z.string()).describe("Stage types that run whatever the architecture."),
    skipped: z.array(z.string()).describe("Stage types that no executor runs."),
    benchmarks: z.array(z.string()).optional().describe("Benchmarks that can be run."),
  }),
  fromFile: ["architectures"],
  run(_, { sandbox }) {
    const { executor } = sourceOrNone({}, sandbox).alloy.registry;
    const architectures = Object.entries(executor.architectures).map(
      ([architecture, { moe, stages, layout }]) => ({
        architecture: plainLine(architecture),
        isMoe: moe,
        stages: stages.map(plainLine),
        ...(layout !== undefined && { expertTensorLayout: plainLine(layout) }),
      }),
    );
    return {
      text: `Architectures: ${architectures.map(({ architecture }) => architecture).join(", ")}.`,
      data: {
        domain: executor.domain ?? "llm-forge",
        architectures,
        anyArchitecture: [...executor.anyArchitecture],
        skipped: [...executor.skipped],
        ...(executor.benchmarks && { benchmarks: [...executor.benchmarks] }),
      },
    };
  },
});
