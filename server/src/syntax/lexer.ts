import { createScanner, type JSONScanner } from "jsonc-parser";
import type { Piece, SourceText } from "./source-text.js";
import type { Span } from "./tree.js";

/** A token of the text. Blanks, comments, invisible characters, and conflict markers are left out. */
export interface Token extends Span {
  readonly kind:
    | "{"
    | "}"
    | "["
    | "]"
    | ","
    | ":"
    | "="
    | "string"
    | "number"
    | "true"
    | "false"
    | "null"
    | "word"
    | "end";
  /** Strings: decoded; words: as written. */
  readonly value: string;
  readonly error: TokenError | undefined;
}

/**
 * What is wrong inside a token.
 * Strings: `line-break` is one that continues on the next line up to its closing quotation mark, `odd-line-break` one
 * that also has a wrong escape.
 * Words: `quotes` is enclosed in other quotation marks, `odd-quotes` likewise but may end elsewhere too, `inner-quote` is
 * a string with unescaped quotation marks in it, `triple-quotes`, a `template` placeholder, a code `fence`.
 * Punctuation: `full-width`, another `comma` of a foreign script, `semicolon`.
 */
type TokenError =
  | "unclosed"
  | "bad-escape"
  | "control-character"
  | "line-break"
  | "odd-line-break"
  | "quotes"
  | "odd-quotes"
  | "inner-quote"
  | "triple-quotes"
  | "template"
  | "fence"
  | "full-width"
  | "comma"
  | "semicolon";

/** What the reader skips and reports. */
export type Trivia = "comment" | "open-comment" | "invisible" | "conflict-markers";

/** jsonc-parser's `SyntaxKind` and `ScanError`, const enums that isolated modules cannot import. */
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const OPEN_COMMENT = 1;
const ERRORS: Readonly<Record<number, TokenError>> = {
  2: "unclosed",
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

/** A comma before a digit may be a decimal comma. */
const noDigit = "(?![0-9])";

const BLANKS = new RegExp(blanks, "y");
const PLAIN_STRING = new RegExp(`"${content}`, "y");
const SCALAR = new RegExp(`(?:${scalar})(?=[ \\t\\r\\n,\\]}]|$)`, "y");

const key = `"(${content})"(${blanks}:${blanks})`;
/** Items have none. */
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
 * An element up to its value, which is whole, or an opening bracket. What stands behind it says that it is what it seems.
 * Groups: key, and what is between key and value; then either what is between quotes, or another scalar or a bracket.
 */
function plain(before: string, after: string): RegExp {
  const behind = `(?=${blanks}(?:${after}))`;
  const bracket = "\\[|\\{(?![{%])";
  return new RegExp(`${blanks}${before}(?:"(${content})"${behind}|((?:${scalar})${behind}|${bracket}))`, "y");
}

// What people write instead of JSON.

/** Blanks that JSON does not know: no-break and full-width ones, line separators, and so on. */
export const BLANK_CHARACTERS =
  "\\v\\f\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Characters of no width: soft hyphens, joiners, marks of direction, byte order marks. */
export const NO_WIDTH =
  "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff";
const INVISIBLE = new RegExp(`[${BLANK_CHARACTERS}${NO_WIDTH}]+`, "y");
/** What ends a word, for certain or perhaps. */
const breaks = `\\t\\n\\r {}\\[\\],:";=\\uff0c\\uff1a\\uff1b\\u3001\\uff64\\u060c${BLANK_CHARACTERS}${NO_WIDTH}`;
const WORD = new RegExp(`[^/${breaks}]*`, "y");
const URL_REST = new RegExp(`:[^\\t\\n\\r {}\\[\\],"${BLANK_CHARACTERS}${NO_WIDTH}]*`, "y");
const WORD_START = new RegExp(`[^${breaks}]`, "y");
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
/** Those that close a string which begins with a straight one. */
const CURLY = /[\u201d\u201c\u201f\uff02]/g;
const APOSTROPHE = /^\p{L}['\u2019]\p{L}$/u;
/** What follows a closing quotation mark, if it is one. */
const AFTER_QUOTE = /[ \t]*(?:[,:}\]\r\n\uff0c\uff1a]|$)/y;
/** The rest of a key, its first quotation mark left out. */
const KEY_END = /[\w$.-]{1,100}"[ \t]*:/y;
const KEY = /"[\w$.-]{1,100}"[ \t]*:/y;
const AFTER_STRING = /[ \t\r\n]*[,:}\]]/y;
/** Quotation marks are looked for so far: who forgets one does not write on for ever. */
const LONGEST_QUOTED = 2000;

