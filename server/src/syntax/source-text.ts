/**
 * A text that is edited: immutable, and cut into pieces at line breaks. An edit makes the pieces anew that it touches;
 * the next text has all others in common with this one, with what is known of their lines.
 */

/** A line is never cut, however long it is. */
const PIECE_LENGTH = 1 << 14;

/** A part of a text. All but the last end behind a line feed. */
export class Piece {
  #lineStarts: readonly number[] | undefined;

  constructor(readonly text: string) {}

  /** Where lines start, from the start of the piece and without it; the last may be the end of the piece. */
  get lineStarts(): readonly number[] {
    this.#lineStarts ??= lineStartsIn(this.text);
    return this.#lineStarts;
  }
}

/** What is asked of a text by those who look at some part of it: a string will do. */
export type Text = Pick<string, "length" | "charAt" | "charCodeAt" | "slice">;

export class SourceText implements Text {
  /** At least one. */
  readonly pieces: readonly Piece[];
  /** Where each piece starts. */
  readonly starts: readonly number[];
  readonly length: number;
  readonly #pieceLength: number;
  #whole: string | undefined;

  private constructor(pieces: readonly Piece[], pieceLength: number, whole?: string) {
    const starts: number[] = [];
    let length = 0;
    for (const { text } of pieces) {
      starts.push(length);
      length += text.length;
    }
    this.pieces = pieces;
    this.starts = starts;
    this.length = length;
    this.#pieceLength = pieceLength;
    this.#whole = whole;
  }

  /** @param pieceLength about how long a piece is, in UTF-16 code units */
  static of(text: string | SourceText, pieceLength = PIECE_LENGTH): SourceText {
    return typeof text === "string" ? new SourceText(piecesOf(text, pieceLength), pieceLength, text) : text;
  }

  /** The same text, uncut: for what cannot be read piece by piece. */
  get uncut(): SourceText {
    const text = this.toString();
    return new SourceText([new Piece(text)], this.#pieceLength, text);
  }

  /** The text with [start, end) replaced. */
  edited(start: number, end: number, replacement: string): SourceText {
    const first = this.pieceAt(start);
    const last = this.pieceAt(end);
    const from = this.starts[first] as number;
    const to = this.starts[last] as number;
    const before = (this.pieces[first] as Piece).text.slice(0, start - from);
    const behind = (this.pieces[last] as Piece).text.slice(end - to);
    const between = piecesOf(`${before}${replacement}${behind}`, this.#pieceLength);
    return new SourceText(
      [...this.pieces.slice(0, first), ...between, ...this.pieces.slice(last + 1)],
      this.#pieceLength,
    );
  }

  charCodeAt(offset: number): number {
    const index = this.pieceAt(offset);
    return (this.pieces[index] as Piece).text.charCodeAt(offset - (this.starts[index] as number));
  }

  charAt(offset: number): string {
    const index = this.pieceAt(offset);
    return (this.pieces[index] as Piece).text.charAt(offset - (this.starts[index] as number));
  }

  /** The text in [start, end); not, as a string would have it, counted from the end where they are negative. */
  slice(start = 0, end = this.length): string {
    const first = this.pieceAt(start);
    const last = this.pieceAt(end);
    const from = this.starts[first] as number;
    const { text } = this.pieces[first] as Piece;
    if (first === last || end === from + text.length) return text.slice(start - from, end - from);
    return this.toString().slice(start, end);
  }

  /** The whole text. Made when first asked for, which takes time for all of it. */
  toString(): string {
    this.#whole ??= this.pieces.map(({ text }) => text).join("");
    return this.#whole;
  }

  equals(other: SourceText): boolean {
    if (this.length !== other.length) return false;
    const isCutAlike =
      this.starts.length === other.starts.length &&
      this.starts.every((start, index) => start === other.starts[index]);
    return isCutAlike
      ? this.pieces.every(
          (piece, index) => piece === other.pieces[index] || piece.text === other.pieces[index]?.text,
        )
      : this.toString() === other.toString();
  }

  /** Index of the piece that holds the offset; at the border of two it is the latter. */
  pieceAt(offset: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function piecesOf(text: string, pieceLength: number): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  while (text.length - start > 2 * pieceLength) {
    const lineFeed = text.indexOf("\n", start + pieceLength);
    if (lineFeed < 0 || lineFeed + 1 === text.length) break;
    pieces.push(new Piece(text.slice(start, lineFeed + 1)));
    start = lineFeed + 1;
  }
  pieces.push(new Piece(start === 0 ? text : text.slice(start)));
  return pieces;
}

function lineStartsIn(text: string): number[] {
  const starts: number[] = [];
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
