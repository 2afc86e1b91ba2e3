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
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { putFile } from "../put-file.js";
import { printLine, say } from "../terminal.js";
import { testDomains } from "./domains-test.js";

export const declareDomains: Declare = (program, done) => {
  const domainsCommand = program
    .command("domains")
    .description("List the available domains")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy domains --domain lab", "include the domains in the folder lab"],
          ["forge-alloy domains new bakery", "create .forge-alloy/domains/bakery.json"],
          ["forge-alloy domains test", "compare alloys with their expected problems"],
        ],
        "Exit codes: 0 success, 1 a domain cannot be used, 2 wrong usage.",
      ),
    )
    .action((options) => done(domains(options)));
  domainsCommand
    .command("new")
    .description("Create a domain")
    .argument("<id>", "ID of the domain, such as lab-batch")
    .option("-o, --output <file>", "new file; default: .forge-alloy/domains/<id>.json")
    .addHelpText(
      "after",
      more(
        [["forge-alloy domains new bakery", "create .forge-alloy/domains/bakery.json"]],
        "Exit codes: 0 created, 2 wrong usage or a file that cannot be written.",
      ),
    )
    .action((id, options) => done(createDomain(id, options)));
  domainsCommand
    .command("docs")
    .description("Print the reference page of a domain")
    .argument("<id>", "ID of the domain")
    .option("-o, --output <file>", "file to write; default: standard output")
    .addHelpText(
      "after",
      more(
        [["forge-alloy domains docs bakery -o docs/bakery.md", "write the page to a file"]],
        "Exit codes: 0 success, 2 unknown domain or a file that cannot be written.",
      ),
    )
    .action((id, options) => done(documentDomain(id, options)));
  domainsCommand
    .command("test")
    .description("Compare alloys with their expected problems")
    .argument("[dir]", "folder with the alloys; default: the current folder")
    .option("--update", "write the problems that are found as the expected ones")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy domains test", "test all alloys that have expectations"],
          ["forge-alloy domains test tests --update", "write tests/*.alloy.expected.json"],
        ],
        'NAME.alloy.expected.json next to NAME.alloy.json has the expected problems:\n[{"code", "pointer", "severity"}], in any order.',
        "Exit codes: 0 as expected, 1 differences, 2 no expectations, or a file that cannot\nbe read or written.",
      ),
    )
    .action((dir, options) => done(testDomains(dir, options)));
};

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
export async function domains(options: ProjectOptions): Promise<number> {
  const project = await Project.open(options);
  const registry = await project.registry("any.alloy.json");
  for (const { file, place, lineage } of registry.domains) {
    const { id, version, status, title, stages } = file;
    const base = lineage[1] === undefined ? "" : `, extends ${lineage[1]}`;
    const where = place === undefined ? "" : `, ${project.shown(place)}`;
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
export async function documentDomain(
  id: string,
  { output, ...options }: OutputOptions & ProjectOptions,
): Promise<number> {
  const registry = await (await Project.open(options)).registry("any.alloy.json");
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
