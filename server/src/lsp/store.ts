import type { CompletionItem } from "../features/completion/completion-item.js";
import type { InlayHint } from "../features/inlay-hints.js";
import { canonical, isBelow } from "../workspace/uris.js";
import { Documents } from "./documents.js";
import type { Host } from "./host.js";
import { LastList } from "./last-list.js";
import type { Connection } from "./lsp.js";
import { Outcomes } from "./outcomes.js";
import { Projects } from "./projects.js";
import { SettingsStore } from "./settings.js";

/** The state of a session: what is open, what applies to it, and what was sent of which more may be asked for. */
export class Store {
  readonly documents: Documents;
  readonly settings: SettingsStore;
  readonly projects: Projects;
  readonly outcomes = new Outcomes();
  readonly completions = new LastList<CompletionItem>();
  readonly hints = new LastList<InlayHint>();
  /** The semantic tokens of open documents as they were sent last. */
  readonly tokens = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  /** URIs of published alloys about which the user is asked whether to format them. */
  readonly askedToFormat = new Set<string>();
  /** URIs of the documents that are being verified. */
  readonly verifying = new Set<string>();
  /** Canonical URIs. */
  workspaceFolders: readonly string[] = [];
  #lastTokens = 0;

  constructor(connection: Connection, host: Host) {
    this.documents = new Documents(host.registry);
    this.settings = new SettingsStore(connection, (uri) => this.folderOf(uri));
    this.projects = new Projects(connection, host, this);
  }

  /** The workspace folder that holds a document, the innermost if folders are nested. */
  folderOf(uri: string): string | undefined {
    const document = canonical(uri);
    return this.workspaceFolders
      .filter((folder) => isBelow(folder, document))
      .sort((a, b) => b.length - a.length)[0];
  }

  /** Keeps the tokens of a document, so that the next answer can be the difference. Returns their ID. */
  keepTokens(uri: string, data: readonly number[]): string {
    const id = String(++this.#lastTokens);
    for (const known of this.tokens.keys()) if (!this.documents.has(known)) this.tokens.delete(known);
    this.tokens.set(uri, { id, data });
    return id;
  }

  /** A document was closed. */
  forget(uri: string): void {
    this.documents.close(uri);
    this.settings.forget(uri);
    this.projects.forget(uri);
    this.outcomes.forget(uri);
  }
}
