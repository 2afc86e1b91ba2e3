// The licences of what is bundled ask that their texts go with it.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The folders of the packages that are in bundles, relative to the root and with `/`: their places in the lock file.
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
 * The names, versions and licence texts of packages; those with the same text stand together.
 * @param {readonly string[]} folders of the packages, relative to the root
 * @param {string} root
 * @throws where a package says nothing about its licence
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