const FENCE = /```+[\w-]*/y;
const TRIPLE = '"""';
const TEMPLATE =
  /\$\{[^}\r\n]{0,200}\}|\{\{[^}\r\n]{0,200}\}\}|\{%[^%\r\n]{0,200}%\}|<[^<>\r\n{}[\]",]{1,200}>|#\{[^}\r\n]{0,200}\}|\$\([^)\r\n]{0,200}\)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|__\w+__/y;
/** Not a color, such as `#fff`. */
const HASH_COMMENT = /#+(?:[ \t!][^\r\n]*)?(?=[\r\n]|$)/y;
const CONFLICT = /(?:<{7}|={7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?(?=[\r\n]|$)/y;
const CONFLICT_INSIDE = /[\r\n](?:<{7}|={7}|>{7}|\|{7})(?:[ \t\r\n]|$)/;

/** Reads the tokens of a text, one a call; what is no token is handed to `onTrivia` and skipped. */
export class TokenReader {
  #source: SourceText;
  readonly #onTrivia: (span: Span, kind: Trivia) => void;
  /** The piece that is being read. Few tokens reach over the end of a line, and none of JSON. */
  #index = -1;
  #base = 0;
  #text = "";
  /** In the piece. */
  #at = 0;
  #scanner: JSONScanner | undefined;
  /** By opening quotation mark: up to this offset no closing one was found, so that each is looked for once only. */
  readonly #unclosed = new Map<string, number>();

  constructor(source: SourceText, start: number, onTrivia: (span: Span, kind: Trivia) => void) {
    this.#source = source;
    this.#onTrivia = onTrivia;
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
        if (text[start + 1] === "{" || text[start + 1] === "%") return undefined;
        return this.#token(first, start, start + 1, first);
      case "}":
      case "[":
      case "]":
      case ",":
      case ":":
        return this.#token(first, start, start + 1, first);
      case '"': {
        const end = endOf(PLAIN_STRING, text, start);
        if (text[end] !== '"' || matches(WORD_START, text, end + 1) || text[end + 1] === '"')
          return undefined;
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

  /** What has escapes, or is not JSON; undefined if it is no token. */
  #scan(start: number): Token | undefined {
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
    if (first === "{") return this.#token("{", start, start + 1, first);
    const hash = endOf(HASH_COMMENT, text, start);
    if (hash > 0) return this.#trivia("comment", start, hash);
    if (first === '"') return this.#string(start);
    if (first === "=") {
      const end = start + (text[start + 1] === "=" || text[start + 1] === ">" ? 2 : 1);
      return this.#token("=", start, end, text.slice(start, end));
    }
    const punctuation = PUNCTUATION[first];
    if (punctuation) return this.#token(punctuation[0], start, start + 1, first, punctuation[1]);
    const fence = endOf(FENCE, text, start);
    if (fence > 0) return this.#token("word", start, fence, text.slice(start, fence), "fence");
    return this.#quoted(start) ?? this.#word(start, start);
  }

  #trivia(kind: Trivia, start: number, end: number): undefined {
    this.#at = end;
    this.#onTrivia({ start: this.#base + start, end: this.#base + end }, kind);
  }

  #comment(from: number): undefined {
    this.#scanner ??= createScanner(this.#text, false);
    const scanner = this.#scanner;
    scanner.setPosition(from);
    const syntax: number = scanner.scan();
    // After an unclosed comment the scanner may be past the end.
    const to = Math.min(scanner.getPosition(), this.#text.length);
    if (this.#isCut(to) && (syntax === LINE_COMMENT || syntax === BLOCK_COMMENT)) {
      this.#takeWhole(this.#base + from);
      return;
    }
    const error: number = scanner.getTokenError();
    const comment = this.#text.slice(from, to);
    if (CONFLICT_INSIDE.test(comment)) this.#trivia("conflict-markers", from, to);
    this.#trivia(error === OPEN_COMMENT ? "open-comment" : "comment", from, to);
  }

  #string(start: number): Token | undefined {
    const text = this.#text;
    if (text.startsWith(TRIPLE, start)) {
      const end = this.#endOfTriple(start);
      if (end === undefined) return undefined;
      if (end > 0) return this.#token("word", start, end, text.slice(start, end), "triple-quotes");
    }
    this.#scanner ??= createScanner(text, false);
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
        return this.#token("string", start, end - 1, text.slice(start + 1, end - 1), "unclosed");
      const inner = this.#innerQuotes(start, end);
      if (inner > 0) return this.#token("word", start, inner, text.slice(start, inner), "inner-quote");
    }
    return this.#token("string", start, end, scanner.getTokenValue(), error);
  }

  /** Where three quotation marks close what three opened; 0 if they do not, undefined to read again in the whole text. */
  #endOfTriple(start: number): number | undefined {
    const text = this.#text;
    if (this.#isKnownUnclosed(TRIPLE, start)) return 0;
    const close = text.indexOf(TRIPLE, start + TRIPLE.length);
    if (close >= 0) {
      const end = close + TRIPLE.length;
      return CONFLICT_INSIDE.test(text.slice(start, end)) ? 0 : end;
    }
    if (this.#index < this.#source.pieces.length - 1) {
      this.#takeWhole(this.#base + start);
      return undefined;
    }
    this.#unclosed.set(TRIPLE, this.#base + text.length);
    return 0;
  }

  /**
   * A string that has no closing quotation mark on its line. It continues if the next one of the text can only close it;
   * otherwise it ends with the line.
   */
  #acrossLines(start: number, lineEnd: number, value: string): Token | undefined {
    const text = this.#text;
    const odd = lastCurly(text.slice(start, lineEnd));
    if (odd > 0) return this.#token("word", start, start + odd, text.slice(start, start + odd), "quotes");
    const quote = text.indexOf('"', lineEnd);
    const isLast = this.#index === this.#source.pieces.length - 1;
    if (!isLast && (quote < 0 || endOf(BLANKS, text, quote + 1) === text.length)) {
      this.#takeWhole(this.#base + start);
      return undefined;
    }
    if (quote >= 0 && text[quote - 1] !== "\\" && matches(AFTER_STRING, text, quote + 1)) {
      const raw = text.slice(start, quote + 1);
      const decoded = decodedAcrossLines(raw);
      if (!CONFLICT_INSIDE.test(raw))
        return decoded === undefined
          ? this.#token("string", start, quote + 1, raw.slice(1, -1), "odd-line-break")
          : this.#token("string", start, quote + 1, decoded, "line-break");
    }
    return this.#token("string", start, lineEnd, value, "unclosed");
  }

  /** Where a string ends whose first quotation mark was not the closing one, as in `"the "best" model"`; 0 if it is. */
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
    return this.#token("word", start, end, text.slice(start, end), isCertain ? "quotes" : "odd-quotes");
  }

  #isKnownUnclosed(open: string, start: number): boolean {
    return this.#base + start < (this.#unclosed.get(open) ?? 0);
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
    this.#unclosed.set(style, this.#base + i);
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
    if (value === "true" || value === "false" || value === "null")
      return this.#token(value, start, at, value);
    return this.#token(NUMBER.test(value) ? "number" : "word", start, at, value, found);
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

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === "\n" || text[at - 1] === "\r";
}

/** Where `"lora”,` ends: after its only curly quotation mark, if a string may end there; 0 otherwise. */
function lastCurly(line: string): number {
  const [only, another] = [...line.slice(0, LONGEST_QUOTED).matchAll(CURLY)];
  if (!only || another) return 0;
  const end = only.index + 1;
  return matches(AFTER_QUOTE, line, end) ? end : 0;
}

/** The value of a string with line breaks in it, quotation marks included; undefined if it has wrong escapes. */
function decodedAcrossLines(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(escapedControls(raw));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A string with its control characters escaped, as JSON wants it. A line break becomes `\n`, whichever it is. One after a
 * backslash stays: escaped, it would be something else.
 */
export function escapedControls(raw: string): string {
  return raw.replace(/\\.|\r\n|[^ -\uffff]/gs, (match) => {
    if (match.startsWith("\\")) return match;
    return match === "\r\n" ? "\\n" : JSON.stringify(match).slice(1, -1);
  });
}
