import { TokenReader } from "./lexer.js";
import type { Token, Trivia } from "./token.js";
import type { Span } from "./tree.js";

/** Reads a text token by token, and knows the next two. */
export class TokenCursor {
  readonly text: string;
  readonly #reader: TokenReader;
  #current: Token | undefined;
  #following: Token | undefined;
  /** Where what was read last ends; undefined where nothing was. */
  lastEnd: number | undefined;
  /** Whether that is a string without its closing quotation mark. */
  isUnclosed = false;

  /** @param start where the first token is looked for */
  constructor(text: string, start: number, onTrivia: (span: Span, kind: Trivia) => void) {
    this.text = text;
    this.#reader = new TokenReader(text, start, onTrivia);
  }

  get token(): Token {
    this.#current ??= this.#reader.read();
    return this.#current;
  }

  /** The one behind `token`. */
  get next(): Token {
    if (this.token.kind === "end") return this.token;
    this.#following ??= this.#reader.read();
    return this.#following;
  }

  get isAtEnd(): boolean {
    return this.token.kind === "end";
  }

  /** Whether the next token is known already, and `readPlain` must not be called. */
  get isPeeked(): boolean {
    return this.#current !== undefined;
  }

  advance(): void {
    const { end, error } = this.token;
    this.lastEnd = end;
    this.isUnclosed = error === "unclosed";
    this.#current = this.#following;
    this.#following = undefined;
  }

  /** Reads what a pattern of `PLAIN` finds, which may be more than one token. */
  readPlain(pattern: RegExp): RegExpExecArray | null {
    const found = this.#reader.readPlain(pattern);
    if (found) {
      this.lastEnd = this.#reader.offset;
      this.isUnclosed = false;
    }
    return found;
  }

  /** Goes on behind a value that was not read. */
  goTo(end: number): void {
    this.#reader.goTo(end);
    this.#current = undefined;
    this.#following = undefined;
    this.lastEnd = end;
    this.isUnclosed = false;
  }

  textOf({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** Whether a line break stands before the token. */
  get isOnLaterLine(): boolean {
    return this.text.slice(this.lastEnd, this.token.start).includes("\n");
  }

  /** `"a":` and on a later line `"b": 1`: the value of `a` is missing, `b` is the next key. */
  get isNextKey(): boolean {
    return this.token.kind === "string" && this.next.kind === ":" && this.isOnLaterLine;
  }
}
