// Installs what we compare with, into a folder of its own that git ignores.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { npm, ROOT } from "../scripts/process.mjs";

const FOLDER = path.join(ROOT, "bench/.peers");
const PACKAGES = { "vscode-langservers-extracted": "4.10.0", "ajv-cli": "5.0.0" };

/** VS Code's JSON language server, without VS Code. */
export const JSON_SERVER = inPackage("vscode-langservers-extracted", "bin/vscode-json-language-server");

/** Checks files against a JSON Schema on the command line. */
export const AJV_CLI = inPackage("ajv-cli", "dist/index.js");

export async function ensurePeers() {
  const missing = Object.entries(PACKAGES).filter(([name, version]) => versionOf(name) !== version);
  if (missing.length === 0) return;
  console.log("Installing the peers ...");
  mkdirSync(FOLDER, { recursive: true });
  const options = ["--prefix", FOLDER, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  await npm(["install", ...options, ...wanted], {
    cwd: FOLDER,
    quiet: true,
    what: "npm install of the peers",
  });
}

/** In words, for the results: an engine is often a dependency with a version of its own. */
export function versionsOf(...names) {
  return names.map((name) => `${name} ${versionOf(name)}`).join(", ");
}

function inPackage(name, file) {
  return path.join(FOLDER, "node_modules", name, file);
}

function versionOf(name) {
  const file = inPackage(name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}
