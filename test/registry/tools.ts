/**
 * The registry for npm packages and the program of Open VSX that tests run. They come from npm into a folder that git
 * ignores: their 600 packages would make the lock file three times as long, and nothing of ours imports them.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../protocol/client.js";

const FOLDER = path.join(ROOT, "test/.registry");

/** The last versions for Node.js 20. */
const MANIFEST = {
  private: true,
  dependencies: { verdaccio: "6.8.0", ovsx: "1.1.1" },
  // Verdaccio requires a tag instead of a version, which not every mirror has.
  overrides: { "node-fetch": "2.7.0" },
};

type Tool = keyof typeof MANIFEST.dependencies;

/** Environment in which npm has a cache and settings in a folder of the test, apart from those of the user. */
export function npmEnvironment(folder: string, settings: Readonly<Record<string, string>> = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  return {
    ...Object.fromEntries(own),
    npm_config_cache: path.join(folder, "npm-cache"),
    npm_config_userconfig: path.join(folder, "npmrc"),
    npm_config_update_notifier: "false",
    npm_config_audit: "false",
    npm_config_fund: "false",
    ...settings,
  };
}

/** Installs what is missing. @returns whether all is there, which it is not without a network */
export function ensureTools(): boolean {
  const manifest = path.join(FOLDER, "package.json");
  const wanted = JSON.stringify(MANIFEST, null, 2);
  const isThere = (Object.keys(MANIFEST.dependencies) as Tool[]).every((tool) => existsSync(packageOf(tool)));
  if (isThere && readFileSync(manifest, "utf8") === wanted) return true;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(manifest, wanted);
  const options = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"];
  const { status } = spawnSync("npm", ["install", ...options], {
    cwd: FOLDER,
    stdio: "ignore",
    shell: process.platform === "win32",
  });
  return status === 0;
}

/** A file of an installed tool. */
export function toolFile(tool: Tool, file: string): string {
  return path.join(path.dirname(packageOf(tool)), file);
}

function packageOf(tool: Tool): string {
  return path.join(FOLDER, "node_modules", tool, "package.json");
}
