/** Offsets and positions. Lines end with \n, \r\n or \r, as the Language Server Protocol counts them. */
import { type Piece, SourceText } from "./source-text.js";

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

/** The lines of a text. What is known of the lines of its pieces is known before, where it was edited only elsewhere. */
export class LineIndex {
  readonly #text: SourceText;
  /** The line in which each piece starts. */
  readonly #linesBefore: number[] = [];
  readonly lineCount: number;

  constructor(text: string | SourceText) {
    this.#text = SourceText.of(text);
    let line = 0;
    for (const { lineStarts } of this.#text.pieces) {
      this.#linesBefore.push(line);
      line += lineStarts.length;
    }
    this.lineCount = line + 1;
  }

  /** Offset of the first character of the line that holds the offset. */
  lineStart(offset: number): number {
    return this.#lineAt(offset).start;
  }

  /** The position of an offset; offsets outside the text are moved to its ends. */
  positionAt(offset: number, encoding: PositionEncoding): Position {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    const { line, start } = this.#lineAt(clamped);
    const character =
      encoding === "utf-16" ? clamped - start : width(this.#text.slice(start, clamped), encoding);
    return { line, character };
  }

  /** The offset of a position; a character past the end of its line means the line's end. */
  offsetAt(position: Position, encoding: PositionEncoding): number {
    if (position.line < 0) return 0;
    if (position.line >= this.lineCount) return this.#text.length;
    const start = this.#startOf(position.line);
    let end = position.line + 1 < this.lineCount ? this.#startOf(position.line + 1) : this.#text.length;
    // The line break itself is not part of the line.
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    if (encoding === "utf-16") return Math.min(start + Math.max(position.character, 0), end);
    return start + advance(this.#text.slice(start, end), position.character, encoding);
  }

  #lineAt(offset: number): { readonly line: number; readonly start: number } {
    const index = this.#text.pieceAt(offset);
    const from = this.#text.starts[index] as number;
    const { lineStarts } = this.#text.pieces[index] as Piece;
    const count = countUpTo(lineStarts, offset - from);
    const start = from + (count > 0 ? (lineStarts[count - 1] as number) : 0);
    return { line: (this.#linesBefore[index] as number) + count, start };
  }

  #startOf(line: number): number {
    const index = Math.max(countUpTo(this.#linesBefore, line) - 1, 0);
    const within = line - (this.#linesBefore[index] as number);
    const start = within > 0 ? ((this.#text.pieces[index] as Piece).lineStarts[within - 1] as number) : 0;
    return (this.#text.starts[index] as number) + start;
  }
}

/** How many of the numbers, which rise, are not above the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
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
