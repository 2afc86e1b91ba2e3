// The licenses of bundled packages require that their texts are shipped with the bundles.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * Returns the folders of the bundled packages, relative to the root and with `/`, as the lock file has them.
 * @param {readonly import("esbuild").Metafile[]} metafiles of the builds
 * @returns {string[]} sorted
 */
export function packagesIn(metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles.flatMap(({ outputs }) => Object.values(outputs))) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file) ?? [];
      if (folder && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/**
 * Returns the names, versions, and license texts of packages; packages with the same text share one section.
 * @param {readonly string[]} folders of the packages, relative to the root
 * @param {string} root
 * @throws if a package has neither a license file nor a `license` in its package.json
 */
export function noticesFor(folders, root) {
  const byText = new Map();
  for (const folder of folders) {
    const at = path.join(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(path.join(at, "package.json"), "utf8"));
    const file = readdirSync(at).find((one) => /^licen[cs]e/i.test(one));
    if (!file && !license) throw new Error(`${name} is bundled and says nothing about its licence.`);
    const text = file ? readFileSync(path.join(at, file), "utf8").trim() : license;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
  return `Forge Alloy contains these packages, under these licences.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}
