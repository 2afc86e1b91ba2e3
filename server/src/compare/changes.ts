/** What changed between two values: the fields and items that were added, removed, changed, or moved. */
import { type ArrayNode, type Member, textIn, type ValueNode } from "../syntax/tree.js";
import { pairItems } from "./pairing.js";
import { isSameValue, membersByKey } from "./same-value.js";

export type ChangeKind = "added" | "removed" | "moved" | "changed";

/** One change between two values. */
export interface ValueChange {
  readonly kind: ChangeKind;
  /** Names of the fields and items that lead to the value. */
  readonly path: readonly string[];
  /** The value before; `undefined` if it was added. */
  readonly a: ValueNode | undefined;
  /** The value after; `undefined` if it was removed. */
  readonly b: ValueNode | undefined;
}

/** Lists the changes from one value to another, in the order of the second. */
export function changesBetween(
  a: ValueNode | undefined,
  b: ValueNode | undefined,
  path: readonly string[] = [],
): ValueChange[] {
  if (isSameValue(a, b)) return [];
  if (!a) return [{ kind: "added", path, a, b }];
  if (!b) return [{ kind: "removed", path, a, b }];
  if (a.kind === "object" && b.kind === "object") {
    const [before, after] = [membersByKey(a), membersByKey(b)];
    const names = new Set([...after.keys(), ...before.keys()]);
    return [...names].flatMap((name) =>
      memberChanges(before.get(name), after.get(name), [...path, shownKey(name)]),
    );
  }
  if (a.kind === "array" && b.kind === "array") return itemChanges(a, b, path);
  return [{ kind: "changed", path, a, b }];
}

function memberChanges(a: Member | undefined, b: Member | undefined, path: readonly string[]): ValueChange[] {
  return changesBetween(a?.value, b?.value, path);
}

/** The name of a member by its key; see `membersByKey`. */
export function shownKey(key: string): string {
  const [name = "", count] = key.split("\u0000");
  return count === undefined ? name : `${name} (duplicate)`;
}

function itemChanges(a: ArrayNode, b: ArrayNode, path: readonly string[]): ValueChange[] {
  const identify = identityOf(a, b);
  const { pairs, removed, added } = pairItems(a.items, b.items, identify.group);
  const at = (item: ValueNode | undefined, index: number) => [
    ...path,
    identify.name(item) ?? `#${index + 1}`,
  ];
  const changes: { index: number; change: ValueChange }[] = [];
  for (const index of removed) {
    const item = a.items[index];
    changes.push({
      index,
      change: { kind: "removed", path: scalarPath(item, path, at(item, index)), a: item, b: undefined },
    });
  }
  for (const index of added) {
    const item = b.items[index];
    changes.push({
      index,
      change: { kind: "added", path: scalarPath(item, path, at(item, index)), a: undefined, b: item },
    });
  }
  for (const { a: i, b: j, isMoved } of pairs) {
    const [before, after] = [a.items[i], b.items[j]];
    const place = at(after, j);
    if (isMoved)
      changes.push({
        index: j,
        change: { kind: "moved", path: scalarPath(after, path, place), a: before, b: after },
      });
    for (const change of changesBetween(before, after, place)) changes.push({ index: j, change });
  }
  return changes.sort((x, y) => x.index - y.index).map(({ change }) => change);
}

/** A string or number in an array is named by its value, which is reported anyway. */
function scalarPath(
  item: ValueNode | undefined,
  outer: readonly string[],
  own: readonly string[],
): readonly string[] {
  return item?.kind === "object" || item?.kind === "array" ? own : outer;
}

interface Identity {
  /** Items of the same group may belong together though they differ. */
  group(item: ValueNode): string | undefined;
  /** What the item is called. */
  name(item: ValueNode | undefined): string | undefined;
}

/** How the items of two arrays are told apart: objects by the field that names them, numbers by their order. */
function identityOf(a: ArrayNode, b: ArrayNode): Identity {
  const field = namingField(a, b);
  const name = (item: ValueNode | undefined): string | undefined => {
    if (field === undefined || item?.kind !== "object") return undefined;
    return textIn(item, field)?.value;
  };
  return {
    name,
    group(item) {
      if (item.kind === "string") return undefined;
      return item.kind === "object" && field !== undefined ? `=${name(item)}` : item.kind;
    },
  };
}

/** The first field that is a string in every object of both arrays and different in each, such as `name` or `filename`. */
function namingField(a: ArrayNode, b: ArrayNode): string | undefined {
  const first = [...a.items, ...b.items].find((item) => item.kind === "object");
  if (first?.kind !== "object") return undefined;
  const names = first.members.flatMap(({ name, value }) => (value?.kind === "string" ? [name] : []));
  return names.find((name) => [a, b].every(({ items }) => isNaming(items, name)));
}

function isNaming(items: readonly ValueNode[], name: string): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const value = textIn(item, name)?.value;
    if (value === undefined || seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}
