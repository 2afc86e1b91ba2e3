/**
 * The syntax tree of a JSON document: every node knows its offset.
 * Offsets are UTF-16 code units from the start of the text; `end` is exclusive.
 */

import {
  childIndexFrom,
  type GreenArray,
  type GreenMember,
  type GreenObject,
  type GreenValue,
} from "./green.js";
import type { SourceText } from "./source-text.js";

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface NodeBase extends Span {
  /** The node as it is stored, which other versions of the document may have in common with this one. */
  readonly green: GreenValue;
  /** The member or array that holds this value; undefined at the root. */
  readonly parent: Member | ArrayNode | undefined;
}

interface ContainerBase<Child> extends NodeBase {
  readonly childCount: number;
  /** Makes no other child than this one, of which there may be very many. */
  child(index: number): Child | undefined;
  /** Makes this child for the caller alone: it is not kept, with all that is found in it. */
  childApart(index: number): Child | undefined;
  /** The index of the child of which the offset is in, or at an end; -1 where it is in none. */
  indexAt(offset: number): number;
  /** False where the text ends, or goes on with something else, before the closing bracket. */
  readonly closed: boolean;
}

export interface ObjectNode extends ContainerBase<Member> {
  readonly kind: "object";
  readonly green: GreenObject;
  readonly members: readonly Member[];
  readonly hasEqualKeys: boolean;
  /**
   * Returns the last member with a name, which is the one that JSON parsers keep; undefined if there is none.
   */
  member(name: string): Member | undefined;
  /** Returns the members whose name passes the test, without creating nodes for the others. */
  membersNamed(test: (name: string) => boolean): Member[];
}

export interface ArrayNode extends ContainerBase<ValueNode> {
  readonly kind: "array";
  readonly green: GreenArray;
  readonly items: readonly ValueNode[];
}

export interface StringNode extends NodeBase {
  readonly kind: "string";
  /** The decoded text, without quotes. */
  readonly value: string;
  /** False for a string that its line ends before its closing quote. */
  readonly closed: boolean;
}

export interface NumberNode extends NodeBase {
  readonly kind: "number";
  readonly value: number;
  /** The number as written in the document: some parsers distinguish `8.0` from `8`. */
  readonly text: string;
}

