import path from "node:path";
import { MAX_BYTES } from "../disk/limits.js";
import type { CheckSettings } from "../lint/configuration.js";
import type { LoadedDomain } from "../lint/load-domain.js";
import type { UnresolvedReference } from "../lint/reference.js";
import { bundled, registryFor } from "../schema/bundled.js";
import { type DocumentKind, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { Failure } from "./failure.js";
import { readText } from "./files.js";
import { Ignores } from "./ignores.js";
import { nodeFileSystem, pathOf, uriOf } from "./node-file-system.js";
import { type OwnSettings, type Scope, type Source, scopeWith, settingsIn, unique } from "./scope.js";
import { registryFrom } from "./scope-registry.js";
import { isBelow } from "./uris.js";
import { Workspace } from "./workspace.js";

/** Where to look besides the folders of the files themselves. */
export interface ProjectOptions {
  /** A configuration that is used instead of those in the folders. */
  readonly config?: string | undefined;
  /** More domain files, or folders with some. */
  readonly domain?: readonly string[] | undefined;
  /** Folders that nothing leads out of, as the workspace folders of an editor; absolute paths. */
  readonly roots?: readonly string[] | undefined;
}

/** Where a file is. */
interface Place {
  /** As it was named. */
  readonly file: string;
  /** Its absolute path. */
  readonly path: string;
  readonly uri: string;
  /** What applies there, once it was asked for. */
  scope: Promise<Scope> | undefined;
}

/** No file has a longer path, in characters; each folder in it is looked into. */
const MAX_PATH = 4096;

/** Told why a file of settings cannot be read, in a sentence. */
type Unreadable = (reason: string, file: string) => void;

/** The workspace as the command line sees it: by paths, with what its options name. */
export class Project {
  readonly workspace: Workspace;
  readonly ignores: Ignores;
  #named: readonly Source[] = [];
  /** Of the configuration that the options name. */
  #settings: OwnSettings | undefined;
  readonly #scopes = new WeakMap<Scope, Scope>();
  readonly #config: string | undefined;
  readonly #registries = new WeakMap<Scope, Registry>();
  #last: Place | undefined;
  /** Domain files as they were read last. */
  readonly #memory = new Map<string, LoadedDomain>();

  private constructor({ config, roots = [] }: ProjectOptions, unreadable: Unreadable) {
    const folders = roots.map(uriOf).sort((a, b) => b.length - a.length);
    this.#config = config === undefined ? undefined : path.resolve(config);
    this.workspace = new Workspace({
      files: nodeFileSystem,
      workspaceFolder: (folder) => folders.find((root) => isBelow(root, folder)),
      fallbackRoot: (folder) => {
        const here = uriOf(process.cwd());
        return isBelow(here, folder) ? here : folder;
      },
      unreadable: (uri, reason) => unreadable(`cannot read ${pathOf(uri)}: ${reason}`, pathOf(uri) ?? uri),
      shown,
    });
    this.ignores = new Ignores(this.workspace);
  }

  /**
   * @param unreadable told, for each folder once, what cannot be read where settings belong: without it nothing true can
   *   be said about the files there, so the default is to fail
   * @throws {Failure} if a file named in the options is not there
   */
  static async open(options: ProjectOptions, unreadable: Unreadable = fail): Promise<Project> {
    const project = new Project(options, unreadable);
    await project.#read(options.domain ?? []);
    return project;
  }

  async #read(domain: readonly string[]): Promise<void> {
    const named: Source[] = [];
    for (const place of domain) {
      const sources = await this.workspace.sourcesAt(uriOf(path.resolve(place)), "domains", undefined);
      if (sources.length === 0) throw new Failure(`no domain file in ${place}`);
      named.push(...sources);
    }
    this.#named = unique(named);
    if (this.#config === undefined) return;
    const read = readText(this.#config, MAX_BYTES.settings);
    if ("reason" in read) throw new Failure(read.reason);
    const folder = path.dirname(this.#config);
    const root = await this.workspace.rootOf(uriOf(folder));
    this.#settings = await this.workspace.settingsFrom(uriOf(this.#config), uriOf(process.cwd()), root);
  }

  /** What applies to a file: its configurations, domains, and executor profiles. */
  scope(file: string): Promise<Scope> {
    const place = this.#placeOf(file);
    place.scope ??= this.#scopeAt(place);
    return place.scope;
  }

  /** Half a dozen questions about a file follow each other, and each needs its place. */
  #placeOf(file: string): Place {
    if (this.#last?.file !== file) {
      const place = path.resolve(file);
      this.#last = { file, path: place, uri: uriOf(place), scope: undefined };
    }
    return this.#last;
  }

  async #scopeAt(place: Place): Promise<Scope> {
    if (place.path.length > MAX_PATH) throw new Failure(`the path is longer than ${MAX_PATH} characters`);
    const scope = await this.workspace.scopeOf(place.uri);
    if (!this.#settings) return scope;
    const known = this.#scopes.get(scope);
    if (known) return known;
    const bare = { ...scope, configurations: [], executor: undefined, versions: {} };
    const made = scopeWith(bare, this.#settings);
    this.#scopes.set(scope, made);
    return made;
  }

  /** The path of a file or folder, relative to the current folder. */
  shown(uri: string): string {
    return shown(uri);
  }

  /** The canonical URI of a path, which may be relative to the current folder. */
  uri(file: string): string {
    return this.#placeOf(file).uri;
  }

  /** The absolute path of a file. */
  path(uri: string): string {
    return pathOf(uri) ?? uri;
  }

  /** Of a configuration: the references that lead to nothing. */
  async unresolvedIn(file: string): Promise<readonly UnresolvedReference[]> {
    await this.scope(file);
    return this.workspace.unresolvedIn(this.uri(file));
  }

  /** Indexes of all suppressions of a configuration. */
  async suppressionsIn(file: string): Promise<number[]> {
    const { configurations } = await this.scope(file);
    const own = configurations.find(({ uri }) => uri === this.uri(file));
    return own?.configuration.suppressions.map(({ index }) => index) ?? [];
  }

  /** How a file is checked. */
  async settings(file: string): Promise<CheckSettings> {
    const { uri } = this.#placeOf(file);
    return settingsIn(await this.scope(file), uri);
  }

  /** What a file is: by its path, or since the options name it. */
  kind(file: string): DocumentKind {
    const { path: place, uri } = this.#placeOf(file);
    if (this.#config === place) return "configuration";
    if (this.#named.some((source) => source.uri === uri)) return "domain";
    return kindOf(place.split(path.sep).join("/"));
  }

  /**
   * The vocabularies that a file may declare.
   * @param given what the file is, if its path does not show it
   */
  async registry(file: string, given?: DocumentKind): Promise<Registry> {
    const scope = await this.scope(file);
    const options = { domains: this.#named, isTrusted: true, memory: this.#memory };
    const known = this.#registries.get(scope) ?? registryFrom(bundled, scope, options);
    this.#registries.set(scope, known);
    return registryFor(given ?? this.kind(file), known);
  }

  /** The domain files that count for a file, the nearest folder's first. */
  async domainSources(file: string): Promise<readonly Source[]> {
    const { domains } = await this.scope(file);
    return unique([...domains, ...this.#named]);
  }
}

/** The path of a file or folder, relative to the current folder. */
function shown(uri: string): string {
  const file = pathOf(uri);
  return file === undefined ? uri : path.relative(process.cwd(), file) || ".";
}

/** @throws {Failure} always */
function fail(reason: string): never {
  throw new Failure(reason);
}
