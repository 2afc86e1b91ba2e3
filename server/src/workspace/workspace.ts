import { MAX_BYTES } from "../disk/limits.js";
import type { Configuration } from "../lint/configuration.js";
import { readConfiguration } from "../lint/read-configuration.js";
import type { UnresolvedReason, UnresolvedReference } from "../lint/reference.js";
import { CONFIGURATION_FILE } from "../schema/document-kind.js";
import type { FileSystem } from "./file-system.js";
import { getOrCompute } from "./get-or-compute.js";
import { sandboxOf } from "./path-sandbox.js";
import { configurationIn, folderOfConfiguration, resolveReference, settingsFilesIn } from "./references.js";
import {
  type AppliedConfiguration,
  emptyScope,
  type OwnSettings,
  type Scope,
  type Source,
  scopeWith,
} from "./scope.js";
import { childOf, parentOf } from "./uris.js";

/** The folder with the settings of the folder that holds it. */
export const SETTINGS_FOLDER = ".forge-alloy";

/** Configurations that extend each other, directly or not, up to this number. */
const MAX_EXTENDED = 50;

/** What a workspace needs of the program around it. */
export interface WorkspaceHost {
  readonly files: FileSystem;
  /**
   * Returns the workspace folder that a folder is in. If it is in none, the nearest folder with `.git` is its root, else
   * what `fallbackRoot` returns.
   */
  workspaceFolder(folder: string): string | undefined;
  fallbackRoot(folder: string): string;
  /**
   * Told why a file of settings cannot be read, for each folder once.
   * @param reason the end of a sentence
   */
  unreadable(uri: string, reason: string): void;
  /** How people see a file. */
  shown(uri: string, root: string): string;
}

/**
 * The one answer to which configurations, domains, and executor profiles apply to a file: for the server, the command
 * line, and agents. Everything is read when first asked for, and kept until `changed`.
 */
export class Workspace {
  readonly files: FileSystem;
  readonly #host: WorkspaceHost;
  #scopes = new Map<string, Promise<Scope>>();
  #repositories = new Map<string, Promise<string | undefined>>();
  #sources = new Map<string, Promise<readonly Source[]>>();
  /** Configurations as they were read last, by URI: a text that is unchanged stays the same object. */
  readonly #read = new Map<string, { readonly text: string; readonly configuration: Configuration }>();

  readonly #unresolved = new Map<string, readonly UnresolvedReference[]>();

  constructor(host: WorkspaceHost) {
    this.files = host.files;
    this.#host = host;
  }

  /** The references of a configuration that led to nothing when it was read last. */
  unresolvedIn(uri: string): readonly UnresolvedReference[] {
    return this.#unresolved.get(uri) ?? [];
  }

  /** Some file of settings changed, came, or went. */
  changed(): void {
    this.#scopes = new Map();
    this.#repositories = new Map();
    this.#sources = new Map();
  }

  /** What applies to a file. */
  async scopeOf(uri: string): Promise<Scope> {
    const folder = parentOf(uri);
    return folder === undefined ? emptyScope("") : this.scopeIn(folder);
  }

