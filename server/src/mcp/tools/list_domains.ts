import * as z from "zod";
import { plainLine } from "../plain.js";
import { sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

export const listDomains = tool({
  name: "list_domains",
  title: "List the domains",
  description:
    "Lists the domains that alloys of the workspace may declare in domains, and those whose files have errors.",
  effect: "reads",
  input: z.strictObject({}),
  output: z.object({
    domains: z.array(
      z.object({
        id: z.string(),
        version: z.string(),
        status: z.string().describe("draft or stable."),
        title: z.string(),
        description: z.string(),
        file: z
          .string()
          .optional()
          .describe("Domain file of the workspace; absent if it comes with Forge Alloy."),
        stages: z.int().describe("Number of stage types; see list_stages."),
      }),
    ),
    unavailable: z
      .array(z.object({ id: z.string(), file: z.string().optional(), reason: z.string() }))
      .optional(),
  }),
  fromFile: ["domains"],
  async run(_, { sandbox }) {
    const { registry } = (await sourceOrNone({}, sandbox)).alloy;
    const domains = registry.domains.map(({ file, place }) => ({
      id: plainLine(file.id),
      version: plainLine(file.version),
      status: file.status,
      title: plainLine(file.title),
      description: plainLine(file.description),
      ...(place !== undefined && { file: plainLine(place) }),
      stages: Object.keys(file.stages).length,
    }));
    const unavailable = [...registry.unavailable.values()].map(({ id, why, place }) => ({
      id: plainLine(id),
      ...(place !== undefined && { file: plainLine(place) }),
      reason: why === "clash" ? "another domain has the same ID" : "its file has errors",
    }));
    return {
      text: domains.map(({ id, title, stages }) => `${id}: ${title}, ${stages} stage types`).join("\n"),
      data: { domains, ...(unavailable.length > 0 && { unavailable }) },
    };
  },
});
