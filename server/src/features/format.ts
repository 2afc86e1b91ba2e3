import type { Alloy } from "../model/alloy.js";
import type { Edit } from "../syntax/edits.js";
import { TokenReader } from "../syntax/lexer.js";
import { MAX_DEPTH, MAX_NODES } from "../syntax/limits.js";
import { indentAt, lineStart } from "../syntax/style.js";
import { MAX_PROBLEMS } from "../syntax/syntax-problems.js";
import type { Token } from "../syntax/token.js";
import {
  type ArrayNode,
  type JsonTree,
  nodeAt,
  type ObjectNode,
  type Span,
  type SyntaxProblem,
  type ValueNode,
  walk,
} from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** The layout that a client asks for; the last three as in the protocol's `FormattingOptions`. */
export interface FormatOptions {
  /** Blanks per indentation level. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  /** Also in whitespace next to comments, which is otherwise left alone. */
  readonly trimTrailingWhitespace?: boolean | null | undefined;
  readonly insertFinalNewline?: boolean | null | undefined;
  /** If omitted, line breaks at the end become one; `false` keeps them. */
  readonly trimFinalNewlines?: boolean | null | undefined;
}

/** `isBroken`: the document is rejected because of syntax errors, which the editor shows anyway. */
type Formatting =
  | { readonly edits: readonly Edit[] }
  | { readonly refusal: string; readonly isBroken: boolean };

/** Longer lines are broken up. */
const WIDTH = 120;

/**
 * Returns the edits that format a document, or the lines of a range: one element per line, but an object or
 * array on one line stays on one line if it fits. Only whitespace between tokens changes, so every value
 * keeps its spelling and every comment its place. Formatting is idempotent. A document whose structure is
 * uncertain is rejected: formatting moves line breaks, and with a missing bracket or quotation mark, it would
 * move line breaks to places from which no later formatting moves them back.
 */
export function format(alloy: Alloy, options: FormatOptions, range?: Span): Formatting {
  const { tree } = alloy;
  if (!tree.isWhole) {
    const refusal = t`The document has more than ${MAX_NODES} keys and values and is not formatted.`;
    return { refusal, isBroken: false };
  }
  if (tree.problems.some(({ kind }) => kind === "too-deep")) {
    const refusal = t`The document is nested deeper than ${MAX_DEPTH} levels and is not formatted.`;
    return { refusal, isBroken: false };
  }
  if (!isStructureCertain(tree))
    return { refusal: t`The document has syntax errors and is not formatted.`, isBroken: true };
  const gaps = new Formatter(tree.text, tree.root, options).gaps();
  const edits = gaps.filter(
    ({ start, end, text }) =>
      tree.source.slice(start, end) !== text && (!range || (start >= range.start && end <= range.end)),
  );
  return { edits };
}

/** A number, a bare word, or a bare key: no quotation mark in it that could belong to a string. */
const PLAIN_WORD = /^[\w+.-]+$/;

/** Syntax errors that leave no doubt where each token, element, and container begins and ends, by the offending text. */
const HARMLESS: Partial<Record<SyntaxProblem["kind"], (text: string) => boolean>> = {
  "byte-order-mark": () => true,
  "trailing-comma": () => true,
  "bad-escape": () => true,
  "control-character": () => true,
  "bad-number": (text) => PLAIN_WORD.test(text),
  "bad-word": (text) => PLAIN_WORD.test(text),
  "unquoted-key": (text) => PLAIN_WORD.test(text),
  // `"https://…` without its first quotation mark is a comment from the slashes on, and holds the last one.
  comment: (text) => !text.includes('"'),
};

/**
 * Whether the tokens are those that the author means. A missing or additional bracket, comma, colon, or quotation mark
 * always leaves another problem than the harmless ones: quotation marks of a line come in pairs, and neither words nor
 * comments hold any.
 */
function isStructureCertain({ text, problems }: JsonTree): boolean {
  return (
    problems.length < MAX_PROBLEMS &&
    problems.every(({ kind, start, end }) => HARMLESS[kind]?.(text.slice(start, end)) === true)
  );
}

/**
 * The edits after a character was typed: a closing bracket formats the object or array that it closes, or in broken text
 * indents its own line; a line break gets its indentation.
 */
export function formatOnType(alloy: Alloy, offset: number, typed: string, options: FormatOptions): Edit[] {
  const { tree } = alloy;
  if (typed === "\n") return indentLine(alloy, offset, options);
  let node = nodeAt(tree, offset - 1);
  while (node && (node.end < offset || node.kind === "member")) node = node.parent;
  if ((node?.kind !== "object" && node?.kind !== "array") || !node.closed || node.end !== offset) return [];
  const result = format(alloy, options, node);
  if ("edits" in result) return [...result.edits];
  const isFirst = lineStart(tree.text, offset) + indentAt(tree.text, offset).length === offset - 1;
  return result.isBroken && isFirst ? indentLine(alloy, offset, options) : [];
}

function indentLine({ tree }: Alloy, offset: number, options: FormatOptions): Edit[] {
  const { text, problems } = tree;
  const start = lineStart(text, offset);
  const end = start + indentAt(text, offset).length;
  // Blanks at the start of a line inside a comment belong to the comment.
  if (problems.some((one) => one.kind === "comment" && one.start < start && one.end > start)) return [];
  const node = nodeAt(tree, end);
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
  for (const [end] of text.matchAll(LINE_ENDS)) {
    first ??= end;
    if (end !== first) return "\n";
  }
  return first ?? "\n";
}

