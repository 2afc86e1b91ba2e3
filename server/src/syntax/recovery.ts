/** Error recovery for text that is not valid JSON: how far a mistake extends, and how it is parsed. */
import type { OpenContainer } from "./builder.js";
import type { GreenInvalid, GreenNumber } from "./green.js";
import type { SyntaxProblems } from "./syntax-problems.js";
import type { Token } from "./token.js";
import type { TokenCursor } from "./token-cursor.js";
import type { SyntaxProblem } from "./tree.js";

/** The kinds of problems of strings. */
const STRINGS: Readonly<Record<string, SyntaxProblem["kind"]>> = {
  unclosed: "unclosed-string",
  "bad-escape": "bad-escape",
  "control-character": "control-character",
  "line-break": "line-break-in-string",
  "odd-line-break": "line-break-in-string",
};

/** The kinds of problems of words that are more than words. */
const WORDS: Readonly<Record<string, SyntaxProblem["kind"]>> = {
  quotes: "quotes",
  "odd-quotes": "quotes",
  "inner-quote": "inner-quote",
  "triple-quotes": "triple-quotes",
  template: "template",
  fence: "code-fence",
};

/** What was meant as a number: with any minus sign, and digits of any script. */
const LIKE_NUMBER = /^[+\-\u2010-\u2015\u2212\ufe63\uff0d]?[.,]?\p{Nd}/u;

/** The parent of a value: a member, an array, or undefined for the root and for a value in place of a key. */
export type HolderKind = "member" | "array" | undefined;

export class Recovery {
  readonly #cursor: TokenCursor;
  readonly #problems: SyntaxProblems;
  /** End of the last token if a problem was reported there: a missing comma is then not reported, too. */
  #reported: number | undefined;

  constructor(cursor: TokenCursor, problems: SyntaxProblems) {
    this.#cursor = cursor;
    this.#problems = problems;
  }

  /** Records that a problem after the last token has been reported. */
  noteReported(): void {
    this.#reported = this.#cursor.lastEnd;
  }

