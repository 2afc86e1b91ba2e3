import { type Token, tokenReader } from "./tokens.js";
import type {
  ArrayNode,
  InvalidNode,
  JsonTree,
  KeyNode,
  Member,
  ObjectNode,
  Span,
  SyntaxProblem,
  ValueNode,
} from "./tree.js";

/** Containers nested deeper than this are skipped and reported; no alloy comes near it. */
export const MAX_DEPTH = 256;
/** Problems recorded for one text. A text with more is not JSON at all, and nobody reads on. */
const MAX_PROBLEMS = 200;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Parses any text into a tree, however broken: what can be read is in the tree, what cannot is a problem.
 * Never throws, needs time proportional to the text, and does not recurse.
 */
export function parseJson(text: string): JsonTree {
  return new Parser(text).parse();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenObject = Mutable<Omit<ObjectNode, "members">> & { members: Member[] };
type OpenArray = Mutable<Omit<ArrayNode, "items">> & { items: ValueNode[] };

/** A container whose closing bracket has not come yet. */
interface Frame {
  readonly node: OpenObject | OpenArray;
  /** What stands before the cursor: nothing, an element, or a comma. */
  after: "open" | "element" | "comma";
  comma: Span | undefined;
}

class Parser {
  readonly #text: string;
  readonly #problems: SyntaxProblem[] = [];
  readonly #stack: Frame[] = [];
  readonly #read: () => Token;
  #token: Token;
  #next: Token;
  /** The token before the current one. */
  #last: Token | undefined;
  /** The token after which a problem is reported already, so that a missing comma is no news. */
  #reported: Token | undefined;
  #root: ValueNode | undefined;

  constructor(text: string) {
    this.#text = text;
    const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    if (start > 0) this.#problem("byte-order-mark", { start: 0, end: 1 });
    this.#read = tokenReader(text, start, (comment) => this.#problem("comment", comment));
    this.#token = this.#read();
    this.#next = this.#token.kind === "end" ? this.#token : this.#read();
  }

  parse(): JsonTree {
    this.#readRoot();
    while (this.#stack.length > 0) {
      const frame = this.#stack[this.#stack.length - 1] as Frame;
      if (this.#isAtEnd()) this.#closeAllAtEnd();
      else if (frame.node.kind === "object") this.#stepObject(frame, frame.node);
      else this.#stepArray(frame, frame.node);
    }
    this.#checkEnd();
    const problems = this.#problems.sort((a, b) => a.start - b.start);
    return { text: this.#text, root: this.#root, problems };
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
    if (!this.#isAtEnd()) this.#root = this.#readValue(undefined);
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

  #stepObject(frame: Frame, node: OpenObject): void {
    const token = this.#token;
    switch (token.kind) {
      case "}":
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
        this.#readMember(frame, node);
        return;
      default:
        if (token.kind !== ":" && this.#next.kind === ":") {
          this.#expectComma(frame);
          this.#readMember(frame, node);
        } else this.#unexpected();
    }
  }

  #stepArray(frame: Frame, node: OpenArray): void {
    const token = this.#token;
    if (token.kind === "]") this.#close(frame);
    else if (token.kind === "}") {
      if (this.#holds("object")) this.#abandon(frame);
      else this.#unexpected();
    } else if (token.kind === ",") this.#comma(frame);
    else if (token.kind === ":") this.#unexpected();
    else if (token.kind === "string" && this.#next.kind === ":" && this.#holds("object")) {
      // `"tags": ["a", "source": …`: the key belongs to the object around the array.
      this.#abandon(frame);
    } else {
      this.#expectComma(frame);
      const item = this.#readValue(node as ArrayNode);
      node.items.push(item);
      frame.after = "element";
    }
  }

  #readMember(frame: Frame, object: OpenObject): void {
    const key = this.#readKey();
    const member: Mutable<Member> = {
      kind: "member",
      parent: object as ObjectNode,
      key,
      colon: undefined,
      value: undefined,
      start: key.start,
      end: key.end,
    };
    object.members.push(member);
    frame.after = "element";
    if (this.#token.kind === ":") {
      member.colon = this.#token.start;
      member.end = this.#token.end;
      this.#advance();
      if (!startsValue(this.#token) || this.#isNextKey()) {
        this.#problem("missing-value", { start: member.colon, end: member.colon + 1 }, { token: key.value });
        this.#reported = this.#last;
        return;
      }
    } else {
      if (!key.closed) return; // reported already; the colon may be inside the text that was swallowed
      this.#problem("missing-colon", key, { token: key.value });
      if (!startsValue(this.#token) || this.#isNextKey() || this.#onLaterLine()) {
        this.#reported = this.#last;
        return;
      }
    }
    member.value = this.#readValue(member);
    member.end = member.value.end;
  }

  #readKey(): KeyNode {
    const token = this.#token;
    const quoted = token.kind === "string";
    if (quoted) this.#reportToken(token);
    else
      this.#problem(token.value.startsWith("'") ? "single-quotes" : "unquoted-key", token, {
        token: this.#textOf(token),
      });
    this.#advance();
    const value = quoted ? token.value : this.#textOf(token).replace(/^'|['"]$/g, "");
    return { start: token.start, end: token.end, value, quoted, closed: token.error !== "unclosed" };
  }

  /** The current token starts a value. Containers are pushed and filled by later steps. */
  #readValue(parent: Member | ArrayNode | undefined): ValueNode {
    const token = this.#token;
    if (token.kind === "{" || token.kind === "[") return this.#open(token, parent);
    this.#advance();
    const at = { parent, start: token.start, end: token.end };
    switch (token.kind) {
      case "string":
        this.#reportToken(token);
        return { kind: "string", ...at, value: token.value, closed: token.error !== "unclosed" };
      case "number":
        return this.#readNumber(token, at);
      case "true":
      case "false":
        return { kind: "boolean", ...at, value: token.kind === "true" };
      case "null":
        return { kind: "null", ...at, value: null };
      default:
        this.#problem(token.value.startsWith("'") ? "single-quotes" : "bad-word", token, {
          token: token.value,
        });
        return { kind: "invalid", ...at };
    }
  }

  #readNumber(token: Token, at: Span & { parent: Member | ArrayNode | undefined }): ValueNode {
    // `01`, `1.5.2` and `12GB` come as two tokens without a blank between them: one wrong number, one message.
    let end = token.end;
    while ((this.#token.kind === "number" || this.#token.kind === "word") && this.#token.start === end) {
      end = this.#token.end;
      this.#advance();
    }
    if (token.error === undefined && end === token.end) {
      const text = this.#text.slice(token.start, end);
      return { kind: "number", ...at, value: Number(text), text };
    }
    this.#problem("bad-number", { start: token.start, end }, { token: this.#text.slice(token.start, end) });
    return { kind: "invalid", ...at, end };
  }

  #open(token: Token, parent: Member | ArrayNode | undefined): ValueNode {
    if (this.#stack.length >= MAX_DEPTH) return this.#skipDeep(token, parent);
    this.#advance();
    const at = { parent, start: token.start, end: token.end, closed: false };
    const node: OpenObject | OpenArray =
      token.kind === "{" ? { kind: "object", ...at, members: [] } : { kind: "array", ...at, items: [] };
    this.#stack.push({ node, after: "open", comma: undefined });
    return node as ValueNode;
  }

  #skipDeep(token: Token, parent: Member | ArrayNode | undefined): InvalidNode {
    this.#problem("too-deep", token);
    let depth = 0;
    let end = token.end;
    do {
      if (this.#token.kind === "{" || this.#token.kind === "[") depth++;
      else if (this.#token.kind === "}" || this.#token.kind === "]") depth--;
      end = this.#token.end;
      this.#advance();
    } while (depth > 0 && !this.#isAtEnd());
    return { kind: "invalid", parent, start: token.start, end };
  }

  /** A container where a key should stand: read, so that its brackets match, but not kept. */
  #orphan(frame: Frame): void {
    this.#problem("missing-key", this.#token, { token: this.#token.kind });
    frame.after = "element";
    this.#readValue(undefined);
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
    if (frame.after !== "element" || this.#last?.error === "unclosed" || this.#last === this.#reported)
      return;
    const end = this.#last?.end ?? this.#token.start;
    this.#problem("missing-comma", { start: Math.max(end - 1, 0), end });
  }

  #close(frame: Frame): void {
    if (frame.after === "comma" && frame.comma) this.#problem("trailing-comma", frame.comma);
    frame.node.closed = true;
    this.#advance();
    this.#pop(frame);
  }

  /** Something stands here that cannot be inside this container: it was not closed. */
  #abandon(frame: Frame): void {
    const opening = { start: frame.node.start, end: frame.node.start + 1 };
    this.#problem("unclosed-bracket", opening, { token: closerOf(frame) });
    this.#pop(frame);
    const outer = this.#stack[this.#stack.length - 1];
    if (frame.after === "comma" && outer) {
      outer.after = "comma";
      outer.comma = frame.comma;
    }
  }

  #closeAllAtEnd(): void {
    const closers = this.#stack.map(closerOf).reverse();
    const innermost = this.#stack[this.#stack.length - 1] as Frame;
    const end = this.#last?.end ?? this.#text.length;
    this.#problem(
      "unclosed-at-end",
      { start: Math.max(end - 1, 0), end },
      { token: closers.join(""), related: { start: innermost.node.start, end: innermost.node.start + 1 } },
    );
    while (this.#stack.length > 0) this.#pop(this.#stack[this.#stack.length - 1] as Frame);
  }

  #pop(frame: Frame): void {
    const { node } = frame;
    // An unclosed container reaches to the next token, so that the cursor behind its last element is inside it.
    node.end = node.closed ? (this.#last?.end ?? node.end) : Math.max(this.#token.start, node.end);
    const parent = node.parent as Mutable<Member> | OpenArray | undefined;
    if (parent?.kind === "member") parent.end = node.end;
    this.#stack.pop();
  }

  #advance(): void {
    this.#last = this.#token;
    this.#token = this.#next;
    if (this.#next.kind !== "end") this.#next = this.#read();
  }

  #isAtEnd(): boolean {
    return this.#token.kind === "end";
  }

  /** `"a":` and on a later line `"b": 1`: the value of `a` is missing, `b` is the next key. */
  #isNextKey(): boolean {
    return this.#token.kind === "string" && this.#next.kind === ":" && this.#onLaterLine();
  }

  #onLaterLine(): boolean {
    return this.#last !== undefined && this.#text.slice(this.#last.end, this.#token.start).includes("\n");
  }

  #holds(kind: "object" | "array"): boolean {
    return this.#stack.some((frame) => frame.node.kind === kind);
  }

  #unexpected(): void {
    this.#problem("unexpected", this.#token, { token: this.#textOf(this.#token) });
    this.#advance();
    this.#reported = this.#last;
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
    if (this.#problems.length < MAX_PROBLEMS) {
      this.#problems.push({ kind, start: span.start, end: span.end, ...more });
    }
  }
}

function startsValue(token: Token): boolean {
  return !["}", "]", ",", ":", "end"].includes(token.kind);
}

function closerOf(frame: Frame): string {
  return frame.node.kind === "object" ? "}" : "]";
}
