// What .github/workflows/release.yml runs:
//   node scripts/release.mjs check TAG     compares a tag with manifests, changelog, and project.json
//   node scripts/release.mjs collect       fills dist/release/ with what is published, after `npm run package`
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { identityProblems, readIdentity } from "./identity.mjs";
import { Failure, main, npm, ROOT } from "./process.mjs";

/**
 * Why a tag cannot be published, a sentence each.
 * @param {string} tag
 * @param {{ version: string, changelog: string, identity: import("./identity.mjs").Identity }} state
 */
export function tagProblems(tag, { version, changelog, identity }) {
  const problems = identityProblems(identity).map((problem) => `project.json: ${problem}`);
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, but the manifests have version ${version}.`);
  if (notesOf(changelog, version) === undefined)
    problems.push(`CHANGELOG.md has no section "## [${version}]".`);
  if (identity.repository === null) problems.push('project.json: "repository" must be set before a release.');
  return problems;
}

/**
 * The section of a version in the changelog, without its heading.
 * @param {string} changelog @param {string} version
 */
export function notesOf(changelog, version) {
  const sections = changelog.replaceAll("\r\n", "\n").split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  return section && `${section.slice(section.indexOf("\n")).trim()}\n`;
}

/**
 * The lines of SHA256SUMS, as sha256sum reads them.
 * @param {string} folder
 */
export async function checksums(folder) {
  const names = (await readdir(folder)).filter((name) => name !== "SHA256SUMS").sort();
  const lines = names.map(async (name) => {
    const hash = createHash("sha256").update(await readFile(path.join(folder, name)));
    return `${hash.digest("hex")}  ${name}\n`;
  });
  return (await Promise.all(lines)).join("");
}

async function state() {
  const read = (name) => readFile(path.join(ROOT, name), "utf8");
  const { version } = JSON.parse(await read("package.json"));
  return { version, changelog: await read("CHANGELOG.md"), identity: readIdentity() };
}

async function check(tag = "") {
  const problems = tagProblems(tag, await state());
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}

/** @param {string} folder is emptied */
export async function collect(folder = path.join(ROOT, "dist/release")) {
  const { version, changelog } = await state();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(path.join(ROOT, "dist/forge-alloy.vsix"), path.join(folder, `forge-alloy-${version}.vsix`));
  // Without scripts: the package is what the tests ran.
  await npm(["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: path.join(ROOT, "server"),
    quiet: true,
  });
  for (const [part, name] of [
    ["client", "extension"],
    ["server", "language-server"],
  ])
    await cp(path.join(ROOT, part, "dist/sbom.cdx.json"), path.join(folder, `${name}-${version}.cdx.json`));
  await writeFile(path.join(folder, "NOTES.md"), notesOf(changelog, version) ?? "");
  await writeFile(path.join(folder, "SHA256SUMS"), await checksums(folder));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  await main(async () => {
    if (command === "check") await check(...args);
    else if (command === "collect") await collect();
    else throw new Failure("Usage: node scripts/release.mjs check TAG | collect", 2);
  });
}
