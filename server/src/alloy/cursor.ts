import type { Text } from "../text/source-text.js";
import {
  type ArrayNode,
  type Member,
  nodeAt,
  type ObjectNode,
  type Span,
  type ValueNode,
} from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import type { Place } from "./vocabulary.js";

interface CursorBase {
  /** What a completion replaces: the token under the cursor, or nothing. */
  readonly replace: Span;
  /** Where a comma is missing before the element, so that inserting one there mends the text. */
  readonly commaBefore: number | undefined;
  /** Whether a comma must follow what is inserted, since another element stands behind it. */
  readonly commaAfter: boolean;
}

/** The cursor where a key stands or may stand. */
export interface KeyCursor extends CursorBase {
  readonly kind: "key";
  readonly object: ObjectNode;
  /** The place of the object. */
  readonly place: Place | undefined;
  /** The member whose key is under the cursor. */
  readonly member: Member | undefined;
}

/** The cursor where a value stands or may stand. */
export interface ValueCursor extends CursorBase {
  readonly kind: "value";
  /** The place of the value. */
  readonly place: Place | undefined;
  readonly holder: Member | ArrayNode | undefined;
  readonly node: ValueNode | undefined;
}

export type Cursor = KeyCursor | ValueCursor;

/**
 * Where an offset is in the document and what may be written there, in broken text too. Undefined where neither a key nor a value can stand, as right behind a complete value.
 */
export function cursorAt(alloy: Alloy, offset: number): Cursor | undefined {
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
  return isBehind ? undefined : valueCursor(alloy, node.parent, node, tokenSpan(tree.text, node, offset));
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
  if (isInKey) return keyCursor(alloy, member.parent, member, tokenSpan(alloy.tree.text, key, offset));
  if (colon !== undefined && offset > colon && !member.value)
    return valueCursor(alloy, member, undefined, { start: offset, end: offset });
  return undefined;
}

function inObject(alloy: Alloy, object: ObjectNode, offset: number): Cursor | undefined {
  const before = object.members.findLast((member) => member.end <= offset);
  const word = wordSpan(alloy.tree.text, offset);
  if (before?.colon !== undefined && !before.value && isBlank(alloy.tree.text, before.end, word.start)) {
    return valueCursor(alloy, before, undefined, word);
  }
  if (before && !before.value && isBlank(alloy.tree.text, before.end, word.start)) return undefined;
  return keyCursor(alloy, object, undefined, word);
}

function inArray(alloy: Alloy, array: ArrayNode, offset: number): Cursor {
  return valueCursor(alloy, array, undefined, wordSpan(alloy.tree.text, offset));
}

function keyCursor(alloy: Alloy, object: ObjectNode, member: Member | undefined, replace: Span): KeyCursor {
  const place = alloy.placeOf(object);
  const others = object.members.filter((other) => other !== member);
  return { kind: "key", object, place, member, replace, ...commas(alloy.tree.text, others, replace) };
}

function valueCursor(
  alloy: Alloy,
  holder: Member | ArrayNode | undefined,
  node: ValueNode | undefined,
  replace: Span,
): ValueCursor {
  const { text } = alloy.tree;
  if (holder?.kind === "array") {
    const array = alloy.placeOf(holder);
    const place = node ? alloy.placeOf(node) : array && alloy.vocabulary.item(array);
    const others = holder.items.filter((item) => item !== node);
    return { kind: "value", place, holder, node, replace, ...commas(text, others, replace) };
  }
  const place = holder ? alloy.placeOf(holder) : alloy.vocabulary.root;
  const siblings = holder ? holder.parent.members.filter((other) => other !== holder) : [];
  const { commaAfter } = commas(text, siblings, replace);
  return { kind: "value", place, holder, node, replace, commaBefore: undefined, commaAfter };
}

/** Which commas are missing around an element that replaces a span. */
function commas(text: Text, others: readonly Span[], replace: Span) {
  const before = others.findLast(({ end }) => end <= replace.start);
  const after = others.find(({ start }) => start >= replace.end);
  const isSeparated = before === undefined || text.slice(before.end, replace.start).includes(",");
  return {
    commaBefore: isSeparated ? undefined : before.end,
    commaAfter: after !== undefined && isBlank(text, replace.end, after.start),
  };
}

/** Strictly between the brackets; an unclosed container has no end that could be passed. */
function isInside(node: ObjectNode | ArrayNode, offset: number): boolean {
  return offset > node.start && (offset < node.end || !node.closed);
}

/**
 * The token under the cursor. A text without a closing quote has swallowed the rest of its line, or even the next
 * quote: of it, only the letters around the cursor count.
 */
function tokenSpan(text: Text, token: Span & { closed?: boolean; quoted?: boolean }, offset: number): Span {
  const isText = text.charAt(token.start) === '"';
  const isMispaired = isText && /[\w"]/.test(text.charAt(token.end));
  if (!isText || (token.closed && !isMispaired)) return { start: token.start, end: token.end };
  const end = wordSpan(text, Math.max(offset, token.start + 1)).end;
  return { start: token.start, end: Math.min(end, token.end) };
}

/** The letters around an offset that could belong to a key or a value. */
function wordSpan(text: Text, offset: number): Span {
  let start = offset;
  while (start > 0 && isWord(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && isWord(text.charAt(end))) end++;
  return { start, end };
}

function isWord(char: string): boolean {
  return /[\w+.-]/.test(char);
}

function isBlank(text: Text, start: number, end: number): boolean {
  return start >= end || /^[ \t\r\n]*$/.test(text.slice(start, end));
}
