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
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === CR && text.charCodeAt(i + 1) === LF) i++;
      else if (code !== LF && code !== CR) continue;
      starts.push(i + 1);
    }
    this.#starts = starts;
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
