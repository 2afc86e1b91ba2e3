/**
 * The syntax tree of a JSON text: every node knows where it stands.
 * Offsets are UTF-16 code units from the start of the text; `end` is exclusive.
 */

import type { SourceText } from "./source-text.js";

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface NodeBase extends Span {
  /** The member or array that holds this value; undefined at the root. */
  readonly parent: Member | ArrayNode | undefined;
}

export interface ObjectNode extends NodeBase {
  readonly kind: "object";
  readonly members: readonly Member[];
  readonly hasEqualKeys: boolean;
  /** The last member of each name. */
  readonly index: ReadonlyMap<string, Member>;
  /** False where the text ends, or goes on with something else, before the closing bracket. */
  readonly closed: boolean;
}

export interface ArrayNode extends NodeBase {
  readonly kind: "array";
  readonly items: readonly ValueNode[];
  readonly closed: boolean;
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
  /** As it stands in the file: `8.0` is not `8` for everybody. */
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

/** A value that is no JSON (`None`, `.5`, `yes`), or one nested too deeply to be read. */
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
  readonly parent: ObjectNode;
  /** What its key says: `key.value`. */
  readonly name: string;
  readonly key: KeyNode;
  /** Offset of the colon, or undefined where it is missing. */
  readonly colon: number | undefined;
  readonly value: ValueNode | undefined;
}

/** The key of a member. `quoted` is false for a bare word, which JSON refuses. */
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
  readonly text: SourceText;
  readonly root: ValueNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** How many values were read; the others were taken over from a previous tree. */
  readonly made: number;
  /** False where the text has more keys and values than are read: nothing behind those is in the tree. */
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

/** Objects with more members than this are searched by an index. */
const LARGE = 32;

/** The last member with this key (the one JSON readers keep), or undefined. */
export function findMember(node: ValueNode | undefined, key: string): Member | undefined {
  if (node?.kind !== "object") return undefined;
  if (node.members.length > LARGE) return node.index.get(key);
  for (let i = node.members.length - 1; i >= 0; i--) {
    const member = node.members[i];
    if (member?.name === key) return member;
  }
  return undefined;
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
      return findSpan(node.members, offset);
    case "array":
      return findSpan(node.items, offset);
    default:
      return undefined;
  }
}

/** Binary search in spans that stand in order and do not overlap. */
function findSpan<T extends Span>(spans: readonly T[], offset: number): T | undefined {
  return spans[findSpanIndex(spans, offset)];
}

/** The same for the index; -1 where no span holds the offset. */
export function findSpanIndex(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = spans[middle] as Span;
    if (end < offset) low = middle + 1;
    else if (start > offset) high = middle - 1;
    else return middle;
  }
  return -1;
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

/**
 * Visits a value and everything inside it, in the order of the text. Where `enter` answers false, what is inside is left
 * out. It recurses: the parser limits how deep a tree is.
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
      if (parent?.kind === "array") path.push(indexIn(parent.items, current));
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
