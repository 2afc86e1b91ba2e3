import type { SchemaLocation } from "../schema/effective-schema.js";
import type { TextSlices } from "../syntax/source-text.js";
import {
  type ArrayNode,
  type JsonTree,
  type Member,
  nodeAt,
  type ObjectNode,
  type Span,
  type ValueNode,
} from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

interface CursorBase {
  /** The span that a completion replaces: the token under the cursor, or an empty span. */
  readonly replace: Span;
  /** Offset at which a comma must be inserted before the element; undefined if none is missing there. */
  readonly commaBefore: number | undefined;
  /** Whether a comma must follow the inserted text because another element comes next. */
  readonly commaAfter: boolean;
}

/** A cursor at a key, or where a key is allowed. */
export interface KeyCursor extends CursorBase {
  readonly kind: "key";
  readonly object: ObjectNode;
  /** The place of the object. */
  readonly place: SchemaLocation | undefined;
  /** The member whose key is under the cursor. */
  readonly member: Member | undefined;
  /** Whether a colon follows the key already. */
  readonly hasColon: boolean;
}

/** A cursor at a value, or where a value is allowed. */
export interface ValueCursor extends CursorBase {
  readonly kind: "value";
  /** The place of the value. */
  readonly place: SchemaLocation | undefined;
  readonly holder: Member | ArrayNode | undefined;
  readonly node: ValueNode | undefined;
}

type Cursor = KeyCursor | ValueCursor;

/**
 * The place of an offset in the document and what may be written there, in broken text too. Undefined where neither a key
 * nor a value can stand, as right after a complete value, in a comment, or among the remains of an unclosed string.
 */
export function cursorAt(alloy: Alloy, offset: number): Cursor | undefined {
  const { tree } = alloy;
  if (isInComment(tree, offset) || isInRemains(tree, offset)) return undefined;
  const cursor = cursorIn(alloy, offset);
  if (!cursor || !isStart(tree.source, cursor.replace.start)) return undefined;
  return isBehindString(tree.source, cursor.replace, offset) ? undefined : cursor;
}

function cursorIn(alloy: Alloy, offset: number): Cursor | undefined {
  const { tree } = alloy;
  const node = nodeAt(tree, offset);
  if (!node) return tree.root ? undefined : atEmptyText(alloy, offset);
  if (node.kind === "member") return inMember(alloy, node, offset);
  if (node.kind === "object" && isInside(node, offset)) return inObject(alloy, node, offset);
  if (node.kind === "array" && isInside(node, offset)) return inArray(alloy, node, offset);
  if (node.kind === "object" || node.kind === "array") {
    // Right before an item there is room for another one; right before any other container there is none.
    return offset === node.start && node.parent?.kind === "array"
      ? inArray(alloy, node.parent, offset)
      : undefined;
  }
  const isBehind = node.kind === "string" && node.closed && offset === node.end;
  return isBehind ? undefined : valueCursor(alloy, node.parent, node, tokenSpan(tree.source, node, offset));
}

function atEmptyText(alloy: Alloy, offset: number): ValueCursor {
  return {
    kind: "value",
    place: alloy.vocabulary.root,
    holder: undefined,
    node: undefined,
    replace: { start: offset, end: offset },
    commaBefore: undefined,
    commaAfter: false,
  };
}

function inMember(alloy: Alloy, member: Member, offset: number): Cursor | undefined {
  const { key, colon } = member;
  const isInKey = offset < key.end || (offset === key.end && !(key.quoted && key.closed));
  if (isInKey) return keyCursor(alloy, member.parent, member, tokenSpan(alloy.tree.source, key, offset));
  if (colon !== undefined && offset > colon && !member.value)
    return valueCursor(alloy, member, undefined, { start: offset, end: offset });
  return undefined;
}

function inObject(alloy: Alloy, object: ObjectNode, offset: number): Cursor | undefined {
  const before = object.members.findLast((member) => member.end <= offset);
  const word = wordSpan(alloy.tree.source, offset);
  if (before?.colon !== undefined && !before.value && isBlank(alloy.tree.source, before.end, word.start)) {
    return valueCursor(alloy, before, undefined, word);
  }
  if (before && !before.value && isBlank(alloy.tree.source, before.end, word.start)) return undefined;
  return keyCursor(alloy, object, undefined, word);
}

function inArray(alloy: Alloy, array: ArrayNode, offset: number): Cursor {
  return valueCursor(alloy, array, undefined, wordSpan(alloy.tree.source, offset));
}

function keyCursor(alloy: Alloy, object: ObjectNode, member: Member | undefined, replace: Span): KeyCursor {
  const { source: text } = alloy.tree;
  const place = alloy.placeOf(object);
  const others = object.members.filter((other) => other !== member);
  const hasColon = member?.colon !== undefined || nextAfter(text, replace.end) === ":";
  return { kind: "key", object, place, member, hasColon, replace, ...commas(text, others, replace) };
}

function valueCursor(
  alloy: Alloy,
  holder: Member | ArrayNode | undefined,
  node: ValueNode | undefined,
  replace: Span,
): ValueCursor {
  const { source: text } = alloy.tree;
  if (holder?.kind === "array") {
    const array = alloy.placeOf(holder);
    const place = node ? alloy.placeOf(node) : array && alloy.vocabulary.item(array);
    const others = holder.items.filter((item) => item !== node);
    return { kind: "value", place, holder, node, replace, ...commas(text, others, replace) };
  }
  const place = holder ? alloy.placeOf(holder) : alloy.vocabulary.root;
  const commaAfter = holder !== undefined && isElementNext(text, replace.end);
  return { kind: "value", place, holder, node, replace, commaBefore: undefined, commaAfter };
}

