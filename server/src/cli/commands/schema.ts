import path from "node:path";
import { composeSchema } from "../../features/json-schema.js";
import { DEFAULT_DOMAIN } from "../../schema/effective-schema.js";
import { printableJson } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";

export const declareSchema: Declare = (program, done) => {
  program
    .command("schema")
    .description("Print a JSON Schema (draft 2020-12) for other tools")
    .argument("[ids...]", "domains that the alloys declare; default: llm-forge")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy schema > alloy.schema.json", "write the schema to a file"],
          ["forge-alloy schema llm-forge ticketing", "schema for alloys that declare both"],
        ],
        "Exit codes: 0 success, 2 unknown domain.",
      ),
    )
    .action((ids, options) => done(schema(ids, options)));
};

/** Prints one JSON Schema for alloys of the given domains. */
export async function schema(ids: readonly string[], options: ProjectOptions): Promise<number> {
  const registry = await (await Project.open(options)).registry(path.resolve("any.alloy.json"));
  const wanted = ids.length > 0 ? ids : [DEFAULT_DOMAIN];
  for (const id of wanted) {
    if (!registry.domain(id))
      throw new Failure(`unknown domain "${id}"`, ["hint: forge-alloy domains lists the domains"]);
  }
  process.stdout.write(`${printableJson(composeSchema(registry, wanted), 2)}\n`);
  return EXIT.clean;
}
