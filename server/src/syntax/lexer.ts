import { BREAKS, endOf, matches } from "./characters.js";
import { OddReader } from "./lexer-recovery.js";
import { type Token, type Trivia, tokenOf } from "./token.js";
import type { Span } from "./tree.js";

// What a well-formed text is made of, as far as it has no escapes: found by the engine's own machine code for patterns.
// A new server reads many texts before a loop over characters of ours would have any.
const blanks = "[ \\t\\r\\n]*";
/** Up to a quote, a backslash, or a character that must be escaped. */
const content = "[ !#-[\\]-\\uffff]*";
const scalar = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null";

/** A comma before a digit may be a decimal comma. */
const noDigit = "(?![0-9])";

const BLANKS = new RegExp(blanks, "y");
const WORD_START = new RegExp(`[^${BREAKS}]`, "y");
const PLAIN_STRING = new RegExp(`"${content}`, "y");
const SCALAR = new RegExp(`(?:${scalar})(?=[ \\t\\r\\n,\\]}]|$)`, "y");

const key = `"(${content})"(${blanks}:${blanks})`;
/** Empty groups in place of the key: array items do not have one. */
const noKey = "()()";

/** What is found at once in a container: its first element, another one, and its end. */
export const PLAIN = {
  object: {
    first: plain(key, `,${noDigit}|}`),
    next: plain(`,${blanks}${key}`, `,${noDigit}|}`),
    end: new RegExp(`${blanks}}`, "y"),
  },
  array: {
    first: plain(noKey, "[,\\]]"),
    next: plain(`,${blanks}${noKey}`, "[,\\]]"),
    end: new RegExp(`${blanks}]`, "y"),
  },
} as const;

/**
 * Returns a pattern for an element through the end of its scalar value or, for a container, its opening brace
 * or bracket. A scalar matches only if the text after it confirms that it is complete.
 * Groups: the key and the text between key and value; then either the content of a string, or another scalar,
 * brace, or bracket.
 */
function plain(before: string, after: string): RegExp {
  const behind = `(?=${blanks}(?:${after}))`;
  const bracket = "\\[|\\{(?![{%])";
  return new RegExp(`${blanks}${before}(?:"(${content})"${behind}|((?:${scalar})${behind}|${bracket}))`, "y");
}

/** Reads the tokens of a text, one a call; what is no token is handed to `onTrivia` and skipped. */
export class TokenReader {
  readonly #text: string;
  readonly #onTrivia: (span: Span, kind: Trivia) => void;
  #at: number;
  #odd: OddReader | undefined;

  constructor(text: string, start: number, onTrivia: (span: Span, kind: Trivia) => void) {
    this.#text = text;
    this.#at = start;
    this.#onTrivia = onTrivia;
  }

  /** The next token is the first from there on. */
  goTo(offset: number): void {
    this.#at = offset;
  }

  /** Where the next token is looked for. */
  get offset(): number {
    return this.#at;
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
      const token = this.#find(start) ?? this.#readOdd(start);
      if (token) {
        this.#at = token.end;
        return token;
      }
    }
  }

  /** What needs no more than to be found. */
  #find(start: number): Token | undefined {
    const text = this.#text;
    const first = text[start];
    switch (first) {
      case undefined:
        return tokenOf("end", start, start, "");
      case "{":
        if (text[start + 1] === "{" || text[start + 1] === "%") return undefined;
        return tokenOf(first, start, start + 1, first);
      case "}":
      case "[":
      case "]":
      case ",":
      case ":":
        return tokenOf(first, start, start + 1, first);
      case '"': {
        const end = endOf(PLAIN_STRING, text, start);
        if (text[end] !== '"' || matches(WORD_START, text, end + 1) || text[end + 1] === '"')
          return undefined;
        return tokenOf("string", start, end + 1, text.slice(start + 1, end));
      }
      default: {
        const end = endOf(SCALAR, text, start);
        if (end === 0) return undefined;
        const value = text.slice(start, end);
        const kind = value === "true" || value === "false" || value === "null" ? value : "number";
        return tokenOf(kind, start, end, value);
      }
    }
  }

  /** What has escapes, or is not JSON; undefined if it is no token. */
  #readOdd(start: number): Token | undefined {
    this.#odd ??= new OddReader(this.#text, this.#onTrivia);
    const found = this.#odd.read(start);
    if (typeof found !== "number") return found;
    this.#at = found;
    return undefined;
  }
}
