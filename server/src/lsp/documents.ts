import type { CheckSettings } from "../lint/configuration.js";
import { allSteps, diagnoseInSteps } from "../lint/lint.js";
import type { DocumentContext, Problem } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { MAX_CHECKED_LENGTH } from "../rules/file/large.js";
import { registries } from "../schema/bundled.js";
import { kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { LineIndex, type Position, type PositionEncoding } from "../syntax/lines.js";
import { SourceText } from "../syntax/source-text.js";
import { canonical } from "../workspace/uris.js";

/** A change of a document as the protocol sends it; without a range it is the whole text. */
export interface ContentChange {
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

/** So many documents are at hand: more are open than anybody works on at once. */
const AT_HAND = 8;

/** What follows from a longer text, in UTF-16 code units, takes a person's time to be made again. */
const MAX_SHORT = 100_000;

/** One version of an open document. Immutable; what follows from the text is made when first asked for. */
export class DocumentVersion {
  readonly uri: string;
  readonly version: number;
  readonly source: SourceText;
  /** As it was opened. */
  readonly #original: SourceText;
  readonly registry: Registry;
  /** Where the last edit was. */
  readonly #editedAt: number;
  #lines: LineIndex | undefined;
  #alloy: Alloy | undefined;
  /** Of an earlier version, with the edits since then: what can be taken over from it need not be made again. */
  #previous: Alloy | undefined;
  #problems: { settings: CheckSettings; known: string; list: readonly Problem[] } | undefined;

  constructor(
    uri: string,
    version: number,
    text: string | SourceText,
    registry: Registry,
    before: Before = {},
  ) {
    this.uri = uri;
    this.version = version;
    this.source = SourceText.of(text);
    this.registry = registry;
    this.#original = SourceText.of(before.original ?? this.source);
    this.#editedAt = before.editedAt ?? 0;
    this.#previous = before.alloy;
  }

  /** The whole text. Made when first asked for, which takes time for all of it. */
  get text(): string {
    return this.source.toString();
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.source);
    return this.#lines;
  }

  get alloy(): Alloy {
    this.#alloy ??= Alloy.parse(this.source, this.registry, this.#previous);
    this.#previous = undefined;
    return this.#alloy;
  }

  /** Too large for more than its syntax and its outline. */
  get isLarge(): boolean {
    return this.source.length > MAX_CHECKED_LENGTH;
  }

  /** @param context facts that the text does not show */
  problems(settings: CheckSettings, context: DocumentContext = {}): readonly Problem[] {
    return allSteps(this.problemsInSteps(settings, context));
  }

  /** As `problems`, in steps of some milliseconds: whoever does not finish them while the version is the newest gives them up. */
  *problemsInSteps(
    settings: CheckSettings,
    context: DocumentContext = {},
  ): Generator<void, readonly Problem[]> {
    const known = JSON.stringify(context);
    if (this.#problems?.settings !== settings || this.#problems.known !== known) {
      const isEdited = !this.source.equals(this.#original);
      const { problems: list } = yield* diagnoseInSteps(this.alloy, settings, {
        ...context,
        isEdited,
        isLarge: this.isLarge,
        editedAt: this.#editedAt,
      });
      this.#problems = { settings, known, list };
    }
    return this.#problems.list;
  }

  /** Keeps the text alone, where what follows from it is made again before anybody notices. */
  putAway(): void {
    if (this.source.length > MAX_SHORT) return;
    this.#giveAway();
    this.#lines = undefined;
  }

  /** The same text under other vocabularies. */
  withRegistry(registry: Registry): DocumentVersion {
    const { uri, version, source } = this;
    return new DocumentVersion(uri, version, source, registry, {
      original: this.#original,
      editedAt: this.#editedAt,
      alloy: this.#giveAway(),
    });
  }

  /** The next version: the changes applied one after the other, each to the result of the one before. */
  changed(version: number, changes: readonly ContentChange[], encoding: PositionEncoding): DocumentVersion {
    let { source, lines } = this;
    let alloy = this.#giveAway();
    let editedAt = this.#editedAt;
    for (const { range, text: inserted } of changes) {
      if (range) {
        const places = [lines.offsetAt(range.start, encoding), lines.offsetAt(range.end, encoding)];
        // A client that names them the wrong way round means what lies between.
        const start = Math.min(...places);
        const end = Math.max(...places);
        source = source.edited(start, end, inserted);
        alloy?.edited({ start, end, length: inserted.length });
        editedAt = start;
      } else {
        source = SourceText.of(inserted);
        alloy = undefined;
        editedAt = 0;
      }
      lines = new LineIndex(source);
    }
    const before = { original: this.#original, editedAt, alloy };
    return new DocumentVersion(this.uri, version, source, this.registry, before);
  }

  /** What there is of the alloy. Whoever still asks this version makes it wait for a new one. */
  #giveAway(): Alloy | undefined {
    const alloy = this.#alloy ?? this.#previous;
    this.#alloy = undefined;
    this.#previous = undefined;
    this.#problems = undefined;
    return alloy;
  }
}

/** What a version has from the one before it. */
interface Before {
  /** As it was opened. */
  readonly original?: string | SourceText;
  readonly editedAt?: number;
  readonly alloy?: Alloy | undefined;
}

/** The open documents, by URI, however a client spells it. */
export class Documents {
  readonly #registry: Registry;
  readonly #open = new Map<string, DocumentVersion>();
  /** Of open documents, by the spelling with which they were opened: it takes time to find the one for all spellings. */
  readonly #keys = new Map<string, string>();
  /** Keys of those that were asked for last, the newest at the end. */
  readonly #atHand = new Set<string>();
  #newest: string | undefined;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get(uri: string): DocumentVersion | undefined {
    const key = this.#keyOf(uri);
    const document = this.#open.get(key);
    if (document && key !== this.#newest) this.#take(key);
    return document;
  }

  /** Whether it is open. Nobody works on it for that, so it is not taken to hand. */
  has(uri: string): boolean {
    return this.#open.has(this.#keyOf(uri));
  }

  all(): DocumentVersion[] {
    return [...this.#open.values()];
  }

  open(uri: string, version: number, text: string): DocumentVersion {
    const kind = kindOf(uri);
    const registry = kind === "alloy" ? this.#registry : registries[kind];
    const document = new DocumentVersion(uri, version, text, registry);
    const key = canonical(uri);
    this.#keys.set(uri, key);
    this.#open.set(key, document);
    return document;
  }

  /** Undefined where the document was never opened. */
  change(
    uri: string,
    version: number,
    changes: readonly ContentChange[],
    encoding: PositionEncoding,
  ): DocumentVersion | undefined {
    const next = this.get(uri)?.changed(version, changes, encoding);
    if (next) this.#open.set(this.#keyOf(uri), next);
    return next;
  }

  /** From now on the document speaks the vocabularies of this registry. */
  useRegistry(uri: string, registry: Registry): void {
    const document = this.get(uri);
    if (document && document.registry !== registry)
      this.#open.set(this.#keyOf(uri), document.withRegistry(registry));
  }

  close(uri: string): void {
    const key = this.#keyOf(uri);
    this.#open.delete(key);
    this.#atHand.delete(key);
    for (const [spelling, other] of this.#keys) if (other === key) this.#keys.delete(spelling);
  }

  /** Takes a document to hand. The one that was longest not asked for is put away for it. */
  #take(key: string): void {
    this.#newest = key;
    this.#atHand.delete(key);
    this.#atHand.add(key);
    if (this.#atHand.size <= AT_HAND) return;
    const oldest = this.#atHand.values().next().value as string;
    this.#atHand.delete(oldest);
    this.#open.get(oldest)?.putAway();
  }

  #keyOf(uri: string): string {
    return this.#keys.get(uri) ?? canonical(uri);
  }
}
