/** The JSON Schemas of the site: alloys by domain, our other files, and the reports of the command line. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { composeFileSchema, composeSchema } from "../../server/src/features/json-schema.js";
import {
  composeDraft7,
  composeFileDraft7,
  withSchemaId,
} from "../../server/src/features/json-schema-draft-7.js";
import { bundled, registries } from "../../server/src/schema/bundled.js";
import { ROOT } from "../root.js";

export interface SchemaFile {
  readonly title: string;
  readonly draft: "2020-12" | "07";
  /** The file of the repository that it is, if it is one. */
  readonly source?: string;
  readonly text: string;
}

type Schema = Record<string, unknown>;

const OUTPUT = "schemas/output";

/**
 * The schemas by their addresses.
 * @param site URL of the site; without one, schemas have no `$id`
 */
export function schemaFiles(version: string, site: string | null): Map<string, SchemaFile> {
  const files = new Map<string, SchemaFile>();
  const put = (address: string, schema: Schema, file: Omit<SchemaFile, "text">) => {
    const identified = site === null ? schema : withSchemaId(schema, `${site}${address}`);
    files.set(address, { ...file, text: `${JSON.stringify(identified)}\n` });
  };
  const add = (name: string, title: string, newest: Schema, draft7: Schema) => {
    put(`schema/${version}/${name}.schema.json`, newest, { title, draft: "2020-12" });
    put(`schema/${version}/draft-07/${name}.schema.json`, draft7, { title, draft: "07" });
  };
  for (const { file } of bundled.domains) {
    const ids = [file.id];
    add(file.id, `Alloys of the domain ${file.id}`, composeSchema(bundled, ids), composeDraft7(bundled, ids));
  }
  for (const [kind, name, title] of [
    ["configuration", "Forge Alloy configuration", "Configuration files"],
    ["domain", "Forge Alloy domain", "Domain files"],
    ["executor", "Forge Alloy executor profile", "Executor profiles"],
  ] as const) {
    const { file } = registries[kind].core;
    add(kind, title, composeFileSchema(file, name), composeFileDraft7(file, name));
  }
  for (const name of readdirSync(path.join(ROOT, OUTPUT))) {
    const source = `${OUTPUT}/${name}`;
    const schema = JSON.parse(readFileSync(path.join(ROOT, source), "utf8"));
    const draft = schema.$schema.includes("draft-07") ? "07" : "2020-12";
    put(`schema/${version}/output/${name}`, schema, { title: schema.title, draft, source });
  }
  return files;
}
