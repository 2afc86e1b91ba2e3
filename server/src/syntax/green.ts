/**
 * The stored form of the tree. A green node knows its kind, its width, and its children, but neither its
 * parent nor its offset. It is immutable, so that all versions of a document share the nodes that their edits
 * did not touch: the same object means the same text without syntax problems, or the very same parse of it.
 * Widths and offsets are UTF-16 code units.
 */

export interface GreenObject {
  readonly kind: "object";
  readonly width: number;
  readonly children: readonly GreenMember[];
  /** Offset of each child, from the start of this node. */
  readonly offsets: readonly number[];
  readonly isClosed: boolean;
  /** Whether the node is closed and has no syntax problems: its text is parsed the same way at any offset. */
  readonly isSound: boolean;
  /** How many keys and values there are, itself included. */
  readonly size: number;
}

export interface GreenArray extends Omit<GreenObject, "kind" | "children"> {
  readonly kind: "array";
  readonly children: readonly GreenValue[];
}

export interface GreenMember {
  readonly kind: "member";
  readonly width: number;
  readonly name: string;
  readonly keyWidth: number;
  readonly isQuoted: boolean;
  readonly isKeyClosed: boolean;
  /** From the start of the member; undefined where there is none. */
  readonly colonOffset: number | undefined;
  readonly value: GreenValue | undefined;
  /** From the start of the member. */
  readonly valueOffset: number;
}

export interface GreenString {
  readonly kind: "string";
  readonly width: number;
  readonly value: string;
  readonly isClosed: boolean;
}

export interface GreenNumber {
  readonly kind: "number";
  readonly width: number;
  readonly value: number;
  readonly text: string;
}

export interface GreenBoolean {
  readonly kind: "boolean";
  readonly width: number;
  readonly value: boolean;
}

export interface GreenNull {
  readonly kind: "null";
  readonly width: number;
}

export interface GreenInvalid {
  readonly kind: "invalid";
  readonly width: number;
}

export type GreenContainer = GreenObject | GreenArray;
export type GreenValue = GreenContainer | GreenString | GreenNumber | GreenBoolean | GreenNull | GreenInvalid;
export type GreenNode = GreenValue | GreenMember;

/** How many keys and values there are, itself included. */
export function sizeOf(node: GreenNode): number {
  if (node.kind === "member") return node.value ? 1 + sizeOf(node.value) : 1;
  return node.kind === "object" || node.kind === "array" ? node.size : 1;
}

/**
 * Returns the last member with a name, which is the one that JSON parsers keep; undefined if there is none.
 */
export function lastNamed({ children }: GreenObject, name: string): GreenMember | undefined {
  for (let i = children.length - 1; i >= 0; i--) if (children[i]?.name === name) return children[i];
  return undefined;
}

/**
 * Returns the index of the last child that starts at or before an offset, which is counted from the start of
 * the container; -1 if there is none.
 */
export function childIndexFrom({ offsets }: GreenContainer, offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The index of the child of which the offset, from the start of the container, is in or at an end; -1 where it is none. */
export function childIndexAt({ children, offsets }: GreenContainer, offset: number): number {
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const start = offsets[middle] as number;
    if (start + (children[middle] as GreenNode).width < offset) low = middle + 1;
    else if (start > offset) high = middle - 1;
    else return middle;
  }
  return -1;
}
