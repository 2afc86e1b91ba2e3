/** Spellings: what counts as the same name, and what was probably meant. */
import { distance } from "fastest-levenshtein";

/** No field has such a name, and to take it apart would take seconds where it has a megabyte. */
const TOO_LONG = 1000;

/** `base_model` → `baseModel`; undefined for a name without underscores inside, and for one that is no field's. */
export function camelCaseOf(name: string): string | undefined {
  if (name.length > TOO_LONG || !name.includes("_")) return undefined;
  const camel = name.replace(/(?<=[^_])_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  return camel === name ? undefined : camel;
}

/**
 * The canonical form of a benchmark name, in which names are compared: `HumanEval+`, `humaneval-plus`, and
 * `humaneval_plus` are one benchmark.
 */
export function benchmarkKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll("+", "_plus")
    .replace(/[\s_-]+/g, "_");
}

/** Names of which one may have been meant. Made once where many others are compared with them. */
export class Candidates {
  readonly #candidates: readonly { readonly name: string; readonly plain: string }[];

  constructor(names: Iterable<string>) {
    const candidates = [];
    for (const name of names)
      if (name.length <= MAX_NAME_LENGTH + MAX_SURPLUS) candidates.push({ name, plain: plainOf(name) });
    this.#candidates = candidates;
  }

  /**
   * The one that was probably meant by `name`, or undefined where none is near enough. Only case, blanks, hyphens and
   * underscores differ, or a fourth of the letters at most.
   */
  closest(name: string): string | undefined {
    let best: string | undefined;
    let bestDistance = Math.min(Math.max(1, Math.floor(name.length / 4)), 3) + 1;
    if (name.length > MAX_NAME_LENGTH) return undefined;
    const plain = plainOf(name);
    for (const { name: candidate, plain: candidatePlain } of this.#candidates) {
      const surplus = Math.abs(candidate.length - name.length);
      if (candidate === name || surplus > MAX_SURPLUS) continue;
      let d = 0;
      if (candidatePlain !== plain) {
        // So many letters at least would have to come or go.
        if (surplus >= bestDistance) continue;
        d = swapDistance(name, candidate);
      }
      // A short name is near too many others: `org` is not a misspelt `tag`.
      if (d < bestDistance && d < Math.min(name.length, candidate.length) / 2) {
        best = candidate;
        bestDistance = d;
      }
    }
    return best;
  }
}

/** The candidate that was probably meant by one name. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  return new Candidates(candidates).closest(name);
}

/** Of the names that could be meant, so many are compared and offered: a list of thousands helps nobody. */
export const MAX_OFFERED = 100;

/** Longer than any name in a vocabulary; comparing it would only cost time. */
const MAX_NAME_LENGTH = 64;
/** Of letters, that one name has and the other has not. */
const MAX_SURPLUS = 6;

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Levenshtein's distance, with two swapped neighbours counted as one slip, as typing fingers make it. */
function swapDistance(a: string, b: string): number {
  const plain = distance(a, b);
  if (plain !== 2 || a.length !== b.length) return plain;
  for (let i = 0; i + 1 < a.length; i++) {
    if (a[i] === b[i]) continue;
    const swapped = a.slice(0, i) + a[i + 1] + a[i] + a.slice(i + 2);
    return swapped === b ? 1 : plain;
  }
  return plain;
}
