/** Which items of two arrays belong together, whatever their positions. */
import type { ValueNode } from "../syntax/tree.js";
import { contentKey, isSameValue, membersByKey } from "./same-value.js";

/** How the items of two arrays belong together, by index. */
export interface Pairing {
  /** In the order of the second array. */
  readonly pairs: readonly Pair[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

export interface Pair {
  readonly a: number;
  readonly b: number;
  /** The item is before or after another one than it was. Positions that others have shifted do not count. */
  readonly isMoved: boolean;
}

/** Pairs that are compared with each other to find the most similar ones; beyond that, order decides. */
const MAX_COMPARED = 10_000;

/**
 * Pairs items: those that are the same, then those of the same group that have most in common.
 * @param groupOf items of different groups never belong together; an item without a group only to one that is the same
 */
export function pairItems(
  a: readonly ValueNode[],
  b: readonly ValueNode[],
  groupOf: (item: ValueNode) => string | undefined,
): Pairing {
  const partners = new Map<number, number>(); // from b to a
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && isSameValue(a[head], b[head])) partners.set(head, head++);
  let tail = 0;
  while (tail < most - head && isSameValue(a[a.length - 1 - tail], b[b.length - 1 - tail])) {
    tail++;
    partners.set(b.length - tail, a.length - tail);
  }
  let leftA = range(head, a.length - tail);
  let leftB = range(head, b.length - tail);

  const pairBy = (
    pairsOf: (as: readonly number[], bs: readonly number[]) => Iterable<readonly [number, number]>,
    keyOf: (item: ValueNode) => string | undefined,
  ) => {
    const groups = groupIndexes(a, leftA, keyOf);
    for (const [key, bs] of groupIndexes(b, leftB, keyOf))
      for (const [i, j] of pairsOf(groups.get(key) ?? [], bs)) partners.set(j, i);
    const taken = new Set(partners.values());
    leftA = leftA.filter((i) => !taken.has(i));
    leftB = leftB.filter((j) => !partners.has(j));
  };
  pairBy(inOrder, contentKey);
  pairBy((as, bs) => mostSimilar(a, b, as, bs), groupOf);

  const inPlace = new Set(longestRising([...partners].sort(([x], [y]) => x - y)));
  const pairs = [...partners]
    .sort(([x], [y]) => x - y)
    .map(([j, i]) => ({ a: i, b: j, isMoved: !inPlace.has(j) }));
  return { pairs, removed: leftA, added: leftB };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}

function groupIndexes(
  items: readonly ValueNode[],
  indexes: readonly number[],
  keyOf: (item: ValueNode) => string | undefined,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes) {
    const key = keyOf(items[index] as ValueNode);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

function inOrder(as: readonly number[], bs: readonly number[]): [number, number][] {
  return as.slice(0, bs.length).map((i, k) => [i, bs[k] as number]);
}

function mostSimilar(
  a: readonly ValueNode[],
  b: readonly ValueNode[],
  as: readonly number[],
  bs: readonly number[],
): [number, number][] {
  if (as.length * bs.length <= 1 || as.length * bs.length > MAX_COMPARED) return inOrder(as, bs);
  const candidates = as.flatMap((i) =>
    bs.map((j) => ({ i, j, likeness: likeness(a[i] as ValueNode, b[j] as ValueNode) })),
  );
  candidates.sort((x, y) => y.likeness - x.likeness || Math.abs(x.i - x.j) - Math.abs(y.i - y.j));
  const [takenA, takenB] = [new Set<number>(), new Set<number>()];
  return candidates.flatMap(({ i, j }): [number, number][] => {
    if (takenA.has(i) || takenB.has(j)) return [];
    takenA.add(i);
    takenB.add(j);
    return [[i, j]];
  });
}

/** The number of members that two objects share. */
function likeness(a: ValueNode, b: ValueNode): number {
  if (a.kind !== "object" || b.kind !== "object") return 0;
  const others = membersByKey(b);
  let count = 0;
  for (const [key, { value }] of membersByKey(a)) {
    const other = others.get(key);
    if (other) count += isSameValue(value, other.value) ? 2 : 1;
  }
  return count;
}

/** Of pairs sorted by their first number: the first numbers of the longest run in which the second ones rise, too. */
function longestRising(pairs: readonly (readonly [number, number])[]): number[] {
  /** By length of a run: the pair at the end of the one that ends lowest. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  const secondOf = (index: number) => (pairs[index] as readonly [number, number])[1];
  for (let index = 0; index < pairs.length; index++) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (secondOf(ends[middle] as number) < secondOf(index)) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = index;
  }
  const run: number[] = [];
  for (let index = ends.at(-1); index !== undefined; index = before[index])
    run.push((pairs[index] as readonly [number, number])[0]);
  return run;
}
