import type { CheckSettings } from "../lint/configuration.js";
import { type Analysis, allSteps, diagnoseInSteps, type KeptFindings } from "../lint/lint.js";
import type { DocumentContext, Problem } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { MAX_CHECKED_LENGTH } from "../rules/file/large.js";
import { registries } from "../schema/bundled.js";
import { kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { LineIndex, type Position, type PositionEncoding } from "../syntax/lines.js";
import { joined, type TextEdit } from "../syntax/reparse.js";
import { SourceText } from "../syntax/source-text.js";
import { canonical } from "../workspace/uris.js";

/** A change of a document as the protocol sends it; without a range it is the whole text. */
export interface ContentChange {
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

/** Number of documents that keep their cached data; more documents can be open than are in use at once. */
const AT_HAND = 8;

/**
 * Length of a document, in UTF-16 code units, above which its cached data is kept: the data takes noticeable
 * time to recompute.
 */
const MAX_SHORT = 100_000;

/** One version of an open document. Immutable; what follows from the text is made when first asked for. */
export class DocumentVersion {
  readonly uri: string;
  readonly version: number;
  readonly source: SourceText;
  readonly registry: Registry;
  readonly #before: Before;
  #lines: LineIndex | undefined;
  #alloy: Alloy | undefined;
  #checked: Checked | undefined;

  constructor(uri: string, version: number, source: SourceText, registry: Registry, before: Before = {}) {
    this.uri = uri;
    this.version = version;
    this.source = source;
    this.registry = registry;
    this.#before = before;
    this.#lines = before.lines;
    this.#alloy = before.alloy;
  }

  /** The whole text, which may have to be put together (see `SourceText`). */
  get text(): string {
    return this.source.toString();
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.source);
    return this.#lines;
  }

  get alloy(): Alloy {
    this.#alloy ??= Alloy.parse(this.text, this.registry);
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

  /** As `problems`, in steps of some milliseconds. */
  *problemsInSteps(
    settings: CheckSettings,
    context: DocumentContext = {},
  ): Generator<void, readonly Problem[]> {
    const known = JSON.stringify(context);
    if (this.#checked?.settings !== settings || this.#checked.known !== known) {
      const { original = this.source, editedAt = 0, kept } = this.#before;
      const facts = { ...context, isEdited: !this.source.equals(original), isLarge: this.isLarge, editedAt };
      this.#checked = {
        settings,
        known,
        analysis: yield* diagnoseInSteps(this.alloy, settings, facts, this.#checked?.analysis.keep() ?? kept),
      };
    }
    return this.#checked.analysis.problems;
  }

  /** The same with its text alone: what follows from it is made again when asked for. */
  get bare(): DocumentVersion {
    const { original = this.source, editedAt = 0 } = this.#before;
    return new DocumentVersion(this.uri, this.version, this.source, this.registry, { original, editedAt });
  }

  /** The same text under other vocabularies. */
  withRegistry(registry: Registry): DocumentVersion {
    return new DocumentVersion(this.uri, this.version, this.source, registry, {
      ...this.#kept,
      lines: this.#lines,
      alloy: this.#alloy?.withRegistry(registry),
    });
  }

  /** The next version: the changes applied one after the other, each to the result of the one before. */
  changed(version: number, changes: readonly ContentChange[], encoding: PositionEncoding): DocumentVersion {
    let { source } = this;
    let lines: LineIndex | undefined = this.#lines;
    let edit: TextEdit | "all" | undefined;
    let { editedAt = 0 } = this.#before;
    for (const { range, text: inserted } of changes) {
      if (range) {
        lines ??= new LineIndex(source);
        const places = [lines.offsetAt(range.start, encoding), lines.offsetAt(range.end, encoding)];
        // A client that names them the wrong way round means what lies between.
        const start = Math.min(...places);
        const end = Math.max(...places);
        source = source.edited(start, end, inserted);
        lines = lines.edited(source, start, end);
        const own = { start, end, length: inserted.length };
        if (edit !== "all") edit = edit ? joined(edit, own) : own;
        editedAt = start;
      } else {
        source = SourceText.of(inserted);
        lines = undefined;
        edit = "all";
        editedAt = 0;
      }
    }
    const alloy = edit === "all" ? undefined : edit ? this.#alloy?.edited(edit, source) : this.#alloy;
    return new DocumentVersion(this.uri, version, source, this.registry, {
      ...this.#kept,
      editedAt,
      lines,
      alloy,
    });
  }

  /** What another version takes over. */
  get #kept(): Before {
    const { original = this.source, editedAt = 0, kept } = this.#before;
    return { original, editedAt, kept: this.#checked?.analysis.keep() ?? kept };
  }
}

/** The analysis of a version, and the inputs of the analysis other than the version. */
interface Checked {
  readonly settings: CheckSettings;
  readonly known: string;
  readonly analysis: Analysis;
}

/** What a version has from the one before it. */
interface Before {
  /** As it was opened. */
  readonly original?: SourceText;
  /** Where the last edit was. */
  readonly editedAt?: number;
  readonly lines?: LineIndex | undefined;
  readonly alloy?: Alloy | undefined;
  /** What need not be found again. */
  readonly kept?: KeptFindings | undefined;
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

  /**
   * Whether a document is open. Does not count as use of the document, so its cached data is not affected.
   */
  has(uri: string): boolean {
    return this.#open.has(this.#keyOf(uri));
  }

  all(): DocumentVersion[] {
    return [...this.#open.values()];
  }

  open(uri: string, version: number, text: string): DocumentVersion {
    const kind = kindOf(uri);
    const registry = kind === "alloy" ? this.#registry : registries[kind];
    const document = new DocumentVersion(uri, version, SourceText.of(text), registry);
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

  /** Takes a document to hand. Of the one that was longest not asked for, its text stays. */
  #take(key: string): void {
    this.#newest = key;
    this.#atHand.delete(key);
    this.#atHand.add(key);
    if (this.#atHand.size <= AT_HAND) return;
    const oldest = this.#atHand.values().next().value as string;
    this.#atHand.delete(oldest);
    const document = this.#open.get(oldest);
    if (document && document.source.length <= MAX_SHORT) this.#open.set(oldest, document.bare);
  }

  #keyOf(uri: string): string {
    return this.#keys.get(uri) ?? canonical(uri);
  }
}
