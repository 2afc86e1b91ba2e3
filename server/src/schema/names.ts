/** Spellings: what counts as the same name, and what was probably meant. */
import { distance } from "fastest-levenshtein";

/**
 * The words of a name in camelCase, as they are written. An abbreviation is one word, also in mixed case as scientists
 * write it: `supports` `CPU`, `is` `MoE`, `use` `LoRA`, but `params` `B`.
 */
const WORDS = /[A-Z][a-z][A-Z]+(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+/g;

/** `base_model` for `baseModel`, `is_moe` for `isMoE`: the name of a field in Python. `sha256` stays as it is. */
export function snakeCaseOf(name: string): string {
  return (name.match(WORDS) ?? [name]).join("_").toLowerCase();
}

/**
 * The canonical form of a benchmark name, in which names are compared: `HumanEval+`, `humaneval-plus`, and
 * `humaneval_plus` are one benchmark.
 */
export function benchmarkKey(name: string): string {
  // Nearly all names are written so.
  if (/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)) return name;
  return name
    .trim()
    .toLowerCase()
    .replaceAll("+", "_plus")
    .replace(/[\s_-]+/g, "_");
}

/**
 * The name that was probably meant by one that is nearly the same. Digits are never a slip: they tell sizes and versions
 * apart (`rtx4070` and `rtx4090`, `arc` and `arc2`), and so does a letter after them (`rtx4070ti`). Undefined if none is
 * near enough, or if several are.
 */
export function nearName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined;
  const plain = plainOf(name);
  const limit = plain.length < 5 ? 0 : plain.length < 10 ? 1 : 2;
  const shape = shapeOf(plain);
  let near: string[] = [];
  let nearest = limit;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > MAX_SURPLUS) continue;
    const other = plainOf(candidate);
    // So many letters at least would have to come or go.
    if (Math.abs(other.length - plain.length) > nearest || shapeOf(other) !== shape) continue;
    const distance = other === plain ? 0 : swapDistance(plain, other);
    if (distance > nearest) continue;
    if (distance < nearest) near = [];
    nearest = distance;
    near.push(candidate);
  }
  return near.length === 1 ? near[0] : undefined;
}

/** A name with each run of letters as one: two names of different shape differ in more than a slip. */
function shapeOf(plain: string): string {
  return plain.replace(/\D+/g, "a");
}

/** Names of which one may have been meant. Made once where many others are compared with them. */
export class Candidates {
  readonly #candidates: readonly Candidate[];

  constructor(names: Iterable<string>) {
    const candidates = [];
    for (const name of names)
      if (name.length <= MAX_NAME_LENGTH + MAX_SURPLUS) candidates.push(candidateOf(name));
    this.#candidates = candidates;
  }

  /**
   * The one that was probably meant by `name`, or undefined where none is near enough. Only case, blanks, hyphens and
   * underscores differ, or a fourth of the letters at most. Digits never differ: `Q4_K` is not meant to be `Q2_K`.
   */
  closest(name: string): string | undefined {
    let best: string | undefined;
    let bestDistance = Math.min(Math.max(1, Math.floor(name.length / 4)), MAX_SLIPS) + 1;
    if (name.length > MAX_NAME_LENGTH) return undefined;
    const { plain, digits } = candidateOf(name);
    for (const other of this.#candidates) {
      const { name: candidate, plain: candidatePlain } = other;
      const surplus = Math.abs(candidate.length - name.length);
      if (candidate === name || surplus > MAX_SURPLUS || other.digits !== digits) continue;
      let d = 0;
      if (candidatePlain !== plain) {
        // So many letters at least would have to come or go.
        if (surplus >= bestDistance) continue;
        d = swapDistance(name, candidate);
      }
      // A short name is near too many others: `org` is not a misspelled `tag`.
      if (d < bestDistance && d < Math.min(name.length, candidate.length) / 2) {
        best = candidate;
        bestDistance = d;
      }
    }
    return best;
  }
}

interface Candidate {
  readonly name: string;
  /** Without case and separators. */
  readonly plain: string;
  readonly digits: string;
}

function candidateOf(name: string): Candidate {
  return { name, plain: plainOf(name), digits: name.replace(/\D/g, "") };
}

/** The candidate that was probably meant by one name. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  return new Candidates(candidates).closest(name);
}

/** A name, taken apart once for many comparisons. */
export interface SpelledName extends Candidate {
  /** In lower case. */
  readonly words: readonly string[];
}

/** Undefined for a name that is longer than any name in a vocabulary. */
export function spell(name: string): SpelledName | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined;
  const words = name.split(/[\s_-]+/).flatMap((part) => part.match(WORDS) ?? []);
  return { ...candidateOf(name), words: words.map((word) => word.toLowerCase()) };
}

/**
 * How many slips of the fingers make one name of a field out of another: 0 if only case and separators differ, undefined
 * if they are two names. Stricter than `closest`, since nothing else is wrong with the name: no digit differs, and each
 * word is nearly the same word, so that `maxVramGb` is not meant to be `minVramGb`, nor `sizeMb` to be `sizeGb`.
 */
export function slipsBetween(a: SpelledName, b: SpelledName): number | undefined {
  if (a.digits !== b.digits) return undefined;
  if (a.plain === b.plain) return 0;
  if (isSwapped(a.plain, b.plain)) return 1;
  if (a.words.length !== b.words.length) return slipsInWord(a.plain, b.plain, 1);
  let left = allowedSlips(Math.min(a.plain.length, b.plain.length));
  let count = 0;
  for (const [i, word] of a.words.entries()) {
    const slips = slipsInWord(word, b.words[i] as string, left);
    if (slips === undefined) return undefined;
    count += slips;
    left -= slips;
  }
  return count;
}

function allowedSlips(length: number): number {
  return length < 10 ? 1 : 2;
}

/** A short word is near too many others: in one of three letters only a swap is a slip, of four not a wrong letter. */
function slipsInWord(a: string, b: string, atMost: number): number | undefined {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  const allowed = Math.min(atMost, allowedSlips(length));
  if (Math.abs(a.length - b.length) > allowed) return undefined;
  const count = swapDistance(a, b);
  if (count > allowed) return undefined;
  return isSwapped(a, b) || length > 4 || (length > 2 && a.length !== b.length) ? count : undefined;
}

/** Maximum number of candidate names to compare and offer: a list of thousands does not help the author. */
export const MAX_OFFERED = 100;

/** Letters that a misspelled name may lack at most, however long it is. */
export const MAX_SLIPS = 3;

/** Maximum length of a name to compare: longer than any name in a vocabulary; more would only cost time. */
const MAX_NAME_LENGTH = 64;
/** Maximum difference in length between a name and a candidate, in UTF-16 code units. */
const MAX_SURPLUS = 6;

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Levenshtein's distance, with two swapped neighbours counted as one slip, as typing fingers make it. */
function swapDistance(a: string, b: string): number {
  const plain = distance(a, b);
  return plain === 2 && isSwapped(a, b) ? 1 : plain;
}

/** Whether two neighbours are swapped, and nothing else differs. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i + 1 < a.length && a.slice(0, i) + a[i + 1] + a[i] + a.slice(i + 2) === b;
}
