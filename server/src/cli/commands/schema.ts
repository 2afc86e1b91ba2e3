import path from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { composeSchema } from "../../features/json-schema.js";
import { composeDraft7, withSchemaId } from "../../features/json-schema-draft-7.js";
import { DEFAULT_DOMAIN } from "../../schema/effective-schema.js";
import { printableJson } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";

export const declareSchema: Declare = (program, done) => {
  program
    .command("schema")
    .description("Print a JSON Schema for other tools")
    .argument("[ids...]", "domains that the alloys declare; default: llm-forge")
    .option(...DOMAIN_OPTION, collect)
    .addOption(new Option("--draft <draft>", "draft of JSON Schema").choices(DRAFTS).default("2020-12"))
    .option("--id <url>", "URL where the schema will be published, for $id", absoluteUrl)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy schema > alloy.schema.json", "write the schema to a file"],
          ["forge-alloy schema --draft 7", "schema for VS Code's JSON support and SchemaStore"],
          ["forge-alloy schema llm-forge ticketing", "schema for alloys that declare both"],
        ],
        "Exit codes: 0 success, 2 unknown domain.",
      ),
    )
    .action((ids, options) => done(schema(ids, options)));
};

const DRAFTS = ["2020-12", "7"];

interface SchemaOptions extends ProjectOptions {
  readonly draft: string;
  readonly id?: string;
}

function absoluteUrl(value: string): string {
  if (!/^https?:\/\/[^\s#]+$/.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError("Expected an http or https URL without a fragment.");
  return value;
}

/** Prints one JSON Schema for alloys of the given domains. */
export async function schema(ids: readonly string[], options: SchemaOptions): Promise<number> {
  const registry = await (await Project.open(options)).registry(path.resolve("any.alloy.json"));
  const wanted = ids.length > 0 ? ids : [DEFAULT_DOMAIN];
  for (const id of wanted) {
    if (!registry.domain(id))
      throw new Failure(`unknown domain "${id}"`, ["hint: forge-alloy domains lists the domains"]);
  }
  const schema = options.draft === "7" ? composeDraft7(registry, wanted) : composeSchema(registry, wanted);
  const identified = options.id === undefined ? schema : withSchemaId(schema, options.id);
  process.stdout.write(`${printableJson(identified, 2)}\n`);
  return EXIT.clean;
}
