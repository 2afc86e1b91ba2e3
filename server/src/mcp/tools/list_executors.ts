import * as z from "zod";
import type { ExecutorProfile } from "../../schema/executor-profile.js";
import { plainLine } from "../plain.js";
import { sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

const names = z.array(z.string());

export const listExecutors = tool({
  name: "list_executors",
  title: "List the executors",
  description:
    "Says which architectures the executors of the workspace run, and which stage types of each. source.architecture must be spelled exactly like one of them.",
  effect: "reads",
  input: z.strictObject({}),
  output: z.object({
    executors: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        applies: z.boolean().describe("False if the configuration selects others."),
        domain: z.string(),
        architectures: z.array(
          z.object({
            architecture: z.string(),
            isMoe: z.boolean(),
            stages: names,
            expertTensorLayout: z.string().optional(),
          }),
        ),
        anyArchitecture: names.describe("Stage types that run whatever the architecture."),
        skipped: names.describe("Stage types that do not run."),
        benchmarks: names.optional().describe("Benchmarks that can be run."),
      }),
    ),
    unavailable: z.array(z.object({ id: z.string(), file: z.string(), reason: z.string() })).optional(),
  }),
  fromFile: ["executors"],
  async run(_, { sandbox }) {
    const { executors } = (await sourceOrNone({}, sandbox)).alloy.registry;
    const listed = [...executors.available.values()].map((profile) =>
      describeProfile(profile, executors.active.includes(profile)),
    );
    const unavailable = executors.unavailable.map(({ id, why, place }) => ({
      id: plainLine(id),
      file: plainLine(place),
      reason: why === "clash" ? "another profile has the same ID" : "its file has errors",
    }));
    const text = listed.map(
      ({ id, architectures }) => `${id}: ${architectures.map((one) => one.architecture).join(", ")}`,
    );
    return {
      text: text.join("\n"),
      data: { executors: listed, ...(unavailable.length > 0 && { unavailable }) },
    };
  },
});

function describeProfile(profile: ExecutorProfile, applies: boolean) {
  const { id, title, domain, architectures, anyArchitecture, skipped, benchmarks } = profile;
  return {
    id: plainLine(id),
    title: plainLine(title),
    applies,
    domain: plainLine(domain),
    architectures: Object.entries(architectures).map(([architecture, { moe, stages, layout }]) => ({
      architecture: plainLine(architecture),
      isMoe: moe,
      stages: stages.map(plainLine),
      ...(layout !== undefined && { expertTensorLayout: plainLine(layout) }),
    })),
    anyArchitecture: anyArchitecture.map(plainLine),
    skipped: skipped.map(plainLine),
    ...(benchmarks && { benchmarks: benchmarks.map(plainLine) }),
  };
}
