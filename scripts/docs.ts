// Writes docs/rules/ from the rules: node --import tsx scripts/docs.ts (npm run docs). A test checks that it is current.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ruleDocs } from "../server/src/rules/docs.js";

const FOLDER = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "docs/rules");

mkdirSync(FOLDER, { recursive: true });
const pages = ruleDocs();
for (const name of readdirSync(FOLDER)) if (!pages.has(name)) rmSync(path.join(FOLDER, name));
for (const [name, text] of pages) writeFileSync(path.join(FOLDER, name), text);
console.log(`docs/rules: ${pages.size} pages`);
