import path from "node:path";
import { composeSchema } from "../../features/json-schema.js";
import { DEFAULT_DOMAIN } from "../../schema/effective-schema.js";
import { printableJson } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";

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
