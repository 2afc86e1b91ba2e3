/** How many items two lists have in common at their beginnings and, behind that, at their ends. Identity counts. */
export function sharedEnds<Before, After>(
  before: readonly Before[],
  after: readonly After[],
  isSame: (one: Before, other: After) => boolean = Object.is,
): { readonly head: number; readonly tail: number } {
  const limit = Math.min(before.length, after.length);
  const isShared = (i: number, j: number) => isSame(before[i] as Before, after[j] as After);
  let head = 0;
  while (head < limit && isShared(head, head)) head++;
  let tail = 0;
  while (tail < limit - head && isShared(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  return { head, tail };
}
