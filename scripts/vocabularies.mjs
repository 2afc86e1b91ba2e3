// The vocabulary files, as modules: a new file in schemas/ needs no change of code.
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SCHEMAS = path.join(ROOT, "schemas");

/** Where the sources import the vocabularies from. */
const SOURCE = path.join(ROOT, "server/src/schema/generated");

const SINGLE = {
  core: "core.json",
  configuration: "configuration.json",
  domainFile: "domain.json",
  executorFile: "executor.json",
  executor: "executors/reference.json",
};

const TYPES = `import type { ExecutorFile } from "../executor-profile.js";
import type { CoreFile, DomainFile } from "../schema.js";
export const core: CoreFile;
export const configuration: CoreFile;
export const domainFile: CoreFile;
export const executorFile: CoreFile;
export const executor: ExecutorFile;
export const domains: readonly DomainFile[];
`;

/** Writes the module that the sources import, `server/src/schema/generated/vocabularies.js`, and its types. */
export async function listVocabularies() {
  await mkdir(SOURCE, { recursive: true });
  const toSchemas = path.relative(SOURCE, SCHEMAS).split(path.sep).join("/");
  await writeFile(path.join(SOURCE, "vocabularies.js"), await importing((name) => `"${toSchemas}/${name}"`));
  await writeFile(path.join(SOURCE, "vocabularies.d.ts"), TYPES);
}

/**
 * Ships the files as they are: server and command line read them at run time, and an editor opens them to show where a
 * word comes from.
 * @param {string} out folder for the files
 */
export async function shipVocabularies(out) {
  await mkdir(out, { recursive: true });
  for (const name of [...Object.values(SINGLE), ...(await domainFiles())])
    await cp(path.join(SCHEMAS, name), path.join(out, path.basename(name)));
}

/**
 * The same files by their names, for the site.
 * @returns {Map<string, string>}
 */
export function vocabularyFiles() {
  const domains = readdirSync(path.join(SCHEMAS, "domains")).filter((name) => name.endsWith(".json"));
  const names = [...Object.values(SINGLE), ...domains.sort().map((name) => `domains/${name}`)];
  return new Map(names.map((name) => [path.basename(name), readFileSync(path.join(SCHEMAS, name), "utf8")]));
}

/**
 * A module that reads every file from the disk.
 * @param {string} from where they are, seen from the module
 */
export async function readingVocabularies(from = "") {
  const read = (name) => `read("${path.basename(name)}")`;
  const lines = Object.entries(SINGLE).map(([key, name]) => `export const ${key} = ${read(name)};\n`);
  const domains = (await domainFiles()).map(read).join(", ");
  return `import { readFileSync } from "node:fs";
const read = (name) => JSON.parse(readFileSync(new URL("${from}" + name, import.meta.url), "utf8"));
${lines.join("")}export const domains = [${domains}];
`;
}

/** A module that imports every file and exports it by its name, and the domains as a list. */
async function importing(from) {
  const domains = await domainFiles();
  const imports = [
    ...Object.entries(SINGLE).map(([key, name]) => `import ${key} from ${from(name)};\n`),
    ...domains.map((name, i) => `import d${i} from ${from(name)};\n`),
  ];
  const names = [...Object.keys(SINGLE), "domains"].join(", ");
  return `${imports.join("")}const domains = [${domains.map((_, i) => `d${i}`).join(", ")}];\nexport { ${names} };\n`;
}

async function domainFiles() {
  const names = (await readdir(path.join(SCHEMAS, "domains"))).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => `domains/${name}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await listVocabularies();