  /**
   * Reports the problems of a token that was read as a key.
   * @returns the name of the key
   */
  keyName(token: Token): string {
    if (token.kind === "string") {
      this.checkString(token);
      return token.value;
    }
    const text = this.#cursor.textOf(token);
    const kind = WORDS[token.error ?? ""] ?? "unquoted-key";
    this.#problems.add(kind, token, { token: text, isDoubtful: token.error === "odd-quotes" });
    if (isOddlyQuoted(token)) this.#problems.noteOddLine(token.end);
    return kind === "quotes" ? text.slice(1, -1) : text.replace(/"$/, "");
  }

  /** Reports what is wrong in a string that was read. */
  checkString(token: Token): void {
    const kind = STRINGS[token.error ?? ""];
    if (kind === undefined) return;
    this.#problems.add(kind, token, { isDoubtful: token.error === "odd-line-break" });
    if (kind !== "unclosed-string") return;
    this.#problems.isDoubtful = true;
    this.#problems.noteOddLine(token.end);
  }

  /** Checks the separator between key and value after it was read: a colon, or a token used as one. */
  checkSeparator(colon: Token): void {
    const cursor = this.#cursor;
    if (colon.kind === "=") this.#problems.add("equals-sign", colon, { token: cursor.textOf(colon) });
    else if (cursor.token.kind === "=" && cursor.token.start === colon.end) {
      const span = { start: colon.start, end: cursor.token.end };
      this.#problems.add("equals-sign", span, { token: cursor.textOf(span) });
      cursor.advance();
    } else {
      if (colon.error === "full-width") this.#problems.add("full-width", colon, { token: ":" });
      if (cursor.token.kind !== ":") return;
      this.#problems.add("unexpected", cursor.token, { token: ":", isDoubtful: true });
      cursor.advance();
    }
  }

  /**
   * A number, or a word that is no value. What follows it on its line belongs to it, since nothing may: `12 GB`, `1,5` and
   * `a model for code` are one mistake each.
   * @param token read
   * @param keep makes the text one that may stay
   */
  readWord(token: Token, holder: HolderKind, keep: (text: string) => string): GreenNumber | GreenInvalid {
    const { start } = token;
    const isPlain = this.#readRun(token, holder);
    const end = this.#cursor.lastEnd as number;
    const text = keep(this.#cursor.textOf({ start, end }));
    const width = end - start;
    if (token.kind === "number" && end === token.end)
      return { kind: "number", width, value: Number(text), text };
    const kind = WORDS[token.error ?? ""] ?? (LIKE_NUMBER.test(text) ? "bad-number" : "bad-word");
    const isDoubtful = !isPlain || token.error === "odd-quotes" || holder === undefined;
    this.#problems.add(kind, { start, end }, { token: text, isDoubtful });
    if (!isPlain && kind !== "bad-number") this.#problems.isDoubtful = true;
    if (isOddlyQuoted(token)) this.#problems.noteOddLine(end);
    return { kind: "invalid", width };
  }

  /** Reads what follows a number or word and cannot be but part of it; true if nothing does. */
  #readRun(first: Token, holder: HolderKind): boolean {
    const cursor = this.#cursor;
    const inObject = holder === "member";
    let count = 0;
    for (; ; count++) {
      const { kind, start, end } = cursor.token;
      const isNear = start === cursor.lastEnd;
      if (isWordLike(cursor.token)) {
        // In an array a comma may be missing between two values.
        if (!inObject && kind !== "word" && first.kind !== "word") break;
        if (isSeparator(cursor.next) || cursor.isOnLaterLine) break;
        cursor.advance();
      } else if (kind === "string" && isNear && first.kind === "word" && !isSeparator(cursor.next))
        cursor.advance();
      else if (inObject && isNear && (kind === "," || kind === ":") && this.#isBetweenDigits(start, end)) {
        cursor.advance();
        cursor.advance();
      } else break;
    }
    return count === 0;
  }

  /** Whether a comma or colon is inside of a number, as in `1,5`, and not before the key `5`. */
  #isBetweenDigits(start: number, end: number): boolean {
    const { next, text } = this.#cursor;
    if (next.kind !== "number" && next.kind !== "word") return false;
    if (!/^\d\D\d/.test(text.slice(start - 1, end + 1))) return false;
    return !/^[ \t]*[:=](?!\d)/.test(text.slice(next.end, next.end + 100));
  }

  /** The token cannot be where it is. */
  skipUnexpected(): void {
    const { start } = this.#cursor.token;
    this.#cursor.advance();
    this.skipUnexpectedFrom(start);
  }

