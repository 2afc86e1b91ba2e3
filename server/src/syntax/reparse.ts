/** A tree after an edit of its text: what the edit did not touch is the same as before. */
import {
  childIndexAt,
  childIndexFrom,
  type GreenContainer,
  type GreenMember,
  type GreenNode,
  type GreenValue,
} from "./green.js";
import { MAX_NODES } from "./limits.js";
import { parseBlock, parseJson, type Reusable } from "./parser.js";
import { SyntaxTree } from "./red.js";
import type { SourceText } from "./source-text.js";
import type { JsonTree, Span } from "./tree.js";

/** A replacement in a text: [start, end) by `length` others. */
export interface TextEdit extends Span {
  readonly length: number;
}

/** Combines two successive edits into one, which also replaces the text between them. */
export function joined(first: TextEdit, second: TextEdit): TextEdit {
  const end = Math.max(first.start + first.length, second.end);
  const start = Math.min(first.start, second.start);
  return {
    start,
    end: first.end + (end - (first.start + first.length)),
    length: end - start + second.length - (second.end - second.start),
  };
}

/**
 * The tree of an edited text, the same that `parseJson` makes of it. Reads the smallest object or array around the edit
 * again; where that alone does not do, the text, without the containers in it that are as they were.
 * @param text the whole text after the edit
 */
export function reparse(tree: JsonTree, edit: TextEdit, text: SourceText, most = MAX_NODES): JsonTree {
  return reparseBlock(tree, edit, text, most) ?? parseJson(text.toString(), new Earlier(tree, edit), most);
}

/** A container on the way from the root to the edit. */
interface Step {
  readonly container: GreenContainer;
  /** Offset in the text. */
  readonly start: number;
  /** The child that comes next on the way. */
  readonly index: number;
}

function reparseBlock(tree: JsonTree, edit: TextEdit, text: SourceText, most: number): JsonTree | undefined {
  const { green: root, rootStart } = tree;
  // What is wrong elsewhere may depend on what is edited.
  if (!root || !isContainer(root) || tree.problems.length > 0) return undefined;
  if (!isInside(edit, root, rootStart)) return undefined;
  const way: Step[] = [];
  let container: GreenContainer = root;
  let start = rootStart;
  for (;;) {
    const inner = containerInside(container, start, edit);
    if (!inner) break;
    way.push({ container, start, index: inner.index });
    ({ container, start } = inner);
  }
  const width = container.width + edit.length - (edit.end - edit.start);
  const earlier = new Earlier(tree, edit, start);
  const block = parseBlock(text.slice(start, start + width), way.length, earlier, most);
  if (!block || block.green.kind !== container.kind || block.green.width !== width) return undefined;
  let green: GreenContainer = block.green;
  for (const { container: outer, index } of way.reverse()) green = withValue(outer, index, green);
  if (green.size > most) return undefined;
  return new SyntaxTree(text, green, rootStart, [], block.made, true);
}

/** The child, or value of a child, inside whose brackets the edit is. */
function containerInside(
  outer: GreenContainer,
  outerStart: number,
  edit: TextEdit,
): (Step & { readonly container: GreenContainer }) | undefined {
  const index = childIndexAt(outer, edit.start - outerStart);
  const child: GreenNode | undefined = outer.children[index];
  if (!child) return undefined;
  const value = child.kind === "member" ? child.value : child;
  const offset = child.kind === "member" ? child.valueOffset : 0;
  const start = outerStart + (outer.offsets[index] as number) + offset;
  return value && isContainer(value) && isInside(edit, value, start)
    ? { container: value, start, index }
    : undefined;
}

function isContainer(node: GreenValue): node is GreenContainer {
  return node.kind === "object" || node.kind === "array";
}

function isInside(edit: Span, { width }: GreenValue, start: number): boolean {
  return edit.start > start && edit.end < start + width;
}

/** Returns the container with a new value in the child at an index, and adjusts the later offsets. */
function withValue(container: GreenContainer, index: number, value: GreenContainer): GreenContainer {
  const children: GreenNode[] = container.children.slice();
  const child = children[index] as GreenNode;
  const before = (child.kind === "member" ? child.value : child) as GreenContainer;
  const delta = value.width - before.width;
  children[index] =
    child.kind === "member" ? { ...(child as GreenMember), width: child.width + delta, value } : value;
  const offsets = container.offsets.slice();
  if (delta !== 0) for (let i = index + 1; i < offsets.length; i++) (offsets[i] as number) += delta;
  return {
    ...container,
    children,
    offsets,
    width: container.width + delta,
    size: container.size + value.size - before.size,
  } as GreenContainer;
}

/** What stood in a text before it was edited. */
class Earlier implements Reusable {
  readonly #tree: JsonTree;
  readonly #edit: TextEdit;
  readonly #offset: number;

  /** @param offset in the edited text, from which its places are counted */
  constructor(tree: JsonTree, edit: TextEdit, offset = 0) {
    this.#tree = tree;
    this.#edit = edit;
    this.#offset = offset;
  }

  containerAt(place: number, kind: GreenContainer["kind"], depth: number): GreenContainer | undefined {
    const start = place + this.#offset;
    const { start: from, end: to, length } = this.#edit;
    const isBehind = start >= from + length;
    if (!isBehind && start >= from) return undefined;
    const old = isBehind ? start - length + (to - from) : start;
    const found = this.#find(old, depth);
    if (found?.kind !== kind || !found.isSound) return undefined;
    return isBehind || old + found.width <= from ? found : undefined;
  }

  /** The container that starts at an offset of the old text, with so many around it. */
  #find(offset: number, depth: number): GreenContainer | undefined {
    let node: GreenValue | undefined = this.#tree.green;
    let start = this.#tree.rootStart;
    for (let level = 0; node && isContainer(node); level++) {
      if (level === depth) return start === offset ? node : undefined;
      const index = childIndexFrom(node, offset - start);
      const child: GreenNode | undefined = node.children[index];
      if (!child) return undefined;
      start += (node.offsets[index] as number) + (child.kind === "member" ? child.valueOffset : 0);
      node = child.kind === "member" ? child.value : child;
    }
    return undefined;
  }
}
