/** What strings and `SourceText` have in common. Offsets are UTF-16 code units. */
export interface TextSlices {
  readonly length: number;
  charAt(offset: number): string;
  charCodeAt(offset: number): number;
  slice(start?: number, end?: number): string;
}

/** Default of `most` in `SourceText.of`. */
const MAX_MIDDLE = 32_768;

/**
 * The text of one version of a document. Immutable. A long text is kept as the unchanged part before the latest edits, what
 * they made of the text between, and the unchanged part after them: engines copy a joined string when it is first read,
 * which for megabytes takes longer than everything else that follows a keystroke.
 */
export class SourceText implements TextSlices {
  #head: string;
  #middle: string;
  #tail: string;
  readonly #most: number;
  readonly length: number;

  private constructor(head: string, middle: string, tail: string, most: number) {
    this.#head = head;
    this.#middle = middle;
    this.#tail = tail;
    this.#most = most;
    this.length = head.length + middle.length + tail.length;
  }

  /** @param most maximum length of a text, or of the part between the two unchanged ones, that is kept as one string */
  static of(text: string, most = MAX_MIDDLE): SourceText {
    return new SourceText("", text, "", most);
  }

  /** The text in which [start, end) is replaced. */
  edited(start: number, end: number, inserted: string): SourceText {
    const kept = this.#keptAround(start, end, inserted.length);
    if (!kept) return SourceText.of(this.toString(), this.#most).edited(start, end, inserted);
    const { headEnd, tailStart } = kept;
    const middle = this.slice(headEnd, start) + inserted + this.slice(end, tailStart);
    return new SourceText(this.slice(0, headEnd), middle, this.slice(tailStart), this.#most);
  }

  /** Up to where the text before an edit stays one part, and from where the text after it; undefined where the text between would be too long. */
  #keptAround(start: number, end: number, inserted: number) {
    if (this.length - (end - start) + inserted <= this.#most) return { headEnd: 0, tailStart: this.length };
    if (this.#isWhole) return { headEnd: start, tailStart: end };
    const { length } = this.#head;
    const headEnd = Math.min(length, start);
    const tailStart = Math.max(length + this.#middle.length, end);
    const size = start - headEnd + inserted + tailStart - end;
    return size <= this.#most ? { headEnd, tailStart } : undefined;
  }

  get #isWhole(): boolean {
    return this.#head === "" && this.#tail === "";
  }

  charAt(offset: number): string {
    return this.slice(offset, offset + 1);
  }

  /** NaN outside of the text, as of a string. */
  charCodeAt(offset: number): number {
    const inMiddle = offset - this.#head.length;
    if (inMiddle < 0) return this.#head.charCodeAt(offset);
    const inTail = inMiddle - this.#middle.length;
    return inTail < 0 ? this.#middle.charCodeAt(inMiddle) : this.#tail.charCodeAt(inTail);
  }

  /** Offsets outside of the text are moved to its ends; unlike those of a string, negative ones too. */
  slice(start = 0, end = this.length): string {
    const from = Math.max(start, 0);
    const middleStart = this.#head.length;
    const tailStart = middleStart + this.#middle.length;
    if (from >= middleStart && end <= tailStart)
      return part(this.#middle, from - middleStart, end - middleStart);
    if (end <= middleStart) return part(this.#head, from, end);
    if (from >= tailStart) return part(this.#tail, from - tailStart, end - tailStart);
    return (
      part(this.#head, from, middleStart) +
      part(this.#middle, from - middleStart, end - middleStart) +
      part(this.#tail, 0, end - tailStart)
    );
  }

  equals(other: SourceText): boolean {
    if (this === other) return true;
    if (this.length !== other.length) return false;
    const middleStart = this.#head.length;
    const tailStart = middleStart + this.#middle.length;
    return (
      this.#middle === other.slice(middleStart, tailStart) &&
      this.#head === other.slice(0, middleStart) &&
      this.#tail === other.slice(tailStart)
    );
  }

  /** The text in one piece, which is kept in place of its parts. */
  toString(): string {
    if (!this.#isWhole) {
      this.#middle = this.#head + this.#middle + this.#tail;
      this.#head = "";
      this.#tail = "";
    }
    return this.#middle;
  }
}

function part(text: string, start: number, end: number): string {
  return text.slice(Math.max(start, 0), Math.max(end, 0));
}