/** The commas missing around an element that replaces a span. */
function commas(text: TextSlices, others: readonly Span[], replace: Span) {
  const before = others.findLast(({ end }) => end <= replace.start);
  const isSeparated =
    before === undefined || withoutComments(text.slice(before.end, replace.start)).includes(",");
  return {
    commaBefore: isSeparated ? undefined : before.end,
    commaAfter: isElementNext(text, replace.end),
  };
}

function isElementNext(text: TextSlices, offset: number): boolean {
  return !["", ",", ":", "}", "]"].includes(nextAfter(text, offset));
}

/** Strictly between the brackets; an unclosed container has no end that could be passed. */
function isInside(node: ObjectNode | ArrayNode, offset: number): boolean {
  return offset > node.start && (offset < node.end || !node.closed);
}

/**
 * The token under the cursor. A string without a closing quotation mark has swallowed the rest of its line, or even the
 * next quotation mark: of it, only the letters around the cursor count. If that next quotation mark opens another string
 * right there, as in `"|"old"`, a quotation mark was typed before an old string, which is part of the token.
 */
function tokenSpan(text: TextSlices, token: Span & { closed?: boolean }, offset: number): Span {
  const { start, end } = token;
  if (text.charAt(start) !== '"') return { start, end };
  if (token.closed && isBoundary(text, end)) return { start, end };
  const wordEnd = wordSpan(text, Math.max(offset, start + 1)).end;
  const isOld = text.charAt(wordEnd) === '"' && !isBoundary(text, wordEnd + 1);
  const old = isOld ? stringEnd(text, wordEnd) : undefined;
  return { start, end: old ?? Math.min(wordEnd, end) };
}

/** The end of the string that opens at an offset, if it closes on its line before something that may follow a string. */
function stringEnd(text: TextSlices, start: number): number | undefined {
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "\n" || char === "\r") return undefined;
    if (char === "\\") i++;
    else if (char === '"') return isBoundary(text, i + 1) ? i + 1 : undefined;
  }
  return undefined;
}

/** Whether a token may end here: not in the middle of something. */
function isBoundary(text: TextSlices, offset: number): boolean {
  return /^(?:$|[\s,:}\]]|\/[/*])/.test(text.slice(offset, offset + 2));
}

/** Whether an element may begin at an offset, which is not in the middle of something unreadable. */
function isStart(text: TextSlices, offset: number): boolean {
  return /(?:^|[\s{[,:}\]]|\*\/)$/.test(text.slice(Math.max(offset - 2, 0), offset));
}

/**
 * Returns whether the cursor is after a string token that has no closing quotation mark: a separator or
 * another quotation mark is between the start of the token and the cursor. Also called for closed strings,
 * for which that quotation mark is the second one of the token.
 */
function isBehindString(text: TextSlices, { start, end }: Span, offset: number): boolean {
  if (text.charAt(start) !== '"' || (end > offset && stringEnd(text, start) === end)) return false;
  return /[,:{}[\]](?:\s|$)|(?<!\\)"/.test(text.slice(start + 1, offset));
}

/** Whether an offset is in what is left of a string whose quotation marks do not match: nothing can be read there. */
function isInRemains({ source: text, problems }: JsonTree, offset: number): boolean {
  return problems.some(
    ({ kind, start, end }) =>
      kind === "unexpected" && start < offset && offset <= end && text.charAt(start) === '"',
  );
}

function isInComment({ source: text, problems }: JsonTree, offset: number): boolean {
  return problems.some(({ kind, start, end }) => {
    if (kind !== "comment" || offset <= start || offset > end) return false;
    return offset < end || text.charAt(start + 1) === "/" || !text.slice(start + 2, end).endsWith("*/");
  });
}

/** The letters around an offset that could belong to a key or a value. */
function wordSpan(text: TextSlices, offset: number): Span {
  let start = offset;
  while (start > 0 && isWord(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && isWord(text.charAt(end))) end++;
  return { start, end };
}

function isWord(char: string): boolean {
  return /[\w+.-]/.test(char);
}

function isBlank(text: TextSlices, start: number, end: number): boolean {
  return start >= end || /^[ \t\r\n]*$/.test(withoutComments(text.slice(start, end)));
}

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, "");
}

/** The next character that is neither blank nor in a comment; empty at the end of the text. */
function nextAfter(text: TextSlices, offset: number): string {
  let at = offset;
  for (;;) {
    while (at < text.length && /[ \t\r\n]/.test(text.charAt(at))) at++;
    const two = text.slice(at, at + 2);
    if (two !== "//" && two !== "/*") return text.charAt(at);
    at = commentEnd(text, at, two === "//");
  }
}

function commentEnd(text: TextSlices, start: number, isLine: boolean): number {
  let at = start + 2;
  if (isLine) while (at < text.length && !/[\r\n]/.test(text.charAt(at))) at++;
  else {
    while (at < text.length && text.slice(at, at + 2) !== "*/") at++;
    at += 2;
  }
  return at;
}
