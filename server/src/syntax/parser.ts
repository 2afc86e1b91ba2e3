import { Earlier } from "./earlier.js";
import { PLAIN, type Token, TokenReader, type Trivia } from "./lexer.js";
import { isLineBreak } from "./lines.js";
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
import { lineStart } from "./style.js";
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
  comma: Token | undefined;
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
  /** Whether that is a string without its closing quotation mark. */
  #isUnclosed = false;
  /**
   * Whether something before was not understood that may go on here, such as a string that was not closed. What is wrong
   * here may then be part of it. A well-formed element says that it is over.
   */
  #isDoubtful = false;
  /** Lines in which a quotation mark has no counterpart, so that any other may be inside of a string, or its end. */
  readonly #oddLines: Span[] = [];
  #conflict: SyntaxProblem | undefined;
  /** A comment without an end: what is in it may belong to the JSON. */
  #hasOpenComment = false;
  /** What is before the first bracket or, if it is no JSON, all there is. */
  #prefix: (Span & { readonly hasFence: boolean }) | undefined;
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
    this.#reader = new TokenReader(text, start, (span, kind) => this.#noteTrivia(kind, span));
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
    const problems = this.#conflict
      ? [this.#conflict]
      : this.#doubted(this.#problems.sort((a, b) => a.start - b.start || a.end - b.end));
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
    const { start } = this.#token;
    let hasFence = false;
    let count = 0;
    while (!this.#isAtEnd() && !startsRoot(this.#token, count)) {
      hasFence ||= this.#token.error === "fence";
      count++;
      this.#advance();
    }
    if (count > 0) this.#prefix = { start, end: this.#lastEnd as number, hasFence };
    if (!this.#isAtEnd()) this.#root = this.#readValue(undefined, 0);
    else this.#root = new InvalidSyntax(undefined, start, (this.#lastEnd as number) - start);
  }

  #checkEnd(): void {
    const prefix = this.#prefix;
    const first = this.#token;
    let end: number | undefined;
    while (!this.#isAtEnd()) {
      end = this.#token.end;
      this.#advance();
    }
    const after = end === undefined ? undefined : { start: first.start, end };
    const isFenced = prefix?.hasFence === true && first.error === "fence";
    if (prefix) {
      const token = this.#text.slice(prefix.start, prefix.end);
      this.#isDoubtful = true;
      if (prefix.hasFence)
        this.#problem("code-fence", prefix, { token, ...(isFenced && after && { related: after }) });
      else this.#problem(this.#root?.kind === "invalid" ? "bad-word" : "before-start", prefix, { token });
    }
    if (after && !isFenced) this.#problem("after-end", after);
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
        this.#checkQuoteBefore(token);
        if (this.#stack[this.#stack.length - 2]?.node.kind === "array") this.#abandon(frame);
        else this.#orphan(frame);
        return;
      case "[":
        this.#checkQuoteBefore(token);
        this.#orphan(frame);
        return;
      case "string":
        if (this.#next.kind === ":") this.#isDoubtful = false;
        this.#expectComma(frame, isSeparator(this.#next));
        if (!this.#takeRun(frame)) this.#readMember(frame, node);
        return;
      default:
        if (isWordLike(token)) this.#stepWord(frame, node);
        else this.#unexpected();
    }
  }

  /** Words in an object: a key, if a colon follows on their line. */
  #stepWord(frame: Frame, node: ObjectSyntax): void {
    if (isSeparator(this.#next)) {
      this.#expectComma(frame, true);
      this.#readMember(frame, node);
      return;
    }
    const first = this.#token;
    const end = this.#lastEnd;
    this.#advance();
    while (isWordLike(this.#token) && !this.#onLaterLine()) this.#advance();
    if (isSeparator(this.#token) && !this.#onLaterLine()) {
      this.#isDoubtful = true;
      const key = { ...first, end: this.#lastEnd as number, kind: "word" as const, error: undefined };
      this.#expectComma(frame, false, end);
      this.#readMember(frame, node, key);
    } else {
      this.#unexpectedFrom(first.start);
      frame.after = "element";
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
    else if (token.kind === ":" || token.kind === "=") this.#unexpected();
    else if (token.kind === "string" && this.#next.kind === ":" && this.#holds("object")) {
      // `"tags": ["a", "source": …`: the key belongs to the object around the array.
      this.#abandon(frame);
    } else if (frame.after === "element" && token.kind === "word" && !token.error && !this.#onLaterLine())
      this.#unexpected();
    else {
      if (isBracket(token.kind)) this.#checkQuoteBefore(token);
      this.#expectComma(frame, isBracket(token.kind) || isContainer(node.items.at(-1)));
      if (this.#takeRun(frame)) return;
      const item = this.#readValue(node, frame.start);
      if (token.error === undefined && item.kind !== "invalid") this.#isDoubtful = false;
      node.items.push(item);
      frame.after = "element";
    }
  }

  /** @param read the key, if it is more than one token, which were read */
  #readMember(frame: Frame, object: ObjectSyntax, read?: Token): void {
    const token = read ?? this.#token;
    const quoted = token.kind === "string";
    const { start } = token;
    const closed = token.error !== "unclosed";
    if (!read) this.#advance();
    const name = this.#readKey(token);
    const member = new MemberSyntax(object, start - frame.start, token.end - start, name, quoted, closed);
    object.members.push(member);
    this.#members++;
    frame.after = "element";
    if (isSeparator(this.#token)) {
      const colon = this.#token;
      member.colonOffset = colon.start - start;
      member.length = colon.end - start;
      this.#advance();
      this.#checkSeparator(colon);
      if (!startsValue(this.#token) || this.#isNextKey()) {
        this.#problem("missing-value", colon, { token: name });
        this.#reported = this.#lastEnd;
        return;
      }
    } else {
      if (!closed) return; // reported already; the colon may be inside the text that was swallowed
      // What was read may be more than the key: its quotation marks are reported.
      if (token.error === "inner-quote" && !startsValue(this.#token)) return;
      const isNext = isSeparator(this.#next) && isKeyLike(this.#token);
      if (!startsValue(this.#token) || isNext || this.#onLaterLine()) {
        this.#problem("missing-value", token, { token: name });
        this.#reported = this.#lastEnd;
        return;
      }
      this.#problem("missing-colon", token, { token: name });
    }
    const value = this.#readValue(member, start);
    member.value = value;
    member.length = value.offset + value.length;
  }

  /** What is between key and value is read: a colon, or what stands for one. */
  #checkSeparator(colon: Token): void {
    if (colon.kind === "=") this.#problem("equals-sign", colon, { token: this.#textOf(colon) });
    else if (this.#token.kind === "=" && this.#token.start === colon.end) {
      const span = { start: colon.start, end: this.#token.end };
      this.#problem("equals-sign", span, { token: this.#text.slice(span.start, span.end) });
      this.#advance();
    } else {
      if (colon.error === "full-width") this.#problem("full-width", colon, { token: ":" });
      if (this.#token.kind !== ":") return;
      this.#problem("unexpected", this.#token, { token: ":", isDoubtful: true });
      this.#advance();
    }
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
    this.#isDoubtful = false;
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

  /** The token was read as a key. */
  #readKey(token: Token): string {
    if (token.kind === "string") {
      this.#reportToken(token);
      return nameFor(token.value);
    }
    const text = this.#text.slice(token.start, token.end);
    const kind = WORDS[token.error ?? ""] ?? "unquoted-key";
    this.#problem(kind, token, { token: text, isDoubtful: token.error === "odd-quotes" });
    if (isOddlyQuoted(token)) this.#noteOddLine(token.end);
    return nameFor(kind === "quotes" ? text.slice(1, -1) : text.replace(/"$/, ""));
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
      case "true":
      case "false":
        return new BooleanSyntax(parent, offset, length, token.kind === "true");
      case "null":
        return new NullSyntax(parent, offset, length);
      default:
        return this.#readWord(token, parent, offset);
    }
  }

  /**
   * A number, or a word that is no value. What follows it on its line belongs to it, since nothing may: `12 GB`, `1,5` and
   * `a model for code` are one mistake each.
   */
  #readWord(token: Token, parent: Holder, offset: number) {
    const { start } = token;
    const isPlain = this.#readRun(token, parent);
    const end = this.#lastEnd as number;
    const text = this.#kept(this.#text.slice(start, end));
    if (token.kind === "number" && end === token.end)
      return new NumberSyntax(parent, offset, end - start, Number(text), text);
    const kind = WORDS[token.error ?? ""] ?? (LIKE_NUMBER.test(text) ? "bad-number" : "bad-word");
    const isDoubtful = !isPlain || token.error === "odd-quotes" || parent === undefined;
    this.#problem(kind, { start, end }, { token: text, isDoubtful });
    if (!isPlain && kind !== "bad-number") this.#isDoubtful = true;
    if (isOddlyQuoted(token)) this.#noteOddLine(end);
    return new InvalidSyntax(parent, offset, end - start);
  }

  /** Reads what follows a number or word and cannot be but part of it; true if nothing does. */
  #readRun(first: Token, parent: Holder): boolean {
    const inObject = parent?.kind === "member";
    let count = 0;
    for (; ; count++) {
      const { kind, start, end } = this.#token;
      const isNear = start === this.#lastEnd;
      if (isWordLike(this.#token)) {
        // In an array a comma may be missing between two values.
        if (!inObject && kind !== "word" && first.kind !== "word") break;
        if (isSeparator(this.#next) || this.#onLaterLine()) break;
        this.#advance();
      } else if (kind === "string" && isNear && first.kind === "word" && !isSeparator(this.#next))
        this.#advance();
      else if (inObject && isNear && (kind === "," || kind === ":") && this.#isBetweenDigits(start, end)) {
        this.#advance();
        this.#advance();
      } else break;
    }
    return count === 0;
  }

  /** Whether a comma or colon is inside of a number, as in `1,5`, and not before the key `5`. */
  #isBetweenDigits(start: number, end: number): boolean {
    const next = this.#next;
    if (next.kind !== "number" && next.kind !== "word") return false;
    if (!/^\d\D\d/.test(this.#text.slice(start - 1, end + 1))) return false;
    return !/^[ \t]*[:=](?!\d)/.test(this.#text.slice(next.end, Math.min(next.end + 100, this.#text.length)));
  }

  /** The token is an opening bracket, and read. */
  #open(
    token: Pick<Token, "kind" | "start" | "end">,
    parent: Holder,
    offset: number,
  ): Container | InvalidSyntax {
    this.#isDoubtful = false;
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
    this.#isDoubtful = false;
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
    const token = this.#token;
    const { error } = token;
    if (frame.after !== "element") {
      // An array may lack an item there.
      if (frame.node.kind === "array") frame.comma = undefined;
      this.#problem("doubled-comma", token, { isDoubtful: frame.node.kind === "array" });
      this.#advance();
      this.#reported = this.#lastEnd;
      return;
    }
    frame.after = "comma";
    frame.comma = token;
    this.#advance();
    if (error === undefined || closes(this.#token)) return;
    const kind = error === "semicolon" ? "semicolon" : "full-width";
    this.#problem(kind, token, { token: ",", isDoubtful: error !== "full-width" });
  }

  /**
   * @param isCertain whether nothing but a comma can be missing
   * @param at where what was read before ends
   */
  #expectComma(frame: Frame, isCertain: boolean, at = this.#lastEnd): void {
    if (frame.after !== "element" || this.#isUnclosed || at === this.#reported) return;
    const end = at ?? this.#token.start;
    this.#problem("missing-comma", { start: Math.max(end - 1, 0), end }, { isDoubtful: !isCertain });
  }

  /** Its closing bracket was read. */
  #close(frame: Frame): void {
    if (frame.after === "comma" && frame.comma) {
      const { start, end } = frame.comma;
      const { error } = frame.comma;
      if (error === "semicolon") this.#problem("semicolon", { start, end }, { token: "", isDoubtful: true });
      else this.#problem("trailing-comma", { start, end }, { isDoubtful: error === "comma" });
    }
    frame.node.closed = true;
    frame.node.isSound = this.#lastProblem < frame.start;
    this.#pop(frame);
  }

  /** Something stands here that cannot be inside this container: it was not closed. */
  #abandon(frame: Frame): void {
    const opening = { start: frame.start, end: frame.start + 1 };
    this.#problem("unclosed-bracket", opening, { token: closerOf(frame.node) });
    // Where it ends is not known, so neither is what separates it from what comes next.
    this.#isDoubtful = true;
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
      {
        token: closers.join(""),
        related: { start: innermost.start, end: innermost.start + 1 },
        isDoubtful: this.#isUnclosed || this.#hasOpenComment || this.#hasClosersAfter(end),
      },
    );
    while (this.#stack.length > 0) this.#pop(this.#stack[this.#stack.length - 1] as Frame);
  }

  /** Whether what follows the last token, all of it comments, has the brackets that are missing. */
  #hasClosersAfter(end: number): boolean {
    return /[}\]]/.test(this.#text.slice(end));
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
    const { start } = this.#token;
    this.#advance();
    this.#unexpectedFrom(start);
  }

  /** What was read from there on cannot be where it is, nor can what follows it on its line and is no element. */
  #unexpectedFrom(start: number): void {
    while (this.#isPartOfUnexpected()) this.#advance();
    const end = this.#lastEnd as number;
    const token = this.#text.slice(start, end);
    this.#isDoubtful = true;
    if (token.includes('"')) this.#noteOddLine(end);
    this.#problem("unexpected", { start, end }, { token });
    this.#reported = this.#lastEnd;
  }

  #isPartOfUnexpected(): boolean {
    const token = this.#token;
    return (token.kind === "string" || isWordLike(token)) && !isSeparator(this.#next) && !this.#onLaterLine();
  }

  #reportToken(token: Token): void {
    const kind = STRINGS[token.error ?? ""];
    if (kind === undefined) return;
    this.#problem(kind, token, { isDoubtful: token.error === "odd-line-break" });
    if (kind !== "unclosed-string") return;
    this.#isDoubtful = true;
    this.#noteOddLine(token.end);
  }

  /** `"the "[x]" ok"`: what seems to be an array may be inside of a string. */
  #checkQuoteBefore({ start }: Token): void {
    if (start === this.#lastEnd && this.#text.charAt(start - 1) === '"') this.#noteOddLine(start);
  }

  #noteOddLine(at: number): void {
    const last = this.#oddLines.at(-1);
    if (last && at <= last.end) return;
    this.#oddLines.push({ start: lineStart(this.#text, at), end: lineEndAt(this.#text, at) });
  }

  /** Nothing in the lines of odd quotation marks has one reading only. */
  #doubted(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
    let index = 0;
    return problems.map((problem) => {
      while ((this.#oddLines[index]?.end ?? Number.POSITIVE_INFINITY) < problem.start) index++;
      const isOdd = (this.#oddLines[index]?.start ?? Number.POSITIVE_INFINITY) <= problem.end;
      return isOdd ? { ...problem, isDoubtful: true } : problem;
    });
  }

  #textOf(token: Token): string {
    return this.#text.slice(token.start, token.end);
  }

  #noteTrivia(kind: Trivia, span: Span): void {
    if (kind === "open-comment") this.#hasOpenComment = true;
    if (kind === "invisible")
      this.#problem(kind, span, { token: this.#text.slice(span.start, span.end), isDoubtful: false });
    else this.#problem(kind === "open-comment" ? "comment" : kind, span);
  }

  #problem(
    kind: SyntaxProblem["kind"],
    { start, end }: Span,
    { isDoubtful = false, ...more }: { token?: string; related?: Span; isDoubtful?: boolean } = {},
  ): void {
    this.#lastProblem = Math.max(this.#lastProblem, start);
    const frame = this.#stack[this.#stack.length - 1];
    if (frame) spoil(frame);
    const doubt = isDoubtful || this.#isDoubtful;
    const problem = { kind, start, end, ...more, ...(doubt && { isDoubtful: true as const }) };
    if (kind === "conflict-markers") this.#conflict ??= problem;
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
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

function lineEndAt(text: SourceText, from: number): number {
  let at = from;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The kinds of problems of strings. */
const STRINGS: Readonly<Record<string, SyntaxProblem["kind"]>> = {
  unclosed: "unclosed-string",
  "bad-escape": "bad-escape",
  "control-character": "control-character",
  "line-break": "line-break-in-string",
  "odd-line-break": "line-break-in-string",
};

/** The kinds of problems of words that are more than words. */
const WORDS: Readonly<Record<string, SyntaxProblem["kind"]>> = {
  quotes: "quotes",
  "odd-quotes": "quotes",
  "inner-quote": "inner-quote",
  "triple-quotes": "triple-quotes",
  template: "template",
  fence: "code-fence",
};

/** What was meant as a number: with any minus sign, and digits of any script. */
const LIKE_NUMBER = /^[+\-\u2010-\u2015\u2212\ufe63\uff0d]?[.,]?\p{Nd}/u;

function startsValue(token: Token): boolean {
  return !["}", "]", ",", ":", "=", "end"].includes(token.kind);
}

/** Whether JSON begins with this token, which so many others precede: prose does not. */
function startsRoot({ kind, error }: Token, count: number): boolean {
  if (kind === "{" || kind === "[") return true;
  return count === 0 && error === undefined && ["string", "number", "true", "false", "null"].includes(kind);
}

function isWordLike({ kind }: Token): boolean {
  return kind === "word" || kind === "number" || kind === "true" || kind === "false" || kind === "null";
}

function isOddlyQuoted({ error }: Token): boolean {
  return error === "odd-quotes" || error === "inner-quote";
}

function isKeyLike(token: Token): boolean {
  return token.kind === "string" || isWordLike(token);
}

/** A colon, or what people write instead. */
function isSeparator({ kind }: Token): boolean {
  return kind === ":" || kind === "=";
}

function closes({ kind }: Token): boolean {
  return kind === "}" || kind === "]";
}

function isContainer(node: ValueNode | undefined): boolean {
  return node?.kind === "object" || node?.kind === "array";
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
