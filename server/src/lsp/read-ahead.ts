/** So many files are read while one is looked at. More would gain nothing, and each is in memory. */
const AHEAD = 4;

/**
 * What the work on each item results in, in the order of the items. While one result is taken, the next items are
 * worked on already; whoever stops taking results ends it, but for those.
 *
 * @param work must not fail, since nobody may be there to hear of it
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