export interface BooleanNode extends NodeBase {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface NullNode extends NodeBase {
  readonly kind: "null";
  readonly value: null;
}

/** A value that is not valid JSON (`None`, `.5`, `yes`), or one that is nested too deeply to be read. */
export interface InvalidNode extends NodeBase {
  readonly kind: "invalid";
}

export type ValueNode =
  | ObjectNode
  | ArrayNode
  | StringNode
  | NumberNode
  | BooleanNode
  | NullNode
  | InvalidNode;

/** One `"key": value` of an object; `value` is missing while it is being typed. */
export interface Member extends Span {
  readonly kind: "member";
  readonly green: GreenMember;
  readonly parent: ObjectNode;
  /** The decoded key: `key.value`. */
  readonly name: string;
  readonly key: KeyNode;
  /** Offset of the colon, or undefined if it is missing. */
  readonly colon: number | undefined;
  readonly value: ValueNode | undefined;
}

/** The key of a member. `quoted` is false for a bare word, which JSON does not allow. */
export interface KeyNode extends Span {
  readonly value: string;
  readonly quoted: boolean;
  readonly closed: boolean;
}

/** What is wrong with the text as JSON. */
export interface SyntaxProblem extends Span {
  readonly kind:
    | "empty"
    | "byte-order-mark"
    | "conflict-markers"
    | "comment"
    | "invisible"
    | "trailing-comma"
    | "doubled-comma"
    | "missing-comma"
    | "missing-colon"
    | "missing-value"
    | "missing-key"
    | "equals-sign"
    | "semicolon"
    | "full-width"
    | "unquoted-key"
    | "quotes"
    | "triple-quotes"
    | "inner-quote"
    | "template"
    | "code-fence"
    | "unclosed-string"
    | "line-break-in-string"
    | "unclosed-bracket"
    | "unclosed-at-end"
    | "bad-escape"
    | "control-character"
    | "bad-number"
    | "bad-word"
    | "unexpected"
    | "before-start"
    | "after-end"
    | "too-deep"
    | "too-many";
  /** What is missing, or the offending text, if the message or a fix shows one. */
  readonly token?: string;
  /** A second place that belongs to the problem: the bracket that is not closed, the second code fence. */
  readonly related?: Span;
  /** The text can be read in other ways, too: no fix of this problem is safe. */
  readonly isDoubtful?: true;
}

export interface JsonTree {
  /** The text that was read. Its slices are at hand; as a whole it may have to be put together. */
  readonly source: SourceText;
  /** The text as a whole. */
  readonly text: string;
  readonly root: ValueNode | undefined;
  /** The root as it is stored. */
  readonly green: GreenValue | undefined;
  readonly rootStart: number;
  readonly problems: readonly SyntaxProblem[];
  /** How many values were read; the others were taken over from a previous tree. */
  readonly made: number;
  /** False if the text has more keys and values than the limit: the tree does not contain the rest. */
  readonly isWhole: boolean;
}

/**
 * Whether version control left its conflict markers in the text. What is next to them was written twice, so nothing but the
 * markers is reported, and nothing is fixed. They are then the only problem of the tree.
 */
export function hasConflictMarkers({ problems }: JsonTree): boolean {
  return problems[0]?.kind === "conflict-markers";
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Returns the range of the key under which a value is, else that of its first character. */
export function keyOrStart(node: ValueNode | undefined): Span {
  if (node?.parent?.kind === "member") return node.parent.key;
  return { start: node?.start ?? 0, end: (node?.start ?? 0) + 1 };
}

/** The last member with this key (the one JSON parsers keep), or undefined. */
export function findMember(node: ValueNode | undefined, key: string): Member | undefined {
  return node?.kind === "object" ? node.member(key) : undefined;
}

export function findValue(node: ValueNode | undefined, key: string): ValueNode | undefined {
  return findMember(node, key)?.value;
}

/** The number of a field; a text that holds one does not count. */
export function numberIn(node: ValueNode | undefined, key: string): NumberNode | undefined {
  const value = findValue(node, key);
  return value?.kind === "number" ? value : undefined;
}

/** The text of a field. */
export function textIn(node: ValueNode | undefined, key: string): StringNode | undefined {
  const value = findValue(node, key);
  return value?.kind === "string" ? value : undefined;
}

/** The object or array that directly holds this value. */
export function containerOf(node: ValueNode): ObjectNode | ArrayNode | undefined {
  return node.parent?.kind === "member" ? node.parent.parent : node.parent;
}

/** The deepest node whose span holds the offset, ends included; a member where it is in none of its values. */
export function nodeAt(tree: JsonTree, offset: number): ValueNode | Member | undefined {
  let node: ValueNode | Member | undefined = tree.root;
  if (!node || !contains(node, offset)) return undefined;
  for (;;) {
    const inner: ValueNode | Member | undefined = innerAt(node, offset);
    if (!inner) return node;
    node = inner;
  }
}

function innerAt(node: ValueNode | Member, offset: number): ValueNode | Member | undefined {
  switch (node.kind) {
    case "member":
      return node.value && contains(node.value, offset) ? node.value : undefined;
    case "object":
    case "array":
      return node.child(node.indexAt(offset));
    default:
      return undefined;
  }
}

/** The index of an element among its siblings, which may be very many. */
export function indexIn<T extends Span>(siblings: readonly T[], element: T): number {
  let low = 0;
  let high = siblings.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((siblings[middle] as T).start < element.start) low = middle + 1;
    else high = middle;
  }
  return siblings[low] === element ? low : -1;
}

/** The member, or else the value, that starts at an offset inside a value. */
export function nodeFrom(
  outer: ValueNode | undefined,
  offset: number,
  isMember: boolean,
): ValueNode | Member | undefined {
  let node: ValueNode | Member | undefined = outer;
  while (node && (node.start < offset || (node.kind === "member") !== isMember)) {
    if (node.kind === "member") node = node.value;
    else if (node.kind === "object" || node.kind === "array")
      node = node.child(childIndexFrom(node.green, offset - node.start));
    else return undefined;
  }
  return node;
}

/**
 * Visits a value and all values inside it, in document order. If `enter` returns false for a value, the
 * values inside it are skipped. The function is recursive: the parser limits the depth of a tree.
 */
export function walk(node: ValueNode | undefined, enter: (node: ValueNode) => unknown): void {
  if (!node || enter(node) === false) return;
  if (node.kind === "array") for (const item of node.items) walk(item, enter);
  else if (node.kind === "object") for (const { value } of node.members) walk(value, enter);
}

/** Keys and indexes from the root to the node. */
export function pathOf(node: ValueNode | Member): (string | number)[] {
  const path: (string | number)[] = [];
  let current: ValueNode | Member | undefined = node;
  while (current) {
    if (current.kind === "member") {
      path.push(current.name);
      current = current.parent;
    } else {
      const parent: Member | ArrayNode | undefined = current.parent;
      if (parent?.kind === "array") path.push(indexOf(parent, current));
      current = parent;
    }
  }
  return path.reverse();
}

/** The node at the end of some steps from the root: a member for a key, a value for an index; undefined if there is none. */
export function nodeFor(tree: JsonTree, path: readonly (string | number)[]): ValueNode | Member | undefined {
  let node: ValueNode | Member | undefined = tree.root;
  for (const step of path) {
    const value: ValueNode | undefined = node?.kind === "member" ? node.value : node;
    node = value?.kind === "array" ? value.items[Number(step)] : findMember(value, String(step));
  }
  return node;
}

/** The item that ends where the next one starts is found for both. */
function indexOf(array: ArrayNode, item: ValueNode): number {
  const index = array.indexAt(item.start);
  return array.child(index) === item ? index : index + 1;
}

/** The same as a JSON pointer, RFC 6901. */
export function printPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The steps of a JSON pointer; undefined where the text is none. */
export function parsePointer(pointer: string): string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The deepest node that holds the whole span; undefined where only the text itself does. */
export function nodeAround(tree: JsonTree, { start, end }: Span): ValueNode | Member | undefined {
  let node = nodeAt(tree, start);
  while (node && (node.end < end || node.start > start)) node = node.parent;
  return node;
}

/** The value as JavaScript has it. Objects have no prototype, so that any key is an ordinary one. */
export function toValue(node: ValueNode | undefined): unknown {
  if (!node) return undefined;
  switch (node.kind) {
    case "invalid":
      return undefined;
    case "array":
      return node.items.map(toValue);
    case "object": {
      const object: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.members) object[key.value] = toValue(value);
      return object;
    }
    default:
      return node.value;
  }
}
