import type { Alloy } from "../alloy/alloy.js";
import type { Edit } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { MAX_DEPTH, MAX_NODES } from "../text/parse.js";
import type { SourceText } from "../text/source-text.js";
import { indentAt, lineStart } from "../text/style.js";
import { type Token, TokenReader } from "../text/tokens.js";
import { type ArrayNode, nodeAt, type ObjectNode, type Span, type ValueNode, walk } from "../text/tree.js";

/** How an editor wants texts laid out. */
export interface FormatOptions {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

export type Formatting = { readonly edits: readonly Edit[] } | { readonly refusal: string };

/** Longer lines are broken up. */
const WIDTH = 120;

/**
 * Lays out a text, or the lines of a range: one element a line, but what stood on one line stays there while it
 * fits. Only the blanks between tokens change, so every value keeps its spelling and every comment its place.
 * Formatting twice changes nothing more. Broken text is laid out as far as its brackets are understood.
 */
export function format(alloy: Alloy, options: FormatOptions, range?: Span): Formatting {
  const { tree } = alloy;
  if (!tree.isWhole)
    return { refusal: t`This text has more than ${MAX_NODES} keys and values and is not formatted.` };
  if (tree.problems.some(({ kind }) => kind === "too-deep")) {
    return { refusal: t`This text is nested deeper than ${MAX_DEPTH} levels and is not formatted.` };
  }
  const gaps = new Formatter(tree.text, tree.root, options).gaps();
  const edits = gaps.filter(
    ({ start, end, text }) =>
      tree.text.slice(start, end) !== text && (!range || (start >= range.start && end <= range.end)),
  );
  return { edits };
}

/**
 * What typing a character sets right: behind a closing bracket the object or array that it closes, on a new line its
 * indentation.
 */
export function formatOnType(alloy: Alloy, offset: number, typed: string, options: FormatOptions): Edit[] {
  const { tree } = alloy;
  if (typed === "\n") return indentLine(alloy, offset, options);
  let node = nodeAt(tree, offset - 1);
  while (node && (node.end < offset || node.kind === "member")) node = node.parent;
  if ((node?.kind !== "object" && node?.kind !== "array") || !node.closed || node.end !== offset) return [];
  const result = format(alloy, options, node);
  return "edits" in result ? [...result.edits] : [];
}

function indentLine({ tree }: Alloy, offset: number, options: FormatOptions): Edit[] {
  const { text } = tree;
  const start = lineStart(text, offset);
  const end = start + indentAt(text, offset).length;
  // Inside a text that is not closed there is nothing to indent.
  const node = nodeAt(tree, end);
  if (node?.kind === "string" && node.start < start) return [];
  let depth = 0;
  for (let around: ReturnType<typeof nodeAt> = node; around; around = around.parent) {
    const isContainer = around.kind === "object" || around.kind === "array";
    if (isContainer && around.start < start && (around.end > end || !(around as ObjectNode).closed)) depth++;
  }
  if ("}]".includes(text.charAt(end) || "-")) depth--;
  const indent = unitOf(options).repeat(Math.max(depth, 0));
  return text.slice(start, end) === indent ? [] : [{ start, end, text: indent }];
}

function unitOf({ insertSpaces, tabSize }: FormatOptions): string {
  return insertSpaces ? " ".repeat(Math.min(Math.max(tabSize, 1), 16)) : "\t";
}

/** What all lines end with; where they differ, or there is one line only, a line feed. */
function lineEndOf(text: string): string {
  let first: string | undefined;
  for (const [end] of text.matchAll(/\r\n|\n|\r/g)) {
    first ??= end;
    if (end !== first) return "\n";
  }
  return first ?? "\n";
}

/** Decides what stands between each two tokens. */
class Formatter {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #unit: string;
  readonly #eol: string;
  /** Objects and arrays that stand on one line now and may stay there, by the offset of their bracket. */
  readonly #inline = new Map<number, ObjectNode | ArrayNode>();

  constructor(source: SourceText, root: ValueNode | undefined, options: FormatOptions) {
    const text = source.toString();
    this.#source = source;
    this.#text = text;
    this.#unit = unitOf(options);
    this.#eol = lineEndOf(text);
    this.#findInline(root);
  }

