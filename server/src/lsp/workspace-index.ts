import { summaryOf, type WorkspaceSymbol } from "../features/workspace-symbols.js";
import type { DocumentVersion } from "./documents.js";
import { type Range, SymbolKind } from "./lsp.js";
import { readAhead } from "./read-ahead.js";
import type { Session } from "./session.js";

/** After so many alloys that were known already, others get their turn. */
const TURN = 1000;

/** What is kept of an alloy of the workspace, open or not: no text and no tree, since there may be very many. */
interface IndexedAlloy {
  readonly uri: string;
  readonly name: string;
  readonly symbols: readonly IndexedSymbol[];
  readonly values: readonly RecurringValue[];
  /** Types of its stages, in their order. */
  readonly stages: readonly string[];
}

interface IndexedSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: Range;
}

/** A value that may occur in other alloys, too. */
interface RecurringValue {
  /** ID of its location in the vocabulary. */
  readonly place: string;
  readonly value: string;
}

const KINDS: Record<WorkspaceSymbol["kind"], SymbolKind> = {
  alloy: SymbolKind.File,
  model: SymbolKind.Class,
  architecture: SymbolKind.Struct,
  stage: SymbolKind.Function,
};

/** The alloys of the workspace, read when first asked for and again when they change. */
export class WorkspaceIndex {
  readonly #session: Session;
  readonly #closed = new Map<string, IndexedAlloy>();
  /** Reads in progress, by URI, shared by all callers. */
  readonly #reading = new Map<string, Promise<void>>();
  #isComplete = false;
  /** Counts changes of the workspace, so that a read can detect that it missed a change. */
  #changes = 0;
  /** Under way for completion, which does not wait for it. */
  #isReading = false;

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
    this.#readSoon();
    const found = new Set<string>();
    for (const { uri, values } of this.#closed.values()) {
      if (uri === except) continue;
      for (const one of values) if (one.place === place) found.add(one.value);
    }
    return [...found].sort();
  }

  /** The types of the stages of alloys that were read already, without one alloy. */
  *stageSequences(except: string): Generator<readonly string[]> {
    this.#readSoon();
    for (const { uri, stages } of this.#closed.values()) if (uri !== except) yield stages;
  }

  #readSoon(): void {
    if (!this.#isComplete && !this.#isReading) {
      this.#isReading = true;
      this.#session.inBackground("Reading the workspace", () =>
        this.#readAll().finally(() => {
          this.#isReading = false;
        }),
      );
    }
  }

  /** Every alloy of the workspace, the open ones first, each as soon as it is read. */
  async *all(): AsyncGenerator<IndexedAlloy> {
    const { documents } = this.#session.store;
    for (const document of documents.all())
      if (document.alloy.kind === "alloy") yield this.#index(document, new Map());
    let count = 0;
    for await (const uri of this.#isComplete ? this.#closed.keys() : this.#walk()) {
      if (++count % TURN === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      const alloy = this.#closed.get(uri);
      if (alloy && !documents.has(uri)) yield alloy;
    }
  }

  async #readAll(): Promise<void> {
    for await (const _ of this.#walk());
  }

  /** The alloys of the workspace, each once it is known or cannot be read. */
  async *#walk(): AsyncGenerator<string> {
    const changes = this.#changes;
    const uris = await this.#session.workspaceDocuments.uris();
    // The same name in many alloys is kept once.
    const strings = new Map<string, string>();
    yield* readAhead(uris, async (uri) => {
      if (this.#session.store.projects.kindOf(uri) === "alloy" && !this.#closed.has(uri))
        await this.#read(uri, strings);
      return uri;
    });
    for (const uri of this.#closed.keys()) if (!uris.has(uri)) this.#closed.delete(uri);
    this.#isComplete = changes === this.#changes;
  }

  #read(uri: string, strings: Map<string, string>): Promise<void> {
    const known = this.#reading.get(uri);
    if (known) return known;
    const changes = this.#changes;
    const reading = this.#session
      .piece("Reading the workspace", uri, async () => {
        const document = await this.#session.read(uri);
        await this.#session.turns.next();
        // What changed meanwhile is read again.
        if (document && changes === this.#changes) this.#closed.set(uri, this.#index(document, strings));
      })
      .finally(() => this.#reading.delete(uri));
    this.#reading.set(uri, reading);
    return reading;
  }

  #index({ uri, alloy, lines, isLarge }: DocumentVersion, strings: Map<string, string>): IndexedAlloy {
    if (isLarge) return { uri, name: "", values: [], symbols: [], stages: [] };
    const { encoding } = this.#session;
    const { name, symbols, values } = summaryOf(alloy);
    return {
      uri,
      name: kept(name, strings),
      stages: alloy.stages.map(({ typeNode }) => kept(typeNode?.value ?? "", strings)),
      values: [...values].flatMap(([place, set]) =>
        [...set].map((value) => ({ place: kept(place, strings), value: kept(value, strings) })),
      ),
      symbols: symbols.map(({ name, kind, start, end }) => ({
        name: kept(name, strings),
        kind: KINDS[kind],
        range: { start: lines.positionAt(start, encoding), end: lines.positionAt(end, encoding) },
      })),
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
