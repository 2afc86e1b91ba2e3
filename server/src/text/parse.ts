import { Earlier } from "./earlier.js";
import {
  ArraySyntax,
  BooleanSyntax,
  type Child,
  type Container,
  childrenOf,
  type Holder,
  InvalidSyntax,
  MemberSyntax,
  NullSyntax,
  NumberSyntax,
  ObjectSyntax,
  StringSyntax,
} from "./nodes.js";
import { SourceText } from "./source-text.js";
import { PLAIN, type Token, TokenReader } from "./tokens.js";
import type { JsonTree, Span, SyntaxProblem, ValueNode } from "./tree.js";

/** Containers nested deeper than this are skipped and reported; no alloy comes near it. */
export const MAX_DEPTH = 256;
/**
 * Keys and values read from one text. Trees of more do not fit into the memory that Node has by default, so nothing
 * behind them is read, and that is reported.
 */
export const MAX_NODES = 5_000_000;
/** Shorter ones are copied by V8. */
const SHORTEST_CUT = 13;
/** Problems recorded for one text: as many as are shown of it. */
export const MAX_PROBLEMS = 1000;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Parses any text into a tree, however broken: what can be read is in the tree, what cannot is a problem.
 * Never throws, needs time proportional to the text, and does not recurse.
 * @param previous the tree of an earlier text, with all edits since then told to it by `shift`. It is used up: containers
 *   that were not edited become part of the new tree as they are, and time is needed for the others only.
 * @param most so many keys and values are read
 */
export function parseJson(text: string | SourceText, previous?: JsonTree, most = MAX_NODES): JsonTree {
  return new Parser(SourceText.of(text), previous?.root, most).parse();
}

/** A container whose closing bracket has not come yet. */
interface Frame {
  readonly node: Container;
  /** Offset in the text. */
  readonly start: number;
  /** What stood at this place in the previous tree. */
  readonly old: Earlier | undefined;
  /** What stands before the cursor: nothing, an element, or a comma. */
  after: "open" | "element" | "comma";
  comma: Span | undefined;
}

class Parser {
  readonly #text: SourceText;
  readonly #problems: SyntaxProblem[] = [];
  readonly #stack: Frame[] = [];
  /** How many of the stack are of each kind. */
  readonly #holders = { object: 0, array: 0 };
  readonly #reader: TokenReader;
  readonly #previous: ValueNode | undefined;
  readonly #most: number;
  /** False once reading stopped before the end. */
  #isWhole = true;
  /** The next two tokens, as far as they have been read. */
  #current: Token | undefined;
  #following: Token | undefined;
  /** Where what was read last ends. */
  #lastEnd: number | undefined;
  /** Whether that is a text without its closing quote. */
  #isUnclosed = false;
  /** Where what was read last ended when a problem was reported there, so that a missing comma is no news. */
  #reported: number | undefined;
  #root: ValueNode | undefined;
  /** Where the problem stands that is furthest behind. */
  #lastProblem = -1;
  /** What would close the containers that the text ends in and that are not read, since they are too deep. */
  #skipped: readonly string[] = [];
  #made = 0;
  #members = 0;
  /** Keys and values that were taken over, where they are counted. */
  #taken = 0;
  /** Asked before something is taken over; nobody where the text is too short to have too much. */
  readonly #takes: ((child: Child) => boolean) | undefined;

  constructor(text: SourceText, previous: ValueNode | undefined, most: number) {
    this.#text = text;
    this.#most = most;
    this.#previous = previous;
    if (mostIn(text) > most) this.#takes = (child) => this.#countTaken(child);
    const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    if (start > 0) this.#problem("byte-order-mark", { start: 0, end: 1 });
    this.#reader = new TokenReader(text, start, (comment) => this.#problem("comment", comment));
  }

