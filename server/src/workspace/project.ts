import { existsSync } from "node:fs";
import path from "node:path";
import { MAX_BYTES } from "../disk/ordinary-file.js";
import {
  type CheckSettings,
  type Configuration,
  NO_SETTINGS,
  readConfiguration,
  settingsFor,
} from "../lint/configuration.js";
import { type DomainSource, withDomains } from "../lint/load-domain.js";
import { type ProfileSource, withExecutors } from "../lint/load-executors.js";
import { bundled, registryFor } from "../schema/bundled.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { CONFIGURATION_FILE, DOMAINS_FOLDER, EXECUTORS_FOLDER, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { Failure } from "./failure.js";
import { namesIn, readText, statOf } from "./files.js";
import { isWithin } from "./walk.js";

/** Where to look beside the folders of the files themselves. */
export interface ProjectOptions {
  /** A configuration that is used instead of those in the folders. */
  readonly config?: string | undefined;
  /** More domain files, or folders with some. */
  readonly domain?: readonly string[] | undefined;
}

/** So many folders are remembered: neighbours are asked about one after the other, and memory must not grow. */
const MAX_ENTRIES = 1000;

/** No file has a longer path, in characters; each folder in it is looked into. */
const MAX_PATH = 4096;

/** Told why a file of settings cannot be read, in a sentence. */
type Unreadable = (reason: string, file: string) => void;

/** What holds for each file: the nearest configuration and the domains of the folders above it. */
export class Project {
  readonly #named: readonly DomainSource[];
  readonly #namedDomains: ReadonlySet<string>;
  readonly #config: FoundConfiguration | undefined;
  readonly #configurations = new Map<string, FoundConfiguration | undefined>();
  readonly #vocabularies = new Map<string, Vocabularies>();

  readonly #unreadable: Unreadable;

