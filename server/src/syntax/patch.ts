import { applyEdits, type Edit, insertItem, insertMembers, removeElement } from "./edits.js";
import { parseJson } from "./parser.js";
import { indentAt, isOnOneLine, print, spansLines, styleOf } from "./style.js";
import { type ArrayNode, containerOf, type JsonTree, parsePointer, toValue, type ValueNode } from "./tree.js";

/** A change of one value, in the terms of JSON Patch (RFC 6902). `pointer` is a JSON pointer. */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly pointer: string; readonly value: unknown }
  | { readonly op: "remove"; readonly pointer: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly pointer: string };

/** Why an operation cannot be applied. */
export class PatchError extends Error {}

/**
 * Says where a new member of an object belongs: its index among the keys of the object; at its end if `undefined`.
 * @param path steps of the JSON pointer to the object
 */
export type MemberIndex = (
  path: readonly string[],
  keys: readonly string[],
  key: string,
) => number | undefined;

/**
 * Applies one operation to a JSON text in its own layout: what the operation does not touch stays as it is, character by
 * character.
 * @throws {PatchError} for a text with syntax errors, and for a pointer that leads nowhere
 */
export function patchText(
  tree: JsonTree,
  operation: PatchOperation,
  indexOf: MemberIndex = () => undefined,
): string {
  const text = tree.text;
  if (tree.problems.length > 0 || !tree.root) throw new PatchError("the text is not valid JSON");
  const { op, pointer } = operation;
  switch (op) {
    case "test":
      assertEqual(valueAt(tree.root, pointer), operation.value, pointer);
      return text;
    case "replace":
      return applyEdits(text, [replacement(tree, valueAt(tree.root, pointer), operation.value)]);
    case "remove":
      return removed(tree, text, pointer);
    case "add":
      return added(tree, text, pointer, operation.value, indexOf);
    case "copy":
      return added(tree, text, pointer, spelled(tree, valueAt(tree.root, operation.from)), indexOf);
    case "move": {
      const value = spelled(tree, valueAt(tree.root, operation.from));
      if (pointer.startsWith(`${operation.from}/`))
        throw new PatchError(`${operation.from} cannot be moved into itself`);
      const without = removed(tree, text, operation.from);
      return added(parseJson(without), without, pointer, value, indexOf);
    }
  }
}

function replacement(tree: JsonTree, node: ValueNode, value: unknown) {
  const isFilled =
    (node.kind === "object" && node.members.length > 0) || (node.kind === "array" && node.items.length > 0);
  const outer = containerOf(node);
  const oneLine = isFilled
    ? isOnOneLine(tree.text, node)
    : outer !== undefined && !spansLines(tree.text, outer);
  const text = print(value, styleOf(tree), indentAt(tree.text, node.start), oneLine);
  return respelled({ start: node.start, end: node.end, text });
}

function removed(tree: JsonTree, text: string, pointer: string): string {
  const node = valueAt(tree.root as ValueNode, pointer);
  const container = containerOf(node);
  if (!container) throw new PatchError("the entire alloy cannot be removed");
  const elements = container.kind === "object" ? container.members : container.items;
  const index = elements.findIndex(
    (element) => element === node || ("value" in element && element.value === node),
  );
  return applyEdits(text, [removeElement(tree, container, index)]);
}

function added(tree: JsonTree, text: string, pointer: string, value: unknown, indexOf: MemberIndex): string {
  const steps = stepsOf(pointer);
  const last = steps.at(-1);
  if (last === undefined) return applyEdits(text, [replacement(tree, tree.root as ValueNode, value)]);
  const container = nodeAt(tree.root as ValueNode, steps.slice(0, -1), pointer);
  if (container.kind === "array")
    return applyEdits(
      text,
      insertItem(tree, container, insertionIndex(container, last, pointer), value).map(respelled),
    );
  if (container.kind !== "object")
    throw new PatchError(`${pointer}: its parent is not an object or an array`);
  const existing = container.member(last)?.value;
  if (existing) return applyEdits(text, [replacement(tree, existing, value)]);
  const keys = container.members.map(({ name }) => name);
  const index = indexOf(steps.slice(0, -1), keys, last) ?? keys.length;
  return applyEdits(text, insertMembers(tree, container, index, [[last, value]]).map(respelled));
}

function insertionIndex({ items }: ArrayNode, step: string, pointer: string): number {
  if (step === "-") return items.length;
  const index = /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : Number.NaN;
  if (!(index <= items.length)) throw new PatchError(`${pointer}: the array has ${items.length} items`);
  return index;
}

function valueAt(root: ValueNode, pointer: string): ValueNode {
  return nodeAt(root, stepsOf(pointer), pointer);
}

function stepsOf(pointer: string): string[] {
  const steps = parsePointer(pointer);
  if (!steps) throw new PatchError(`"${pointer}" is not a JSON pointer, such as /stages/0/steps`);
  return steps;
}

function nodeAt(root: ValueNode, steps: readonly string[], pointer: string): ValueNode {
  let node: ValueNode | undefined = root;
  for (const step of steps) {
    if (node.kind === "object") node = node.member(step)?.value;
    else if (node.kind === "array") node = /^(0|[1-9]\d*)$/.test(step) ? node.items[Number(step)] : undefined;
    else node = undefined;
    if (!node) throw new PatchError(`${pointer} does not exist: no "${step}"`);
  }
  return node;
}

/** Marks a string that holds a value as the text spells it. */
const SPELLED = "\0as spelled\0";

/**
 * A value whose numbers and strings keep their spelling.
 * @throws {PatchError} for an object that defines a key twice: one of the values would be lost
 */
function spelled(tree: JsonTree, node: ValueNode): unknown {
  if (node.kind === "array") return node.items.map((item) => spelled(tree, item));
  if (node.kind !== "object") return SPELLED + tree.source.slice(node.start, node.end);
  if (node.hasEqualKeys) throw new PatchError("an object to be moved defines a key twice");
  return Object.fromEntries(
    node.members.flatMap(({ name, value }) => (value ? [[name, spelled(tree, value)]] : [])),
  );
}

function respelled(edit: Edit): Edit {
  const text = edit.text.replace(/"\\u0000as spelled\\u0000(?:[^"\\]|\\.)*"/g, (string) =>
    (JSON.parse(string) as string).slice(SPELLED.length),
  );
  return { ...edit, text };
}

function assertEqual(node: ValueNode, expected: unknown, pointer: string): void {
  if (canonical(toValue(node)) !== canonical(expected))
    throw new PatchError(`${pointer} has a different value`);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
