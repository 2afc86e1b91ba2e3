import { type Child, type Container, childrenOf, type Holder, type MemberSyntax } from "./nodes.js";
import type { ValueNode } from "./tree.js";

/** More cannot be the arguments of one call. */
const MOST_SPLICED = 10_000;

/** What a container held in the tree of an earlier text. It is used up: what still stands there is taken over. */
export class Earlier {
  #children: Child[];
  readonly #edited: readonly [number, number];
  readonly #unsound: readonly number[];
  /** The first child that may still come; places are asked for in rising order. */
  #next = 0;
  #nextUnsound = 0;
  #kept = 0;

  constructor(container: Container) {
    this.#children = childrenOf(container);
    this.#edited = container.edited ?? [this.#children.length, this.#children.length];
    this.#unsound = container.unsound ?? [];
  }

  /** So many children are the first of the new container, and not in it before `finish`: what is in it comes behind them. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * The value that stood at this offset of the container, on the same path.
   * @param parent what holds it now: the new container, or a member of it
   */
  valueAt(offset: number, parent: Holder): ValueNode | undefined {
    if (parent?.kind !== "member") return this.#childAt(offset) as ValueNode | undefined;
    const member = this.#childAt(parent.offset) as MemberSyntax | undefined;
    if (member?.name !== parent.name) return undefined;
    const value = member.value as (ValueNode & Child) | undefined;
    return value && member.offset + value.offset === offset ? value : undefined;
  }

  /**
   * Puts as many children into the new container as stand there one after the other from this offset on, untouched.
   * Neither they nor what is between them is looked at. Answers the last of them.
   * @param takes asked for each, and false for the first that is not to be taken; all are where there is nobody to ask
   */
  takeRun(offset: number, container: Container, takes?: (child: Child) => boolean): Child | undefined {
    const first = this.#childAt(offset);
    if (!first) return undefined;
    const old = this.#children;
    const from = this.#next;
    const end = this.#endOfRun();
    if (end - from < 2) return undefined;
    let until = takes ? from : end;
    while (until < end && takes?.(old[until] as Child)) until++;
    if (until === from) return undefined;
    const last = old[until - 1];
    if (first.parent !== container) for (let i = from; i < until; i++) (old[i] as Child).parent = container;
    this.#next = until;
    const children = childrenOf(container);
    if (until === old.length) this.#putTogether(container, from);
    else if (from === 0 && children.length === 0) this.#kept = until;
    else for (let i = from; i < until; i++) children.push(old[i] as Child);
    return last;
  }

  /** Nothing more comes. */
  finish(container: Container): void {
    if (this.#kept > 0) this.#putTogether(container, this.#children.length);
  }

  #childAt(offset: number): Child | undefined {
    const children = this.#children;
    while ((children[this.#next]?.offset ?? offset) < offset) this.#next++;
    const child = children[this.#next];
    return child?.offset === offset ? child : undefined;
  }

  /** Up to where nothing was edited, and nothing is wrong, from the next child on. */
  #endOfRun(): number {
    const from = this.#next;
    const [edited, unedited] = this.#edited;
    if (from >= edited && from < unedited) return from;
    while ((this.#unsound[this.#nextUnsound] ?? from) < from) this.#nextUnsound++;
    const { length } = this.#children;
    return Math.min(this.#unsound[this.#nextUnsound] ?? length, from < edited ? edited : length);
  }

  /** What was kept, then what is in the container, then the children from `until` on. */
  #putTogether(container: Container, until: number): void {
    const old = this.#children;
    const between = childrenOf(container);
    if (between.length > MOST_SPLICED)
      setChildren(container, old.slice(0, this.#kept).concat(between, old.slice(until)));
    else {
      // In place: what stays is not even copied.
      old.splice(this.#kept, until - this.#kept, ...between);
      setChildren(container, old);
    }
    this.#children = [];
    this.#kept = 0;
  }
}

function setChildren(container: Container, children: Child[]): void {
  if (container.kind === "object") container.members = children as MemberSyntax[];
  else container.items = children as ValueNode[];
}
