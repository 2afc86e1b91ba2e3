import type { Range } from "vscode-languageserver";
import { kindOf } from "../alloy/document-kind.js";
import { summaryOf, type WorkspaceSymbol } from "../features/workspace-symbols.js";
import { t } from "../text/l10n.js";
import type { DocumentVersion } from "./documents.js";
import { readAhead } from "./read-ahead.js";
import type { Session } from "./session.js";

/** So many alloys are remembered, each with about a kilobyte. */
const MAX_ALLOYS = 200_000;

/** After so many alloys that were known already, others get their turn. */
const TURN = 1000;

/**
 * What is remembered of an alloy of the workspace, open or not. There may be very many, so that there is little of each:
 * no text, and few objects.
 */
export interface IndexedAlloy {
  readonly uri: string;
  readonly name: string;
  readonly symbols: readonly IndexedSymbol[];
  /** Values that may stand in other alloys too, each behind the id of its place in the vocabulary. */
  readonly values: readonly string[];
}

export interface IndexedSymbol extends Pick<WorkspaceSymbol, "name" | "kind"> {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

export function rangeOf({ line, character, endLine, endCharacter }: IndexedSymbol): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

/** The alloys of the workspace, read when first asked for and again when they change. */
export class WorkspaceIndex {
  readonly #session: Session;
  readonly #closed = new Map<string, IndexedAlloy>();
  /** On their way, whoever asked first. */
  readonly #reading = new Map<string, Promise<void>>();
  #isComplete = false;
  /** Counts what happened, so that whoever reads knows when something was missed. */
  #changes = 0;
  /** Under way for completion, which does not wait for it. */
  #isReading = false;
  #isFullTold = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** These files changed, came or went. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) this.#closed.delete(uri);
    this.#changed();
  }

  foldersChanged(): void {
    this.#closed.clear();
    this.#changed();
  }

  #changed(): void {
    this.#reading.clear();
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
        this.#readAll().finally(() => {
          this.#isReading = false;
        }),
      );
    }
    const found = new Set<string>();
    for (const { uri, values } of this.#closed.values()) {
      if (uri === except) continue;
      for (let i = 0; i < values.length; i += 2) if (values[i] === place) found.add(values[i + 1] as string);
    }
    return [...found].sort();
  }

  /** Every alloy of the workspace, the open ones first, each as soon as it is read. */
  async *all(): AsyncGenerator<IndexedAlloy> {
    const { documents } = this.#session;
    for (const document of documents.all())
      if (document.alloy.kind === "alloy") yield this.#index(document, new Map());
    let count = 0;
    for await (const uri of this.#isComplete ? this.#closed.keys() : this.#walk()) {
      if (++count % TURN === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      const alloy = this.#closed.get(uri);
      if (alloy && !documents.get(uri)) yield alloy;
    }
  }

  async #readAll(): Promise<void> {
    for await (const _ of this.#walk());
  }

  /** The alloys of the workspace, each once it is known or cannot be read. */
  async *#walk(): AsyncGenerator<string> {
    const changes = this.#changes;
    const found = new Set<string>();
    // The same name in many alloys is kept once.
    const strings = new Map<string, string>();
    yield* readAhead(this.#alloys(found), async (uri) => {
      if (!this.#closed.has(uri)) await this.#read(uri, strings);
      return uri;
    });
    for (const uri of this.#closed.keys()) if (!found.has(uri)) this.#closed.delete(uri);
    this.#isComplete = changes === this.#changes;
  }

  /** @param found gets them */
  async *#alloys(found: Set<string>): AsyncGenerator<string> {
    const { workspaceFolders, host } = this.#session;
    for (const folder of workspaceFolders) {
      for await (const uri of host.files.documentsIn(folder)) {
        if (kindOf(uri) !== "alloy" || found.has(uri)) continue;
        if (found.size === MAX_ALLOYS) return this.#tellOfMore();
        found.add(uri);
        yield uri;
      }
    }
  }

  #read(uri: string, strings: Map<string, string>): Promise<void> {
    const known = this.#reading.get(uri);
    if (known) return known;
    const changes = this.#changes;
    const reading = this.#session
      .piece("Reading the workspace", uri, async () => {
        const document = await this.#session.read(uri);
        // What changed meanwhile is read again.
        if (document && changes === this.#changes) this.#closed.set(uri, this.#index(document, strings));
      })
      .finally(() => this.#reading.delete(uri));
    this.#reading.set(uri, reading);
    return reading;
  }

  #tellOfMore(): void {
    if (this.#isFullTold) return;
    this.#isFullTold = true;
    this.#session.connection.console.warn(
      t`The workspace has more than ${MAX_ALLOYS} alloys. The symbols of the others are not found.`,
    );
  }

  #index({ uri, alloy, lines, isLarge }: DocumentVersion, strings: Map<string, string>): IndexedAlloy {
    if (isLarge) return { uri, name: "", values: [], symbols: [] };
    const { encoding } = this.#session;
    const { name, symbols, values } = summaryOf(alloy);
    return {
      uri,
      name: kept(name, strings),
      values: [...values].flatMap(([place, set]) =>
        [...set].flatMap((value) => [kept(place, strings), kept(value, strings)]),
      ),
      symbols: symbols.map(({ kind, name: text, start, end }) => {
        const { line, character } = lines.positionAt(start, encoding);
        const { line: endLine, character: endCharacter } = lines.positionAt(end, encoding);
        return { kind, name: kept(text, strings), line, character, endLine, endCharacter };
      }),
    };
  }
}

/** A string of its own: one that was cut out of a text keeps all of the text in memory. */
function kept(text: string, strings: Map<string, string>): string {
  const known = strings.get(text);
  if (known !== undefined) return known;
  const copy = JSON.parse(JSON.stringify(text)) as string;
  strings.set(copy, copy);
  return copy;
}
