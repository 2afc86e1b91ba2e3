import { isSameJson } from "./canonical.js";
import { DEFAULT_DOMAIN } from "./effective-schema.js";
import type { ArchitectureProfile, ExecutorFile, ExecutorProfile } from "./executor-profile.js";

/** Longer files are not read as profiles, in UTF-16 code units. The same limit as for domain files. */
export const MAX_PROFILE_LENGTH = 2_000_000;

/** A profile whose file exists and which is not used all the same. */
export interface UnavailableExecutor {
  readonly id: string;
  /** `broken`: its file has errors. `clash`: another file has the ID. `untrusted`: the workspace is not trusted. */
  readonly why: "broken" | "clash" | "untrusted";
  /** Path of its file, as messages show it. */
  readonly place: string;
  /** ID of the domain whose stages it would be about, as far as its file says so. */
  readonly domain: string;
}

/** A profile file in reach, with errors or without: what `extends` may name. */
export interface ProfileFile {
  readonly file: ExecutorFile;
  /** Path of the file, as messages show it; bundled profiles have none. */
  readonly place?: string | undefined;
}

/** What is known about the profiles in reach of a file. */
interface ExecutorsInReach {
  /** By ID. */
  readonly files: ReadonlyMap<string, ProfileFile>;
  /** Those that may be used; a later one takes precedence. */
  readonly profiles: readonly ExecutorProfile[];
  readonly unavailable?: readonly UnavailableExecutor[];
  /** IDs that the configuration selects. */
  readonly selected?: readonly string[] | undefined;
}

/** The executor profiles in reach of a file, and which of them apply. Immutable. */
export class Executors {
  /** Those that apply. If several know an architecture of one domain, the last one is used. */
  readonly active: readonly ExecutorProfile[];
  /** All that may be selected, by ID. */
  readonly available: ReadonlyMap<string, ExecutorProfile>;
  readonly files: ReadonlyMap<string, ProfileFile>;
  readonly unavailable: readonly UnavailableExecutor[];
  /** As the configuration has it; undefined if it selects none, and all apply. */
  readonly selected: readonly string[] | undefined;

  constructor({ files, profiles, unavailable = [], selected }: ExecutorsInReach) {
    this.files = files;
    this.available = new Map(profiles.map((profile) => [profile.id, profile]));
    this.unavailable = unavailable;
    this.selected = selected;
    const chosen = selected?.flatMap((id) => this.available.get(id) ?? []);
    this.active = chosen ?? [...this.available.values()];
  }

  /** Whether alloys mean the same under other profiles. */
  isLike(other: Executors): boolean {
    if (this === other) return true;
    const meaning = ({ active, unavailable, selected, available }: Executors) => {
      return { active, unavailable, selected, available: [...available.keys()] };
    };
    return isSameJson(meaning(this), meaning(other));
  }

  /** Why no profile with this ID can be used; undefined if one can, or if there is no file. */
  whyUnavailable(id: string): UnavailableExecutor | undefined {
    return this.available.has(id) ? undefined : this.unavailable.find((one) => one.id === id);
  }
}

/**
 * The profile of a file with everything that it takes over; undefined if it extends a profile that is not there, or
 * itself.
 * @param files by ID
 */
export function profileFrom(
  file: ExecutorFile,
  files: ReadonlyMap<string, ProfileFile>,
  place?: string,
): ExecutorProfile | undefined {
  const merged = mergedFile(file, files);
  if (!merged) return undefined;
  const architectures = Object.entries(merged.architectures ?? {}).flatMap(([name, entry]) =>
    entry ? [[name, { moe: false, stages: [], ...entry }] as [string, ArchitectureProfile]] : [],
  );
  const stages = Object.entries(merged.stages ?? {}).flatMap(([type, uses]) =>
    uses ? [[type, uses] as const] : [],
  );
  return {
    ...merged,
    domain: merged.domain ?? DEFAULT_DOMAIN,
    architectures: Object.fromEntries(architectures),
    anyArchitecture: merged.anyArchitecture ?? [],
    skipped: merged.skipped ?? [],
    stages: Object.fromEntries(stages),
    accepted: merged.accepted ?? {},
    adapters: merged.adapters ?? {},
    devices: merged.devices ?? {},
    quantization: merged.quantization ?? {},
    ...(place !== undefined && { place }),
  };
}

/** Profiles that extend one another, one after the other, are at most so many. */
export const MAX_EXTENDED = 16;

/**
 * The profiles that one extends, the nearest first.
 * @returns how the chain ends: with a profile that extends none, or before one that is missing, or that was there already
 */
export function extendedBy(
  { id, extends: first }: Pick<ExecutorFile, "id" | "extends">,
  files: ReadonlyMap<string, ProfileFile>,
): { readonly bases: readonly ExecutorFile[]; readonly end: "complete" | "missing" | "circle" | "long" } {
  const bases: ExecutorFile[] = [];
  const seen = new Set([id]);
  for (let next = first; next !== undefined; next = bases.at(-1)?.extends) {
    if (seen.has(next)) return { bases, end: "circle" };
    const base = files.get(next)?.file;
    if (!base) return { bases, end: "missing" };
    if (bases.length === MAX_EXTENDED) return { bases, end: "long" };
    seen.add(next);
    bases.push(base);
  }
  return { bases, end: "complete" };
}

/** The file of a profile, merged into those that it extends; undefined if one is missing or they form a circle. */
export function mergedFile(
  file: ExecutorFile,
  files: ReadonlyMap<string, ProfileFile>,
): ExecutorFile | undefined {
  const { bases, end } = extendedBy(file, files);
  if (end !== "complete") return undefined;
  return [file, ...bases].reduceRight((base, own) => {
    // What a profile is called is its own.
    const { version, name, description, ...inherited } = base;
    return merged(inherited, own) as ExecutorFile;
  });
}

/** Objects are merged field by field, whatever their depth; everything else is replaced. */
function merged(base: unknown, own: unknown): unknown {
  if (!isObject(base) || !isObject(own)) return own;
  const fields = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(own)) fields.set(name, merged(fields.get(name), value));
  return Object.fromEntries(fields);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
