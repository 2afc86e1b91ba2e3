import { Alloy } from "../alloy/alloy.js";
import type { Registry } from "../alloy/registry.js";
import { diagnose, type RuleSettings } from "../rules/diagnose.js";
import type { Problem } from "../rules/rule.js";
import { LineIndex, type Position, type PositionEncoding } from "../text/lines.js";

/** A change of a document as the protocol sends it; without a range it is the whole text. */
export interface ContentChange {
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

/** One version of an open document. Immutable; what follows from the text is made when first asked for. */
export class DocumentVersion {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly #registry: Registry;
  #lines: LineIndex | undefined;
  #alloy: Alloy | undefined;
  #problems: { settings: RuleSettings; list: readonly Problem[] } | undefined;

  constructor(uri: string, version: number, text: string, registry: Registry) {
    this.uri = uri;
    this.version = version;
    this.text = text;
    this.#registry = registry;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  get alloy(): Alloy {
    this.#alloy ??= Alloy.parse(this.text, this.#registry);
    return this.#alloy;
  }

  problems(settings: RuleSettings): readonly Problem[] {
    if (this.#problems?.settings !== settings) {
      this.#problems = { settings, list: diagnose(this.alloy, settings) };
    }
    return this.#problems.list;
  }

  /** The next version: the changes applied one after the other, each to the result of the one before. */
  changed(version: number, changes: readonly ContentChange[], encoding: PositionEncoding): DocumentVersion {
    let text = this.text;
    let lines: LineIndex | undefined = this.lines;
    for (const { range, text: inserted } of changes) {
      if (!range) text = inserted;
      else {
        lines ??= new LineIndex(text);
        const start = lines.offsetAt(range.start, encoding);
        const end = Math.max(start, lines.offsetAt(range.end, encoding));
        text = text.slice(0, start) + inserted + text.slice(end);
      }
      lines = undefined;
    }
    return new DocumentVersion(this.uri, version, text, this.#registry);
  }
}

/** The open documents, by URI. */
export class Documents {
  readonly #registry: Registry;
  readonly #open = new Map<string, DocumentVersion>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get(uri: string): DocumentVersion | undefined {
    return this.#open.get(uri);
  }

  all(): DocumentVersion[] {
    return [...this.#open.values()];
  }

  open(uri: string, version: number, text: string): DocumentVersion {
    const document = new DocumentVersion(uri, version, text, this.#registry);
    this.#open.set(uri, document);
    return document;
  }

  /** Undefined where the document was never opened. */
  change(
    uri: string,
    version: number,
    changes: readonly ContentChange[],
    encoding: PositionEncoding,
  ): DocumentVersion | undefined {
    const next = this.#open.get(uri)?.changed(version, changes, encoding);
    if (next) this.#open.set(uri, next);
    return next;
  }

  close(uri: string): void {
    this.#open.delete(uri);
  }
}
