import { ContainerStack, type OpenContainer } from "./builder.js";
import type { GreenContainer, GreenInvalid, GreenValue } from "./green.js";
import { copyOf, nameFor } from "./interning.js";
import { PLAIN } from "./lexer.js";
import { MAX_DEPTH, MAX_NODES } from "./limits.js";
import {
  type HolderKind,
  isBracket,
  isKeyLike,
  isSeparator,
  isWordLike,
  Recovery,
  startsRoot,
  startsValue,
} from "./recovery.js";
import { SyntaxTree } from "./red.js";
import { SourceText } from "./source-text.js";
import { SyntaxProblems } from "./syntax-problems.js";
import type { Token } from "./token.js";
import { TokenCursor } from "./token-cursor.js";
import type { JsonTree, Span } from "./tree.js";

const BYTE_ORDER_MARK = 0xfeff;

/** The containers of an earlier version of the text. */
export interface Reusable {
  /** Returns the unchanged container at an offset of the new text and a nesting depth; undefined if none. */
  containerAt(start: number, kind: GreenContainer["kind"], depth: number): GreenContainer | undefined;
}

/**
 * Parses any text into a tree, however broken: what can be read is in the tree, what cannot is a problem.
 * Never throws, needs time proportional to the text, and does not recurse.
 * @param earlier what need not be read again
 * @param most so many keys and values are read
 */
export function parseJson(text: string, earlier?: Reusable, most = MAX_NODES): JsonTree {
  return new Parser(text, earlier, most, 0).parse();
}

/** A container that was read alone. */
export interface Block {
  readonly green: GreenContainer;
  /** How many values were read. */
  readonly made: number;
}

/**
 * Parses the text of a container, up to its closing brace or bracket; undefined if it has syntax problems.
 * @param depth number of containers around it
 */
export function parseBlock(text: string, depth: number, earlier: Reusable, most: number): Block | undefined {
  return new Parser(text, earlier, most, depth).parseBlock();
}

class Parser {
  readonly #text: string;
  readonly #cursor: TokenCursor;
  readonly #problems: SyntaxProblems;
  readonly #recovery: Recovery;
  readonly #earlier: Reusable | undefined;
  readonly #most: number;
  /** Number of containers around the text that is read. */
  readonly #depth: number;
  readonly #stack: ContainerStack;
  /** The text before the root value or, if no valid root value is found, all of the text. */
  #prefix: (Span & { readonly hasFence: boolean }) | undefined;
  /** False once reading stopped before the end. */
  #isWhole = true;
  /** Closing tokens of the open containers that are too deep to be read, if the text ends inside them. */
  #skipped: readonly string[] = [];
  /** Number of values that were read. */
  #made = 0;
  /** Number of keys that were read, plus all keys and values that were reused. */
  #others = 0;

  constructor(text: string, earlier: Reusable | undefined, most: number, depth: number) {
    this.#text = text;
    this.#earlier = earlier;
    this.#most = most;
    this.#depth = depth;
    const problems = new SyntaxProblems(text);
    const hasMark = text.charCodeAt(0) === BYTE_ORDER_MARK;
    if (hasMark) problems.add("byte-order-mark", { start: 0, end: 1 });
    this.#problems = problems;
    this.#cursor = new TokenCursor(text, hasMark ? 1 : 0, (span, kind) => problems.addTrivia(span, kind));
    this.#recovery = new Recovery(this.#cursor, problems);
    this.#stack = new ContainerStack(this.#cursor, problems);
  }

