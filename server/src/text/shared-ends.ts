/** How many items two lists have in common at their beginnings and, behind that, at their ends. Identity counts. */
export function sharedEnds(
  before: readonly unknown[],
  after: readonly unknown[],
): { readonly head: number; readonly tail: number } {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < limit - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { head, tail };
}
