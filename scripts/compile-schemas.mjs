// Compiles schemas/ ahead of time: one validator for the envelope and one for each schema of a domain.
// Reads schemas/core.json, schemas/configuration.json, schemas/domain.json and every schemas/domains/*.json, writes server/src/alloy/generated/.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const DOMAINS = path.join(ROOT, "schemas/domains");
const OUT = path.join(ROOT, "server/src/alloy/generated");

/** Writes vocabulary.js (files and validators) and its types. What it writes depends on the schemas alone. */
export async function compileSchemas() {
  const ajv = new Ajv2020.default({
    allErrors: true,
    strict: false, // our annotations are no keywords of ajv's
    code: { source: true, esm: true, lines: true },
    messages: false, // we write our own sentences
  });
  /** export name → $id, and domain id → place → export name. */
  const names = {};
  const index = {};
  const add = (owner, place, schema) => {
    const name = `v${Object.keys(names).length}`;
    ajv.addSchema({ ...bare(schema), $id: `${owner}/${place}` });
    names[name] = `${owner}/${place}`;
    index[owner] ??= {};
    index[owner][place] = name;
  };

  add("core", "root", await readJson(path.join(ROOT, "schemas/core.json")));
  add("configuration", "root", await readJson(path.join(ROOT, "schemas/configuration.json")));
  add("domain-file", "root", await readJson(path.join(ROOT, "schemas/domain.json")));
  const files = (await readdir(DOMAINS)).filter((name) => name.endsWith(".json")).sort();
  for (const file of files) {
    const domain = await readJson(path.join(DOMAINS, file));
    const { $defs = {} } = domain;
    for (const [type, schema] of Object.entries(domain.stages))
      add(domain.id, `stages/${type}`, { ...schema, $defs });
    for (const [key, schema] of Object.entries(domain.rootExtensions ?? {})) {
      add(domain.id, `rootExtensions/${key}`, { ...schema, $defs });
    }
    if (domain.sourceSchema) add(domain.id, "sourceSchema", { ...domain.sourceSchema, $defs });
  }

  const table = Object.entries(index).map(([owner, places]) => {
    const entries = Object.entries(places).map(([place, name]) => `    ${JSON.stringify(place)}: ${name},`);
    return `  ${JSON.stringify(owner)}: {\n${entries.join("\n")}\n  },`;
  });
  const code = standaloneCode.default(ajv, names);
  if (code.includes("require("))
    throw new Error("A schema uses a keyword whose validator needs ajv at run time.");
  await mkdir(OUT, { recursive: true });
  const imports = files.map((file, i) => `import d${i} from "../../../../schemas/domains/${file}";`);
  await writeFile(
    path.join(OUT, "vocabulary.js"),
    [
      `import core from "../../../../schemas/core.json";`,
      `import configuration from "../../../../schemas/configuration.json";`,
      `import domainFile from "../../../../schemas/domain.json";`,
      ...imports,
      code,
      `export const files = { core, configuration, domainFile, domains: [${files.map((_, i) => `d${i}`).join(", ")}] };`,
      `export const validators = {\n${table.join("\n")}\n};\n`,
    ].join("\n"),
  );
  await writeFile(path.join(OUT, "vocabulary.d.ts"), TYPES);
}

/** Objects whose keys are names, not keywords. */
const MAPS = new Set(["properties", "$defs"]);
const KEYWORDS = new Set([
  "$ref",
  "const",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "type",
  "required",
  "items",
  "additionalProperties",
  "enum",
  "minimum",
  "maximum",
  ...MAPS,
]);

/**
 * The schema without its annotations: ajv puts each schema it compiles into the code, documentation and all.
 */
function bare(schema) {
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => KEYWORDS.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (MAPS.has(key)) {
        return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bare(inner)]))];
      }
      return [key, key === "items" || key === "additionalProperties" ? bare(value) : value];
    }),
  );
}

const TYPES = `import type { Validator } from "../registry.js";
import type { CoreFile, DomainFile } from "../schema.js";

export const files: {
  readonly core: CoreFile;
  readonly configuration: CoreFile;
  readonly domainFile: CoreFile;
  readonly domains: readonly DomainFile[];
};
/** Domain id, "core", "configuration" or "domain-file" → place in its file → validator. */
export const validators: Readonly<Record<string, Readonly<Record<string, Validator>>>>;
`;

async function readJson(file) {
  return JSON.parse(await readFile(file, "utf8"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await compileSchemas();