  /**
   * @param unreadable told, for each folder once, what stands where settings belong and cannot be read: without it
   *   nothing true can be said about the files there, so the default is to fail
   * @throws {Failure} where a file named in the options is not there
   */
  constructor({ config, domain = [] }: ProjectOptions, unreadable: Unreadable = fail) {
    this.#unreadable = unreadable;
    this.#named = domain.flatMap((place) => {
      const sources = sourcesAt(place, fail);
      if (sources.length === 0) throw new Failure(`no domain file in ${place}`);
      return sources;
    });
    this.#namedDomains = new Set(this.#named.map(({ uri }) => uri));
    if (config !== undefined) {
      const read = readText(config, MAX_BYTES.settings);
      if ("reason" in read) throw new Failure(read.reason);
      this.#config = { file: config, folder: process.cwd(), configuration: readConfiguration(read.text) };
    }
  }

  /** How a file is checked. */
  settings(file: string): CheckSettings {
    const found = this.#configurationOf(file);
    if (!found) return NO_SETTINGS;
    const below = path.relative(found.folder, path.resolve(file)).split(path.sep).join("/");
    return settingsFor(found.configuration, below);
  }

  /** The file with the configuration that counts for a file. */
  configurationFile(file: string): string | undefined {
    return this.#configurationOf(file)?.file;
  }

  /** What a file is: by its place, or since the options name it. */
  kind(file: string): DocumentKind {
    const place = path.resolve(file);
    if (this.#config && place === path.resolve(this.#config.file)) return "configuration";
    return this.#namedDomains.has(place) ? "domain" : kindOf(place.split(path.sep).join("/"));
  }

  /** The vocabularies that a file may declare. */
  registry(file: string): Registry {
    const kind = this.kind(file);
    return registryFor(kind, this.#vocabulariesOf(file).registry);
  }

  /** The domain files that count for a file, the nearest folder's first. */
  domainSources(file: string): readonly DomainSource[] {
    return this.#vocabulariesOf(file).sources;
  }

  /** The executor profiles that count for a file, the nearest folder's first. */
  profileSources(file: string): readonly ProfileSource[] {
    return this.#vocabulariesOf(file).profiles;
  }

  #configurationOf(file: string): FoundConfiguration | undefined {
    return this.#config ?? this.#configurationIn(folderOf(file));
  }

  #configurationIn(folder: string): FoundConfiguration | undefined {
    return getOrCompute(this.#configurations, folder, () => {
      const file = path.join(folder, CONFIGURATION_FILE);
      const read = readFound(file, folder, this.#unreadable);
      if (read !== undefined) return { file, folder, configuration: readConfiguration(read) };
      const parent = path.dirname(folder);
      return parent === folder ? undefined : this.#configurationIn(parent);
    });
  }

  #vocabulariesOf(file: string): Vocabularies {
    return this.#vocabulariesIn(folderOf(file));
  }

  #vocabulariesIn(folder: string): Vocabularies {
    return getOrCompute(this.#vocabularies, folder, () => {
      const parent = path.dirname(folder);
      const above =
        parent === folder
          ? vocabulariesWith(unique(this.#named), [], undefined)
          : this.#vocabulariesIn(parent);
      const read = (file: string) => readFound(file, folder, this.#unreadable);
      const own = sourcesIn(path.join(folder, DOMAINS_FOLDER), read);
      const profiles = sourcesIn(path.join(folder, EXECUTORS_FOLDER), read);
      const selected = (this.#config ?? this.#configurationIn(folder))?.configuration.executor;
      if (own.length + profiles.length === 0 && selected === above.registry.executors.selected) return above;
      return vocabulariesWith(
        unique([...own, ...above.sources]),
        unique([...profiles, ...above.profiles]),
        selected,
      );
    });
  }
}

/** @throws {Failure} for a path that no file has */
function folderOf(file: string): string {
  const folder = path.dirname(path.resolve(file));
  if (folder.length > MAX_PATH) throw new Failure(`the path is longer than ${MAX_PATH} characters`);
  return folder;
}

/** A configuration, where it was found, and what it is relative to. */
interface FoundConfiguration {
  readonly file: string;
  readonly folder: string;
  readonly configuration: Configuration;
}

interface Vocabularies {
  readonly sources: readonly DomainSource[];
  readonly profiles: readonly ProfileSource[];
  readonly registry: Registry;
}

function vocabulariesWith(
  sources: readonly DomainSource[],
  profiles: readonly ProfileSource[],
  selected: readonly string[] | undefined,
): Vocabularies {
  const registry = withExecutors(withDomains(bundled, sources, true), profiles, {
    isTrusted: true,
    selected,
  });
  return { sources, profiles, registry };
}

function unique(sources: readonly DomainSource[]): DomainSource[] {
  return [...new Map(sources.map((source) => [source.uri, source])).values()];
}

/** The domain files at a place that is named: a file, or the files of a folder. */
function sourcesAt(place: string, unreadable: Unreadable): DomainSource[] {
  const read = (file: string) => {
    const result = readText(file, MAX_BYTES.settings);
    if ("text" in result) return result.text;
    if (existsSync(file)) unreadable(result.reason, file);
    return undefined;
  };
  const found = statOf(place);
  return found && !found.isDirectory() ? sourceOf(place, read) : sourcesIn(place, read);
}

/** Reads a file; undefined for none that can be read. */
type Read = (file: string) => string | undefined;

function sourcesIn(folder: string, read: Read): DomainSource[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(".json") && !name.startsWith(".") && name !== "package.json")
    .sort()
    .flatMap((name) => sourceOf(path.join(folder, name), read));
}

function sourceOf(file: string, read: Read): DomainSource[] {
  const text = read(file);
  const place = path.relative(process.cwd(), file) || file;
  return text === undefined ? [] : [{ uri: path.resolve(file), place, text }];
}

/**
 * Reads a file of settings that nobody named, in the folder that it applies to; undefined where there is none. Links
 * are followed within the repository of that folder only, or within the folder where there is no repository.
 */
function readFound(file: string, folder: string, unreadable: Unreadable): string | undefined {
  if (!existsSync(file)) return undefined;
  if (!isWithin(repositoryOf(folder), file)) {
    unreadable(`cannot read ${file}: it is a link to a place outside of ${repositoryOf(folder)}`, file);
    return undefined;
  }
  const read = readText(file, MAX_BYTES.settings);
  if ("text" in read) return read.text;
  if (existsSync(file)) unreadable(read.reason, file);
  return undefined;
}

/** The nearest folder around this one that holds `.git`; the folder itself where there is none. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

/** @throws {Failure} always */
function fail(reason: string): never {
  throw new Failure(reason);
}

function getOrCompute<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  if (!cache.has(key)) {
    const value = make();
    if (cache.size >= MAX_ENTRIES) cache.clear();
    cache.set(key, value);
  }
  return cache.get(key) as Value;
}