  /** What was read from there on cannot be where it is, nor can what follows it on its line and is no element. */
  skipUnexpectedFrom(start: number): void {
    const cursor = this.#cursor;
    while (this.#isPartOfUnexpected()) cursor.advance();
    const end = cursor.lastEnd as number;
    const token = cursor.textOf({ start, end });
    this.#problems.isDoubtful = true;
    if (token.includes('"')) this.#problems.noteOddLine(end);
    this.#problems.add("unexpected", { start, end }, { token });
    this.noteReported();
  }

  #isPartOfUnexpected(): boolean {
    const { token } = this.#cursor;
    return (
      (token.kind === "string" || isWordLike(token)) &&
      !isSeparator(this.#cursor.next) &&
      !this.#cursor.isOnLaterLine
    );
  }

  /**
   * Reads the words on a line of an object of which the first is no key.
   * @returns the key that they are together, where a colon follows them
   */
  readWordyKey(): Token | undefined {
    const cursor = this.#cursor;
    const first = cursor.token;
    cursor.advance();
    while (isWordLike(cursor.token) && !cursor.isOnLaterLine) cursor.advance();
    if (isSeparator(cursor.token) && !cursor.isOnLaterLine) {
      this.#problems.isDoubtful = true;
      return { ...first, end: cursor.lastEnd as number, kind: "word", error: undefined };
    }
    this.skipUnexpectedFrom(first.start);
    return undefined;
  }

  /** Reads a comma, or a token used as one. */
  readComma(container: OpenContainer): void {
    const { token } = this.#cursor;
    const { error } = token;
    if (container.after !== "element") {
      // An array may lack an item there.
      if (container.kind === "array") container.comma = undefined;
      this.#problems.add("doubled-comma", token, { isDoubtful: container.kind === "array" });
      this.#cursor.advance();
      this.noteReported();
      return;
    }
    container.after = "comma";
    container.comma = token;
    this.#cursor.advance();
    if (error === undefined || closes(this.#cursor.token)) return;
    const kind = error === "semicolon" ? "semicolon" : "full-width";
    this.#problems.add(kind, token, { token: ",", isDoubtful: error !== "full-width" });
  }

  /**
   * @param isCertain whether nothing but a comma can be missing
   * @param at where what was read before ends
   */
  expectComma({ after }: OpenContainer, isCertain: boolean, at = this.#cursor.lastEnd): void {
    if (after !== "element" || this.#cursor.isUnclosed || at === this.#reported) return;
    const end = at ?? this.#cursor.token.start;
    this.#problems.add("missing-comma", { start: Math.max(end - 1, 0), end }, { isDoubtful: !isCertain });
  }

  /** The closing bracket of a container was read. */
  checkLastComma({ after, comma }: OpenContainer): void {
    if (after !== "comma" || !comma) return;
    if (comma.error === "semicolon") this.#problems.add("semicolon", comma, { token: "", isDoubtful: true });
    else this.#problems.add("trailing-comma", comma, { isDoubtful: comma.error === "comma" });
  }

  /**
   * An opening bracket was read, of a container that is too deep to be.
   * @returns where what is skipped ends, and the brackets that would close it if the text ended too early
   */
  skipDeep(bracket: "{" | "[", start: number): { readonly end: number; readonly closers: readonly string[] } {
    const cursor = this.#cursor;
    this.#problems.add("too-deep", { start, end: start + 1 });
    const closers = [bracket === "{" ? "}" : "]"];
    let end = start + 1;
    while (closers.length > 0 && !cursor.isAtEnd) {
      const { kind } = cursor.token;
      if (kind === "{") closers.push("}");
      else if (kind === "[") closers.push("]");
      else if (kind === "}" || kind === "]") closers.pop();
      end = cursor.token.end;
      cursor.advance();
    }
    return { end, closers };
  }

  /** `"the "[x]" ok"`: what seems to be an array may be inside of a string. */
  checkQuoteBefore({ start }: Token): void {
    const { lastEnd, text } = this.#cursor;
    if (start === lastEnd && text.charAt(start - 1) === '"') this.#problems.noteOddLine(start);
  }
}

export function isBracket(text: string): text is "{" | "[" {
  return text === "{" || text === "[";
}

export function startsValue(token: Token): boolean {
  return !["}", "]", ",", ":", "=", "end"].includes(token.kind);
}

/** Whether JSON begins with this token, which so many others precede: prose does not. */
export function startsRoot({ kind, error }: Token, count: number): boolean {
  if (kind === "{" || kind === "[") return true;
  return count === 0 && error === undefined && ["string", "number", "true", "false", "null"].includes(kind);
}

export function isWordLike({ kind }: Token): boolean {
  return kind === "word" || kind === "number" || kind === "true" || kind === "false" || kind === "null";
}

function isOddlyQuoted({ error }: Token): boolean {
  return error === "odd-quotes" || error === "inner-quote";
}

export function isKeyLike(token: Token): boolean {
  return token.kind === "string" || isWordLike(token);
}

/** A colon, or what people write instead. */
export function isSeparator({ kind }: Token): boolean {
  return kind === ":" || kind === "=";
}

export function closes({ kind }: Token): boolean {
  return kind === "}" || kind === "]";
}
