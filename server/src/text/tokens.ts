import { createScanner, type JSONScanner } from "jsonc-parser";
import type { Piece, SourceText } from "./source-text.js";
import type { Span } from "./tree.js";

/** A token of the text, comments and white space left out. */
export interface Token extends Span {
  readonly kind:
    | "{"
    | "}"
    | "["
    | "]"
    | ","
    | ":"
    | "string"
    | "number"
    | "true"
    | "false"
    | "null"
    | "word"
    | "end";
  /** Strings: decoded; words: as they stand. */
  readonly value: string;
  /** What the scanner found wrong inside the token. */
  readonly error: "unclosed" | "bad-escape" | "control-character" | "bad-number" | undefined;
}

/** jsonc-parser's `SyntaxKind`, a const enum that isolated modules cannot import. */
const KINDS: Readonly<Record<number, Token["kind"]>> = {
  1: "{",
  2: "}",
  3: "[",
  4: "]",
  5: ",",
  6: ":",
  7: "null",
  8: "true",
  9: "false",
  10: "string",
  11: "number",
  17: "end",
};
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;

/** jsonc-parser's `ScanError`. An unclosed comment (1) is a comment all the same. */
const ERRORS: Readonly<Record<number, Token["error"]>> = {
  2: "unclosed",
  3: "bad-number",
  4: "bad-escape",
  5: "bad-escape",
  6: "control-character",
};

/** Reads the tokens of a text, one a call; comments are handed to `onComment` and skipped. */
export class TokenReader {
  #source: SourceText;
  readonly #onComment: (span: Span) => void;
  /** The piece that is being read: no token but a comment reaches over the end of a line. */
  #index = -1;
  #base = 0;
  #text = "";
  #scanner!: JSONScanner;

  constructor(source: SourceText, start: number, onComment: (span: Span) => void) {
    this.#source = source;
    this.#onComment = onComment;
    this.goTo(start);
  }

  /** The next token is the first from there on. */
  goTo(offset: number): void {
    const index = this.#source.pieceAt(offset);
    if (index !== this.#index) this.#enter(index);
    this.#scanner.setPosition(offset - this.#base);
  }

  read(): Token {
    for (;;) {
      if (this.#skipBlanks()) continue;
      const scanner = this.#scanner;
      const base = this.#base;
      const syntax: number = scanner.scan();
      const start = scanner.getTokenOffset();
      // Behind an unclosed comment the scanner may be past the end.
      const to = Math.min(scanner.getPosition(), this.#text.length);
      if (syntax === LINE_COMMENT || syntax === BLOCK_COMMENT) {
        if (this.#isCut(to)) this.#takeWhole(base + start);
        else this.#onComment({ start: base + start, end: base + to });
        continue;
      }
      const kind = KINDS[syntax];
      if (kind) {
        const error = ERRORS[scanner.getTokenError()];
        return { kind, start: base + start, end: base + to, value: scanner.getTokenValue(), error };
      }
      const text = this.#text;
      const end = text[start] === "'" ? endOfSingleQuotes(text, start, to) : withClosingQuote(text, to);
      scanner.setPosition(end);
      return {
        kind: "word",
        start: base + start,
        end: base + end,
        value: text.slice(start, end),
        error: undefined,
      };
    }
  }

  #enter(index: number): void {
    this.#index = index;
    this.#base = this.#source.starts[index] as number;
    this.#text = (this.#source.pieces[index] as Piece).text;
    this.#scanner = createScanner(this.#text, false);
  }

  /** The scanner would put blanks together to a text, letter by letter; half of a laid out file is blanks. */
  #skipBlanks(): boolean {
    const from = this.#scanner.getPosition();
    let to = from;
    while (isBlank(this.#text.charCodeAt(to))) to++;
    if (this.#isCut(to)) {
      this.#enter(this.#index + 1);
      return true;
    }
    if (to > from) this.#scanner.setPosition(to);
    return false;
  }

  /** Whether the text goes on in another piece. */
  #isCut(offset: number): boolean {
    return offset >= this.#text.length && this.#index < this.#source.pieces.length - 1;
  }

  /** A comment may go on in the next piece. */
  #takeWhole(offset: number): void {
    this.#source = this.#source.uncut;
    this.#index = -1;
    this.goTo(offset);
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** `name": 1` lacks its opening quote only: the closing one belongs to the word, not to a text that begins there. */
function withClosingQuote(text: string, end: number): number {
  return text[end] === '"' && /^[ \t]*([:,}\]\r\n]|$)/.test(text.slice(end + 1, end + 100)) ? end + 1 : end;
}

/** A text in single quotes is one word although it holds blanks; without a closing quote on its line it ends where it did. */
function endOfSingleQuotes(text: string, start: number, fallback: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "'") return i + 1;
    if (text[i] === "\n" || text[i] === "\r") break;
  }
  return fallback;
}
