/** Scores and base scores as the gate reads them: of several results for one benchmark, and under both scales. */

import { benchmarkKey } from "../schema/names.js";
import type { Benchmark } from "../schema/schema.js";
import type { ValueNode } from "../syntax/tree.js";
import { Exact } from "../text/exact.js";
import { t } from "../text/l10n.js";
import { acceptanceOf } from "./acceptance.js";
import type { Alloy, Stage } from "./alloy.js";
import { fieldValue, objectsOf, plainNumber, stringField } from "./coerced-fields.js";
import { ambiguous, invalid, missing, type Outcome, type Reason } from "./gate-check.js";
import { percentWords, points } from "./gate-figures.js";
import { memoize } from "./memoize.js";
import {
  agree,
  type BenchmarkResult,
  type BenchmarkResults,
  benchmarkResults,
  type Figure,
  isPossibleScore,
  meaningOf,
  notGateable,
  onScale,
  percentOf,
} from "./results.js";
import { summarize } from "./summarize.js";

/** How the fields that the schema defines in percent are read: as percent, or as fractions. */
export type Scale = "percent" | "fraction";

/** An entry with its score under one scale. */
export interface Scored {
  readonly entry: BenchmarkResult;
  readonly score: Figure;
}

/** The figures of one alloy. */
class Figures {
  readonly results: BenchmarkResults;
  readonly #alloy: Alloy;
  /** Every score of the file is at most 1. Calibration scores count where a check uses them. */
  readonly #mayBeFractions: boolean;
  readonly #isAboveZero: boolean;

