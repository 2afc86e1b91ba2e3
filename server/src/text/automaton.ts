/**
 * Nondeterministic finite automata over code points, simulated without backtracking (Thompson): matching a text takes at
 * most instructions × characters steps, whatever was compiled. Globs and the patterns of domain files, both of which a
 * stranger may have written, are matched by these instead of `RegExp`, which backtracks.
 */

/** A set of code points: one of them, or all that a function accepts. */
export type CharacterSet = number | ((codePoint: number, character: string) => boolean);

/** A condition on the position between two characters. */
export type Condition = "start" | "end" | "boundary" | "inside";

/** The instruction that accepts nothing and leads nowhere. */
export const DEAD = 0;

/** Number of an operation. Those that test a condition follow `ASSERT`, in the order of `CONDITIONS`. */
const [TAKE, FORK, ACCEPT, ASSERT] = [0, 1, 2, 3] as const;
const CONDITIONS: readonly Condition[] = ["start", "end", "boundary", "inside"];

/** Instructions, added one by one; each names the instructions that follow it by their numbers. */
export class Automaton {
  /** Instructions visited so far, over all texts: what matching costs, whatever the machine. */
  steps = 0;
  /** By the number of the instruction. */
  readonly #operations: number[] = [];
  readonly #next: number[] = [];
  readonly #other: number[] = [];
  readonly #sets: CharacterSet[] = [];
  #entry = DEAD;

  constructor() {
    this.fork(DEAD, DEAD);
  }

  /** How many instructions there are. */
  get size(): number {
    return this.#operations.length;
  }

  /** Consumes one character of the set. */
  take(set: CharacterSet, next: number): number {
    return this.#add(TAKE, next, DEAD, set);
  }

  /** Goes on at both instructions without consuming anything. */
  fork(next: number, other: number): number {
    return this.#add(FORK, next, other);
  }

  /** Goes on where the condition holds. */
  assert(condition: Condition, next: number): number {
    return this.#add(ASSERT + CONDITIONS.indexOf(condition), next);
  }

  accept(): number {
    return this.#add(ACCEPT, DEAD);
  }

  /** Sets the targets of a fork that was added before them. */
  redirect(fork: number, next: number, other: number): void {
    this.#next[fork] = next;
    this.#other[fork] = other;
  }

  startAt(entry: number): void {
    this.#entry = entry;
  }

  /** Whether some part of the text matches; an automaton that is to match all of it asserts its start and end. */
  matches(text: string): boolean {
    scratch.makeRoomFor(this.size);
    let before: number | undefined;
    for (let at = 0, open = 0; ; ) {
      const after = text.codePointAt(at);
      const takes = this.#follow(open, before, after);
      if (takes < 0) return true;
      if (after === undefined) return false;
      const length = after > 0xffff ? 2 : 1;
      open = this.#consume(takes, after, text.slice(at, at + length));
      before = after;
      at += length;
    }
  }

  /**
   * Collects the `take` instructions that are reached from the open ones and the entry without consuming anything.
   * @returns how many there are; -1 if the text is accepted
   */
  #follow(opened: number, before: number | undefined, after: number | undefined): number {
    const { open, takes, visited } = scratch;
    const position = scratch.nextPosition();
    const [operations, nexts, others] = [this.#operations, this.#next, this.#other];
    let count = 0;
    let left = opened;
    open[left++] = this.#entry;
    while (left > 0) {
      const number = open[--left] as number;
      if (visited[number] === position) continue;
      visited[number] = position;
      this.steps++;
      const operation = operations[number] as number;
      if (operation === TAKE) takes[count++] = number;
      else if (operation === FORK) {
        open[left++] = others[number] as number;
        open[left++] = nexts[number] as number;
      } else if (operation === ACCEPT) return -1;
      else if (holds(CONDITIONS[operation - ASSERT], before, after)) open[left++] = nexts[number] as number;
    }
    return count;
  }

  /** Opens the instructions after those `take` instructions that consume a character; returns how many there are. */
  #consume(count: number, codePoint: number, character: string): number {
    const { open, takes } = scratch;
    let opened = 0;
    for (let i = 0; i < count; i++) {
      const number = takes[i] as number;
      const set = this.#sets[number] as CharacterSet;
      if (typeof set === "number" ? set === codePoint : set(codePoint, character))
        open[opened++] = this.#next[number] as number;
    }
    return opened;
  }

  #add(operation: number, next: number, other = DEAD, set: CharacterSet = 0): number {
    const number = this.size;
    this.#operations[number] = operation;
    this.#next[number] = next;
    this.#other[number] = other;
    this.#sets[number] = set;
    return number;
  }
}

/** Memory that all automata share while they match, one after the other. */
const scratch = {
  /** Instructions to visit: each instruction adds two at most, and all may be there at the start. */
  open: new Int32Array(0),
  takes: new Int32Array(0),
  /** Where each instruction was visited last. */
  visited: new Uint32Array(0),
  position: 0,

  makeRoomFor(size: number): void {
    if (this.takes.length >= size) return;
    this.open = new Int32Array(3 * size + 1);
    this.takes = new Int32Array(size);
    this.visited = new Uint32Array(size);
  },

  /** A number that no position of any text had before. */
  nextPosition(): number {
    if (++this.position > 0xffff_ffff) {
      this.visited.fill(0);
      this.position = 1;
    }
    return this.position;
  },
};

function holds(
  condition: Condition | undefined,
  before: number | undefined,
  after: number | undefined,
): boolean {
  if (condition === "start") return before === undefined;
  if (condition === "end") return after === undefined;
  return (isWord(before) !== isWord(after)) === (condition === "boundary");
}

/** `\w` of a regular expression without the flag `i`. */
function isWord(codePoint: number | undefined): boolean {
  return codePoint !== undefined && codePoint < 128 && /\w/.test(String.fromCharCode(codePoint));
}
