import * as z from "zod";
import { DEFAULT_DOMAIN } from "../../schema/effective-schema.js";
import { translate } from "../../text/l10n.js";
import { Failure } from "../../workspace/failure.js";
import { plainLine } from "../plain.js";
import { SOURCE, sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

export const listStages = tool({
  name: "list_stages",
  title: "List the stage types",
  description:
    "Lists the stage types that an alloy may use, by phase in the order of execution. Without path, text, or domains: those of llm-forge.",
  effect: "reads",
  input: z.strictObject({
    ...SOURCE,
    domains: z.array(z.string()).max(20).optional().describe("Domains instead of those of an alloy."),
  }),
  output: z.object({
    phases: z.array(
      z.object({
        phase: z.string(),
        description: z.string().optional(),
        stages: z.array(z.object({ type: z.string(), domain: z.string().optional(), summary: z.string() })),
      }),
    ),
  }),
  fromFile: ["phases"],
  async run({ domains, ...given }, { sandbox }) {
    const { alloy } = await sourceOrNone(given, sandbox);
    for (const id of domains ?? [])
      if (!alloy.registry.domain(id)) throw new Failure(`unknown domain "${id}"`);
    const { phases, stageTypes } = domains ? alloy.registry.vocabulary(domains) : alloy.vocabulary;
    const listed = phases.flatMap((phase) => {
      const stages = stageTypes.filter((type) => type.phase.id === phase.id);
      return stages.length === 0 ? [] : [{ phase, stages }];
    });
    return {
      text: listed
        .map(({ phase, stages }) => `${phase.id}: ${stages.map(({ name }) => name).join(", ")}`)
        .join("\n"),
      data: {
        phases: listed.map(({ phase, stages }) => ({
          phase: plainLine(phase.id),
          description: plainLine(translate(phase.description)),
          stages: stages.map(({ name, domain, schema }) => ({
            type: plainLine(name),
            ...(domain.file.id !== DEFAULT_DOMAIN && { domain: plainLine(domain.file.id) }),
            summary: plainLine(translate(schema.summary)),
          })),
        })),
      },
    };
  },
});