const LINE_ENDS = /\r\n|\n|\r/g;

/** Decides the whitespace between each two tokens. The structure of the text is certain. */
class Formatter {
  readonly #text: string;
  readonly #options: FormatOptions;
  readonly #unit: string;
  readonly #eol: string;
  /** Objects and arrays that stand on one line now and may stay there, by the offset of their bracket. */
  readonly #inline = new Map<number, ObjectNode | ArrayNode>();

  constructor(text: string, root: ValueNode | undefined, options: FormatOptions) {
    this.#text = text;
    this.#options = options;
    this.#unit = unitOf(options);
    this.#eol = lineEndOf(text);
    this.#findInline(root);
  }

  /** The whitespace between tokens as it should be; next to comments it stays, except for what the options ask. */
  gaps(): Edit[] {
    const first = this.#text.startsWith("\uFEFF") ? 1 : 0;
    const comments: Span[] = [];
    const tokens = new TokenReader(this.#text, first, (span) => comments.push(span));
    const edits: Edit[] = [];
    /** The kinds of the open brackets: true for those on one line. */
    const open: boolean[] = [];
    let before: Token | undefined;
    for (let token = tokens.read(); ; token = tokens.read()) {
      const isInline = open.at(-1) === true;
      if (token.kind === "}" || token.kind === "]") open.pop();
      const start = before?.end ?? first;
      const end = token.start;
      if (comments.length === 0)
        edits.push({ start, end, text: this.#gap(before, token, open.length, isInline) });
      else {
        edits.push(...this.#aroundComments({ start, end }, comments, token.kind === "end"));
        comments.length = 0;
      }
      if (token.kind === "end") return edits;
      if (token.kind === "{" || token.kind === "[")
        open.push(isInline || this.#fits(token.start, open.length));
      before = token;
    }
  }

  #gap(before: Token | undefined, token: Token, depth: number, isInline: boolean): string {
    if (token.kind === "end") return this.#end(this.#text.slice(before?.end ?? token.start, token.start));
    if (!before || token.kind === "," || token.kind === ":") return "";
    const had = this.#text.slice(before.end, token.start);
    if (before.kind === ":") return " ";
    const isEmpty =
      (before.kind === "{" && token.kind === "}") || (before.kind === "[" && token.kind === "]");
    if (isEmpty) return "";
    const isOpening = before.kind === "{" || before.kind === "[";
    const isClosing = token.kind === "}" || token.kind === "]";
    // The parts of `12GB` are two tokens that touch.
    if (!isOpening && !isClosing && before.kind !== ",") return had;
    if (!isInline) return this.#lines(had, isOpening || isClosing) + this.#unit.repeat(depth);
    if (isOpening || isClosing) return before.kind === "{" || token.kind === "}" ? padding(had) : "";
    return " ";
  }

  /** The whitespace at the end of the text. */
  #end(had: string): string {
    const { insertFinalNewline, trimFinalNewlines } = this.#options;
    const breaks = had.match(LINE_ENDS)?.length ?? 0;
    if (breaks === 0) return insertFinalNewline ? this.#eol : "";
    return this.#eol.repeat(trimFinalNewlines === false ? breaks : 1);
  }

  /** The pieces of a gap between, before, and after its comments. */
  #aroundComments({ start, end }: Span, comments: readonly Span[], isAtEnd: boolean): Edit[] {
    const { trimTrailingWhitespace, insertFinalNewline, trimFinalNewlines } = this.#options;
    const edits: Edit[] = [];
    let from = start;
    for (const to of [...comments, { start: end, end }]) {
      const had = this.#text.slice(from, to.start);
      const isLast = isAtEnd && to.start === end && to.end === end;
      const text = trimTrailingWhitespace ? withoutTrailing(had, isLast) : had;
      if (!isLast) edits.push({ start: from, end: to.start, text });
      else if (had === "" && this.#isCommentOpen(comments.at(-1))) break;
      else if (!/[\r\n]/.test(had)) {
        edits.push({ start: from, end, text: insertFinalNewline ? text + this.#eol : text });
      } else edits.push({ start: from, end, text: trimFinalNewlines ? this.#eol : text });
      from = to.end;
    }
    return edits;
  }

  /** Whether the text ends inside a block comment. */
  #isCommentOpen(comment: Span | undefined): boolean {
    const text = comment ? this.#text.slice(comment.start, comment.end) : "";
    return text.startsWith("/*") && !(text.length >= 4 && text.endsWith("*/"));
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

  /** Length on one line, formatted; counted no further than needed. */
  #lengthOf({ start, end }: Span): number {
    let length = 0;
    let before: Token | undefined;
    let hasComment = false;
    const tokens = new TokenReader(this.#text, start, () => {
      hasComment = true;
    });
    for (
      let token = tokens.read();
      token.start < end && token.kind !== "end" && length <= WIDTH;
      token = tokens.read()
    ) {
      const gap = hasComment
        ? token.start - (before?.end ?? start)
        : this.#gap(before, token, 0, true).length;
      length += gap + token.end - token.start;
      before = token;
      hasComment = false;
    }
    return length;
  }
}

/** Without blanks at the ends of its lines; `isLast` says that the text ends with it. */
function withoutTrailing(gap: string, isLast: boolean): string {
  const parts = gap.split(/(\r\n|\n|\r)/);
  return parts
    .map((part, i) => ((i < parts.length - 1 || isLast) && /^[ \t]+$/.test(part) ? "" : part))
    .join("");
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