  parse(): JsonTree {
    this.#readRoot();
    while (this.#stack.length > 0) {
      const frame = this.#stack[this.#stack.length - 1] as Frame;
      if (this.#readPlain(frame)) continue;
      if (this.#isAtEnd()) this.#closeAllAtEnd();
      else if (this.#isFull) return this.#stop();
      else if (frame.node.kind === "object") this.#stepObject(frame, frame.node);
      else this.#stepArray(frame, frame.node);
    }
    this.#checkEnd();
    return this.#tree();
  }

  #tree(): JsonTree {
    const problems = this.#problems.sort((a, b) => a.start - b.start);
    return { text: this.#text, root: this.#root, problems, made: this.#made, isWhole: this.#isWhole };
  }

  /** Leaves the rest of the text unread. What is open stays open, so that it is read again after an edit. */
  #stop(): JsonTree {
    this.#isWhole = false;
    this.#problem("too-many", this.#token);
    while (this.#stack.length > 0) this.#pop(this.#stack[this.#stack.length - 1] as Frame);
    return this.#tree();
  }

  #readRoot(): void {
    if (this.#isAtEnd()) {
      this.#problem("empty", { start: 0, end: this.#text.length });
      return;
    }
    while (!this.#isAtEnd() && !startsValue(this.#token)) {
      this.#problem("unexpected", this.#token, { token: this.#token.kind });
      this.#advance();
    }
    if (!this.#isAtEnd()) this.#root = this.#readValue(undefined, 0);
  }

  #checkEnd(): void {
    if (this.#isAtEnd()) return;
    const start = this.#token.start;
    let end = this.#token.end;
    while (!this.#isAtEnd()) {
      end = this.#token.end;
      this.#advance();
    }
    this.#problem("after-end", { start, end });
  }

  #stepObject(frame: Frame, node: ObjectSyntax): void {
    const token = this.#token;
    switch (token.kind) {
      case "}":
        this.#advance();
        this.#close(frame);
        return;
      case "]":
        if (this.#holds("array")) this.#abandon(frame);
        else this.#unexpected();
        return;
      case ",":
        this.#comma(frame);
        return;
      case "{":
        if (this.#stack[this.#stack.length - 2]?.node.kind === "array") this.#abandon(frame);
        else this.#orphan(frame);
        return;
      case "[":
        this.#orphan(frame);
        return;
      case "string":
        this.#expectComma(frame);
        if (!this.#takeRun(frame)) this.#readMember(frame, node);
        return;
      default:
        if (token.kind !== ":" && this.#next.kind === ":") {
          this.#expectComma(frame);
          this.#readMember(frame, node);
        } else this.#unexpected();
    }
  }

  #stepArray(frame: Frame, node: ArraySyntax): void {
    const token = this.#token;
    if (token.kind === "]") {
      this.#advance();
      this.#close(frame);
    } else if (token.kind === "}") {
      if (this.#holds("object")) this.#abandon(frame);
      else this.#unexpected();
    } else if (token.kind === ",") this.#comma(frame);
    else if (token.kind === ":") this.#unexpected();
    else if (token.kind === "string" && this.#next.kind === ":" && this.#holds("object")) {
      // `"tags": ["a", "source": …`: the key belongs to the object around the array.
      this.#abandon(frame);
    } else {
      this.#expectComma(frame);
      if (this.#takeRun(frame)) return;
      node.items.push(this.#readValue(node, frame.start));
      frame.after = "element";
    }
  }

  #readMember(frame: Frame, object: ObjectSyntax): void {
    const token = this.#token;
    const quoted = token.kind === "string";
    const name = this.#readKey(quoted);
    const { start } = token;
    const closed = token.error !== "unclosed";
    const member = new MemberSyntax(object, start - frame.start, token.end - start, name, quoted, closed);
    object.members.push(member);
    this.#members++;
    frame.after = "element";
    if (this.#token.kind === ":") {
      const colon = this.#token;
      member.colonOffset = colon.start - start;
      member.length = colon.end - start;
      this.#advance();
      if (!startsValue(this.#token) || this.#isNextKey()) {
        this.#problem("missing-value", colon, { token: name });
        this.#reported = this.#lastEnd;
        return;
      }
    } else {
      if (!closed) return; // reported already; the colon may be inside the text that was swallowed
      this.#problem("missing-colon", token, { token: name });
      if (!startsValue(this.#token) || this.#isNextKey() || this.#onLaterLine()) {
        this.#reported = this.#lastEnd;
        return;
      }
    }
    const value = this.#readValue(member, start);
    member.value = value;
    member.length = value.offset + value.length;
  }

  /**
   * Reads what is usual, an element a step instead of a token, up to a bracket.
   * @returns false where something else comes, which has to be looked at
   */
  #readPlain(frame: Frame): boolean {
    // Behind a comma that was read as a token stands what was looked at already.
    if (this.#current || frame.old || frame.after === "comma") return false;
    const { node } = frame;
    const reader = this.#reader;
    const pattern = PLAIN[node.kind];
    while (!this.#isFull) {
      const found = reader.readPlain(frame.after === "element" ? pattern.next : pattern.first);
      if (!found) {
        if (!reader.readPlain(pattern.end)) return false;
        this.#endHere();
        this.#close(frame);
        return true;
      }
      const content = found[3];
      const other = found[4] as string;
      const length = content === undefined ? other.length : content.length + 2;
      const start = this.#endHere() - length;
      const holder = node.kind === "array" ? node : this.#plainMember(frame, node, found, start);
      const offset = node.kind === "array" ? start - frame.start : holder.length;
      frame.after = "element";
      const isOpen = content === undefined && isBracket(other);
      const value = isOpen
        ? this.#open({ kind: other, start, end: start + 1 }, holder, offset)
        : this.#plainValue(holder, offset, length, content, other);
      if (holder.kind === "array") holder.items.push(value);
      else {
        holder.value = value;
        holder.length = offset + value.length;
      }
      if (isOpen) return true;
    }
    return false;
  }

  /** Without its value yet: it ends where that starts, at `end`. */
  #plainMember(frame: Frame, object: ObjectSyntax, found: RegExpExecArray, end: number): MemberSyntax {
    const name = found[1] as string;
    const between = found[2] as string;
    const keyLength = name.length + 2;
    const length = keyLength + between.length;
    const member = new MemberSyntax(object, end - length - frame.start, keyLength, nameFor(name), true, true);
    member.colonOffset = keyLength + between.indexOf(":");
    member.length = length;
    object.members.push(member);
    this.#members++;
    return member;
  }

  /**
   * @param content of a string
   * @param other the text of anything else
   */
  #plainValue(parent: Holder, offset: number, length: number, content: string | undefined, other: string) {
    this.#made++;
    if (content !== undefined) return new StringSyntax(parent, offset, length, this.#kept(content), true);
    if (other === "null") return new NullSyntax(parent, offset, length);
    if (other === "true" || other === "false")
      return new BooleanSyntax(parent, offset, length, other === "true");
    return new NumberSyntax(parent, offset, length, Number(other), this.#kept(other));
  }

  /** What was read last ends where the reader is. */
  #endHere(): number {
    const end = this.#reader.offset;
    this.#lastEnd = end;
    this.#isUnclosed = false;
    return end;
  }

  #readKey(quoted: boolean): string {
    const token = this.#token;
    if (quoted) this.#reportToken(token);
    else
      this.#problem(token.value.startsWith("'") ? "single-quotes" : "unquoted-key", token, {
        token: this.#textOf(token),
      });
    this.#advance();
    return nameFor(quoted ? token.value : this.#textOf(token).replace(/^'|['"]$/g, ""));
  }

  /**
   * The current token starts a value. Containers are pushed and filled by later steps.
   * @param base where the parent starts
   */
  #readValue(parent: Holder, base: number) {
    const token = this.#token;
    const offset = token.start - base;
    this.#advance();
    if (token.kind === "{" || token.kind === "[") return this.#open(token, parent, offset);
    this.#made++;
    const length = token.end - token.start;
    switch (token.kind) {
      case "string":
        this.#reportToken(token);
        return new StringSyntax(parent, offset, length, this.#kept(token.value), token.error !== "unclosed");
      case "number":
        return this.#readNumber(token, parent, offset);
      case "true":
      case "false":
        return new BooleanSyntax(parent, offset, length, token.kind === "true");
      case "null":
        return new NullSyntax(parent, offset, length);
      default:
        this.#problem(token.value.startsWith("'") ? "single-quotes" : "bad-word", token, {
          token: token.value,
        });
        return new InvalidSyntax(parent, offset, length);
    }
  }

  #readNumber(token: Token, parent: Holder, offset: number) {
    // `01`, `1.5.2` and `12GB` come as two tokens without a blank between them: one wrong number, one message.
    let end = token.end;
    while ((this.#token.kind === "number" || this.#token.kind === "word") && this.#token.start === end) {
      end = this.#token.end;
      this.#advance();
    }
    const length = end - token.start;
    if (token.error === undefined && end === token.end) {
      const text = this.#kept(this.#text.slice(token.start, end));
      return new NumberSyntax(parent, offset, length, Number(text), text);
    }
    this.#problem("bad-number", { start: token.start, end }, { token: this.#text.slice(token.start, end) });
    return new InvalidSyntax(parent, offset, length);
  }

  /** The token is an opening bracket, and read. */
  #open(
    token: Pick<Token, "kind" | "start" | "end">,
    parent: Holder,
    offset: number,
  ): Container | InvalidSyntax {
    const old = this.#oldAt(token, parent);
    if (old?.isSound && (this.#takes?.(old) ?? true)) return this.#takeOver(old, token.start, parent, offset);
    this.#made++;
    if (this.#stack.length >= MAX_DEPTH) return this.#skipDeep(token, parent, offset);
    const { start } = token;
    const earlier = old && new Earlier(old);
    const node = token.kind === "{" ? new ObjectSyntax(parent, offset, 1) : arrayAt(old, parent, offset);
    this.#stack.push({ node, start, old: earlier, after: "open", comma: undefined });
    this.#holders[node.kind]++;
    return node;
  }

  /** The container that stood here in the previous tree, on the same path. */
  #oldAt({ kind, start }: Pick<Token, "kind" | "start">, parent: Holder): Container | undefined {
    const frame = this.#stack[this.#stack.length - 1];
    if (frame && !parent) return undefined;
    const old = frame ? frame.old?.valueAt(start - frame.start, parent) : this.#previous;
    if (!frame && (old as Container | undefined)?.offset !== start) return undefined;
    return old?.kind === (kind === "{" ? "object" : "array") ? (old as Container) : undefined;
  }

  /** Takes over what stands here untouched, and goes on behind it. */
  #takeRun(frame: Frame): boolean {
    const { old, node, start } = frame;
    const last = old?.takeRun(this.#token.start - start, node, this.#takes);
    if (!last) return false;
    frame.after = "element";
    this.#goTo(start + last.offset + last.length);
    return true;
  }

  /** Puts a container of the previous tree into this one, and goes on behind it. */
  #takeOver(old: Container, start: number, parent: Holder, offset: number): Container {
    old.parent = parent;
    old.offset = offset;
    this.#goTo(start + old.length);
    return old;
  }

  /** Goes on behind a value that was not read. */
  #goTo(end: number): void {
    this.#reader.goTo(end);
    this.#current = undefined;
    this.#following = undefined;
    this.#lastEnd = end;
    this.#isUnclosed = false;
  }

  #skipDeep(token: Pick<Token, "kind" | "start" | "end">, parent: Holder, offset: number): InvalidSyntax {
    this.#problem("too-deep", token);
    const open = [token.kind === "{" ? "}" : "]"];
    let { end } = token;
    while (open.length > 0 && !this.#isAtEnd()) {
      const { kind } = this.#token;
      if (kind === "{") open.push("}");
      else if (kind === "[") open.push("]");
      else if (kind === "}" || kind === "]") open.pop();
      end = this.#token.end;
      this.#advance();
    }
    this.#skipped = open;
    return new InvalidSyntax(parent, offset, end - token.start);
  }

  /** A container where a key should stand: read, so that its brackets match, but not kept. */
  #orphan(frame: Frame): void {
    this.#problem("missing-key", this.#token, { token: this.#token.kind });
    frame.after = "element";
    this.#readValue(undefined, 0);
  }

