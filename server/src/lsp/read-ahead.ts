/** Number of items that are processed ahead. More would not be faster, and each file is in memory. */
const AHEAD = 4;

/**
 * Yields the result of the work on each item, in the order of the items. While the caller uses one result,
 * the work on the next items is already running. If the caller stops iterating, no further work is started,
 * and work that is already running continues.
 *
 * @param work must not fail, since its rejection might not be handled
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of items) {
    running.push(work(item));
    if (running.length > AHEAD) yield (await running.shift()) as Result;
  }
  for (const result of running) yield await result;
}
