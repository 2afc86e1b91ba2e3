// Lists the vocabulary files for the bundler, so that a new one needs no change of code.
// Reads the names in schemas/domains/, writes server/src/alloy/generated/files.js and its types.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OUT = path.join(ROOT, "server/src/alloy/generated");
const SCHEMAS = "../../../../schemas";

export async function listVocabularies() {
  const names = (await readdir(path.join(ROOT, "schemas/domains"))).filter((name) => name.endsWith(".json"));
  const imports = names.sort().map((name, i) => `import d${i} from "${SCHEMAS}/domains/${name}";\n`);
  await mkdir(OUT, { recursive: true });
  await writeFile(
    path.join(OUT, "files.js"),
    `${imports.join("")}export const domains = [${names.map((_, i) => `d${i}`).join(", ")}];\n`,
  );
  await writeFile(
    path.join(OUT, "files.d.ts"),
    'import type { DomainFile } from "../schema.js";\nexport const domains: readonly DomainFile[];\n',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await listVocabularies();
