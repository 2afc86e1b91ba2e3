import { indentAt, isOnOneLine, lineStart, print, type Style, spansLines, styleOf } from "./style.js";
import type { ArrayNode, JsonTree, Member, ObjectNode, Span, ValueNode } from "./tree.js";

/** Replaces text[start, end) by `text`. Offsets of several edits all refer to the text before any of them. */
export interface Edit extends Span {
  readonly text: string;
  /** The text with tab stops, in the snippet syntax of LSP; clients that do not know it get `text`. */
  readonly snippet?: string;
}

/** The text after the edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const { start, end, text: between } = oneEdit(text, edits);
  return text.slice(0, start) + between + text.slice(end);
}

/** Merges edits into one, which replaces everything from the start of the first to the end of the last. */
export function oneEdit(text: string, edits: readonly Edit[]): Edit {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const { start } = sorted[0] as Edit;
  const parts: string[] = [];
  let end = start;
  for (const edit of sorted) {
    parts.push(text.slice(end, edit.start), edit.text);
    end = edit.end;
  }
  return { start, end, text: parts.join("") };
}

/** Maximum number of edits: a client takes longer to receive and apply more of them than one large edit. */
const MOST_EDITS = 2000;

/** Returns the edits, merged into one if there are more than `MOST_EDITS`. */
export function fewEdits(text: string, edits: readonly Edit[]): readonly Edit[] {
  return edits.length <= MOST_EDITS ? edits : [oneEdit(text, edits)];
}

/** Removes a part of the text, and with it the blanks before it where nothing follows on its line. */
export function removeText(text: string, { start, end }: Span): Edit {
  let from = start;
  if (/^[ \t]*(\r|\n|$)/.test(text.slice(end, end + 200))) {
    while (text.charAt(from - 1) === " " || text.charAt(from - 1) === "\t") from--;
  }
  return { start: from, end, text: "" };
}

export function replaceNode(node: Span, value: unknown): Edit {
  return { start: node.start, end: node.end, text: JSON.stringify(value) };
}

/**
 * Inserts an item into an array at `index` (0 to length), in the layout of its neighbours.
 * A missing comma before the new item, as in half-typed text, is added too.
 */
export function insertItem(tree: JsonTree, array: ArrayNode, index: number, value: unknown): Edit[] {
  const oneLine = (style: Style, current: string) => {
    const neighbour = array.items[index - 1] ?? array.items[index];
    const isShort = neighbour !== undefined && isOnOneLine(tree.text, neighbour);
    return print(
      value,
      paddedLike(tree.text, neighbour, style),
      current,
      isShort || !spansLines(tree.text, array),
    );
  };
  return insertElement(tree, array, array.items, index, oneLine);
}

/**
 * Inserts an item that is written already.
 * @param text its lines after the first are indented as if the first had no indentation
 */
export function insertItemText(tree: JsonTree, array: ArrayNode, index: number, text: string): Edit[] {
  return insertElement(tree, array, array.items, index, (_, current) =>
    text.replaceAll("\n", `\n${current}`),
  );
}

/**
 * Inserts a member whose value is written already.
 * @param write returns the value; it is given the indentation of the member
 */
export function insertMemberText(
  tree: JsonTree,
  object: ObjectNode,
  index: number,
  key: string,
  write: (current: string, style: Style) => string,
): Edit[] {
  return insertElement(
    tree,
    object,
    object.members,
    index,
    (style, current) => `${JSON.stringify(key)}${style.colon}${write(current, style)}`,
  );
}

/**
 * The index at which a key belongs: after all keys that come before it in an order, such as that of a vocabulary. 0 for a key
 * that the order does not have.
 * @param keys those of the object, in the order of the text
 */
export function indexInOrder(keys: readonly string[], order: readonly string[], key: string): number {
  const rank = order.indexOf(key);
  return (
    keys.findLastIndex((one) => {
      const own = order.indexOf(one);
      return own >= 0 && own < rank;
    }) + 1
  );
}