  /** The blanks between tokens as they should be; where a comment stands between two tokens, nothing is said. */
  gaps(): Edit[] {
    const comments: Span[] = [];
    const tokens = new TokenReader(this.#source, this.#text.startsWith("\uFEFF") ? 1 : 0, (span) =>
      comments.push(span),
    );
    const edits: Edit[] = [];
    /** The kinds of the open brackets: true for those on one line. */
    const open: boolean[] = [];
    let before: Token | undefined;
    for (let token = tokens.read(); ; token = tokens.read()) {
      const isInline = open.at(-1) === true;
      if (token.kind === "}" || token.kind === "]") open.pop();
      const start = before?.end ?? (this.#text.startsWith("\uFEFF") ? 1 : 0);
      const hasComment = (comments.at(-1)?.end ?? -1) > start;
      // Blanks before a byte order mark are left: without them it would be one.
      const isMark = !before && this.#text[token.start] === "\uFEFF";
      if (!hasComment && !isMark && before?.error !== "unclosed")
        edits.push({ start, end: token.start, text: this.#gap(before, token, open.length, isInline) });
      if (token.kind === "end") return edits;
      if (token.kind === "{" || token.kind === "[")
        open.push(isInline || this.#fits(token.start, open.length));
      before = token;
    }
  }

  #gap(before: Token | undefined, token: Token, depth: number, isInline: boolean): string {
    const had = before ? this.#text.slice(before.end, token.start) : "";
    if (!before) return "";
    if (token.kind === "end") return /[\r\n]/.test(had) ? this.#eol : "";
    if (token.kind === "," || token.kind === ":") return "";
    if (before.kind === ":") return " ";
    const isEmpty =
      (before.kind === "{" && token.kind === "}") || (before.kind === "[" && token.kind === "]");
    if (isEmpty) return "";
    const isOpening = before.kind === "{" || before.kind === "[";
    const isClosing = token.kind === "}" || token.kind === "]";
    if (isInline) {
      if (isOpening || isClosing) return before.kind === "{" || token.kind === "}" ? padding(had) : "";
      return before.kind === "," ? " " : had === "" ? "" : " ";
    }
    if (!isOpening && !isClosing && before.kind !== ",") return had === "" ? " " : this.#kept(had, depth);
    return this.#lines(had, isOpening || isClosing) + this.#unit.repeat(depth);
  }

  /** Broken text: two tokens with nothing between them that would say how they belong together. */
  #kept(had: string, depth: number): string {
    return /[\r\n]/.test(had) ? this.#lines(had, false) + this.#unit.repeat(depth) : " ";
  }

  /** One line break, or two where the author left an empty line between two elements. */
  #lines(had: string, atBracket: boolean): string {
    const isSpaced = /(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]/.test(had);
    return isSpaced && !atBracket ? this.#eol + this.#eol : this.#eol;
  }

  #findInline(root: ValueNode | undefined): void {
    // Nodes come in the order of the text, so the line breaks are looked for once, not once for each node around them.
    let nextBreak = -1;
    walk(root, (node) => {
      if ((node.kind !== "object" && node.kind !== "array") || !node.closed) return true;
      const { start, end } = node;
      if (nextBreak < start) nextBreak = breakFrom(this.#text, start);
      if (nextBreak < end) return true;
      this.#inline.set(start, node); // and all inside it, which need not be looked at
      return false;
    });
  }

  /** Whether the brackets that open here stood on one line, and do so in the width there is. */
  #fits(start: number, depth: number): boolean {
    const node = this.#inline.get(start);
    if (!node) return false;
    const key = node.parent?.kind === "member" ? node.parent.key : undefined;
    const lead = depth * this.#unit.replace("\t", "    ").length + (key ? key.end - key.start + 2 : 0);
    if (lead + this.#lengthOf(node) + 1 <= WIDTH) return true;
    // Too long: broken up, while what is inside may still fit.
    for (const element of node.kind === "object" ? node.members.map(({ value }) => value) : node.items) {
      if (element?.kind === "object" || element?.kind === "array") this.#inline.set(element.start, element);
    }
    return false;
  }

  /** Length on one line, laid out; counted no further than needed. */
  #lengthOf({ start, end }: Span): number {
    let length = 0;
    const tokens = new TokenReader(this.#source, start, (comment) => {
      length += comment.end - comment.start + 2;
    });
    for (
      let token = tokens.read();
      token.start < end && token.kind !== "end" && length <= WIDTH;
      token = tokens.read()
    ) {
      length += token.end - token.start;
      if (token.kind === "," || token.kind === ":") length++;
      if (token.kind === "{" && this.#text[token.end] === " ") length += 2;
    }
    return length;
  }
}

/** An object on one line keeps the blanks inside its braces, or their absence. */
function padding(had: string): string {
  return had === "" ? "" : " ";
}

/** The offset of the first line break from there on; that of the end where there is none. */
function breakFrom(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}
