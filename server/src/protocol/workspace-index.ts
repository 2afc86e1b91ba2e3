import { kindOf } from "../alloy/document-kind.js";
import { summaryOf, type WorkspaceSymbol } from "../features/workspace-symbols.js";
import type { DocumentVersion } from "./documents.js";
import { type Range, SymbolKind } from "./lsp.js";
import { readAhead } from "./read-ahead.js";
import type { Session } from "./session.js";

/** After so many alloys that were known already, others get their turn. */
const TURN = 1000;

/**
 * What is remembered of an alloy of the workspace, open or not. There may be very many, so that there is little of each:
 * no text, and few objects.
 */
export interface IndexedAlloy {
  readonly uri: string;
  readonly name: string;
  /** The names of its symbols. */
  readonly symbols: readonly string[];
  /** Kind and range of each symbol: five numbers, as text, since objects would take five times the memory. */
  readonly places: string;
  /** Values that may stand in other alloys too, each behind the id of its place in the vocabulary. */
  readonly values: readonly string[];
}

export interface IndexedSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly range: Range;
}

type Place = [kind: SymbolKind, line: number, character: number, endLine: number, endCharacter: number];

const KINDS: Record<WorkspaceSymbol["kind"], SymbolKind> = {
  alloy: SymbolKind.File,
  model: SymbolKind.Class,
  architecture: SymbolKind.Struct,
  stage: SymbolKind.Function,
};

/** Symbols of an alloy, chosen by name. */
export function* symbolsIn(
  { symbols, places }: IndexedAlloy,
  isWanted: (name: string) => boolean,
): Generator<IndexedSymbol> {
  let numbers: number[] | undefined;
  for (const [index, name] of symbols.entries()) {
    if (!isWanted(name)) continue;
    numbers ??= places.split(" ").map(Number);
    const [kind, line, character, endLine, endCharacter] = numbers.slice(5 * index, 5 * index + 5) as Place;
    const range = { start: { line, character }, end: { line: endLine, character: endCharacter } };
    yield { name, kind, range };
  }
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
      if (kindOf(uri) === "alloy" && !this.#closed.has(uri)) await this.#read(uri, strings);
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
    if (isLarge) return { uri, name: "", values: [], symbols: [], places: "" };
    const { encoding } = this.#session;
    const { name, symbols, values } = summaryOf(alloy);
    const places = symbols.flatMap(({ kind, start, end }): Place => {
      const [from, to] = [lines.positionAt(start, encoding), lines.positionAt(end, encoding)];
      return [KINDS[kind], from.line, from.character, to.line, to.character];
    });
    return {
      uri,
      name: kept(name, strings),
      values: [...values].flatMap(([place, set]) =>
        [...set].flatMap((value) => [kept(place, strings), kept(value, strings)]),
      ),
      symbols: symbols.map(({ name }) => kept(name, strings)),
      places: places.join(" "),
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
