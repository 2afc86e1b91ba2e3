import type { Range } from "vscode-languageserver";
import { kindOf } from "../alloy/document-kind.js";
import { type AlloySummary, summaryOf, type WorkspaceSymbol } from "../features/workspace-symbols.js";
import type { DocumentVersion } from "./documents.js";
import type { Session } from "./session.js";

/** What is remembered of an alloy of the workspace, open or not. */
export interface IndexedAlloy {
  readonly uri: string;
  readonly name: string;
  readonly symbols: readonly IndexedSymbol[];
  readonly values: AlloySummary["values"];
}

export interface IndexedSymbol extends Pick<WorkspaceSymbol, "name" | "kind"> {
  readonly range: Range;
}

/** The alloys of the workspace, read when first asked for and again when they change. */
export class WorkspaceIndex {
  readonly #session: Session;
  readonly #closed = new Map<string, IndexedAlloy>();
  #isComplete = false;
  /** Counts what happened, so that a walk knows when it has missed something. */
  #changes = 0;
  /** Under way for completion, which does not wait for it. */
  #isReading = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** These files changed, came or went. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) this.#closed.delete(uri);
    this.#changes++;
    this.#isComplete = false;
  }

  foldersChanged(): void {
    this.#closed.clear();
    this.#changes++;
    this.#isComplete = false;
  }

  /**
   * What stands at a place in alloys that were read already. Completion does not wait for the whole workspace: the
   * first time it starts reading, later it knows more.
   */
  valuesAt(place: string, except: string): string[] {
    if (!this.#isComplete && !this.#isReading) {
      this.#isReading = true;
      this.#session.inBackground("Reading the workspace", () =>
        this.all(() => false).finally(() => {
          this.#isReading = false;
        }),
      );
    }
    const found = new Set<string>();
    for (const { uri, values } of this.#closed.values())
      if (uri !== except) for (const value of values.get(place) ?? []) found.add(value);
    return [...found].sort();
  }

  /** Every alloy of the workspace; stops early when `isCancelled`. */
  async all(isCancelled: () => boolean): Promise<IndexedAlloy[]> {
    const { documents, workspaceFolders, host } = this.#session;
    if (!this.#isComplete) {
      const found = new Set<string>();
      const changes = this.#changes;
      for (const folder of workspaceFolders) {
        for await (const uri of host.files.documentsIn(folder)) {
          if (isCancelled()) return [...this.#closed.values()];
          if (kindOf(uri) !== "alloy") continue;
          found.add(uri);
          if (!this.#closed.has(uri))
            await this.#session.piece("Reading the workspace", uri, () => this.#read(uri));
        }
      }
      for (const uri of this.#closed.keys()) if (!found.has(uri)) this.#closed.delete(uri);
      this.#isComplete = changes === this.#changes;
    }
    const open = documents
      .all()
      .filter(({ alloy }) => alloy.kind === "alloy")
      .map((document) => this.#index(document));
    const closed = [...this.#closed.values()].filter(({ uri }) => !documents.get(uri));
    return [...open, ...closed];
  }

  async #read(uri: string): Promise<void> {
    const document = await this.#session.read(uri);
    if (document) this.#closed.set(uri, this.#index(document));
  }

  #index({ uri, alloy, lines, isLarge }: DocumentVersion): IndexedAlloy {
    if (isLarge) return { uri, name: "", values: new Map(), symbols: [] };
    const { encoding } = this.#session;
    const { name, symbols, values } = summaryOf(alloy);
    return {
      uri,
      name,
      values,
      symbols: symbols.map(({ kind, name: text, start, end }) => ({
        kind,
        name: text,
        range: { start: lines.positionAt(start, encoding), end: lines.positionAt(end, encoding) },
      })),
    };
  }
}