  #comma(frame: Frame): void {
    if (frame.after !== "element") {
      this.#unexpected();
      return;
    }
    frame.after = "comma";
    frame.comma = this.#token;
    this.#advance();
  }

  #expectComma(frame: Frame): void {
    if (frame.after !== "element" || this.#isUnclosed || this.#lastEnd === this.#reported) return;
    const end = this.#lastEnd ?? this.#token.start;
    this.#problem("missing-comma", { start: Math.max(end - 1, 0), end });
  }

  /** Its closing bracket was read. */
  #close(frame: Frame): void {
    if (frame.after === "comma" && frame.comma) this.#problem("trailing-comma", frame.comma);
    frame.node.closed = true;
    frame.node.isSound = this.#lastProblem < frame.start;
    this.#pop(frame);
  }

  /** Something stands here that cannot be inside this container: it was not closed. */
  #abandon(frame: Frame): void {
    const opening = { start: frame.start, end: frame.start + 1 };
    this.#problem("unclosed-bracket", opening, { token: closerOf(frame.node) });
    this.#pop(frame);
    const outer = this.#stack[this.#stack.length - 1];
    if (frame.after === "comma" && outer) {
      outer.after = "comma";
      outer.comma = frame.comma;
    }
  }

  #closeAllAtEnd(): void {
    const closers = [...this.#stack.map(({ node }) => closerOf(node)), ...this.#skipped].reverse();
    const innermost = this.#stack[this.#stack.length - 1] as Frame;
    const end = this.#lastEnd ?? this.#text.length;
    this.#problem(
      "unclosed-at-end",
      { start: Math.max(end - 1, 0), end },
      { token: closers.join(""), related: { start: innermost.start, end: innermost.start + 1 } },
    );
    while (this.#stack.length > 0) this.#pop(this.#stack[this.#stack.length - 1] as Frame);
  }

  #pop(frame: Frame): void {
    const { node, start } = frame;
    // An unclosed container reaches to the next token, so that the cursor behind its last element is inside it.
    const end = node.closed ? this.#lastEnd : this.#token.start;
    node.length = Math.max((end ?? 0) - start, node.length);
    frame.old?.finish(node);
    const { parent } = node;
    if (parent?.kind === "member") parent.length = node.offset + node.length;
    this.#stack.pop();
    this.#holders[node.kind]--;
    const outer = this.#stack[this.#stack.length - 1];
    if (outer && parent && !node.isSound) addUnsound(outer.node, nextIndex(outer) - 1);
  }

  get #token(): Token {
    this.#current ??= this.#reader.read();
    return this.#current;
  }

  /** The one behind `#token`. */
  get #next(): Token {
    if (this.#token.kind === "end") return this.#token;
    this.#following ??= this.#reader.read();
    return this.#following;
  }

  #advance(): void {
    const { end, error } = this.#token;
    this.#lastEnd = end;
    this.#isUnclosed = error === "unclosed";
    this.#current = this.#following;
    this.#following = undefined;
  }

  /** A text that is to stay. What engines cut out of a text keeps all of it in memory, here one for each edit. */
  #kept(text: string): string {
    return this.#previous === undefined ? text : copyOf(text);
  }

  get #isFull(): boolean {
    return this.#count > this.#most;
  }

  /** Keys and values so far. */
  get #count(): number {
    return this.#made + this.#members + this.#taken;
  }

  /** Counts a child that is to be taken over; false where reading it would stop before its end. */
  #countTaken(child: Child): boolean {
    if (this.#isFull) return false;
    const value = child.kind === "member" ? child.value : child;
    const size = sizeOf(child);
    const isPlain = value?.kind !== "object" && value?.kind !== "array";
    if (!isPlain && this.#count + size > this.#most) return false;
    this.#taken += size;
    return true;
  }

  #isAtEnd(): boolean {
    return this.#token.kind === "end";
  }

  /** `"a":` and on a later line `"b": 1`: the value of `a` is missing, `b` is the next key. */
  #isNextKey(): boolean {
    return this.#token.kind === "string" && this.#next.kind === ":" && this.#onLaterLine();
  }

  #onLaterLine(): boolean {
    return this.#text.slice(this.#lastEnd, this.#token.start).includes("\n");
  }

  #holds(kind: "object" | "array"): boolean {
    return this.#holders[kind] > 0;
  }

  #unexpected(): void {
    this.#problem("unexpected", this.#token, { token: this.#textOf(this.#token) });
    this.#advance();
    this.#reported = this.#lastEnd;
  }

  #reportToken(token: Token): void {
    if (token.error === "unclosed") this.#problem("unclosed-string", token);
    else if (token.error === "bad-escape" || token.error === "control-character")
      this.#problem(token.error, token);
  }

  #textOf(token: Token): string {
    return this.#text.slice(token.start, token.end);
  }

  #problem(kind: SyntaxProblem["kind"], span: Span, more: { token?: string; related?: Span } = {}): void {
    this.#lastProblem = Math.max(this.#lastProblem, span.start);
    const frame = this.#stack[this.#stack.length - 1];
    if (frame) spoil(frame);
    if (this.#problems.length < MAX_PROBLEMS) {
      this.#problems.push({ kind, start: span.start, end: span.end, ...more });
    }
  }
}