  parse(): JsonTree {
    this.#readRoot();
    while (this.#stack.depth > 0) this.#step();
    if (this.#isWhole) this.#checkEnd();
    const { all } = this.#problems;
    const { root, rootStart } = this.#stack;
    return new SyntaxTree(SourceText.of(this.#text), root, rootStart, all, this.#made, this.#isWhole);
  }

  parseBlock(): Block | undefined {
    this.#readRoot();
    while (this.#stack.depth > 0 && this.#problems.last < 0) this.#step();
    const green = this.#stack.root;
    const isContainer = green?.kind === "object" || green?.kind === "array";
    return isContainer && green.isSound && !this.#prefix ? { green, made: this.#made } : undefined;
  }

  /** Reads on in the innermost container that is open. */
  #step(): void {
    const container = this.#stack.innermost as OpenContainer;
    if (this.#readPlain(container)) return;
    if (this.#cursor.isAtEnd) this.#closeAllAtEnd();
    else if (this.#isFull) this.#stop();
    else if (container.kind === "object") this.#stepObject(container);
    else this.#stepArray(container);
  }

  /** Leaves the rest of the text unread. What is open stays open. */
  #stop(): void {
    this.#isWhole = false;
    this.#problems.add("too-many", this.#cursor.token);
    while (this.#stack.depth > 0) this.#stack.pop(false);
  }

  #readRoot(): void {
    const cursor = this.#cursor;
    if (cursor.isAtEnd) {
      this.#problems.add("empty", { start: 0, end: this.#text.length });
      return;
    }
    const { start } = cursor.token;
    let hasFence = false;
    let count = 0;
    while (!cursor.isAtEnd && !startsRoot(cursor.token, count)) {
      hasFence ||= cursor.token.error === "fence";
      count++;
      cursor.advance();
    }
    const end = cursor.lastEnd as number;
    if (count > 0) this.#prefix = { start, end, hasFence };
    if (!cursor.isAtEnd) this.#readValue(undefined);
    else this.#stack.add({ kind: "invalid", width: end - start }, start, undefined);
  }

  #checkEnd(): void {
    const cursor = this.#cursor;
    const prefix = this.#prefix;
    const first = cursor.token;
    let end: number | undefined;
    while (!cursor.isAtEnd) {
      end = cursor.token.end;
      cursor.advance();
    }
    const after = end === undefined ? undefined : { start: first.start, end };
    const isFenced = prefix?.hasFence === true && first.error === "fence";
    if (prefix) {
      const token = cursor.textOf(prefix);
      this.#problems.isDoubtful = true;
      if (prefix.hasFence)
        this.#problems.add("code-fence", prefix, { token, ...(isFenced && after && { related: after }) });
      else
        this.#problems.add(this.#stack.root?.kind === "invalid" ? "bad-word" : "before-start", prefix, {
          token,
        });
    }
    if (after && !isFenced) this.#problems.add("after-end", after);
  }

  #stepObject(object: OpenContainer): void {
    const cursor = this.#cursor;
    const { token } = cursor;
    switch (token.kind) {
      case "}":
        cursor.advance();
        this.#close(object);
        return;
      case "]":
        if (this.#stack.has("array")) this.#abandon(object);
        else this.#recovery.skipUnexpected();
        return;
      case ",":
        this.#recovery.readComma(object);
        return;
      case "{":
        this.#recovery.checkQuoteBefore(token);
        if (this.#stack.outer?.kind === "array") this.#abandon(object);
        else this.#orphan(object);
        return;
      case "[":
        this.#recovery.checkQuoteBefore(token);
        this.#orphan(object);
        return;
      case "string":
        if (cursor.next.kind === ":") this.#problems.isDoubtful = false;
        this.#recovery.expectComma(object, isSeparator(cursor.next));
        this.#readMember(object, token);
        return;
      default:
        if (isWordLike(token)) this.#stepWord(object);
        else this.#recovery.skipUnexpected();
    }
  }

  /** Words in an object: a key, if a colon follows on their line. */
  #stepWord(object: OpenContainer): void {
    const { token, next, lastEnd } = this.#cursor;
    if (isSeparator(next)) {
      this.#recovery.expectComma(object, true);
      this.#readMember(object, token);
      return;
    }
    const key = this.#recovery.readWordyKey();
    if (key) {
      this.#recovery.expectComma(object, false, lastEnd);
      this.#readMember(object, key, true);
    } else object.after = "element";
  }

  #stepArray(array: OpenContainer): void {
    const cursor = this.#cursor;
    const { token } = cursor;
    if (token.kind === "]") {
      cursor.advance();
      this.#close(array);
    } else if (token.kind === "}") {
      if (this.#stack.has("object")) this.#abandon(array);
      else this.#recovery.skipUnexpected();
    } else if (token.kind === ",") this.#recovery.readComma(array);
    else if (token.kind === ":" || token.kind === "=") this.#recovery.skipUnexpected();
    else if (token.kind === "string" && cursor.next.kind === ":" && this.#stack.has("object")) {
      // `"tags": ["a", "source": …`: the key belongs to the object around the array.
      this.#abandon(array);
    } else if (array.after === "element" && token.kind === "word" && !token.error && !cursor.isOnLaterLine)
      this.#recovery.skipUnexpected();
    else {
      if (isBracket(token.kind)) this.#recovery.checkQuoteBefore(token);
      this.#recovery.expectComma(array, isBracket(token.kind) || array.endsInContainer);
      array.after = "element";
      const value = this.#readValue(array);
      if (token.error === undefined && value?.kind !== "invalid") this.#problems.isDoubtful = false;
    }
  }

  /** @param isRead whether the key was read */
  #readMember(object: OpenContainer, key: Token, isRead = false): void {
    const cursor = this.#cursor;
    const problems = this.#problems;
    const recovery = this.#recovery;
    const { start } = key;
    if (!isRead) cursor.advance();
    const name = nameFor(recovery.keyName(key));
    this.#others++;
    object.after = "element";
    const colon = isSeparator(cursor.token) ? cursor.token : undefined;
    const keyWidth = key.end - start;
    const isQuoted = key.kind === "string";
    const isKeyClosed = key.error !== "unclosed";
    const colonOffset = colon && colon.start - start;
    object.openMember({
      start,
      width: colon ? colon.end - start : keyWidth,
      name,
      keyWidth,
      isQuoted,
      isKeyClosed,
      colonOffset,
    });
    if (colon) {
      cursor.advance();
      recovery.checkSeparator(colon);
      if (!startsValue(cursor.token) || cursor.isNextKey) {
        problems.add("missing-value", colon, { token: name });
        recovery.noteReported();
        object.endMember();
        return;
      }
    } else {
      const { token } = cursor;
      // Reported already: of an unclosed key, the colon may be inside the text that was swallowed; what was read may be more
      // than a key with quotation marks in it.
      if (!isKeyClosed || (key.error === "inner-quote" && !startsValue(token))) {
        object.endMember();
        return;
      }
      const isNext = isSeparator(cursor.next) && isKeyLike(token);
      if (!startsValue(token) || isNext || cursor.isOnLaterLine) {
        problems.add("missing-value", key, { token: name });
        recovery.noteReported();
        object.endMember();
        return;
      }
      problems.add("missing-colon", key, { token: name });
    }
    this.#readValue(object);
  }

  /**
   * Reads what is usual, an element a step instead of a token, up to a bracket.
   * @returns false where something else comes, which has to be looked at
   */
  #readPlain(container: OpenContainer): boolean {
    const cursor = this.#cursor;
    // After a comma that was read as a token, the next token has been peeked at already.
    if (cursor.isPeeked || container.after === "comma") return false;
    const pattern = PLAIN[container.kind];
    while (!this.#isFull) {
      const found = cursor.readPlain(container.after === "element" ? pattern.next : pattern.first);
      if (!found) {
        if (!cursor.readPlain(pattern.end)) return false;
        this.#close(container);
        return true;
      }
      const content = found[3];
      const other = found[4] as string;
      const width = content === undefined ? other.length : content.length + 2;
      const start = (cursor.lastEnd as number) - width;
      container.after = "element";
      if (container.kind === "object") this.#openPlainMember(container, found, start);
      if (content === undefined && isBracket(other)) {
        this.#readContainer(other, start, container);
        return true;
      }
      this.#made++;
      this.#problems.isDoubtful = false;
      container.add(this.#plainValue(width, content, other), start);
    }
    return false;
  }

  #openPlainMember(object: OpenContainer, found: RegExpExecArray, valueStart: number): void {
    const name = found[1] as string;
    const between = found[2] as string;
    const keyWidth = name.length + 2;
    const width = keyWidth + between.length;
    this.#others++;
    object.openMember({
      start: valueStart - width,
      width,
      name: nameFor(name),
      keyWidth,
      isQuoted: true,
      isKeyClosed: true,
      colonOffset: keyWidth + between.indexOf(":"),
    });
  }

  /**
   * @param content of a string
   * @param other the text of anything else
   */
  #plainValue(width: number, content: string | undefined, other: string): GreenValue {
    if (content !== undefined) return { kind: "string", width, value: this.#kept(content), isClosed: true };
    if (other === "null") return { kind: "null", width };
    if (other === "true" || other === "false") return { kind: "boolean", width, value: other === "true" };
    return { kind: "number", width, value: Number(other), text: this.#kept(other) };
  }

  /**
   * The current token starts a value. Containers are opened, and filled by later steps.
   * @param holder undefined for the root, and for what is not kept
   * @returns the value, where it was read at once
   */
  #readValue(holder: OpenContainer | undefined): GreenValue | undefined {
    const { token } = this.#cursor;
    const { start, end } = token;
    this.#cursor.advance();
    if (isBracket(token.kind)) return this.#readContainer(token.kind, start, holder);
    this.#made++;
    const value = this.#scalar(token, end - start, holder);
    this.#stack.add(value, start, holder);
    return value;
  }

  #scalar(token: Token, width: number, holder: OpenContainer | undefined): GreenValue {
    switch (token.kind) {
      case "string":
        this.#recovery.checkString(token);
        return {
          kind: "string",
          width,
          value: this.#kept(token.value),
          isClosed: token.error !== "unclosed",
        };
      case "true":
      case "false":
        return { kind: "boolean", width, value: token.kind === "true" };
      case "null":
        return { kind: "null", width };
      default: {
        const kind: HolderKind = holder && (holder.kind === "object" ? "member" : "array");
        return this.#recovery.readWord(token, kind, (text) => this.#kept(text));
      }
    }
  }