/** Inserts members into an object, the first of them as its member number `index`. */
export function insertMembers(
  tree: JsonTree,
  object: ObjectNode,
  index: number,
  entries: readonly (readonly [key: string, value: unknown])[],
): Edit[] {
  const lines = spansLines(tree.text, object);
  return insertElement(tree, object, object.members, index, (style, current) =>
    entries
      .map(([key, value]) => `${JSON.stringify(key)}${style.colon}${print(value, style, current, !lines)}`)
      .join(lines ? `,${style.eol}${current}` : style.comma),
  );
}

function insertElement(
  tree: JsonTree,
  container: ObjectNode | ArrayNode,
  elements: readonly (ValueNode | Member)[],
  index: number,
  write: (style: Style, current: string) => string,
): Edit[] {
  const { text } = tree;
  const style = styleOf(tree);
  const lines = spansLines(text, container);
  const outer = indentAt(text, container.start);
  const before = elements[index - 1];
  const after = elements[index];
  const current = lines ? indentOf(text, before ?? after, outer + style.indent) : outer;
  const body = write(style, current);
  const gap = lines ? style.eol + current : style.comma.slice(1);
  if (before) {
    const comma = commaAfter(text, before.end, after?.start ?? container.end);
    if (after && comma === undefined)
      return [{ start: before.end, end: before.end, text: `,${gap}${body},` }];
    const at = comma === undefined ? before.end : comma + 1;
    // After a trailing comma, no other separator is needed; keep the comma where it is.
    return [
      { start: at, end: at, text: `${comma === undefined ? "," : ""}${gap}${body}${after ? "," : ""}` },
    ];
  }
  if (after) return [{ start: after.start, end: after.start, text: `${body},${gap}` }];
  const end = container.closed ? container.end - 1 : container.end;
  const inside = { start: container.start + 1, end };
  // Replace whitespace between the braces or brackets; keep comments and invalid text.
  const blank = /^\s*$/.test(text.slice(inside.start, inside.end));
  const pad = !lines && container.kind === "object" && style.padded ? " " : "";
  const filled = lines ? `${style.eol}${current}${body}${style.eol}${outer}` : pad + body + pad;
  return [blank ? { ...inside, text: filled } : { start: inside.start, end: inside.start, text: filled }];
}

/** Returns the edit that removes `count` elements from `index` on, with their commas and lines. */
export function removeElement(
  tree: JsonTree,
  container: ObjectNode | ArrayNode,
  index: number,
  count = 1,
): Edit {
  const elements: readonly (ValueNode | Member)[] =
    container.kind === "object" ? container.members : container.items;
  const first = elements[index] as ValueNode | Member;
  const last = elements[index + count - 1] as ValueNode | Member;
  const before = elements[index - 1];
  const after = elements[index + count];
  if (after) return { start: first.start, end: after.start, text: "" };
  if (before) {
    const trailing = commaAfter(tree.text, last.end, container.end);
    return { start: before.end, end: trailing === undefined ? last.end : trailing + 1, text: "" };
  }
  return { start: container.start + 1, end: container.closed ? container.end - 1 : last.end, text: "" };
}

/** Returns the offset of the comma between two offsets, or undefined. Skips only whitespace. */
function commaAfter(text: string, from: number, to: number): number | undefined {
  for (let i = from; i < to; i++) {
    const char = text.charAt(i);
    if (char === ",") return i;
    if (char !== " " && char !== "\t" && char !== "\n" && char !== "\r") return undefined;
  }
  return undefined;
}

function indentOf(text: string, node: Span | undefined, fallback: string): string {
  if (!node) return fallback;
  const indent = indentAt(text, node.start);
  // Only where the node is the first thing on its line is that line's indentation its own.
  return /^\s*$/.test(lineBefore(text, node.start)) ? indent : fallback;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset);
}

function paddedLike(text: string, neighbour: ValueNode | undefined, style: Style): Style {
  if (neighbour?.kind !== "object" || neighbour.members.length === 0) return style;
  return { ...style, padded: text.charAt(neighbour.start + 1) === " " };
}
