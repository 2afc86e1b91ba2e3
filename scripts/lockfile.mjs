// Whether package-lock.json pins everything that is installed: `node scripts/lockfile.mjs`. Node built-ins only, so that
// it can run before anything is installed.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * What is wrong with a lock file, a sentence each. Every package needs the SHA-512 checksum of what is installed. Where
 * it says from where, all must come from the same host by HTTPS: another one is a package that was slipped in. Without
 * it, packages come from the registry that npm is set up with.
 * @param {{ packages?: Record<string, { integrity?: string, resolved?: string, link?: boolean, inBundle?: boolean }> }} lock
 * @param {readonly string[]} workspaces folders of this repository, the only ones that may be links
 */
export function lockfileProblems(lock, workspaces) {
  const problems = [];
  const hosts = new Map();
  for (const [place, { integrity, resolved, link, inBundle }] of Object.entries(lock.packages ?? {})) {
    if (!place.includes("node_modules/")) {
      if (place !== "" && !workspaces.includes(place)) problems.push(`${place} is not a workspace.`);
      continue;
    }
    if (link) {
      if (!workspaces.includes(resolved))
        problems.push(`${place} is a link to ${resolved}, which is not a workspace.`);
      continue;
    }
    if (inBundle) continue; // part of the package around it, under the same checksum
    const sums = (integrity ?? "").split(/\s+/);
    if (!sums.every((sum) => /^sha512-[A-Za-z0-9+/]{86}==$/.test(sum)))
      problems.push(
        `${place} must have a SHA-512 checksum, but has ${integrity ? `"${integrity}"` : "none"}.`,
      );
    if (resolved === undefined) continue;
    const url = URL.canParse(resolved) ? new URL(resolved) : undefined;
    if (url?.protocol !== "https:" || url.username !== "" || url.password !== "")
      problems.push(`${place} must come by HTTPS without credentials, but comes from "${resolved}".`);
    else hosts.set(url.host, [...(hosts.get(url.host) ?? []), place]);
  }
  const [, ...others] = [...hosts].sort((a, b) => b[1].length - a[1].length);
  for (const [host, places] of others)
    problems.push(
      `${places.join(", ")} must come from the host of the other packages, but come from ${host}.`,
    );
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => JSON.parse(readFileSync(path.join(ROOT, name), "utf8"));
  const lock = read("package-lock.json");
  const problems = lockfileProblems(lock, read("package.json").workspaces);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`package-lock.json: ${Object.keys(lock.packages).length} places, all pinned by SHA-512.`);
}