  /** What applies to the files of a folder. */
  scopeIn(folder: string): Promise<Scope> {
    return getOrCompute(this.#scopes, folder, async () => {
      const root = await this.rootOf(folder);
      const own = await this.#ownOf(folder, root);
      const parent = parentOf(folder);
      const isTop = folder === root || parent === undefined || own?.isRoot === true;
      const above = isTop ? emptyScope(root) : await this.scopeIn(parent);
      return own ? scopeWith(above, own) : above;
    });
  }

  /** The folder above which nothing applies to the files of a folder, and which no path, link, or package leads out of. */
  async rootOf(folder: string): Promise<string> {
    return (
      this.#host.workspaceFolder(folder) ??
      (await this.repositoryOf(folder)) ??
      this.#host.fallbackRoot(folder)
    );
  }

  /** The nearest folder that holds `.git`, from a folder upward. */
  repositoryOf(folder: string): Promise<string | undefined> {
    return getOrCompute(this.#repositories, folder, async () => {
      if ((await this.files.kind(childOf(folder, ".git"))) !== undefined) return folder;
      const parent = parentOf(folder);
      return parent === undefined ? undefined : this.repositoryOf(parent);
    });
  }

  /**
   * The domain files or executor profiles at a URI: a file, or the files of a folder.
   * @param root the folder that they must not lead out of; `undefined` for a place that the user named
   */
  sourcesAt(
    uri: string,
    list: "domains" | "executors",
    root: string | undefined,
  ): Promise<readonly Source[]> {
    return getOrCompute(this.#sources, [uri, list, root].join("\n"), async () => {
      const kind = await this.files.kind(uri);
      if (kind === undefined) return [];
      if (kind !== "folder") return this.#sourcesFrom([uri], root);
      if (root !== undefined && !(await this.#isWithin(root, uri))) return [];
      return this.#sourcesFrom(await settingsFilesIn(this.files, uri, list), root);
    });
  }

  /**
   * A configuration with all that it extends and refers to.
   * @param base URI of the folder that its globs are relative to
   */
  async settingsFrom(uri: string, base: string, root: string): Promise<OwnSettings> {
    const context = { base, root, trail: [], count: { extended: 0 } };
    const configurations = await this.#configurationsFrom(uri, context);
    const [domains, executors] = await Promise.all([
      this.#listed("domains", root, configurations),
      this.#listed("executors", root, configurations),
    ]);
    for (const { uri } of configurations)
      for (const { unresolved } of [domains, executors])
        this.#unresolved.set(uri, [...this.unresolvedIn(uri), ...(unresolved.get(uri) ?? [])]);
    return {
      configurations,
      domains: domains.sources,
      executors: executors.sources,
    };
  }

  /** What is in the settings folder of a folder; `undefined` if there is nothing. */
  async #ownOf(folder: string, root: string): Promise<(OwnSettings & { isRoot: boolean }) | undefined> {
    if ((await this.files.kind(childOf(folder, SETTINGS_FOLDER))) === undefined) return undefined;
    const [domains, executors, listed] = await Promise.all([
      this.sourcesAt(childOf(folder, SETTINGS_FOLDER, "domains"), "domains", root),
      this.sourcesAt(childOf(folder, SETTINGS_FOLDER, "executors"), "executors", root),
      this.settingsFrom(childOf(folder, CONFIGURATION_FILE), folder, root),
    ]);
    const own = {
      configurations: listed.configurations,
      domains: [...domains, ...listed.domains],
      executors: [...executors, ...listed.executors],
    };
    if (own.configurations.length + own.domains.length + own.executors.length === 0) return undefined;
    return { ...own, isRoot: own.configurations[0]?.configuration.isRoot === true };
  }

  /** The domain files or executor profiles that configurations list. */
  async #listed(
    list: "domains" | "executors",
    root: string,
    configurations: readonly AppliedConfiguration[],
  ): Promise<{ sources: Source[]; unresolved: Map<string, UnresolvedReference[]> }> {
    const sources: Source[] = [];
    const unresolved = new Map<string, UnresolvedReference[]>();
    for (const { uri, configuration } of configurations) {
      for (const reference of configuration.references) {
        if (reference.list !== list) continue;
        const found = await resolveReference(this.files, reference.path, folderOfConfiguration(uri), root);
        const read = "uri" in found ? await this.sourcesAt(found.uri, list, root) : [];
        sources.push(...read);
        if (read.length > 0) continue;
        const reason = "reason" in found ? found.reason : found.kind === "folder" ? "missing" : "unreadable";
        unresolved.set(uri, [...(unresolved.get(uri) ?? []), { list, index: reference.index, reason }]);
      }
    }
    return { sources, unresolved };
  }

  async #configurationsFrom(
    uri: string,
    context: {
      readonly base: string;
      readonly root: string;
      /** URIs of the configurations that extend it, directly or not. */
      readonly trail: readonly string[];
      readonly count: { extended: number };
    },
  ): Promise<AppliedConfiguration[]> {
    const { base, root, trail, count } = context;
    const text = await this.#readSettings(uri, root);
    if (text === undefined) return [];
    const known = this.#read.get(uri);
    const configuration = known?.text === text ? known.configuration : readConfiguration(text);
    this.#read.set(uri, { text, configuration });
    const extended: AppliedConfiguration[][] = [];
    const unresolved: UnresolvedReference[] = [];
    for (const { list, index, path } of configuration.references) {
      if (list !== "extends") continue;
      const found = await this.#extendedBy(path, uri, root);
      const why = (reason: UnresolvedReason) => unresolved.push({ list, index, reason });
      if ("reason" in found) why(found.reason);
      else if (found.uri === uri || trail.includes(found.uri)) why("circular");
      else if (++count.extended > MAX_EXTENDED) why("too-many");
      else {
        const read = await this.#configurationsFrom(found.uri, { base, root, trail: [...trail, uri], count });
        if (read.length === 0) why("unreadable");
        extended.push(read);
      }
    }
    this.#unresolved.set(uri, unresolved);
    const own = { uri, base, text, configuration, isExtended: trail.length > 0 };
    return [own, ...extended.reverse().flat()];
  }

  async #extendedBy(
    path: string,
    uri: string,
    root: string,
  ): Promise<{ uri: string } | { reason: UnresolvedReason }> {
    const found = await resolveReference(this.files, path, childOf(uri, ".."), root);
    if ("reason" in found || found.kind !== "folder") return found;
    const inside = await configurationIn(this.files, found.uri);
    return inside === undefined ? { reason: "missing" } : { uri: inside };
  }

  async #sourcesFrom(uris: readonly string[], root: string | undefined): Promise<Source[]> {
    const sources: Source[] = [];
    for (const uri of uris) {
      const text = await this.#readSettings(uri, root);
      if (text !== undefined) sources.push({ uri, place: this.#host.shown(uri, root ?? ""), text });
    }
    return sources;
  }

  /** The text of a file of settings; `undefined` if there is none, or none that may be read. */
  async #readSettings(uri: string, root: string | undefined): Promise<string | undefined> {
    const kind = await this.files.kind(uri);
    if (kind === undefined || (root !== undefined && !(await this.#isWithin(root, uri)))) return undefined;
    const read = await this.files.read(uri, MAX_BYTES.settings);
    if (read === undefined) return undefined;
    if ("text" in read) return read.text;
    this.#host.unreadable(uri, read.reason);
    return undefined;
  }

  async #isWithin(root: string, uri: string): Promise<boolean> {
    const sandbox = await sandboxOf(this.files, [root]);
    if (await sandbox(uri)) return true;
    this.#host.unreadable(uri, `it is a link to a location outside ${this.#host.shown(root, root)}`);
    return false;
  }
}
