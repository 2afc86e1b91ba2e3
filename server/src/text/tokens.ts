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

// What a well-formed text is made of, as far as it has no escapes: found by the engine's own machine code for patterns.
// A new server reads many texts before a loop over characters of ours would have any.
const blanks = "[ \\t\\r\\n]*";
/** Up to a quote, a backslash, or a character that must be escaped. */
const content = "[ !#-[\\]-\\uffff]*";
const scalar = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null";

const BLANKS = new RegExp(blanks, "y");
const PLAIN_STRING = new RegExp(`"${content}`, "y");
const SCALAR = new RegExp(`(?:${scalar})(?=[ \\t\\r\\n,\\]}]|$)`, "y");

const key = `"(${content})"(${blanks}:${blanks})`;
/** Items have none. */
const noKey = "()()";

/** What is found at once in a container: its first element, another one, and its end. */
export const PLAIN = {
  object: {
    first: plain(key, "}"),
    next: plain(`,${blanks}${key}`, "}"),
    end: new RegExp(`${blanks}}`, "y"),
  },
  array: {
    first: plain(noKey, "]"),
    next: plain(`,${blanks}${noKey}`, "]"),
    end: new RegExp(`${blanks}]`, "y"),
  },
} as const;

/**
 * An element up to its value, which is whole, or an opening bracket. What stands behind it says that it is what it seems.
 * Groups: key, and what is between key and value; then either what is between quotes, or another scalar or a bracket.
 */
function plain(before: string, closer: string): RegExp {
  const behind = `(?=${blanks}[,\\${closer}])`;
  return new RegExp(`${blanks}${before}(?:"(${content})"${behind}|((?:${scalar})${behind}|[{[]))`, "y");
}

/** Reads the tokens of a text, one a call; comments are handed to `onComment` and skipped. */
export class TokenReader {
  #source: SourceText;
  readonly #onComment: (span: Span) => void;
  /** The piece that is being read: no token but a comment reaches over the end of a line. */
  #index = -1;
  #base = 0;
  #text = "";
  /** In the piece. */
  #at = 0;
  #scanner: JSONScanner | undefined;

  constructor(source: SourceText, start: number, onComment: (span: Span) => void) {
    this.#source = source;
    this.#onComment = onComment;
    this.goTo(start);
  }

  /** The next token is the first from there on. */
  goTo(offset: number): void {
    const index = this.#source.pieceAt(offset);
    if (index !== this.#index) this.#enter(index);
    this.#at = offset - this.#base;
  }

  /** Where the next token is looked for. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** What is found there by a pattern of `PLAIN`, and read with that. */
  readPlain(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  read(): Token {
    for (;;) {
      const start = endOf(BLANKS, this.#text, this.#at);
      if (this.#isCut(start)) this.#enter(this.#index + 1);
      else {
        const token = this.#find(start) ?? this.#scan(start);
        if (token) return token;
      }
    }
  }

  /** What needs no more than to be found. */
  #find(start: number): Token | undefined {
    const text = this.#text;
    const first = text[start];
    switch (first) {
      case undefined:
        return this.#token("end", start, start, "");
      case "{":
      case "}":
      case "[":
      case "]":
      case ",":
      case ":":
        return this.#token(first, start, start + 1, first);
      case '"': {
        const end = endOf(PLAIN_STRING, text, start);
        if (text[end] !== '"') return undefined;
        return this.#token("string", start, end + 1, text.slice(start + 1, end));
      }
      default: {
        const end = endOf(SCALAR, text, start);
        if (end === 0) return undefined;
        const value = text.slice(start, end);
        const kind = value === "true" || value === "false" || value === "null" ? value : "number";
        return this.#token(kind, start, end, value);
      }
    }
  }

  #token(kind: Token["kind"], start: number, end: number, value: string, error?: Token["error"]): Token {
    this.#at = end;
    return { kind, start: this.#base + start, end: this.#base + end, value, error };
  }

  /** What has escapes, or is no JSON; nothing where it is a comment. */
  #scan(from: number): Token | undefined {
    this.#scanner ??= createScanner(this.#text, false);
    const scanner = this.#scanner;
    scanner.setPosition(from);
    const syntax: number = scanner.scan();
    const start = scanner.getTokenOffset();
    // Behind an unclosed comment the scanner may be past the end.
    const to = Math.min(scanner.getPosition(), this.#text.length);
    if (syntax === LINE_COMMENT || syntax === BLOCK_COMMENT) {
      const base = this.#base;
      this.#at = to;
      if (this.#isCut(to)) this.#takeWhole(base + start);
      else this.#onComment({ start: base + start, end: base + to });
      return undefined;
    }
    const kind = KINDS[syntax];
    if (kind) return this.#token(kind, start, to, scanner.getTokenValue(), ERRORS[scanner.getTokenError()]);
    const text = this.#text;
    const end = text[start] === "'" ? endOfSingleQuotes(text, start, to) : withClosingQuote(text, to);
    return this.#token("word", start, end, text.slice(start, end));
  }

  #enter(index: number): void {
    this.#index = index;
    this.#base = this.#source.starts[index] as number;
    this.#text = (this.#source.pieces[index] as Piece).text;
    this.#at = 0;
    this.#scanner = undefined;
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

/** Where what matches from `start` on ends; 0 where nothing does. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(text);
  return pattern.lastIndex;
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
