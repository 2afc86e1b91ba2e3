/** `results.benchmarks`, read as the format's Python package reads it, and the figures that follow from each entry. */

import { benchmarkKey } from "../schema/names.js";
import type { Benchmark } from "../schema/schema.js";
import { findValue, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { type Decimal, Exact, readDecimal } from "../text/exact.js";
import type { Alloy } from "./alloy.js";
import { type Field, fieldValue, numberField, objectsOf, stringField } from "./coerced-fields.js";
import { memoize } from "./memoize.js";

/** A measured number in percent or percentage points, and where it is written. */
export interface Figure extends Decimal {
  readonly node: ValueNode;
  /** The field it was read from, such as `metrics.accuracy`. */
  readonly source: string;
  /** The file writes it as a fraction, whatever the scale of the scores. */
  readonly isFraction: boolean;
  /** It follows the scale of the file's scores: a field that the schema defines in percent. */
  readonly isScaled: boolean;
}

/** One entry of `results.benchmarks`. */
export interface BenchmarkResult {
  readonly name: string;
  /** `name` in canonical form. */
  readonly key: string;
  readonly node: ObjectNode;
  readonly nameNode: ValueNode | undefined;
  readonly subset: string | undefined;
  /** `metrics.status`, where it is anything but `completed`. */
  readonly unfinished: string | undefined;
  /** The word in `metric` or in the name that says lower is better, such as `perplexity`. */
  readonly lowerIsBetter: string | undefined;
  /** A domain says that its scores are neither percentages nor fractions. */
  readonly isRaw: boolean;
  /** All statements of the score, in order of precedence. */
  readonly scores: readonly Figure[];
  readonly baseScore: Figure | undefined;
  /** Stated change in percentage points. */
  readonly delta: Figure | undefined;
  /** Values of the fields above that are not numbers. */
  readonly unread: readonly { readonly node: ValueNode; readonly source: string }[];
  readonly samplesPath: Field<string>;
}

export interface BenchmarkResults {
  readonly entries: readonly BenchmarkResult[];
  /** The entries of a benchmark, under any spelling of its name. */
  of(name: string): readonly BenchmarkResult[];
}

/** Reads `results.benchmarks`. */
export const benchmarkResults = memoize((alloy: Alloy): BenchmarkResults => {
  const nodes = objectsOf(fieldValue(fieldValue(alloy.root, "results"), "benchmarks"));
  const entries = nodes.map((node) => readResult(node, alloy));
  const byKey = new Map<string, BenchmarkResult[]>();
  for (const entry of entries) {
    const same = byKey.get(entry.key);
    if (same) same.push(entry);
    else byKey.set(entry.key, [entry]);
  }
  return { entries, of: (name) => byKey.get(benchmarkKey(name)) ?? [] };
});

/** Why neither `min` nor `anchorDelta` can gate a benchmark, as a declared domain says; undefined if they can. */
export function notGateable(alloy: Alloy, name: string): "lower-is-better" | "raw" | undefined {
  const known = meaningOf(alloy, name);
  if (known?.lowerIsBetter) return "lower-is-better";
  return known?.scale === "raw" ? "raw" : undefined;
}

/** What a declared domain says about the scores of a benchmark. */
export function meaningOf({ vocabulary }: Alloy, name: string): Partial<Benchmark> | undefined {
  return vocabulary.benchmark(benchmarkKey(name));
}

/** The word of a name that stands for a metric of which a lower value is better. */
function lowerIsBetterWord({ vocabulary }: Alloy, name: string): string | undefined {
  const metrics = vocabulary.list("lowerIsBetterMetrics", "core");
  return wordsIn(name).find((word) => metrics.some(({ value }) => value === word));
}

/** A number of a result in percent, or in percentage points, as the scale of its benchmark says. */
export function onScale(
  value: Decimal,
  scale: Benchmark["scale"] | undefined,
): Pick<Figure, "value" | "tolerance" | "isScaled" | "isFraction"> {
  if (scale === "fraction") return { ...percentOf(value), isScaled: false, isFraction: true };
  return { ...value, isScaled: scale === undefined, isFraction: false };
}

function readResult(node: ObjectNode, alloy: Alloy): BenchmarkResult {
  const name = stringField(node, "name");
  const key = benchmarkKey(name?.value ?? "");
  const { scale, lowerIsBetter } = meaningOf(alloy, name?.value ?? "") ?? {};
  const metrics = fieldValue(node, "metrics");
  const unread: { node: ValueNode; source: string }[] = [];
  const field = (source: string): Figure[] => {
    const read = numberField(node, source);
    if (!read) return [];
    if (read.value) return [{ ...onScale(read.value, scale), node: read.node, source }];
    unread.push({ node: read.node, source });
    return [];
  };
  const metric = (name: string): { value: Decimal; node: ValueNode }[] => {
    const value = findValue(metrics, name);
    if (!value || value.kind === "null") return [];
    const read = value.kind === "number" ? readDecimal(value.text) : undefined;
    if (read) return [{ value: read, node: value }];
    unread.push({ node: value, source: `metrics.${name}` });
    return [];
  };
  const percent = (name: string) =>
    metric(name).map(({ value, node }) => ({ ...onScale(value, scale), node, source: `metrics.${name}` }));
  const fraction = (name: string) =>
    metric(name).map(({ value, node }) =>
      figure(percentOf(value), node, `metrics.${name}`, { isFraction: true }),
    );
  const share = (name: string) =>
    metric(name).flatMap(({ value, node }) =>
      metric("total").map((total) =>
        figure(shareOf(value, total.value), node, `metrics.${name} / metrics.total`),
      ),
    );
  const metricName = stringField(node, "metric")?.value ?? "";
  return {
    name: name?.value ?? "",
    key,
    node,
    nameNode: name?.node,
    subset: stringField(node, "subset")?.value,
    unfinished: statusOf(metrics),
    lowerIsBetter:
      lowerIsBetterWord(alloy, metricName) ??
      // A domain that says the direction knows better than the name tells.
      (lowerIsBetter === undefined ? lowerIsBetterWord(alloy, name?.value ?? "") : undefined) ??
      (lowerIsBetter ? name?.value : undefined),
    isRaw: scale === "raw",
    scores: [
      ...field("score"),
      ...percent("score"),
      ...percent("accuracy"),
      ...fraction("pass_at_1"),
      ...fraction("pass_at_1_fraction"),
      ...share("passing"),
      ...share("passed"),
    ],
    baseScore: field("baseScore")[0],
    delta: field("delta")[0],
    unread,
    samplesPath: stringField(node, "samplesPath"),
  };
}

function figure(
  { value, tolerance }: Decimal,
  node: ValueNode,
  source: string,
  { isScaled = false, isFraction = false } = {},
): Figure {
  return { value, tolerance, node, source, isScaled, isFraction };
}

/** A fraction in percent, its last written place with it. */
export function percentOf({ value, tolerance }: Decimal): Decimal {
  return { value: value.times(Exact.hundred), tolerance: tolerance.times(Exact.hundred) };
}

/** Counts as a share in percent, which is exact; one that is not possible if there is nothing to count. */
function shareOf(passing: Decimal, total: Decimal): Decimal {
  const share = total.value.sign > 0 ? passing.value.dividedBy(total.value) : undefined;
  const value = share ? share.times(Exact.hundred) : IMPOSSIBLE;
  return { value, tolerance: Exact.zero };
}

const IMPOSSIBLE = Exact.zero.minus(Exact.hundred);

function statusOf(metrics: ValueNode | undefined): string | undefined {
  const status = findValue(metrics, "status");
  if (!status || status.kind === "null") return undefined;
  if (status.kind !== "string") return "value" in status ? String(status.value) : status.kind;
  return status.value === "completed" ? undefined : status.value;
}

/** The words of a name, in lower case: `word_perplexity`, `evalLoss`, and `PPL (char)` have two each. */
function wordsIn(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Whether two figures differ by no more than rounding to their last written places may explain. */
export function agree(a: Decimal, b: Decimal): boolean {
  return !a.value.minus(b.value).absolute.isAbove(a.tolerance.plus(b.tolerance));
}

/** Whether a score in percent is possible. */
export function isPossibleScore({ value }: Decimal): boolean {
  return value.sign >= 0 && !value.isAbove(Exact.hundred);
}