  constructor(alloy: Alloy) {
    this.#alloy = alloy;
    this.results = benchmarkResults(alloy);
    const scores = this.results.entries
      .flatMap(({ scores, baseScore }) => [...scores, ...(baseScore ? [baseScore] : [])])
      .filter(({ isScaled }) => isScaled)
      .concat(this.#usedCalibrations());
    this.#mayBeFractions = scores.every(({ value }) => !value.isAbove(ONE));
    this.#isAboveZero = scores.some(({ value }) => value.sign > 0);
  }

  /** The scales that the scores of the file may have. */
  get scales(): readonly Scale[] {
    return this.#mayBeFractions && this.#isAboveZero ? ["percent", "fraction"] : ["percent"];
  }

  /** The score of a benchmark: an entry for each finished run of it, all of which agree. */
  scored(name: string, scale: Scale): Outcome<readonly Scored[]> {
    const obstacle = this.#obstacle(name);
    if (obstacle) return obstacle;
    const entries = this.results.of(name);
    const [first] = entries;
    if (!first) return missing(t`No result for "${name}".`);
    const subsets = differentSubsets(name, entries);
    if (subsets) return subsets;
    const outcomes = entries.map((entry) => ({ entry, outcome: scoreOf(entry, scale) }));
    for (const { outcome } of outcomes)
      if ("fault" in outcome && outcome.fault.state === "invalid") return outcome;
    const scored = outcomes.flatMap(({ entry, outcome }) =>
      "ok" in outcome ? [{ entry, score: outcome.ok }] : [],
    );
    if (scored.length === 0) return outcomes[0]?.outcome as { fault: Reason };
    const pair = disagreement(scored.map(({ score }) => score));
    if (pair) return twins(name, t`scores`, pair);
    return { ok: scored };
  }

  /** The base score of an anchor, and the results that state it; without them it comes from a calibration. */
  base(
    name: string,
    scale: Scale,
  ): Outcome<{ score: Figure; isOwn: boolean; entries: readonly BenchmarkResult[] }> {
    const obstacle = this.#obstacle(name);
    if (obstacle) return obstacle;
    const entries = this.results.of(name);
    const subsets = differentSubsets(name, entries);
    if (subsets) return subsets;
    const bases: Figure[] = [];
    for (const entry of entries) {
      if (entry.lowerIsBetter !== undefined) return lowerIsBetter(entry);
      const unread = entry.unread.find(({ source }) => source === "baseScore");
      if (unread) return notANumber(entry, unread);
      if (!entry.baseScore) continue;
      const base = scaled(entry.baseScore, scale);
      if (!isPossibleScore(base)) return impossible(entry, base);
      bases.push(base);
    }
    const pair = disagreement(bases);
    if (pair) return twins(name, t`base scores`, pair);
    const own = highest(bases);
    if (own) return { ok: { score: own, isOwn: true, entries } };
    return this.#calibratedBase(name, entries[0]?.subset, scale);
  }

  /** Why a benchmark cannot be gated, whatever its results are. */
  #obstacle(name: string): { readonly fault: Reason } | undefined {
    const [entry] = this.results.of(name);
    // A result says more about what it measures.
    if (entry?.lowerIsBetter !== undefined) return undefined;
    const nodes = entry ? [entry.node] : [];
    switch (notGateable(this.#alloy, name)) {
      case "lower-is-better":
        return invalid(
          "lower-is-better",
          t`A lower score of "${name}" is better; "min" and "anchorDelta" cannot gate it.`,
          ...nodes,
        );
      case "raw":
        return invalid(
          "raw",
          t`"${name}" is measured in its own unit; "min" and "anchorDelta" cannot gate it.`,
          ...nodes,
        );
      default:
        return undefined;
    }
  }

  #calibratedBase(
    name: string,
    subset: string | undefined,
    scale: Scale,
  ): Outcome<{ score: Figure; isOwn: boolean; entries: readonly BenchmarkResult[] }> {
    const scores = calibrationScores(this.#alloy, name, subset).map((score) => scaled(score, scale));
    if (scores.length === 0) return missing(t`No base score for "${name}".`);
    const wrong = scores.find((score) => !isPossibleScore(score));
    if (wrong)
      return invalid(
        "figure",
        t`"${wrong.source}" of "${name}" is ${percentWords(wrong)}, which is not a percentage.`,
        wrong.node,
      );
    const pair = disagreement(scores);
    if (pair)
      return ambiguous(
        "base",
        t`The calibration anchors of "${name}" differ: ${percentWords(pair[0])} and ${percentWords(pair[1])}.`,
        ...pair.map(({ node }) => node),
      );
    return { ok: { score: highest(scores) as Figure, isOwn: false, entries: [] } };
  }

  /** The calibration scores that some anchor check of this alloy uses as its base. */
  #usedCalibrations(): Figure[] {
    return (acceptanceOf(this.#alloy)?.benchmarks ?? []).flatMap(({ name, anchorDelta, anchorBenchmark }) => {
      if (!anchorDelta) return [];
      const anchor = anchorBenchmark?.value ?? name;
      const entries = this.results.of(anchor);
      if (entries.some(({ baseScore }) => baseScore)) return [];
      return calibrationScores(this.#alloy, anchor, entries[0]?.subset);
    });
  }
}

export type { Figures };

/** The figures of an alloy. */
export const figuresOf = memoize((alloy: Alloy) => new Figures(alloy));

export const ONE = Exact.scaled(1n, 0);

export function scaled(figure: Figure, scale: Scale): Figure {
  return scale === "fraction" && figure.isScaled
    ? { ...figure, ...percentOf(figure), isFraction: true }
    : figure;
}

/**
 * What is wrong with the figures of any entry, gated or not: impossible numbers, text where a number is due, and
 * contradictions, under each scale that the scores may have.
 */
export const resultFaults = memoize((alloy: Alloy): readonly Reason[] => {
  const { scales, results } = figuresOf(alloy);
  return results.entries
    .filter(({ lowerIsBetter, isRaw }) => lowerIsBetter === undefined && !isRaw)
    .flatMap((entry) => {
      const [first, ...others] = scales.map((scale) => faultsOf(entry, scale));
      return others.every((faults) => faults.length > 0) ? (first ?? []) : [];
    });
});

function faultsOf(entry: BenchmarkResult, scale: Scale): Reason[] {
  const faults: Reason[] = [];
  const score = scoreOf({ ...entry, unfinished: undefined }, scale);
  if ("fault" in score && score.fault.state === "invalid") faults.push(score.fault);
  const base = entry.baseScore && scaled(entry.baseScore, scale);
  if (base && !isPossibleScore(base)) faults.push(impossible(entry, base).fault);
  const wrong = "ok" in score && base ? deltaFault(entry, score.ok, base, scale) : undefined;
  if (wrong) faults.push(wrong);
  return faults;
}

/** Why the stated change of an entry cannot be right: it is not what its score and its base score give. */
export function deltaFault(
  { name, delta: stated }: BenchmarkResult,
  score: Figure,
  base: Figure,
  scale: Scale,
): Reason | undefined {
  if (!stated) return undefined;
  const delta = scaled(stated, scale);
  const change = score.value.minus(base.value);
  const tolerance = score.tolerance.plus(base.tolerance);
  if (agree({ value: change, tolerance }, delta)) return undefined;
  return invalid(
    "contradiction",
    t`"delta" of "${name}" is ${points(delta.value)}, but the score minus the base score is ${percentWords(score)} − ${percentWords(base)} = ${points(change)}.`,
    delta.node,
    score.node,
    base.node,
  ).fault;
}

/** The score of one entry in percent: all that state it have to agree. */
function scoreOf(entry: BenchmarkResult, scale: Scale): Outcome<Figure> {
  const { name, unfinished, unread, node } = entry;
  if (entry.lowerIsBetter !== undefined) return lowerIsBetter(entry);
  if (unfinished !== undefined)
    return missing(t`The run of "${name}" is not completed: "metrics.status" is "${unfinished}".`, node);
  const text = unread.find(({ source }) => source !== "baseScore" && source !== "delta");
  if (text) return notANumber(entry, text);
  const scores = entry.scores.map((figure) => scaled(figure, scale));
  const [score] = scores;
  if (!score) return missing(t`The result for "${name}" has no score.`, node);
  for (const one of scores) if (!isPossibleScore(one)) return impossible(entry, one);
  const pair = disagreement(scores);
  if (pair)
    return invalid(
      "contradiction",
      t`The result for "${name}" contradicts itself: "${pair[0].source}" is ${percentWords(pair[0])}, "${pair[1].source}" is ${percentWords(pair[1])}.`,
      pair[1].node,
      pair[0].node,
    );
  return { ok: score };
}

function lowerIsBetter({ name, node, lowerIsBetter }: BenchmarkResult) {
  return invalid(
    "lower-is-better",
    t`"${name}" measures "${lowerIsBetter}", where lower is better; "min" and "anchorDelta" cannot gate it.`,
    node,
  );
}

export function notANumber({ name }: BenchmarkResult, { node, source }: { node: ValueNode; source: string }) {
  // A field of the schema that is not a number is rejected by parsers; text in a metric is not.
  const fault = source.startsWith("metrics.") ? "figure" : "unreadable";
  return invalid(fault, t`"${source}" of "${name}" is not a number.`, node);
}

function impossible({ name }: BenchmarkResult, score: Figure) {
  return invalid("figure", impossibleWords(name, score), score.node);
}

/** Says of an impossible score what it probably is. */
function impossibleWords(name: string, score: Figure): string {
  const { source, isFraction, node } = score;
  const written = "text" in node ? node.text : "value" in node ? String(node.value) : "?";
  if (source.includes("/")) return t`"${source}" of "${name}" is not a fraction from 0 to 1.`;
  if (isFraction && !score.isScaled) {
    const hint = score.value.sign > 0 ? meantFraction(score) : undefined;
    return hint === undefined
      ? t`"${source}" of "${name}" is ${written}, but must be a fraction from 0 to 1.`
      : t`"${source}" of "${name}" is ${written}, but must be a fraction from 0 to 1. Did you mean ${hint}?`;
  }
  const percent = score.isFraction ? score.value.times(HUNDREDTH) : score.value;
  const hint =
    percent.isAbove(Exact.hundred) && !percent.isAbove(TEN_THOUSAND) ? percent.times(HUNDREDTH) : undefined;
  return hint
    ? t`"${source}" of "${name}" is ${written}, which is not a percentage from 0 to 100. Did you mean ${hint.toFixed(4)}?`
    : t`"${source}" of "${name}" is ${written}, which is not a percentage from 0 to 100.`;
}

const HUNDREDTH = Exact.scaled(1n, -2);
const TEN_THOUSAND = Exact.scaled(1n, 4);

/** A percentage that was written where a fraction is due. */
function meantFraction({ value }: Figure): string | undefined {
  const written = value.times(HUNDREDTH);
  return written.isAbove(Exact.hundred) ? undefined : written.times(HUNDREDTH).toFixed(6);
}

export function differentSubsets(name: string, entries: readonly BenchmarkResult[]) {
  const [first] = entries;
  const other = entries.find(({ subset }) => subset !== first?.subset);
  if (!first || !other) return undefined;
  const words = [first, other].map(({ subset }) => (subset === undefined ? t`no subset` : `"${subset}"`));
  return ambiguous(
    "twins",
    t`"${name}" has results for different subsets: ${words[0]} and ${words[1]}.`,
    other.node,
    first.node,
  );
}

function twins(name: string, what: string, pair: readonly [Figure, Figure]) {
  return ambiguous(
    "twins",
    t`"${name}" has two results with different ${what}: ${percentWords(pair[0])} and ${percentWords(pair[1])}.`,
    pair[1].node,
    pair[0].node,
  );
}

/**
 * Two figures that do not agree; undefined if all do. Rounding makes each an interval, and intervals meet in pairs just if
 * all have a point in common.
 */
function disagreement(figures: readonly Figure[]): readonly [Figure, Figure] | undefined {
  let [above, below] = [figures[0], figures[0]];
  for (const one of figures) {
    if (above && lowerBound(one).isAbove(lowerBound(above))) above = one;
    if (below && upperBound(one).isBelow(upperBound(below))) below = one;
  }
  if (!above || !below || agree(above, below)) return undefined;
  return figures.indexOf(above) < figures.indexOf(below) ? [above, below] : [below, above];
}

function lowerBound({ value, tolerance }: Figure): Exact {
  return value.minus(tolerance);
}

function upperBound({ value, tolerance }: Figure): Exact {
  return value.plus(tolerance);
}

function highest(figures: readonly Figure[]): Figure | undefined {
  return figures.reduce<Figure | undefined>(
    (best, one) => (best && !one.value.isAbove(best.value) ? best : one),
    undefined,
  );
}

/**
 * Scores of the base model that `eval` stages measured: of the benchmark's own entry, else of a stage that runs this
 * benchmark only. A `publishedScore` was measured elsewhere and never counts.
 */
function calibrationScores(alloy: Alloy, name: string, subset: string | undefined): Figure[] {
  const key = benchmarkKey(name);
  const scale = meaningOf(alloy, name)?.scale;
  const isOf = (entry: MeasuredEntry) => entry.key === key && entry.subset === subset;
  const stages = anchoredStages(alloy);
  const own = stages.flatMap(({ stage, entries }) => {
    if (!entries.some((entry) => entry.isAnchored && isOf(entry))) return [];
    return benchmarksOf(stage)
      .filter((_, index) => isOf(entries[index] as MeasuredEntry))
      .flatMap((entry) => measuredScore(fieldValue(entry, "calibrationAnchor"), scale));
  });
  if (own.length > 0) return own;
  return stages
    .filter(({ isAnchored, entries }) => isAnchored && entries.length === 1 && entries.every(isOf))
    .flatMap(({ stage }) => measuredScore(fieldValue(stage.node, "calibrationAnchor"), scale));
}

/** The stages that measured the base model, and what they measure. */
const anchoredStages = memoize((alloy: Alloy) =>
  alloy.stagesWith("evaluate").flatMap((stage) => {
    const measured = measuredIn(stage);
    const isAnchored = measured.isAnchored || measured.entries.some((entry) => entry.isAnchored);
    return isAnchored ? [{ stage, ...measured }] : [];
  }),
);

function benchmarksOf({ node }: Stage) {
  return objectsOf(fieldValue(node, "benchmarks"));
}

type MeasuredEntry = {
  readonly key: string;
  readonly subset: string | undefined;
  /** It has a `calibrationAnchor`. */
  readonly isAnchored: boolean;
};

/** What a stage measures, in the order of `benchmarksOf`. */
const measuredIn = summarize((stage) => ({
  isAnchored: fieldValue(stage.node, "calibrationAnchor") !== undefined,
  entries: benchmarksOf(stage).map(
    (entry): MeasuredEntry => ({
      key: benchmarkKey(stringField(entry, "name")?.value ?? ""),
      subset: stringField(entry, "subset")?.value,
      isAnchored: fieldValue(entry, "calibrationAnchor") !== undefined,
    }),
  ),
}));

function measuredScore(anchor: ValueNode | undefined, scale: Benchmark["scale"] | undefined): Figure[] {
  const score = plainNumber(anchor, "measuredScore");
  if (!score) return [];
  const source = "calibrationAnchor.measuredScore";
  return [{ ...onScale(score.value, scale), node: score.node, source }];
}
