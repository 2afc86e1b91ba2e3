/** The list that was sent last: more about one of its items may be asked for later. */
export class LastList<Item> {
  #id = 0;
  #items: readonly Item[] = [];

  /** Takes the place of the list before. Answers what each item has to carry, by its index. */
  keep(items: readonly Item[]): (index: number) => { list: number; index: number } {
    const list = ++this.#id;
    this.#items = items;
    return (index) => ({ list, index });
  }

  /** @param data what an item carried; undefined where it is of an older list, or of none */
  find(data: unknown): Item | undefined {
    const { list, index } = Object(data) as { list?: unknown; index?: unknown };
    return list === this.#id && typeof index === "number" ? this.#items[index] : undefined;
  }
}
