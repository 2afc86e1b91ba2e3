import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { bundled, registries } from "../alloy/bundled.js";
import { CONFIGURATION_FILE, DOMAINS_FOLDER, kindOf } from "../alloy/document-kind.js";
import type { Registry } from "../alloy/registry.js";
import {
  type CheckSettings,
  type Configuration,
  NO_SETTINGS,
  readConfiguration,
  settingsFor,
} from "../rules/configuration.js";
import { type DomainSource, withDomains } from "../rules/load-domain.js";
import { Failure } from "./failure.js";
import { readText } from "./files.js";

/** Where to look beside the folders of the files themselves. */
export interface ProjectOptions {
  /** A configuration that is used instead of those in the folders. */
  readonly config?: string | undefined;
  /** More domain files, or folders with some. */
  readonly domain?: readonly string[] | undefined;
}

/** A configuration, where it was found, and what it is relative to. */
export interface FoundConfiguration {
  readonly file: string;
  readonly folder: string;
  readonly configuration: Configuration;
}

/** What holds for each file: the nearest configuration and the domains of the folders above it. */
export class Project {
  readonly #options: ProjectOptions;
  readonly #configurations = new Map<string, FoundConfiguration | undefined>();
  readonly #registries = new Map<string, Registry>();
  readonly #named: readonly DomainSource[];

  /** @throws {Failure} where a file named in the options is not there */
  constructor(options: ProjectOptions) {
    this.#options = options;
    this.#named = (options.domain ?? []).flatMap((place) => {
      const sources = sourcesAt(place);
      if (sources.length === 0) throw new Failure(`There is no domain file in ${place}.`);
      return sources;
    });
  }

  /** How a file is checked. */
  settings(file: string): CheckSettings {
    const found = this.configurationOf(file);
    if (!found) return NO_SETTINGS;
    const below = path.relative(found.folder, path.resolve(file)).split(path.sep).join("/");
    return settingsFor(found.configuration, below, {});
  }

  /** The vocabularies that a file may declare. */
  registry(file: string): Registry {
    const name = path.resolve(file).split(path.sep).join("/");
    const kind = kindOf(name);
    return kind === "alloy" ? this.#registryOf(path.dirname(path.resolve(file))) : registries[kind];
  }

  configurationOf(file: string): FoundConfiguration | undefined {
    const { config } = this.#options;
    if (config === undefined) return this.#configurationOf(path.dirname(path.resolve(file)));
    return memo(this.#configurations, "", () => {
      const read = readText(config);
      if ("reason" in read) throw new Failure(read.reason);
      return { file: config, folder: process.cwd(), configuration: readConfiguration(read.text) };
    });
  }

  #configurationOf(folder: string): FoundConfiguration | undefined {
    return memo(this.#configurations, folder, () => {
      const file = path.join(folder, CONFIGURATION_FILE);
      const read = isFile(file) ? readText(file) : undefined;
      if (read && "text" in read) return { file, folder, configuration: readConfiguration(read.text) };
      const parent = path.dirname(folder);
      return parent === folder ? undefined : this.#configurationOf(parent);
    });
  }

  #registryOf(folder: string): Registry {
    return memo(this.#registries, folder, () => {
      const sources: DomainSource[] = [];
      for (let at = folder; ; at = path.dirname(at)) {
        sources.push(...sourcesAt(path.join(at, DOMAINS_FOLDER)));
        if (at === path.dirname(at)) break;
      }
      return withDomains(bundled, [...sources, ...this.#named], true);
    });
  }
}

/** The domain files at a place: a file, or the files of a folder. */
function sourcesAt(place: string): DomainSource[] {
  const files = isFile(place)
    ? [place]
    : readdirOf(place)
        .filter((name) => name.endsWith(".json") && name !== "package.json")
        .sort()
        .map((name) => path.join(place, name));
  return files.flatMap((file) => {
    const read = readText(file);
    const shown = path.relative(process.cwd(), file) || file;
    return "text" in read ? [{ uri: file, place: shown, text: read.text }] : [];
  });
}

function readdirOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function memo<Key, Value>(cache: Map<Key, Value>, key: Key, make: () => Value): Value {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as Value;
}
