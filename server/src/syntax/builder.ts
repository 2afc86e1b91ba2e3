import type { GreenContainer, GreenMember, GreenValue } from "./green.js";
import { sizeOf } from "./green.js";
import type { Token } from "./token.js";

/** A key whose value is being read. */
interface OpenMember extends Omit<GreenMember, "kind" | "width" | "value" | "valueOffset"> {
  /** Offset in the text. */
  readonly start: number;
  /** Where the key ends, or the colon if there is one; from the start of the member. */
  readonly width: number;
}

/** A container whose closing bracket has not come yet: a green node in the making. */
export class OpenContainer {
  /** What stands before the cursor: nothing, an element, or a comma. */
  after: "open" | "element" | "comma" = "open";
  comma: Token | undefined;
  readonly #children: (GreenMember | GreenValue)[] = [];
  readonly #offsets: number[] = [];
  #member: OpenMember | undefined;
  #size = 1;

  /**
   * @param start offset in the text
   * @param isKept false for one that stands where none may: it is read, and not part of the tree
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
