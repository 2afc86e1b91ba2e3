/**
 * An immutable object that holds the values computed from it. The values hang on the object itself, not on a table of a
 * module: an entry of such a table outlives the next young collection of V8, and the parse tree with it
 * (`rules/memory.test.ts`).
 */
export interface Memoized {
  readonly memos: Map<unknown, unknown>;
}

/**
 * Returns a function that computes a value once for each alloy or stage. Both are immutable, so the value stays valid; a
 * stage that an edit does not touch keeps its values.
 */
export function memoize<Whole extends Memoized, Value>(
  make: (whole: Whole) => Value,
): (whole: Whole) => Value {
  return (whole) => {
    const { memos } = whole;
    if (!memos.has(make)) memos.set(make, make(whole));
    return memos.get(make) as Value;
  };
}
