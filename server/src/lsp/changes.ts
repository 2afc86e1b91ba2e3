import type { Alloy } from "../model/alloy.js";
import { isOurs, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { canonical } from "../workspace/uris.js";
import type { Diagnostics } from "./diagnostics.js";
import type { DocumentVersion } from "./documents.js";
import { CodeLensRefreshRequest, InlayHintRefreshRequest } from "./lsp.js";
import type { Session } from "./session.js";
import type { WorkspaceIndex } from "./workspace-index.js";

/** What follows when something changes that answers depend on: what is known is forgotten, and the client is told. */
export class Changes {
  readonly #session: Session;
  readonly #index: WorkspaceIndex;
  readonly #diagnostics: Diagnostics;

  constructor(session: Session, index: WorkspaceIndex, diagnostics: Diagnostics) {
    this.#session = session;
    this.#index = index;
    this.#diagnostics = diagnostics;
  }

  /** The text that counts for a document is another one: it was opened, changed, or closed. */
  content(uri: string): void {
    const kind = kindOf(uri);
    if (kind === "configuration") this.configurations();
    else if (kind !== "alloy") this.vocabularies();
    else this.#session.unused.changed();
  }

  /** Files changed on disk. What is open counts as it is in the editor. */
  files(uris: readonly string[]): void {
    const { store, workspaceDocuments, unused } = this.#session;
    const closed = uris.map(canonical).filter((uri) => !store.documents.has(uri));
    if (closed.length === 0) return;
    workspaceDocuments.changed();
    const alloys = closed.filter((uri) => kindOf(uri) === "alloy" && isOurs(uri));
    if (alloys.length > 0) {
      unused.changed();
      this.#index.filesChanged(alloys);
      this.#diagnostics.filesChanged(alloys);
    }
    // Configurations extend files of any name, and `.gitignore` has none of ours.
    const others = closed.filter((uri) => !alloys.includes(uri));
    const isVocabulary = (uri: string) => kindOf(uri) === "domain" || kindOf(uri) === "executor";
    if (!others.every(isVocabulary)) this.configurations();
    if (others.length > 0) this.vocabularies();
  }

  /** A configuration changed, and with it whatever it decides. */
  configurations(): void {
    const { store, workspaceDocuments, unused } = this.#session;
    store.projects.changed();
    workspaceDocuments.changed();
    this.#index.foldersChanged();
    unused.changed();
    this.#diagnostics.checkAgain(store.documents.all());
  }

  /** The settings of the editor changed. */
  settings(): void {
    const { store, client, connection } = this.#session;
    store.projects.changed();
    this.#index.foldersChanged();
    this.#diagnostics.checkAgain(store.documents.all());
    if (client.workspace?.inlayHint?.refreshSupport)
      this.#session.attempt(connection.sendRequest(InlayHintRefreshRequest.type));
    this.lenses();
  }

  workspaceFolders(): void {
    const { store, workspaceDocuments } = this.#session;
    workspaceDocuments.changed();
    store.projects.changed();
    this.#index.foldersChanged();
    this.#diagnostics.checkAgain(store.documents.all());
  }

  lenses(): void {
    const { client, connection } = this.#session;
    if (client.workspace?.codeLens?.refreshSupport)
      this.#session.attempt(connection.sendRequest(CodeLensRefreshRequest.type));
  }

  /** Domain files or executor profiles changed. */
  vocabularies(): void {
    this.#session.inBackground("Reading domains", () => this.#vocabularies());
  }

  /** Only documents whose domains or executor profiles changed are checked again. */
  async #vocabularies(): Promise<void> {
    const { store, unused } = this.#session;
    const { documents, projects } = store;
    projects.changed();
    this.#index.foldersChanged();
    unused.changed();
    const affected: DocumentVersion[] = [];
    for (const { uri, alloy } of documents.all()) {
      const registry = await projects.registry(uri);
      if (alloy.registry === registry || (alloy.kind === "alloy" && isAlike(alloy, registry))) continue;
      documents.useRegistry(uri, registry);
      const document = documents.get(uri);
      if (document) affected.push(document);
    }
    this.#diagnostics.checkAgain(affected);
  }
}

/** Whether an alloy means the same under another registry: domains and executors are the same, and it misses none. */
function isAlike(alloy: Alloy, registry: Registry): boolean {
  return (
    alloy.areDomainsKnown &&
    alloy.declaredDomains.every(({ id, domain }) => registry.domain(id) === domain) &&
    alloy.registry.executors.isLike(registry.executors) &&
    alloy.stages.every(({ type, typeNode }) => type !== undefined || typeNode === undefined)
  );
}
