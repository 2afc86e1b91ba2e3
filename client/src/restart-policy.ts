/** When a server that died is started again, and when it is left alone. Knows neither VS Code nor a clock. */

/** Milliseconds to wait before each start, for deaths in a row without an answer between; after one more it is over. */
export const PAUSES: readonly number[] = [0, 1000, 2000, 4000, 8000];

/**
 * So many deaths are too many also where the server answered before each of them: it dies of something that it meets
 * again each time, such as a document that is open.
 */
export const MAX_DEATHS = 25;

/** A life of so many milliseconds is a healthy one: whatever was before is forgotten. */
export const HEALTHY_LIFE = 3 * 60_000;

/** How one run of the server went. */
export interface Life {
  /** In milliseconds, from its start to its end. */
  readonly duration: number;
  /** It answered a request; the answer to `initialize`, which every server gives that starts at all, does not count. */
  readonly hasAnswered: boolean;
}

/** Counts the deaths of a server. */
export class RestartPolicy {
  #deaths = 0;
  #deathsWithoutAnswer = 0;

  /** How often the server has died since it was healthy last. */
  get deaths(): number {
    return this.#deaths;
  }

  /** @returns milliseconds to wait before the next start; undefined where there should be none */
  died({ duration, hasAnswered }: Life): number | undefined {
    if (duration >= HEALTHY_LIFE) this.#deaths = 0;
    if (duration >= HEALTHY_LIFE || hasAnswered) this.#deathsWithoutAnswer = 0;
    this.#deaths++;
    if (this.#deaths >= MAX_DEATHS) return undefined;
    return PAUSES[this.#deathsWithoutAnswer++];
  }
}
