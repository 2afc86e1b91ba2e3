/**
 * What is known of the items of an earlier list, for those of a later one: undefined for an item that is new. Between two
 * lists most items are the same, at the beginning and at the end; identity counts.
 */
export function carryOver<Item, Known>(
  before: readonly Item[],
  known: readonly Known[],
  after: readonly Item[],
): (Known | undefined)[] {
  const limit = Math.min(before.length, after.length);
  const moved = before.length - after.length;
  let head = 0;
  while (head < limit && before[head] === after[head]) head++;
  let tail = after.length;
  while (tail > head && tail + moved > head && before[tail + moved - 1] === after[tail - 1]) tail--;
  const between = new Map<Item, Known>();
  for (let i = head; i < tail + moved; i++) between.set(before[i] as Item, known[i] as Known);
  return after.map((item, i) => {
    if (i < head) return known[i];
    return i < tail ? between.get(item) : known[i + moved];
  });
}
