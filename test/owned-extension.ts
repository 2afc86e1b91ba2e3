import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { type Identity, identityFiles, withRepositoryLinks } from "../scripts/identity.mjs";
import { ROOT } from "./protocol/client.js";

/** What an owner may write into project.json. */
export const OWNED: Identity = {
  author: "Example Lab",
  license: "MIT",
  npm: "@example-lab/alloy",
  publisher: "example-lab",
  owners: ["@example-lab/reviewers"],
  repository: "https://github.com/example-lab/forge-alloy-tools",
  site: "https://example.org/alloy/",
  published: { marketplace: true, openVsx: true, npm: true, action: true, container: true },
};

/**
 * Packs the extension as an owner does, without any allowance.
 * @returns path of the package
 */
export async function packOwned(folder: string): Promise<string> {
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  for (const file of [...files, ".vscodeignore"]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    // Built files and translations are large, and nothing here looks into them.
    if (/(^|\/)(dist|l10n)\//.test(file)) writeFileSync(path.join(folder, file), "{}");
    else cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  const manifest = JSON.parse(identityFiles(OWNED).get("package.json") as string);
  delete manifest.scripts; // it is built
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const packagePath = path.join(folder, "packed.vsix");
  mkdirSync(path.join(folder, "dist"));
  const readme = readFileSync(path.join(ROOT, "MARKETPLACE.md"), "utf8");
  writeFileSync(path.join(folder, "dist/MARKETPLACE.md"), withRepositoryLinks(readme));
  await createVSIX({ cwd: folder, packagePath, readmePath: "dist/MARKETPLACE.md", dependencies: false });
  return packagePath;
}
