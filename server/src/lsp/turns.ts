/** ms of work after which others get their turn: a person does not notice so much. */
const SLICE = 10;

/**
 * Shares the event loop between long work and what somebody waits for. Long work is done in pieces, one after the other,
 * however many requests it is for, and once a slice of time is used up, messages that came in are answered first.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #start = 0;
  #count = 0;

  /** How often work has waited for others. */
  get count(): number {
    return this.#count;
  }

  /**
   * Resolves when the next piece of long work may be done, which has to be done at once.
   * @param isLong whether it takes a slice of its own
   */
  next(isLong = false): Promise<void> {
    const turn = this.#last.then(() => this.#wait(isLong));
    this.#last = turn;
    return turn;
  }

  async #wait(isLong: boolean): Promise<void> {
    if (!isLong && performance.now() - this.#start < SLICE) return;
    this.#count++;
    await afterMessages();
    this.#start = performance.now();
  }
}

/** Resolves once the event loop has taken in and handled what was waiting. */
async function afterMessages(): Promise<void> {
  // What came in is read in one turn of the loop, and handled in the next one.
  await new Promise<void>(soon);
  await new Promise<void>(soon);
}

/** A timer of a browser is never sooner than after some milliseconds; it is better than none. */
const soon: (resolve: () => void) => unknown =
  typeof setImmediate === "function"
    ? (resolve) => setImmediate(resolve)
    : (resolve) => setTimeout(resolve, 0);
