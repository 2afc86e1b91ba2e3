/**
 * The tree that the rest of the code uses. A red node is a green node at an offset: it is created on first
 * access and cached by its parent, so that later accesses return the same object (except `childApart`). A red
 * node belongs to one version of one document.
 */
import {
  childIndexAt,
  type GreenArray,
  type GreenBoolean,
  type GreenContainer,
  type GreenInvalid,
  type GreenMember,
  type GreenNode,
  type GreenNull,
  type GreenNumber,
  type GreenObject,
  type GreenString,
  type GreenValue,
} from "./green.js";
import type { SourceText } from "./source-text.js";
import type {
  ArrayNode,
  BooleanNode,
  InvalidNode,
  JsonTree,
  KeyNode,
  Member,
  NullNode,
  NumberNode,
  ObjectNode,
  Span,
  StringNode,
  SyntaxProblem,
  ValueNode,
} from "./tree.js";

type Holder = Member | ArrayNode | undefined;

abstract class Red<Green extends GreenNode, Parent> implements Span {
  readonly kind: Green["kind"];
  readonly green: Green;
  readonly parent: Parent;
  readonly start: number;

  constructor(green: Green, parent: Parent, start: number) {
    this.kind = green.kind;
    this.green = green;
    this.parent = parent;
    this.start = start;
  }

  get end(): number {
    return this.start + this.green.width;
  }
}

abstract class RedContainer<Green extends GreenContainer, Child> extends Red<Green, Holder> {
  /** The children that have been accessed; the others are undefined. */
  #children: Child[] | undefined;
  #isComplete = false;

  protected abstract make(index: number): Child;

  get childCount(): number {
    return this.green.children.length;
  }

  child(index: number): Child | undefined {
    if (!(index >= 0 && index < this.childCount)) return undefined;
    this.#children ??= new Array(this.childCount);
    let child = this.#children[index];
    if (child === undefined) {
      child = this.make(index);
      this.#children[index] = child;
    }
    return child;
  }

  childApart(index: number): Child | undefined {
    return index >= 0 && index < this.childCount ? this.make(index) : undefined;
  }

  indexAt(offset: number): number {
    return childIndexAt(this.green, offset - this.start);
  }

  get closed(): boolean {
    return this.green.isClosed;
  }

  protected get children(): readonly Child[] {
    if (!this.#isComplete || !this.#children) {
      const known = this.#children;
      const { length } = this.green.children;
      const children: Child[] = [];
      for (let i = 0; i < length; i++) children.push(known?.[i] ?? this.make(i));
      this.#children = children;
      this.#isComplete = true;
    }
    return this.#children;
  }
}

/** Objects with more members than this are searched by an index. */
const LARGE = 32;
/** Up to so many names are compared with each other, which needs no memory. */
const FEW = 16;

class RedObject extends RedContainer<GreenObject, Member> implements ObjectNode {
  #hasEqualKeys: boolean | undefined;
  #index: ReadonlyMap<string, number> | undefined;

  protected make(index: number): Member {
    const { children, offsets } = this.green;
    return new RedMember(children[index] as GreenMember, this, this.start + (offsets[index] as number));
  }

  get members(): readonly Member[] {
    return this.children;
  }

  get hasEqualKeys(): boolean {
    this.#hasEqualKeys ??= hasEqualNames(this.green.children);
    return this.#hasEqualKeys;
  }

  member(name: string): Member | undefined {
    const { children } = this.green;
    if (children.length > LARGE) {
      this.#index ??= new Map(children.map((member, index) => [member.name, index]));
      const index = this.#index.get(name);
      return index === undefined ? undefined : this.child(index);
    }
    for (let i = children.length - 1; i >= 0; i--) if (children[i]?.name === name) return this.child(i);
    return undefined;
  }

  membersNamed(test: (name: string) => boolean): Member[] {
    const found: Member[] = [];
    this.green.children.forEach(({ name }, index) => {
      if (test(name)) found.push(this.child(index) as Member);
    });
    return found;
  }
}

function hasEqualNames(members: readonly GreenMember[]): boolean {
  if (members.length > FEW) return new Set(members.map(({ name }) => name)).size < members.length;
  for (let i = 1; i < members.length; i++) {
    const { name } = members[i] as GreenMember;
    for (let j = 0; j < i; j++) if (members[j]?.name === name) return true;
  }
  return false;
}

class RedArray extends RedContainer<GreenArray, ValueNode> implements ArrayNode {
  protected make(index: number): ValueNode {
    const { children, offsets } = this.green;
    return redOf(children[index] as GreenValue, this, this.start + (offsets[index] as number));
  }

  get items(): readonly ValueNode[] {
    return this.children;
  }
}

class RedMember extends Red<GreenMember, ObjectNode> implements Member {
  #value: ValueNode | undefined;

  get name(): string {
    return this.green.name;
  }

  get key(): KeyNode {
    const { start } = this;
    const { name: value, keyWidth, isQuoted: quoted, isKeyClosed: closed } = this.green;
    return { start, end: start + keyWidth, value, quoted, closed };
  }

  get colon(): number | undefined {
    const { colonOffset } = this.green;
    return colonOffset === undefined ? undefined : this.start + colonOffset;
  }

  get value(): ValueNode | undefined {
    const { value, valueOffset } = this.green;
    if (value === undefined) return undefined;
    this.#value ??= redOf(value, this, this.start + valueOffset);
    return this.#value;
  }
}

class RedString extends Red<GreenString, Holder> implements StringNode {
  get value(): string {
    return this.green.value;
  }

  get closed(): boolean {
    return this.green.isClosed;
  }
}

class RedNumber extends Red<GreenNumber, Holder> implements NumberNode {
  get value(): number {
    return this.green.value;
  }

  get text(): string {
    return this.green.text;
  }
}

class RedBoolean extends Red<GreenBoolean, Holder> implements BooleanNode {
  get value(): boolean {
    return this.green.value;
  }
}

class RedNull extends Red<GreenNull, Holder> implements NullNode {
  get value(): null {
    return null;
  }
}

class RedInvalid extends Red<GreenInvalid, Holder> implements InvalidNode {}

function redOf(green: GreenValue, parent: Holder, start: number): ValueNode {
  switch (green.kind) {
    case "object":
      return new RedObject(green, parent, start);
    case "array":
      return new RedArray(green, parent, start);
    case "string":
      return new RedString(green, parent, start);
    case "number":
      return new RedNumber(green, parent, start);
    case "boolean":
      return new RedBoolean(green, parent, start);
    case "null":
      return new RedNull(green, parent, start);
    default:
      return new RedInvalid(green, parent, start);
  }
}

/** What a text was read as. */
export class SyntaxTree implements JsonTree {
  #root: ValueNode | undefined;

  constructor(
    readonly source: SourceText,
    readonly green: GreenValue | undefined,
    readonly rootStart: number,
    readonly problems: readonly SyntaxProblem[],
    readonly made: number,
    readonly isWhole: boolean,
  ) {}

  get text(): string {
    return this.source.toString();
  }

  get root(): ValueNode | undefined {
    if (this.green) this.#root ??= redOf(this.green, undefined, this.rootStart);
    return this.#root;
  }
}
