// Reports known vulnerabilities of the packages in the lock file. Fails only for a package that is in a bundle; those of
// tools are counted. If no advisories can be reached it says so and succeeds: a build needs no network.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** ms. A registry without advisories may never answer. */
const PATIENCE = 60_000;

/**
 * @param {string} text what `npm audit --json` printed
 * @param {ReadonlySet<string>} bundled names of the packages in the bundles
 * @returns {{ sentence: string, isBad: boolean }}
 */
export function auditResult(text, bundled) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    // no answer, or none of npm's
  }
  if (report?.vulnerabilities === undefined)
    return {
      sentence: "No advisories can be reached, so known weaknesses were not looked for.",
      isBad: false,
    };
  const names = Object.keys(report.vulnerabilities);
  const bad = names.filter((name) => bundled.has(name)).sort();
  if (bad.length > 0)
    return {
      sentence: `Bundled packages with known weaknesses: ${bad.join(", ")}. See npm audit.`,
      isBad: true,
    };
  return {
    sentence: `No bundled package has a known weakness; ${names.length} tools of the build have.`,
    isBad: false,
  };
}

/** In the playground of the site, besides those of server and client. The editor has copies of two of them. */
const ON_SITE = ["monaco-editor", "dompurify", "marked"];

/** The names of the packages in the bundles, by their bills. They are there after a build. */
function bundledNames() {
  return new Set([
    ...ON_SITE,
    ...["server", "client"].flatMap((name) => {
      const bill = JSON.parse(readFileSync(path.join(ROOT, name, "dist/sbom.cdx.json"), "utf8"));
      return bill.components.map(({ group, name: own }) => (group === undefined ? own : `${group}/${own}`));
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync("npm", ["audit", "--json", "--fetch-retries=0"], {
    cwd: ROOT,
    encoding: "utf8",
    timeout: PATIENCE,
    maxBuffer: 100_000_000,
    shell: process.platform === "win32",
  });
  const { sentence, isBad } = auditResult(stdout ?? "", bundledNames());
  console.log(sentence);
  if (isBad) process.exitCode = 1;
}
