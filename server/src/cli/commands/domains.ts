import { existsSync } from "node:fs";
import path from "node:path";
import { domainPage } from "../../features/domain-docs.js";
import { bundled } from "../../schema/bundled.js";
import { DOMAINS_FOLDER } from "../../schema/document-kind.js";
import type { UnavailableDomain } from "../../schema/domain.js";
import { DOMAIN_ID, starterDomain } from "../../schema/domain-file.js";
import { closest } from "../../schema/names.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { createFile } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { putFile } from "../put-file.js";
import { printLine, say } from "../terminal.js";

/** Where the answer goes; standard output, or the usual place, if undefined. */
interface OutputOptions {
  readonly output?: string;
}

const WHY: Record<UnavailableDomain["why"], (wanted: string) => string> = {
  broken: () => "its file has errors",
  clash: () => "another domain has the same ID and version",
  untrusted: () => "the workspace is not trusted",
  base: (wanted) => `it extends "${wanted}", which is not available`,
  circle: () => "it extends itself",
  version: (wanted) => `no version is in the range "${wanted}" of the configuration`,
};

/** Lists the domains that alloys of this folder may declare, and those whose files have a fault. */
export function domains(options: ProjectOptions): number {
  const registry = new Project(options).registry(path.resolve("any.alloy.json"));
  for (const { file, place, lineage } of registry.domains) {
    const { id, version, status, title, stages } = file;
    const base = lineage[1] === undefined ? "" : `, extends ${lineage[1]}`;
    const where = place === undefined ? "" : `, ${path.relative(process.cwd(), place)}`;
    printLine(`${id} ${version}${status === "draft" ? " (draft)" : ""} — ${title}${base}${where}`);
    printLine(`  ${Object.keys(stages).join(", ")}`);
  }
  for (const { id, why, place, wanted = "" } of registry.unavailable.values())
    say(`error: domain "${id}" in ${place} was not loaded: ${WHY[why](wanted)}`);
  return registry.unavailable.size > 0 ? EXIT.problems : EXIT.clean;
}

/** Prints the version of the program, and of the bundled domains with the revisions that they agree with. */
export function printVersions(version: string): number {
  printLine(version);
  for (const { written } of bundled.domains) {
    const { id, version, status, mirrors } = written;
    const source = mirrors ? ` (${mirrors.repository} at ${mirrors.revision})` : "";
    printLine(`${id} ${version}${status === "draft" ? " (draft)" : source}`);
  }
  return EXIT.clean;
}

/**
 * Writes a new domain. A file that is there stays.
 * @throws {Failure} for an ID of another form, or if the file exists
 */
export function createDomain(id: string, { output }: OutputOptions): number {
  if (!DOMAIN_ID.test(id))
    throw new Failure(`invalid domain ID "${id}"`, [
      'hint: lowercase letters, digits, and single hyphens, as in "lab-batch"',
    ]);
  const file = output ?? path.join(DOMAINS_FOLDER, `${id}.json`);
  if (existsSync(file)) throw new Failure(`${file} already exists`);
  createFile(file, `${JSON.stringify(starterDomain(id), null, 2)}\n`);
  printLine(`Created ${file}. Next: edit it, then forge-alloy check`);
  return EXIT.clean;
}

/**
 * Writes the reference page of a domain.
 * @throws {Failure} for a domain that is not available, or if the file cannot be written
 */
export function documentDomain(id: string, { output, ...options }: OutputOptions & ProjectOptions): number {
  const registry = new Project(options).registry(path.resolve("any.alloy.json"));
  const page = domainPage(registry, id);
  if (page === undefined) {
    const unavailable = registry.unavailable.get(id);
    if (unavailable) {
      const { why, place, wanted = "" } = unavailable;
      throw new Failure(`domain "${id}" in ${place} was not loaded: ${WHY[why](wanted)}`);
    }
    const known = registry.domains.map(({ file }) => file.id);
    const meant = closest(id, known);
    const hint = meant === undefined ? "" : `. Did you mean "${meant}"?`;
    throw new Failure(`unknown domain "${id}"${hint}`, [`Available: ${known.join(", ")}`]);
  }
  if (output === undefined) {
    process.stdout.write(page);
    return EXIT.clean;
  }
  putFile(output, page);
  printLine(`Wrote ${output}.`);
  return EXIT.clean;
}