  /**
   * Reads the container whose opening brace or bracket was just read: reuses it from the earlier tree, skips
   * it if it is nested too deeply, or opens it.
   * @returns the value that was reused or skipped; undefined if the container was opened
   */
  #readContainer(
    bracket: "{" | "[",
    start: number,
    holder: OpenContainer | undefined,
  ): GreenValue | undefined {
    this.#problems.isDoubtful = false;
    const kind = bracket === "{" ? "object" : "array";
    const depth = this.#depth + this.#stack.depth;
    const known = this.#takeOver(start, kind, depth);
    if (!known) this.#made++;
    const value = known ?? (depth >= MAX_DEPTH ? this.#skipDeep(bracket, start) : undefined);
    if (value) this.#stack.add(value, start, holder);
    else this.#stack.push(kind, start, holder);
    return value;
  }

  #skipDeep(bracket: "{" | "[", start: number): GreenInvalid {
    const { end, closers } = this.#recovery.skipDeep(bracket, start);
    this.#skipped = closers;
    return { kind: "invalid", width: end - start };
  }

  /** Reuses a container of the earlier tree, unless it would exceed the limit on keys and values. */
  #takeOver(start: number, kind: GreenContainer["kind"], depth: number): GreenContainer | undefined {
    const known = this.#earlier?.containerAt(start, kind, depth);
    if (!known || this.#count + known.size > this.#most) return undefined;
    this.#others += known.size;
    this.#cursor.goTo(start + known.width);
    return known;
  }

  /** Reads a container in place of a key, so that its brackets match, without adding it to the tree. */
  #orphan(object: OpenContainer): void {
    const { token } = this.#cursor;
    this.#problems.add("missing-key", token, { token: token.kind });
    object.after = "element";
    this.#readValue(undefined);
  }

  /** Closes a container after its closing brace or bracket was read. */
  #close(container: OpenContainer): void {
    this.#recovery.checkLastComma(container);
    this.#stack.pop(true);
  }

  /** Ends a container that was not closed: the next token cannot be inside it. */
  #abandon({ start, closer, after, comma }: OpenContainer): void {
    this.#problems.add("unclosed-bracket", { start, end: start + 1 }, { token: closer });
    // The end of the container is not known, so its separator from the next element is not either.
    this.#problems.isDoubtful = true;
    this.#stack.pop(false);
    const outer = this.#stack.innermost;
    if (after === "comma" && outer) {
      outer.after = "comma";
      outer.comma = comma;
    }
  }

  #closeAllAtEnd(): void {
    const { lastEnd, isUnclosed } = this.#cursor;
    const closers = [...this.#stack.closers, ...this.#skipped].reverse();
    const { start } = this.#stack.innermost as OpenContainer;
    const end = lastEnd ?? this.#text.length;
    // What follows the last token, all of it comments, may have the brackets that are missing.
    const isDoubtful = isUnclosed || this.#problems.hasOpenComment || /[}\]]/.test(this.#text.slice(end));
    this.#problems.add(
      "unclosed-at-end",
      { start: Math.max(end - 1, 0), end },
      { token: closers.join(""), related: { start, end: start + 1 }, isDoubtful },
    );
    while (this.#stack.depth > 0) this.#stack.pop(false);
  }

  /** A text that is to stay. What engines cut out of a text keeps all of it in memory, here one for each edit. */
  #kept(text: string): string {
    return this.#earlier === undefined ? text : copyOf(text);
  }

  get #isFull(): boolean {
    return this.#count > this.#most;
  }

  /** Keys and values so far. */
  get #count(): number {
    return this.#made + this.#others;
  }
}
