import { URI, Utils } from "vscode-uri";
import { type DomainSource, type LoadedDomain, withDomains } from "../lint/load-domain.js";
import { DOMAINS_FOLDER, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import type { Documents } from "./documents.js";
import { getOrCompute } from "./get-or-compute.js";
import type { Host } from "./host.js";
import type { Connection } from "./lsp.js";
import { type PathSandbox, sandboxOf } from "./path-sandbox.js";
import type { SettingsStore } from "./settings.js";
import { folderOf, pathBelow } from "./uris.js";

/** What `Registries` uses of a session. */
interface RegistriesContext {
  readonly connection: Connection;
  readonly host: Host;
  readonly documents: Documents;
  readonly settings: SettingsStore;
  /** Canonical URIs; they change during a session. */
  readonly workspaceFolders: readonly string[];
  /** Returns the innermost workspace folder that holds a document. */
  folderOf(uri: string): string | undefined;
}

/** The registries of the folders around alloys: what is bundled, and the domain files that are found there. */
export class Registries {
  readonly #session: RegistriesContext;
  /** False while the workspace is not trusted: then its domain files are named and not used. */
  isTrusted = true;
  /** Domain files, by the place where they are looked for. */
  #byPlace = new Map<string, Promise<readonly DomainSource[]>>();
  #byFolder = new Map<string, Promise<Registry>>();
  #byDocument = new Map<string, Promise<Registry>>();
  /** Domain files as they were read last. */
  readonly #memory = new Map<string, LoadedDomain>();
  readonly #made = new Map<string, { key: string; registry: Registry }>();

  constructor(session: RegistriesContext) {
    this.#session = session;
  }

  /** Some domain file, or where to find them, or whether they may be used, changed. */
  changed(): void {
    this.#byPlace = new Map();
    this.#byFolder = new Map();
    this.#byDocument = new Map();
  }

  /** The registry for a document; the same object until a domain in it changes. Every message about it asks. */
  of(document: string): Promise<Registry> {
    return getOrCompute(this.#byDocument, document, () => this.#find(document));
  }

  async #find(document: string): Promise<Registry> {
    const uri = this.#placeOf(document);
    const { domains } = await this.#session.settings.of(uri);
    const folder = folderOf(uri)?.toString() ?? "";
    return getOrCompute(this.#byFolder, [folder, ...domains].join("\n"), async () =>
      this.#registryOf(await this.sourcesFor(uri)),
    );
  }

  #registryOf(sources: readonly DomainSource[]): Registry {
    const { registry: bundled } = this.#session.host;
    if (sources.length === 0) return bundled;
    const files = sources.map((source) => source.uri).join(" ");
    const key = JSON.stringify([this.isTrusted, sources.map(({ text }) => text)]);
    const known = this.#made.get(files);
    if (known?.key === key) return known.registry;
    const registry = withDomains(bundled, sources, this.isTrusted, this.#memory);
    this.#made.set(files, { key, registry });
    return registry;
  }

  /** The domain files that count for a document, the nearest folder's first. */
  async sourcesFor(document: string): Promise<readonly DomainSource[]> {
    const uri = this.#placeOf(document);
    const { domains } = await this.#session.settings.of(uri);
    const workspace = this.#session.folderOf(uri);
    const folders: URI[] = [];
    for (let folder = folderOf(uri); folder; folder = folderOf(folder.toString())) {
      folders.push(Utils.joinPath(folder, DOMAINS_FOLDER));
      if (folder.toString() === workspace) break;
    }
    const named = workspace ? domains.map((path) => Utils.joinPath(URI.parse(workspace), path)) : [];
    const lists = await Promise.all(
      [...folders, ...named].map((place) =>
        getOrCompute(this.#byPlace, place.toString(), () => this.#load(place, workspace)),
      ),
    );
    const unique = new Map(lists.flat().map((source) => [source.uri, source]));
    return [...unique.values()];
  }

  /** Where a document stands. One that was never saved counts as one of the first folder of the workspace. */
  #placeOf(uri: string): string {
    const [first] = this.#session.workspaceFolders;
    if (first === undefined || !uri.startsWith("untitled:")) return uri;
    return Utils.joinPath(URI.parse(first), "untitled.alloy.json").toString();
  }

  async #load(place: URI, workspace: string | undefined): Promise<DomainSource[]> {
    const { documents, host, workspaceFolders } = this.#session;
    // Around an alloy that is in no workspace, the folder that holds `.forge-alloy`.
    const own = Utils.joinPath(place, "../..").toString();
    const sandbox = await sandboxOf(host.files, workspace ? workspaceFolders : [own]);
    const uris: string[] = [];
    for (const uri of await this.#filesAt(place, sandbox))
      if (await this.#isWithin(uri, sandbox)) uris.push(uri);
    const open = documents
      .all()
      .map(({ uri }) => uri)
      .filter((uri) => uri.startsWith(`${place.toString()}/`) && kindOf(uri) === "domain");
    const sources: DomainSource[] = [];
    for (const uri of [...new Set([...uris, ...open])].sort()) {
      const text = documents.get(uri)?.text ?? (await host.files.read(uri));
      // A package of domains has a manifest of its own.
      if (text === undefined || Utils.basename(URI.parse(uri)) === "package.json") continue;
      sources.push({
        uri,
        text,
        place: workspace ? pathBelow(URI.parse(workspace), uri) : URI.parse(uri).path,
      });
    }
    return sources;
  }

  async #filesAt(place: URI, sandbox: PathSandbox): Promise<readonly string[]> {
    const uri = place.toString();
    if (place.path.endsWith(".json")) return [uri];
    return (await this.#isWithin(uri, sandbox)) ? this.#session.host.files.jsonFilesIn(uri) : [];
  }

  /** Whether a place may be read; says so where it is there and may not. */
  async #isWithin(uri: string, sandbox: PathSandbox): Promise<boolean> {
    const { host, connection } = this.#session;
    if (await sandbox(uri)) return true;
    if ((await host.files.place(uri)) !== undefined)
      connection.console.warn(`${uri} leads out of the workspace and is not read.`);
    return false;
  }
}
