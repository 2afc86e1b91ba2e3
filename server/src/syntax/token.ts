import type { Span } from "./tree.js";

/**
 * A token of the document. Whitespace, comments, invisible characters, and conflict markers are not tokens.
 */
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
export type TokenError =
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

export function tokenOf(
  kind: Token["kind"],
  start: number,
  end: number,
  value: string,
  error?: TokenError,
): Token {
  return { kind, start, end, value, error };
}