/** A text has not more keys and values: each takes two characters, but for the brackets that are open at the end. */
function mostIn(text: SourceText): number {
  return text.length / 2 + MAX_DEPTH;
}

/** How many keys and values there are, itself included. */
function sizeOf(node: Child | ValueNode): number {
  switch (node.kind) {
    case "member":
      return node.value ? 1 + sizeOf(node.value) : 1;
    case "object":
      return node.members.reduce((sum, member) => sum + sizeOf(member as MemberSyntax), 1);
    case "array":
      return node.items.reduce((sum, item) => sum + sizeOf(item), 1);
    default:
      return 1;
  }
}

/** A text that keeps nothing but itself in memory. */
function copyOf(text: string): string {
  return text.length < SHORTEST_CUT ? text : ` ${text}`.slice(1);
}

/** Keys of alloys recur without end: each is kept once. */
const names = new Map<string, string>();
const MAX_NAMES = 2000;
const LONGEST_NAME = 40;

function nameFor(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = copyOf(text);
  if (name.length <= LONGEST_NAME && names.size < MAX_NAMES) names.set(name, name);
  return name;
}

function isBracket(text: string): text is "{" | "[" {
  return text === "{" || text === "[";
}

function startsValue(token: Token): boolean {
  return !["}", "]", ",", ":", "end"].includes(token.kind);
}

function closerOf({ kind }: Container): "}" | "]" {
  return kind === "object" ? "}" : "]";
}

/**
 * The list that stood here, to be filled again, since its items know it; or a new one. An item of a list is always new:
 * whoever keeps something for an item takes it for unchanged while it is the same object.
 */
function arrayAt(old: Container | undefined, parent: Holder, offset: number): ArraySyntax {
  if (old?.kind !== "array" || parent?.kind === "array") return new ArraySyntax(parent, offset, 1);
  old.parent = parent;
  old.offset = offset;
  old.length = 1;
  old.items = [];
  old.closed = false;
  old.isSound = false;
  old.unsound = undefined;
  old.edited = undefined;
  return old;
}

/** The index of the child that comes next. */
function nextIndex({ old, node }: Frame): number {
  return (old?.kept ?? 0) + childrenOf(node).length;
}

/** Something is wrong where the next child comes: it will be read again after an edit, and the one before it. */
function spoil(frame: Frame): void {
  const index = nextIndex(frame);
  addUnsound(frame.node, index - 1);
  addUnsound(frame.node, index);
}

function addUnsound(node: Container, index: number): void {
  node.unsound ??= [];
  if (index > (node.unsound.at(-1) ?? -1)) node.unsound.push(index);
}
