import { existsSync } from "node:fs";
import path from "node:path";
import { starterProfile } from "../../features/new-profile.js";
import { EXECUTORS_FOLDER } from "../../schema/document-kind.js";
import { DOMAIN_ID } from "../../schema/domain-file.js";
import type { ExecutorProfile } from "../../schema/executor-profile.js";
import type { UnavailableExecutor } from "../../schema/executors.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { createFile } from "../../workspace/files.js";
import { Project } from "../../workspace/project.js";
import { printLine, say } from "../terminal.js";

const WHY: Record<UnavailableExecutor["why"], string> = {
  broken: "its file has errors",
  clash: "another profile has the same ID",
  untrusted: "the workspace is not trusted",
};

/** Lists the executor profiles in reach of this folder, which of them apply, and those whose files have a fault. */
export function executors(): number {
  const inReach = new Project({}).registry(path.resolve("any.alloy.json")).executors;
  const { available, active, selected, unavailable } = inReach;
  for (const profile of available.values()) listProfile(profile, active.includes(profile));
  const missing = (selected ?? []).filter((id) => !available.has(id) && !inReach.whyUnavailable(id));
  for (const id of missing) say(`error: executor "${id}", selected in the configuration, is not available`);
  for (const { id, why, place } of unavailable)
    say(`error: executor profile "${id}" in ${place} was not loaded: ${WHY[why]}`);
  return unavailable.length + missing.length > 0 ? EXIT.problems : EXIT.clean;
}

function listProfile(
  { id, version, title, domain, architectures, place }: ExecutorProfile,
  applies: boolean,
) {
  const name = version === undefined ? id : `${id} ${version}`;
  const file = place === undefined ? "" : `, ${path.relative(process.cwd(), fileOf(place))}`;
  printLine(`${name}${applies ? "" : " (not selected)"} — ${title}${file}`);
  printLine(`  ${domain}: ${Object.keys(architectures).join(", ") || "no architectures"}`);
}

function fileOf(place: string): string {
  return place.startsWith("file:") ? new URL(place).pathname : place;
}

/**
 * Writes a new profile. A file that is there stays.
 * @throws {Failure} for an ID of another form, or if the file exists
 */
export function createExecutor(id: string, { output }: { readonly output?: string }): number {
  if (!DOMAIN_ID.test(id))
    throw new Failure(`invalid executor ID "${id}"`, [
      'hint: lowercase letters, digits, and single hyphens, as in "acme-forge"',
    ]);
  const file = output ?? path.join(EXECUTORS_FOLDER, `${id}.json`);
  if (existsSync(file)) throw new Failure(`${file} already exists`);
  createFile(file, starterProfile(id));
  printLine(`Created ${file}. Next: edit it, then forge-alloy executors`);
  return EXIT.clean;
}
