// Writes what follows from rules and vocabularies: docs/rules/ and the table of texts, l10n/bundle.l10n.json.
// node --import tsx scripts/docs.ts (npm run docs). Tests check that both are current.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ruleDocs } from "../server/src/rules/docs.js";
import { englishTable } from "./l10n.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const FOLDER = path.join(ROOT, "docs/rules");

mkdirSync(FOLDER, { recursive: true });
const pages = ruleDocs();
for (const name of readdirSync(FOLDER)) if (!pages.has(name)) rmSync(path.join(FOLDER, name));
for (const [name, text] of pages) writeFileSync(path.join(FOLDER, name), text);
console.log(`docs/rules: ${pages.size} pages`);

mkdirSync(path.join(ROOT, "l10n"), { recursive: true });
writeFileSync(path.join(ROOT, "l10n/bundle.l10n.json"), englishTable());
