import { URI, Utils } from "vscode-uri";
import { DOMAINS_FOLDER, kindOf } from "../alloy/document-kind.js";
import type { Domain, Registry } from "../alloy/registry.js";
import { type DomainSource, withDomains } from "../rules/load-domain.js";
import { pathBelow } from "./configurations.js";
import type { Session } from "./session.js";

/** The registries of the folders around alloys: what is bundled, and the domain files that are found there. */
export class Registries {
  readonly #session: Session;
  /** False while the workspace is not trusted: then its domain files are named and not used. */
  isTrusted = true;
  #byFolder = new Map<string, Promise<readonly DomainSource[]>>();
  /** Domains by their file and its text. */
  readonly #memory = new Map<string, Domain>();
  readonly #made = new Map<string, { key: string; registry: Registry }>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Some domain file, or where to find them, changed. */
  changed(): void {
    this.#byFolder = new Map();
  }

  /** The registry for a document; the same object until a domain in it changes. */
  async of(uri: string): Promise<Registry> {
    const { host } = this.#session;
    const sources = await this.sourcesFor(uri);
    if (sources.length === 0) return host.registry;
    const folder = sources.map((source) => source.uri).join(" ");
    const key = JSON.stringify([this.isTrusted, sources.map(({ text }) => text)]);
    const known = this.#made.get(folder);
    if (known?.key === key) return known.registry;
    if (this.#memory.size > 1000) this.#memory.clear();
    const registry = withDomains(host.registry, sources, this.isTrusted, this.#memory);
    this.#made.set(folder, { key, registry });
    return registry;
  }

  /** The domain files that count for a document, the nearest folder's first. */
  async sourcesFor(uri: string): Promise<readonly DomainSource[]> {
    const { domains } = await this.#session.settings.of(uri);
    const workspace = this.#session.folderOf(uri);
    const folders: URI[] = [];
    for (let folder = parentOf(uri); folder; folder = parentOf(folder.toString())) {
      folders.push(Utils.joinPath(folder, DOMAINS_FOLDER));
      if (folder.toString() === workspace) break;
    }
    const named = workspace ? domains.map((path) => Utils.joinPath(URI.parse(workspace), path)) : [];
    const lists = await Promise.all([...folders, ...named].map((place) => this.#read(place, workspace)));
    const unique = new Map(lists.flat().map((source) => [source.uri, source]));
    return [...unique.values()];
  }

  #read(place: URI, workspace: string | undefined): Promise<readonly DomainSource[]> {
    const key = place.toString();
    let found = this.#byFolder.get(key);
    if (!found) {
      found = this.#load(place, workspace);
      this.#byFolder.set(key, found);
    }
    return found;
  }

  async #load(place: URI, workspace: string | undefined): Promise<DomainSource[]> {
    const { documents, host } = this.#session;
    const uris = place.path.endsWith(".json")
      ? [place.toString()]
      : await host.files.jsonFilesIn(place.toString());
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
}

function parentOf(uri: string): URI | undefined {
  try {
    const parsed = URI.parse(uri);
    if (parsed.scheme === "untitled" || !parsed.path.startsWith("/")) return undefined;
    const parent = Utils.dirname(parsed);
    return parent.path === parsed.path ? undefined : parent;
  } catch {
    return undefined;
  }
}
