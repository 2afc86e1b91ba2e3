/**
 * The nodes of a tree, as the parser makes them. A node knows where it stands in what holds it, and its `start` follows
 * from that: an edit of the text moves what stands behind it in the containers around it, and nothing inside of those.
 */
import type {
  ArrayNode,
  BooleanNode,
  InvalidNode,
  KeyNode,
  Member,
  NullNode,
  NumberNode,
  ObjectNode,
  Span,
  StringNode,
  ValueNode,
} from "./tree.js";

/** A replacement in a text: [start, end) by `length` others. */
export interface TextEdit extends Span {
  readonly length: number;
}

export type Holder = MemberSyntax | ArraySyntax | undefined;
export type Container = ObjectSyntax | ArraySyntax;
/** What stands in a container: every node of a tree is one of ours. */
export type Child = MemberSyntax | (ValueNode & Syntax);

/** What every node has. */
interface Syntax extends Span {
  parent: MemberSyntax | ArraySyntax | ObjectSyntax | undefined;
  /** From the start of what holds the node; at the root, from that of the text. */
  offset: number;
  length: number;
}

// Nodes have no class in common: a constructor that calls another one is twice the work, for each of a million values.

/** Objects and lists may be long, so whole runs of what is in them stay in place when they are read again. */
abstract class ContainerSyntax implements Syntax {
  declare readonly start: number;
  declare readonly end: number;
  closed = false;
  /** Closed, nothing wrong in its syntax, and nothing edited in its text since: it can be taken over as it is. */
  isSound = false;
  /** Those children in or beside which something is wrong, by index. */
  unsound: number[] | undefined = undefined;
  /** The children that edits reached, or stand beside, since it was read: from `edited[0]` to before `edited[1]`. */
  edited: readonly [number, number] | undefined = undefined;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
  ) {}
}

export class ObjectSyntax extends ContainerSyntax implements ObjectNode {
  declare readonly kind: "object";
  members: MemberSyntax[];
  #hasEqualKeys: boolean | undefined;
  #index: ReadonlyMap<string, MemberSyntax> | undefined;

  // Written out: a constructor that is left out hands its arguments on as a list.
  constructor(parent: Holder, offset: number, length: number) {
    super(parent, offset, length);
    this.members = [];
  }

  get hasEqualKeys(): boolean {
    this.#hasEqualKeys ??= hasEqualKeys(this.members);
    return this.#hasEqualKeys;
  }

  get index(): ReadonlyMap<string, MemberSyntax> {
    this.#index ??= new Map(this.members.map((member) => [member.name, member]));
    return this.#index;
  }
}

/** Up to so many are compared with each other, which needs no memory. */
const FEW = 16;

function hasEqualKeys(members: readonly MemberSyntax[]): boolean {
  if (members.length > FEW) return new Set(members.map(({ name }) => name)).size < members.length;
  for (let i = 1; i < members.length; i++) {
    const { name } = members[i] as MemberSyntax;
    for (let j = 0; j < i; j++) if (members[j]?.name === name) return true;
  }
  return false;
}

export class ArraySyntax extends ContainerSyntax implements ArrayNode {
  declare readonly kind: "array";
  items: ValueNode[];

  constructor(parent: Holder, offset: number, length: number) {
    super(parent, offset, length);
    this.items = [];
  }
}

/** The members of an object, the items of a list. */
export function childrenOf(container: Container): Child[] {
  return (container.kind === "object" ? container.members : container.items) as Child[];
}

export class MemberSyntax implements Member, Syntax {
  declare readonly kind: "member";
  declare readonly start: number;
  declare readonly end: number;
  length: number;
  value: ValueNode | undefined;
  /** From the start of the member; undefined where there is none. */
  colonOffset: number | undefined;

  constructor(
    public parent: ObjectSyntax,
    public offset: number,
    readonly keyLength: number,
    readonly name: string,
    readonly isQuoted: boolean,
    readonly isKeyClosed: boolean,
  ) {
    this.length = keyLength;
    this.value = undefined;
    this.colonOffset = undefined;
  }

  /** Made when asked for: a tree has as many keys as values, and few are ever pointed at. */
  get key(): KeyNode {
    return new KeySyntax(this);
  }

  get colon(): number | undefined {
    return this.colonOffset === undefined ? undefined : this.start + this.colonOffset;
  }
}

class KeySyntax implements KeyNode {
  readonly #member: MemberSyntax;

  constructor(member: MemberSyntax) {
    this.#member = member;
  }

  get value(): string {
    return this.#member.name;
  }

  get quoted(): boolean {
    return this.#member.isQuoted;
  }

  get closed(): boolean {
    return this.#member.isKeyClosed;
  }

  get start(): number {
    return this.#member.start;
  }

  get end(): number {
    return this.#member.start + this.#member.keyLength;
  }
}

export class StringSyntax implements StringNode, Syntax {
  declare readonly kind: "string";
  declare readonly start: number;
  declare readonly end: number;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
    readonly value: string,
    readonly closed: boolean,
  ) {}
}

