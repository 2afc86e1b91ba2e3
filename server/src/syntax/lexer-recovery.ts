import { createScanner, type JSONScanner } from "jsonc-parser";
import { BLANK_CHARACTERS, BREAKS, endOf, matches, NO_WIDTH } from "./characters.js";
import { decodedAcrossLines } from "./escapes.js";
import { type Token, type TokenError, type Trivia, tokenOf } from "./token.js";
import type { Span } from "./tree.js";

/** jsonc-parser's `ScanError`, a const enum that isolated modules cannot import. */
const OPEN_COMMENT = 1;
const ERRORS: Readonly<Record<number, TokenError>> = {
  2: "unclosed",
  4: "bad-escape",
  5: "bad-escape",
  6: "control-character",
};

// What people write instead of JSON.

const INVISIBLE = new RegExp(`[${BLANK_CHARACTERS}${NO_WIDTH}]+`, "y");
const WORD = new RegExp(`[^/${BREAKS}]*`, "y");
const URL_REST = new RegExp(`:[^\\t\\n\\r {}\\[\\],"${BLANK_CHARACTERS}${NO_WIDTH}]*`, "y");
const WORD_START = new RegExp(`[^${BREAKS}]`, "y");
const COMMENT = /\/[/*]/y;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

const PUNCTUATION: Readonly<Record<string, readonly [kind: "," | ":", error: TokenError]>> = {
  "\uff0c": [",", "full-width"],
  "\uff1a": [":", "full-width"],
  "\u3001": [",", "comma"],
  "\uff64": [",", "comma"],
  "\u060c": [",", "comma"],
  ";": [",", "semicolon"],
  "\uff1b": [",", "semicolon"],
};

/** Opening quotation marks, each with those that may close it. */
const QUOTES: Readonly<Record<string, string>> = {
  "'": "'",
  "`": "`\u00b4'",
  "\u00b4": "\u00b4",
  "\u2018": "\u2019\u2018'",
  "\u2019": "\u2019",
  "\u201a": "\u2018\u2019",
  "\u201b": "\u2019",
  "\u201c": "\u201d\u201c\u201f",
  "\u201d": "\u201d",
  "\u201e": "\u201c\u201d\u201f",
  "\u201f": "\u201d",
  "\u00ab": "\u00bb",
  "\u00bb": "\u00ab\u00bb",
  "\u2039": "\u203a",
  "\u203a": "\u2039\u203a",
  "\u300c": "\u300d",
  "\u300e": "\u300f",
  "\u301d": "\u301e",
  "\uff02": "\uff02",
};
/** Quotation marks that may close a string that begins with a straight one. */
const CURLY = /[\u201d\u201c\u201f\uff02]/g;
const APOSTROPHE = /^\p{L}['\u2019]\p{L}$/u;
/** The text that must follow a quotation mark for it to be a closing one. */
const AFTER_QUOTE = /[ \t]*(?:[,:}\]\r\n\uff0c\uff1a]|$)/y;
/** The rest of a key after its opening quotation mark, and the colon. */
const KEY_END = /[\w$.-]{1,100}"[ \t]*:/y;
const KEY = /"[\w$.-]{1,100}"[ \t]*:/y;
const AFTER_STRING = /[ \t\r\n]*[,:}\]]/y;
/**
 * UTF-16 code units searched for a closing quotation mark: if it is further away, it was probably forgotten.
 */
const LONGEST_QUOTED = 2000;

