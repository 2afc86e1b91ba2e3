import type { GreenContainer, GreenMember, GreenValue } from "./green.js";
import { sizeOf } from "./green.js";
import type { SyntaxProblems } from "./syntax-problems.js";
import type { Token } from "./token.js";
import type { TokenCursor } from "./token-cursor.js";

/** A member whose key has been read and whose value has not. */
interface OpenMember extends Omit<GreenMember, "kind" | "width" | "value" | "valueOffset"> {
  /** Offset in the text. */
  readonly start: number;
  /** Width of the member without its value: up to the end of its key, or of its colon if there is one. */
  readonly width: number;
}

/** A container whose closing brace or bracket has not been read yet: a green node under construction. */
export class OpenContainer {
  /** What precedes the cursor in the container: nothing, an element, or a comma. */
  after: "open" | "element" | "comma" = "open";
  comma: Token | undefined;
  readonly #children: (GreenMember | GreenValue)[] = [];
  readonly #offsets: number[] = [];
  #member: OpenMember | undefined;
  #size = 1;

  /**
   * @param start offset in the text
   * @param isKept false for a container where none is allowed: it is parsed but is not part of the tree
   */
  constructor(
    readonly kind: GreenContainer["kind"],
    readonly start: number,
    readonly isKept: boolean,
  ) {}

  get closer(): "}" | "]" {
    return this.kind === "object" ? "}" : "]";
  }

  get endsInContainer(): boolean {
    const last = this.#children.at(-1);
    return last?.kind === "object" || last?.kind === "array";
  }

  /** A key was read; its value comes next, or never. */
  openMember(member: OpenMember): void {
    this.#member = member;
  }

  /** The value of the open member, or the next item. */
  add(value: GreenValue, start: number): void {
    const member = this.#member;
    if (!member) {
      this.#push(value, start);
      return;
    }
    const valueOffset = start - member.start;
    this.#closeMember(member, valueOffset + value.width, value, valueOffset);
  }

  /** The open member has no value. */
  endMember(): void {
    if (this.#member) this.#closeMember(this.#member, this.#member.width, undefined, 0);
  }

  #closeMember(
    { start, name, keyWidth, isQuoted, isKeyClosed, colonOffset }: OpenMember,
    width: number,
    value: GreenValue | undefined,
    valueOffset: number,
  ): void {
    this.#member = undefined;
    this.#push(
      { kind: "member", width, name, keyWidth, isQuoted, isKeyClosed, colonOffset, value, valueOffset },
      start,
    );
  }

  #push(child: GreenMember | GreenValue, start: number): void {
    this.#children.push(child);
    this.#offsets.push(start - this.start);
    this.#size += sizeOf(child);
  }

  finish(end: number, isClosed: boolean, isSound: boolean): GreenContainer {
    return {
      kind: this.kind,
      width: Math.max(end - this.start, 1),
      children: this.#children,
      offsets: this.#offsets,
      isClosed,
      isSound,
      size: this.#size,
    } as GreenContainer;
  }
}

/** The containers around the cursor, and the value that they become. */
export class ContainerStack {
  readonly #cursor: TokenCursor;
  readonly #problems: SyntaxProblems;
  readonly #open: OpenContainer[] = [];
  /** How many of them are of each kind. */
  readonly #counts = { object: 0, array: 0 };
  root: GreenValue | undefined;
  /** Offset in the text. */
  rootStart = 0;

  constructor(cursor: TokenCursor, problems: SyntaxProblems) {
    this.#cursor = cursor;
    this.#problems = problems;
  }

  get depth(): number {
    return this.#open.length;
  }

  get innermost(): OpenContainer | undefined {
    return this.#open[this.#open.length - 1];
  }

  /** The one around the innermost. */
  get outer(): OpenContainer | undefined {
    return this.#open[this.#open.length - 2];
  }

  /** What closes all of them, the innermost last. */
  get closers(): readonly string[] {
    return this.#open.map(({ closer }) => closer);
  }

  has(kind: GreenContainer["kind"]): boolean {
    return this.#counts[kind] > 0;
  }

  /** @param holder undefined for the root, and for what is not kept */
  push(kind: GreenContainer["kind"], start: number, holder: OpenContainer | undefined): void {
    this.#open.push(new OpenContainer(kind, start, holder !== undefined || this.depth === 0));
    this.#counts[kind]++;
  }

  /** @param holder as for `push` */
  add(value: GreenValue, start: number, holder: OpenContainer | undefined): void {
    if (holder) holder.add(value, start);
    else if (this.depth === 0) {
      this.root = value;
      this.rootStart = start;
    }
  }

  pop(isClosed: boolean): void {
    const container = this.#open.pop() as OpenContainer;
    const { kind, start, isKept } = container;
    this.#counts[kind]--;
    // An unclosed container extends to the next token, so that a cursor after its last element is inside it.
    const end = (isClosed ? this.#cursor.lastEnd : this.#cursor.token.start) ?? 0;
    const green = container.finish(end, isClosed, isClosed && this.#problems.last < start);
    if (isKept) this.add(green, start, this.innermost);
  }
}