export class NumberSyntax implements NumberNode, Syntax {
  declare readonly kind: "number";
  declare readonly start: number;
  declare readonly end: number;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
    readonly value: number,
    readonly text: string,
  ) {}
}

export class BooleanSyntax implements BooleanNode, Syntax {
  declare readonly kind: "boolean";
  declare readonly start: number;
  declare readonly end: number;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
    readonly value: boolean,
  ) {}
}

export class NullSyntax implements NullNode, Syntax {
  declare readonly kind: "null";
  declare readonly value: null;
  declare readonly start: number;
  declare readonly end: number;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
  ) {}
}

export class InvalidSyntax implements InvalidNode, Syntax {
  declare readonly kind: "invalid";
  declare readonly start: number;
  declare readonly end: number;

  constructor(
    public parent: Holder,
    public offset: number,
    public length: number,
  ) {}
}

// What is the same for all nodes of a class stands once, not in each of a million nodes.
isKind(ObjectSyntax, "object");
isKind(ArraySyntax, "array");
isKind(MemberSyntax, "member");
isKind(StringSyntax, "string");
isKind(NumberSyntax, "number");
isKind(BooleanSyntax, "boolean");
isKind(NullSyntax, "null");
isKind(InvalidSyntax, "invalid");
Object.defineProperty(NullSyntax.prototype, "value", { value: null, enumerable: true });

function isKind<Kind>(nodes: { readonly prototype: Syntax & { readonly kind: Kind } }, kind: Kind): void {
  Object.defineProperties(nodes.prototype, {
    kind: { value: kind, enumerable: true },
    start: { get: startOf },
    end: { get: endOf },
  });
}

function startOf(this: Syntax): number {
  let start = this.offset;
  for (let outer = this.parent; outer; outer = outer.parent) start += outer.offset;
  return start;
}

function endOf(this: Syntax): number {
  return this.start + this.length;
}

/**
 * Moves a tree as an edit of its text moves it. Where the text itself was edited the tree is wrong from now on: the
 * containers there are not sound any more. Needs time for the siblings around the edit, not for what is in them.
 */
export function shift(root: ValueNode | undefined, edit: TextEdit): void {
  const delta = edit.length - (edit.end - edit.start);
  let node = root as ValueNode & Syntax;
  let { start, end } = edit;
  for (;;) {
    if (!node) return;
    const inner = shiftIn(node, start, end, delta);
    if (!inner) return;
    ({ start, end } = inner);
    node = inner.node;
  }
}

interface Inner extends Span {
  readonly node: ValueNode & Syntax;
}

/** The same for one node, with the edit relative to what holds it; where to go on, if the edit is inside of a container in it. */
function shiftIn(node: Syntax & ValueNode, from: number, to: number, delta: number): Inner | undefined {
  if (node.offset >= to) {
    node.offset += delta;
    return undefined;
  }
  if (node.offset + node.length <= from) return undefined;
  if (!(node instanceof ObjectSyntax || node instanceof ArraySyntax)) return undefined;
  node.isSound = false;
  const start = from - node.offset;
  const end = to - node.offset;
  const isInside = start > 0 && end < node.length;
  node.length += delta;
  if (isInside) return shiftChildren(node, start, end, delta);
  // Where the brackets are now, nobody knows: nothing in here is to be found again.
  childrenOf(node).length = 0;
  return undefined;
}

function shiftChildren(container: Container, start: number, end: number, delta: number): Inner | undefined {
  const children = childrenOf(container);
  let first = children.length;
  let last = -1;
  const inner = shiftAll(children, start, end, delta, (child, index) => {
    first = Math.min(first, index);
    last = Math.max(last, index);
    if (child.kind !== "member") return { node: child, start, end };
    const value = child.value as (ValueNode & Syntax) | undefined;
    child.length += delta;
    return value && { node: value, start: start - child.offset, end: end - child.offset };
  });
  if (last < 0) {
    // Between two of them.
    first = children.length;
    while (first > 0 && (children[first - 1] as Child).offset >= end + delta) first--;
    last = first - 1;
  }
  // Those beside it, too: `null, false` may become `nullfalse`.
  const { edited } = container;
  first = Math.max(first - 1, 0);
  container.edited = [Math.min(first, edited?.[0] ?? first), Math.max(last + 2, edited?.[1] ?? 0)];
  return inner;
}

/** Moves those behind the edit; goes on in the one that holds it, and breaks those that it reaches into. */
function shiftAll(
  children: readonly Child[],
  start: number,
  end: number,
  delta: number,
  into: (child: Child, index: number) => Inner | undefined,
): Inner | undefined {
  let found: Inner | undefined;
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i] as Child;
    if (child.offset >= end) child.offset += delta;
    else if (child.offset + child.length <= start) break;
    else {
      const inner = into(child, i);
      // Of several that it reaches into, none is held; each is broken on its own.
      if (found) shiftIn(found.node, found.start, found.end, delta);
      found = inner;
    }
  }
  return found;
}
