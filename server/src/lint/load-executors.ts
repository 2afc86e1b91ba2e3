import { Alloy } from "../model/alloy.js";
import { registries, registryFor } from "../schema/bundled.js";
import { isSameJson } from "../schema/canonical.js";
import { DEFAULT_DOMAIN } from "../schema/effective-schema.js";
import type { ExecutorFile, ExecutorProfile } from "../schema/executor-profile.js";
import {
  Executors,
  extendedBy,
  MAX_PROFILE_LENGTH,
  mergedFile,
  type ProfileFile,
  profileFrom,
  type UnavailableExecutor,
} from "../schema/executors.js";
import type { Registry } from "../schema/registry.js";
import { textIn, toValue } from "../syntax/tree.js";
import { hasErrors } from "./has-errors.js";

/** A profile file that was found, and how people see its place. */
export interface ProfileSource {
  readonly uri: string;
  readonly place: string;
  readonly text: string;
}

interface LoadOptions {
  /** False where nothing that a stranger wrote may be used. */
  readonly isTrusted: boolean;
  /** IDs that the configuration selects; if undefined, all profiles apply. */
  readonly selected?: readonly string[] | undefined;
}

/**
 * The registry with the executor profiles of these files. A file with errors, or with the ID of another profile, is named
 * as unavailable and the others work; the same profile twice is one.
 * @param sources the nearest first: it takes precedence
 */
export function withExecutors(
  registry: Registry,
  sources: readonly ProfileSource[],
  { isTrusted, selected }: LoadOptions,
): Registry {
  if (sources.length === 0 && selected === undefined) return registry;
  const builtIn = registry.executors;
  const files = new Map<string, ProfileFile>(builtIn.files);
  const unavailable: UnavailableExecutor[] = [];
  const found: { file: ExecutorFile; source: ProfileSource }[] = [];
  const leaveOut = (
    why: UnavailableExecutor["why"],
    { place }: ProfileSource,
    id: string,
    file?: ExecutorFile,
  ) => unavailable.push({ id, why, place, domain: domainOf(file, files) });
  for (const source of sources) {
    const { id, file } = read(source);
    if (!isTrusted) leaveOut("untrusted", source, id, file);
    else if (!file) leaveOut("broken", source, id);
    else if (!files.has(id)) {
      files.set(id, { file, place: source.place });
      found.push({ file, source });
    } else if (!isSameJson(files.get(id)?.file, file)) leaveOut("clash", source, id, file);
  }
  const unchecked = registryFor("executor", registry.withExecutors(new Executors({ files, profiles: [] })));
  const broken = new Set(
    found.filter(({ source }) => hasErrors(Alloy.parse(source.text, unchecked))).map(({ file }) => file.id),
  );
  const profiles: ExecutorProfile[] = [];
  for (const { file, source } of found) {
    // What builds on a file with errors has them, too.
    const isBroken = [file, ...extendedBy(file, files).bases].some(({ id }) => broken.has(id));
    const profile = isBroken ? undefined : profileFrom(file, files, source.uri);
    if (profile) profiles.unshift(profile);
    else leaveOut("broken", source, file.id, file);
  }
  const all = [...builtIn.available.values(), ...profiles];
  return registry.withExecutors(new Executors({ files, profiles: all, unavailable, selected }));
}

/** The ID of a file, and its content unless it is too long or no object. */
function read({ text, place }: ProfileSource): { id: string; file?: ExecutorFile } {
  const ofName = (place.split("/").pop() ?? place).replace(/\.json$/, "");
  if (text.length > MAX_PROFILE_LENGTH) return { id: ofName };
  const { root } = Alloy.parse(text, registries.executor);
  const id = textIn(root, "id")?.value;
  if (!root || id === undefined) return { id: ofName };
  return { id, file: toValue(root) as ExecutorFile };
}

/** The domain of a profile that cannot be used: any of its values may have any type. */
function domainOf(file: ExecutorFile | undefined, files: ReadonlyMap<string, ProfileFile>): string {
  const domain: unknown = (file && mergedFile(file, files))?.domain ?? file?.domain;
  return typeof domain === "string" ? domain : DEFAULT_DOMAIN;
}
