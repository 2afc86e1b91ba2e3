/** Offsets and positions. Lines end with \n, \r\n or \r, as the Language Server Protocol counts them. */

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

export class LineIndex {
  readonly #text: string;
  /** Where each line starts. */
  readonly #starts: Int32Array;

  constructor(text: string, starts?: Int32Array) {
    this.#text = text;
    this.#starts = starts ?? Int32Array.from(startsIn(text, 0, text.length, [0]));
  }

  /**
   * The lines after a replacement of [start, end). Only the lines that it touches are read again.
   * @param text the whole text after it
   */
  edited(start: number, end: number, length: number, text: string): LineIndex {
    const starts = this.#starts;
    const delta = length - (end - start);
    // From the line before: its break may be a \r that now gets its \n, or loses it.
    const first = Math.max(this.#lineOf(start) - 1, 0);
    const behind = this.#lineOf(end) + 1;
    const from = starts[first] as number;
    const until = behind < starts.length ? (starts[behind] as number) + delta : text.length;
    const between = startsIn(text, from, until);
    const result = new Int32Array(first + 1 + between.length + Math.max(starts.length - behind - 1, 0));
    result.set(starts.subarray(0, first + 1));
    result.set(between, first + 1);
    let at = first + 1 + between.length;
    // The start of the line behind is the last one found.
    for (let i = behind + 1; i < starts.length; i++) result[at++] = (starts[i] as number) + delta;
    return new LineIndex(text, result);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offset of the first character of the line that holds the offset. */
  lineStart(offset: number): number {
    return this.#starts[this.#lineOf(offset)] ?? 0;
  }

  /** The position of an offset; offsets outside the text are moved to its ends. */
  positionAt(offset: number, encoding: PositionEncoding): Position {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    const line = this.#lineOf(clamped);
    const start = this.#starts[line] ?? 0;
    return { line, character: width(this.#text, start, clamped, encoding) };
  }

  /** The offset of a position; a character past the end of its line means the line's end. */
  offsetAt(position: Position, encoding: PositionEncoding): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.#text.length;
    let end = this.#starts[position.line + 1] ?? this.#text.length;
    // The line break itself is not part of the line.
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    return advance(this.#text, start, end, position.character, encoding);
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where lines start that end the ones before them in [from, until); added to the others. */
function startsIn(text: string, from: number, until: number, starts: number[] = []): number[] {
  for (let i = from; i < until; i++) {
    const code = text.charCodeAt(i);
    if (code === CR && text.charCodeAt(i + 1) === LF) i++;
    else if (code !== LF && code !== CR) continue;
    starts.push(i + 1);
  }
  return starts;
}

export function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}

/** Length of text[start, end) in units of the encoding. */
function width(text: string, start: number, end: number, encoding: PositionEncoding): number {
  if (encoding === "utf-16") return end - start;
  let units = 0;
  for (let i = start; i < end; ) {
    const code = text.codePointAt(i) ?? 0;
    units += encoding === "utf-32" ? 1 : utf8Length(code);
    i += code > 0xffff ? 2 : 1;
  }
  return units;
}

/** The offset that many units after start, at most end. */
function advance(
  text: string,
  start: number,
  end: number,
  units: number,
  encoding: PositionEncoding,
): number {
  if (encoding === "utf-16") return Math.min(start + Math.max(units, 0), end);
  let left = units;
  let i = start;
  while (i < end && left > 0) {
    const code = text.codePointAt(i) ?? 0;
    left -= encoding === "utf-32" ? 1 : utf8Length(code);
    if (left < 0) break; // in the middle of a character: its start
    i += code > 0xffff ? 2 : 1;
  }
  return i;
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