const FENCE = /```+[\w-]*/y;
const TRIPLE = '"""';
const TEMPLATE =
  /\$\{[^}\r\n]{0,200}\}|\{\{[^}\r\n]{0,200}\}\}|\{%[^%\r\n]{0,200}%\}|<[^<>\r\n{}[\]",]{1,200}>|#\{[^}\r\n]{0,200}\}|\$\([^)\r\n]{0,200}\)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|__\w+__/y;
/** Not a color, such as `#fff`. */
const HASH_COMMENT = /#+(?:[ \t!][^\r\n]*)?(?=[\r\n]|$)/y;
const CONFLICT = /(?:<{7}|={7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?(?=[\r\n]|$)/y;
const CONFLICT_INSIDE = /[\r\n](?:<{7}|={7}|>{7}|\|{7})(?:[ \t\r\n]|$)/;

/**
 * Reads the tokens that `TokenReader` does not match: strings with escapes, and text that is not valid JSON.
 */
export class OddReader {
  readonly #text: string;
  readonly #onTrivia: (span: Span, kind: Trivia) => void;
  readonly #scanner: JSONScanner;
  /** By opening quotation mark: up to this offset no closing one was found, so that each is looked for once only. */
  readonly #unclosed = new Map<string, number>();

  constructor(text: string, onTrivia: (span: Span, kind: Trivia) => void) {
    this.#text = text;
    this.#onTrivia = onTrivia;
    this.#scanner = createScanner(text, false);
  }

  /** Returns the token at an offset, or, if there is trivia instead, the offset at which to continue. */
  read(start: number): Token | number {
    const text = this.#text;
    const first = text[start] as string;
    if (isLineStart(text, start)) {
      const end = endOf(CONFLICT, text, start);
      if (end > 0) return this.#trivia("conflict-markers", start, end);
    }
    if (matches(INVISIBLE, text, start))
      return this.#trivia("invisible", start, endOf(INVISIBLE, text, start));
    if (matches(COMMENT, text, start)) return this.#comment(start);
    const template = endOf(TEMPLATE, text, start);
    if (template > 0) return this.#word(start, template, "template");
    if (first === "{") return tokenOf("{", start, start + 1, first);
    const hash = endOf(HASH_COMMENT, text, start);
    if (hash > 0) return this.#trivia("comment", start, hash);
    if (first === '"') return this.#string(start);
    if (first === "=") {
      const end = start + (text[start + 1] === "=" || text[start + 1] === ">" ? 2 : 1);
      return tokenOf("=", start, end, text.slice(start, end));
    }
    const punctuation = PUNCTUATION[first];
    if (punctuation) return tokenOf(punctuation[0], start, start + 1, first, punctuation[1]);
    const fence = endOf(FENCE, text, start);
    if (fence > 0) return tokenOf("word", start, fence, text.slice(start, fence), "fence");
    return this.#quoted(start) ?? this.#word(start, start);
  }

  #trivia(kind: Trivia, start: number, end: number): number {
    this.#onTrivia({ start, end }, kind);
    return end;
  }

  #comment(from: number): number {
    const scanner = this.#scanner;
    scanner.setPosition(from);
    scanner.scan();
    // After an unclosed comment the scanner may be past the end.
    const to = Math.min(scanner.getPosition(), this.#text.length);
    const error: number = scanner.getTokenError();
    const comment = this.#text.slice(from, to);
    if (CONFLICT_INSIDE.test(comment)) this.#trivia("conflict-markers", from, to);
    return this.#trivia(error === OPEN_COMMENT ? "open-comment" : "comment", from, to);
  }

  #string(start: number): Token {
    const text = this.#text;
    if (text.startsWith(TRIPLE, start)) {
      const end = this.#endOfTriple(start);
      if (end > 0) return tokenOf("word", start, end, text.slice(start, end), "triple-quotes");
    }
    const scanner = this.#scanner;
    scanner.setPosition(start);
    scanner.scan();
    const end = Math.min(scanner.getPosition(), text.length);
    const error = ERRORS[scanner.getTokenError()];
    // The scanner takes a line break after a backslash for an escape.
    const broken = error === "unclosed" ? end - start : text.slice(start, end).search(/[\r\n]/);
    if (broken >= 0) {
      const value = error === "unclosed" ? scanner.getTokenValue() : text.slice(start + 1, start + broken);
      return this.#acrossLines(start, start + broken, value);
    }
    const isQuote = text[end] === '"';
    if (isQuote ? !matches(KEY, text, end) : matches(WORD_START, text, end) && !matches(COMMENT, text, end)) {
      // `"a, "name": 1`: what seems to close the string opens a key.
      if (matches(KEY_END, text, end))
        return tokenOf("string", start, end - 1, text.slice(start + 1, end - 1), "unclosed");
      const inner = this.#innerQuotes(start, end);
      if (inner > 0) return tokenOf("word", start, inner, text.slice(start, inner), "inner-quote");
    }
    return tokenOf("string", start, end, scanner.getTokenValue(), error);
  }

  /** Returns the end of a string in triple quotation marks; 0 if it is not closed. */
  #endOfTriple(start: number): number {
    const text = this.#text;
    if (this.#isKnownUnclosed(TRIPLE, start)) return 0;
    const close = text.indexOf(TRIPLE, start + TRIPLE.length);
    if (close >= 0) {
      const end = close + TRIPLE.length;
      return CONFLICT_INSIDE.test(text.slice(start, end)) ? 0 : end;
    }
    this.#unclosed.set(TRIPLE, text.length);
    return 0;
  }

  /**
   * A string that has no closing quotation mark on its line. It continues if the next one of the text can only close it;
   * otherwise it ends with the line.
   */
  #acrossLines(start: number, lineEnd: number, value: string): Token {
    const text = this.#text;
    const odd = lastCurly(text.slice(start, lineEnd));
    if (odd > 0) return tokenOf("word", start, start + odd, text.slice(start, start + odd), "quotes");
    const quote = text.indexOf('"', lineEnd);
    if (quote >= 0 && text[quote - 1] !== "\\" && matches(AFTER_STRING, text, quote + 1)) {
      const raw = text.slice(start, quote + 1);
      const decoded = decodedAcrossLines(raw);
      if (!CONFLICT_INSIDE.test(raw))
        return decoded === undefined
          ? tokenOf("string", start, quote + 1, raw.slice(1, -1), "odd-line-break")
          : tokenOf("string", start, quote + 1, decoded, "line-break");
    }
    return tokenOf("string", start, lineEnd, value, "unclosed");
  }

  /**
   * Returns the end of a string with unescaped inner quotation marks, such as `"the "best" model"`; 0 if no
   * quotation mark on the line can close it.
   */
  #innerQuotes(start: number, from: number): number {
    return this.#closing('"', '"', start, from).end;
  }

  /** What is enclosed in other quotation marks; undefined if nothing is. */
  #quoted(start: number): Token | undefined {
    const text = this.#text;
    const open = text[start] as string;
    const closers = QUOTES[open];
    if (closers === undefined) return undefined;
    let found = this.#closing(open, closers, start, start + 1);
    // “lora": a straight one may close another; of single ones it would be what they enclose.
    if (found.end === 0 && open !== "'" && open !== "`")
      found = this.#closing(`${open}"`, '"', start, start + 1);
    const { end, isCertain } = found;
    if (end === 0) return undefined;
    return tokenOf("word", start, end, text.slice(start, end), isCertain ? "quotes" : "odd-quotes");
  }

  #isKnownUnclosed(open: string, start: number): boolean {
    return start < (this.#unclosed.get(open) ?? 0);
  }

  /**
   * The first of the closing quotation marks on this line after which a string may end. Another one before it, if it is no
   * apostrophe in a word, leaves doubt.
   */
  #closing(style: string, closers: string, start: number, from: number): { end: number; isCertain: boolean } {
    if (this.#isKnownUnclosed(style, start)) return { end: 0, isCertain: false };
    const text = this.#text;
    const most = Math.min(text.length, from + LONGEST_QUOTED);
    let isCertain = true;
    let i = from;
    for (; i < most; i++) {
      const char = text[i] as string;
      if (char === "\n" || char === "\r") break;
      if (char === "\\") i++;
      else if (closers.includes(char)) {
        if (i > start && matches(AFTER_QUOTE, text, i + 1)) return { end: i + 1, isCertain };
        if (!APOSTROPHE.test(text.slice(i - 1, i + 2))) isCertain = false;
      }
    }
    this.#unclosed.set(style, i);
    return { end: 0, isCertain };
  }

  /** A run of characters that are neither blanks nor punctuation; `at` is how far it was read. */
  #word(start: number, from: number, error?: TokenError): Token {
    const text = this.#text;
    let at = from;
    let found = error;
    for (;;) {
      at = endOf(WORD, text, at);
      const char = text[at];
      if (char === "/" && !matches(COMMENT, text, at)) at++;
      else if (char === ":" && at > start && text.startsWith("//", at + 1)) at = endOf(URL_REST, text, at);
      else if (char === "{") {
        const end = endOf(TEMPLATE, text, at > start && /[$#]/.test(text[at - 1] as string) ? at - 1 : at);
        if (end === 0) break;
        at = end;
        found = "template";
      } else {
        const end = at > start ? endOf(INVISIBLE, text, at) : 0;
        if (end === 0 || !matches(WORD_START, text, end) || matches(COMMENT, text, end)) break;
        at = end;
      }
    }
    // What no word can start with, such as a bracket of a template that does not end.
    if (at === start) at++;
    // `name": 1` lacks its opening quotation mark only.
    if (text[at] === '"' && matches(AFTER_QUOTE, text, at + 1)) at++;
    const value = text.slice(start, at);
    if (value === "true" || value === "false" || value === "null") return tokenOf(value, start, at, value);
    return tokenOf(NUMBER.test(value) ? "number" : "word", start, at, value, found);
  }
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === "\n" || text[at - 1] === "\r";
}

/**
 * Returns the end of a string such as `"lora”,`: the offset after its only curly quotation mark, or 0 if a
 * string cannot end there.
 */
function lastCurly(line: string): number {
  const [only, another] = [...line.slice(0, LONGEST_QUOTED).matchAll(CURLY)];
  if (!only || another) return 0;
  const end = only.index + 1;
  return matches(AFTER_QUOTE, line, end) ? end : 0;
}
