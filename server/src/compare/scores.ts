/** How the measured scores changed, in percent and percentage points. */
import type { Alloy } from "../model/alloy.js";
import { amount, percentWords, points as pointsWords } from "../model/gate-figures.js";
import { figuresOf, scaled } from "../model/gate-scores.js";
import type { BenchmarkResult } from "../model/results.js";
import type { ValueNode } from "../syntax/tree.js";
import type { Exact } from "../text/exact.js";
import { t } from "../text/l10n.js";

/** The score of one benchmark before and after. */
export interface ScoreChange {
  /** Name of the benchmark, with its subset in parentheses. */
  readonly benchmark: string;
  readonly a: Score | undefined;
  readonly b: Score | undefined;
  /** Change in percentage points; absent if there is only one score, or if their scales may differ. */
  readonly points: Exact | undefined;
  /** The values that the change is about: the numbers, and the whole result if it is new or gone. */
  readonly nodes: readonly ValueNode[];
}

export interface Score {
  readonly value: Exact;
  readonly node: ValueNode;
  /** The number is in percent. Otherwise, it is as written: a perplexity, or a number of unclear scale. */
  readonly isPercent: boolean;
}

/** The benchmarks whose score changed, and those that only one alloy has a score for. */
export function compareScores(a: Alloy, b: Alloy): readonly ScoreChange[] {
  const [before, after] = [scoresOf(a), scoresOf(b)];
  const keys = new Set([...after.keys(), ...before.keys()]);
  return [...keys].flatMap((key): ScoreChange[] => {
    const [from, to] = [before.get(key), after.get(key)];
    const [x, y] = [from?.score, to?.score];
    if ((!x && !y) || (x && y && isSameScore(x, y))) return [];
    const entries = [from, to].flatMap((one) => (one ? [one.entry] : []));
    return [
      {
        benchmark: (to ?? from)?.name ?? "",
        a: x,
        b: y,
        points: x?.isPercent && y?.isPercent ? y.value.minus(x.value) : undefined,
        nodes: [x, y]
          .flatMap((score) => (score ? [score.node] : []))
          .concat(entries.length === 1 ? entries : []),
      },
    ];
  });
}

function isSameScore(a: Score, b: Score): boolean {
  return a.isPercent === b.isPercent && a.value.compare(b.value) === 0;
}

interface NamedScore {
  readonly name: string;
  readonly entry: ValueNode;
  /** Undefined for a result without a score, such as one of a run that did not end. */
  readonly score: Score | undefined;
}

function scoresOf(alloy: Alloy): ReadonlyMap<string, NamedScore> {
  const figures = figuresOf(alloy);
  const [scale, other] = figures.scales;
  const found = new Map<string, NamedScore>();
  const counts = new Map<string, number>();
  for (const entry of figures.results.entries) {
    const { key, name, subset } = entry;
    const id = JSON.stringify([key, subset ?? null]);
    const count = counts.get(id) ?? 0;
    counts.set(id, count + 1);
    found.set(count === 0 ? id : `${id} ${count}`, {
      entry: entry.node,
      name: subset === undefined ? name : `${name} (${subset})`,
      score: scoreOf(entry, (figure) => (other === undefined && scale ? scaled(figure, scale) : undefined)),
    });
  }
  return found;
}

/**
 * Returns the score that takes precedence.
 * @param inPercent returns `undefined` if it is unknown whether the file has fractions or percentages
 */
function scoreOf(
  { scores: [first], unfinished, lowerIsBetter }: BenchmarkResult,
  inPercent: (figure: NonNullable<BenchmarkResult["scores"][0]>) => { readonly value: Exact } | undefined,
): Score | undefined {
  if (!first || unfinished !== undefined) return undefined;
  const { node } = first;
  if (lowerIsBetter !== undefined) return { value: first.value, node, isPercent: false };
  const percent = first.isScaled ? inPercent(first) : first;
  return { value: (percent ?? first).value, node, isPercent: percent !== undefined };
}

/** `62.2%`, or the number as it is written. */
export function scoreWords(score: Score | undefined): string {
  if (!score) return "";
  return score.isPercent ? percentWords(score) : amount(score.value, 4);
}

/** `+2.4 pp`, `new`, or `no longer measured`. */
export function scoreChangeWords({ a, b, points }: ScoreChange): string {
  if (points) return pointsWords(points);
  if (!a) return t`new`;
  return b ? t`on unclear scales` : t`no longer measured`;
}
