import { URI, Utils } from "vscode-uri";
import type { CheckSettings } from "../lint/configuration.js";
import type { DomainSource, LoadedDomain } from "../lint/load-domain.js";
import type { UnresolvedReference } from "../lint/reference.js";
import { registryFor } from "../schema/bundled.js";
import { type DocumentKind, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { getOrCompute } from "../workspace/get-or-compute.js";
import { Ignores } from "../workspace/ignores.js";
import { folderOfConfiguration, resolveReference } from "../workspace/references.js";
import {
  type AppliedConfiguration,
  nearestIn,
  type Scope,
  settingsFilesOf,
  settingsIn,
  unique,
} from "../workspace/scope.js";
import { registryFrom } from "../workspace/scope-registry.js";
import { canonical, childOf, isBelow, pathBelow } from "../workspace/uris.js";
import { Workspace } from "../workspace/workspace.js";
import type { Documents } from "./documents.js";
import type { Host } from "./host.js";
import type { Connection } from "./lsp.js";
import { withOpenSettings } from "./open-settings.js";
import type { SettingsStore } from "./settings.js";

/** What `Projects` uses of the state of a session. */
interface ProjectsContext {
  readonly documents: Documents;
  readonly settings: SettingsStore;
  /** Canonical URIs; they change during a session. */
  readonly workspaceFolders: readonly string[];
  /** Returns the innermost workspace folder that holds a document. */
  folderOf(uri: string): string | undefined;
}

/** What applies to each document: the workspace's answer, and what the settings of the editor add to it. */
export class Projects {
  readonly workspace: Workspace;
  readonly ignores: Ignores;
  /** False while the workspace is not trusted: then its domain files and executor profiles are named and not used. */
  isTrusted = true;
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #store: ProjectsContext;
  /** Of files that settings refer to. */
  #kinds: ReadonlyMap<string, DocumentKind> = new Map();
  #settings = new Map<string, Promise<CheckSettings>>();
  #registries = new Map<string, Promise<Registry>>();
  #byScope = new WeakMap<Scope, Map<string, Promise<Registry>>>();
  /** Domain files as they were read last. */
  readonly #memory = new Map<string, LoadedDomain>();
  /** Registries by the URIs of their domain files: one whose files are unchanged stays the same object. */
  readonly #made = new Map<string, { key: string; registry: Registry }>();

  constructor(connection: Connection, host: Host, store: ProjectsContext) {
    this.#connection = connection;
    this.#host = host;
    this.#store = store;
    this.workspace = new Workspace({
      files: withOpenSettings(host.files, store.documents),
      workspaceFolder: (folder) => store.folderOf(folder),
      fallbackRoot: (folder) => folder,
      unreadable: (uri, reason) => connection.console.warn(`${uri} is not read: ${reason}.`),
      shown: (uri, root) => (root !== "" && isBelow(root, uri) ? pathBelow(root, uri) : URI.parse(uri).path),
    });
    this.ignores = new Ignores(this.workspace);
  }

  /** Some file of settings, or a setting, or a workspace folder changed, came, or went. */
  changed(): void {
    this.workspace.changed();
    this.ignores.changed();
    this.#settings = new Map();
    this.#registries = new Map();
    this.#byScope = new WeakMap();
  }

  /** The document was closed, or is one of very many. */
  forget(uri: string): void {
    this.#settings.delete(uri);
    this.#registries.delete(uri);
  }

  /** How a document is checked: the same object until something changes. */
  settings(uri: string): Promise<CheckSettings> {
    return getOrCompute(this.#settings, uri, async () => {
      const [{ rules }, scope] = await Promise.all([
        this.#store.settings.of(uri),
        this.workspace.scopeOf(this.#placeOf(uri)),
      ]);
      return settingsIn(scope, uri, rules);
    });
  }

  /** The registry for a document; the same object until a domain in it changes. Every message about it asks. */
  registry(document: string): Promise<Registry> {
    return getOrCompute(this.#registries, document, async () => {
      return registryFor(this.kindOf(document), await this.#alloysAround(document));
    });
  }

  /** The registry of the alloys in the folder of a document. */
  async #alloysAround(document: string): Promise<Registry> {
    const uri = this.#placeOf(document);
    const [{ domains }, scope] = await Promise.all([
      this.#store.settings.of(uri),
      this.workspace.scopeOf(uri),
    ]);
    const known = this.#byScope.get(scope) ?? new Map<string, Promise<Registry>>();
    this.#byScope.set(scope, known);
    return getOrCompute(known, domains.join("\n"), async () =>
      this.#registryOf(scope, await this.domains(uri)),
    );
  }

  /** The domain files that count for a document, the nearest folder's first; then those of the editor's settings. */
  async domains(document: string): Promise<readonly DomainSource[]> {
    const uri = this.#placeOf(document);
    const [{ domains: paths }, scope] = await Promise.all([
      this.#store.settings.of(uri),
      this.workspace.scopeOf(uri),
    ]);
    const { files } = this.workspace;
    const folder = this.#store.folderOf(uri);
    if (folder === undefined || paths.length === 0) return scope.domains;
    const named = await Promise.all(
      paths.map(async (path) => {
        // Another folder of the workspace may be named.
        const root = this.#store.folderOf(childOf(folder, path)) ?? folder;
        const found = await resolveReference(files, path, folder, root);
        if ("uri" in found) return this.workspace.sourcesAt(found.uri, "domains", root);
        if (found.reason === "outside")
          this.#connection.console.warn(`${path} is outside the workspace and is not read.`);
        return [];
      }),
    );
    return unique([...scope.domains, ...named.flat()]);
  }

  /** What a document is: by its URI, or by the use that settings of the workspace make of it. */
  kindOf(uri: string): DocumentKind {
    return this.#kinds.get(uri) ?? kindOf(uri);
  }

  /** Returns the files that the given configurations refer to, except files in packages. */
  async referencedBy(configurations: readonly string[]): Promise<string[]> {
    const kinds = new Map<string, DocumentKind>();
    for (const configuration of configurations) {
      const scope = await this.workspace.scopeIn(folderOfConfiguration(configuration));
      for (const { uri, kind } of settingsFilesOf(scope)) kinds.set(uri, kind);
    }
    this.#kinds = kinds;
    return [...kinds.keys()];
  }

  /** The configuration that is nearest to a document; `undefined` if it has none. */
  async nearest(uri: string): Promise<AppliedConfiguration | undefined> {
    return nearestIn(await this.workspace.scopeOf(uri));
  }

  /** The references of a configuration that lead to nothing. */
  async unresolvedIn(uri: string): Promise<readonly UnresolvedReference[]> {
    await this.workspace.scopeOf(uri);
    return this.workspace.unresolvedIn(canonical(uri));
  }

  #registryOf(scope: Scope, domains: readonly DomainSource[]): Registry {
    const sources = [...domains, ...scope.executors];
    const files = sources.map(({ uri }) => uri).join(" ");
    const { isTrusted } = this;
    const key = JSON.stringify([isTrusted, scope.executor, scope.versions, sources.map(({ text }) => text)]);
    const known = this.#made.get(files);
    if (known?.key === key) return known.registry;
    const options = { domains, isTrusted, memory: this.#memory };
    const registry = registryFrom(this.#host.registry, scope, options);
    this.#made.set(files, { key, registry });
    return registry;
  }

  /** Where a document is. One that was never saved counts as one of the first workspace folder. */
  #placeOf(uri: string): string {
    const [first] = this.#store.workspaceFolders;
    if (first === undefined || !uri.startsWith("untitled:")) return canonical(uri);
    return Utils.joinPath(URI.parse(first), "untitled.alloy.json").toString();
  }
}
