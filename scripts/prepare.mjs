// Makes a fresh clone ready: installs the dependencies when they are not there. Node built-ins only.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, main, npm, ROOT, run } from "./process.mjs";

export { run };

/** As in `engines` of package.json. */
const OLDEST_NODE = "20.12";

/** Runs `npm ci` unless node_modules already holds what package-lock.json asks for. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE.split(".").map(Number);
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new Failure(`Node.js ${OLDEST_NODE} or later is required, but this is ${process.versions.node}.`);
  if (isInstalled()) return;
  console.log("Installing dependencies (npm ci) ...");
  // --include: a NODE_ENV=production or omit=dev of the user must not leave out the tools we build with
  await npm(
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--no-update-notifier"],
    {
      quiet: true,
    },
  );
}

/**
 * Compares the lock file with the one npm leaves in node_modules, package by package: a checkout gives files
 * any date, so dates would say little. npm writes its file last, so an interrupted install does not count.
 */
function isInstalled() {
  const installed = readLock("node_modules/.package-lock.json");
  const wanted = readLock("package-lock.json");
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
    if (place === "" || optional) return true; // the project itself; packages of other platforms
    const there = installed[place];
    return there !== undefined && there.version === version && there.integrity === integrity;
  });
}

/** @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined} */
function readLock(name) {
  const file = path.join(ROOT, name);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined; // a damaged file: npm ci will mend it or say what is wrong
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(ensureInstalled);
