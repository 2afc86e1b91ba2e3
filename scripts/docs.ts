// Writes what follows from project.json, rules, vocabularies, and editors/: the parts of manifests and documents that
// name the project, the files in docs/editors.md, docs/rules/, docs/domains/, schemas/executor.schema.json,
// the table of texts, l10n/bundle.l10n.json, what the rules say about their examples,
// server/src/rules/rules.golden.txt, in package.json the names that the setting forgeAlloy.rules may have, and what agents
// read, llms.txt and llms-full.txt.
// node --import tsx scripts/docs.ts (npm run docs). Tests check that all are current.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { domainDocs } from "../server/src/features/domain-docs.js";
import { composeFileSchema } from "../server/src/features/json-schema.js";
import { settingNames } from "../server/src/lint/known-rules.js";
import { ruleDocs } from "../server/src/lint/rule-docs.js";
import { rules } from "../server/src/rules/index.js";
import { bundled, registries } from "../server/src/schema/bundled.js";
import { goldenOf } from "../server/src/testing/golden.js";
import { withEditorFiles } from "./editor-files.js";
import { writeIdentity } from "./identity.mjs";
import { englishTable } from "./l10n.js";
import { llmsFull, llmsList } from "./llms.js";
import { ROOT } from "./root.js";

writeIdentity();
const editors = path.join(ROOT, "docs/editors.md");
writeFileSync(editors, withEditorFiles(readFileSync(editors, "utf8")));
write("docs/rules", ruleDocs());
write("docs/domains", domainDocs(bundled));

for (const [kind, title] of [
  ["domain", "Forge Alloy domain"],
  ["executor", "Forge Alloy executor profile"],
] as const) {
  const schema = composeFileSchema(registries[kind].core.file, title);
  writeFileSync(path.join(ROOT, `schemas/${kind}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}

function write(folder: string, pages: ReadonlyMap<string, string>): void {
  const full = path.join(ROOT, folder);
  mkdirSync(full, { recursive: true });
  for (const name of readdirSync(full)) if (!pages.has(name)) rmSync(path.join(full, name));
  for (const [name, text] of pages) writeFileSync(path.join(full, name), text);
  console.log(`${folder}: ${pages.size} pages`);
}

mkdirSync(path.join(ROOT, "l10n"), { recursive: true });
writeFileSync(path.join(ROOT, "l10n/bundle.l10n.json"), englishTable());

writeFileSync(path.join(ROOT, "server/src/rules/rules.golden.txt"), rules.map(goldenOf).join("\n"));

const manifestFile = path.join(ROOT, "package.json");
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
manifest.contributes.configuration.properties["forgeAlloy.rules"].propertyNames = settingNames();
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);

// After the pages that they are made of.
writeFileSync(path.join(ROOT, "llms.txt"), llmsList());
writeFileSync(path.join(ROOT, "llms-full.txt"), llmsFull());
