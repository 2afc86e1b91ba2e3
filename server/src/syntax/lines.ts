/** Offsets and positions. Lines end with \n, \r\n or \r, as the Language Server Protocol counts them. */

import type { TextSlices } from "./source-text.js";

export interface Position {
  /** Zero-based. */
  readonly line: number;
  /** Zero-based, in the units of the encoding. */
  readonly character: number;
}

/** The units of `Position.character` that client and server agreed upon. */
export type PositionEncoding = "utf-8" | "utf-16" | "utf-32";

const LF = 10;
const CR = 13;

/** The lines of a text. */
export class LineIndex {
  readonly #text: TextSlices;
  /** Offset of the start of each line; 0 for the first. */
  readonly #starts: Uint32Array;

  constructor(text: TextSlices, starts = new Uint32Array(lineStartsOf(text.toString()))) {
    this.#text = text;
    this.#starts = starts;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /**
   * The lines of a text that was edited, of which those are read that the edit touches.
   * @param text the whole text after the edit, which replaced [start, end) of this one
   */
  edited(text: TextSlices, start: number, end: number): LineIndex {
    const before = this.#starts;
    const delta = text.length - this.#text.length;
    // The edit may join or split a CRLF line break at either end.
    const first = Math.max(countUpTo(before, start - 1) - 1, 0);
    const behind = countUpTo(before, end + 1);
    const from = before[first] as number;
    const to = (before[behind] ?? this.#text.length) + delta;
    const between = lineStartsOf(text.slice(from, to));
    // If the rescanned part ends with a line break, its last line start duplicates that of the next line.
    if (behind < before.length && from + (between.at(-1) as number) === to) between.pop();
    const starts = new Uint32Array(first + between.length + before.length - behind);
    starts.set(before.subarray(0, first));
    for (let i = 0; i < between.length; i++) starts[first + i] = from + (between[i] as number);
    const moved = first + between.length - behind;
    for (let i = behind; i < before.length; i++) starts[i + moved] = (before[i] as number) + delta;
    return new LineIndex(text, starts);
  }

  /** Offset of the first character of the line that holds the offset. */
  lineStart(offset: number): number {
    return this.#starts[this.#lineAt(offset)] as number;
  }

  /** The position of an offset; offsets outside the text are moved to its ends. */
  positionAt(offset: number, encoding: PositionEncoding): Position {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    const line = this.#lineAt(clamped);
    const start = this.#starts[line] as number;
    const character =
      encoding === "utf-16" ? clamped - start : width(this.#text.slice(start, clamped), encoding);
    return { line, character };
  }

  /** The offset of a position; a character past the end of its line means the line's end. */
  offsetAt(position: Position, encoding: PositionEncoding): number {
    const { line, character } = position;
    if (line < 0) return 0;
    if (line >= this.lineCount) return this.#text.length;
    const start = this.#starts[line] as number;
    let end = this.#starts[line + 1] ?? this.#text.length;
    // The line break itself is not part of the line.
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    if (encoding === "utf-16") return Math.min(start + Math.max(character, 0), end);
    return start + advance(this.#text.slice(start, end), character, encoding);
  }

  #lineAt(offset: number): number {
    return Math.max(countUpTo(this.#starts, offset) - 1, 0);
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  // Searched for, not looked at one by one: a line may be as long as the text.
  let lf = text.indexOf("\n");
  let cr = text.indexOf("\r");
  while (lf >= 0 || cr >= 0) {
    if (cr >= 0 && (cr < lf || lf < 0)) {
      if (lf !== cr + 1) starts.push(cr + 1);
      cr = text.indexOf("\r", cr + 1);
    } else {
      starts.push(lf + 1);
      lf = text.indexOf("\n", lf + 1);
    }
  }
  return starts;
}

/** How many of the numbers, which rise, are not above the limit. */
function countUpTo(numbers: Uint32Array, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}

/** Length of a text in units of the encoding. */
function width(text: string, encoding: "utf-8" | "utf-32"): number {
  let units = 0;
  for (const character of text)
    units += encoding === "utf-32" ? 1 : utf8Length(character.codePointAt(0) ?? 0);
  return units;
}

/** The offset in a text after so many units, or in the middle of a character the offset of its start. */
function advance(text: string, units: number, encoding: "utf-8" | "utf-32"): number {
  let left = units;
  let offset = 0;
  for (const character of text) {
    left -= encoding === "utf-32" ? 1 : utf8Length(character.codePointAt(0) ?? 0);
    if (left < 0) break;
    offset += character.length;
  }
  return offset;
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
