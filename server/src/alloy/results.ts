import {
  findValue,
  type NumberNode,
  numberIn,
  type ObjectNode,
  type StringNode,
  textIn,
  type ValueNode,
} from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import { viewOf } from "./memo.js";
import { benchmarkKey } from "./names.js";

/** A measured number, in the unit that the view says, and where it stands. */
export interface Figure {
  readonly value: number;
  readonly node: NumberNode;
  /** The field it was read from, as in `metrics.accuracy`. */
  readonly source: string;
}

/** One entry of `results.benchmarks`. */
export interface BenchmarkResult {
  readonly name: string;
  readonly node: ObjectNode;
  /** Percent 0..100; undefined where it has not been measured. */
  readonly score: Figure | undefined;
  /** Percent 0..100. */
  readonly baseScore: Figure | undefined;
  /** The stated change against the own base score, in percentage points. */
  readonly delta: Figure | undefined;
  readonly samplesPath: StringNode | undefined;
}

export interface BenchmarkResults {
  readonly entries: readonly BenchmarkResult[];
  /** True where every `score` and `baseScore` of the file is at most 1: then they are read as fractions. */
  readonly areFractions: boolean;
  /** The entry of this name; `humaneval+` and `humaneval_plus` are one. */
  find(name: string): BenchmarkResult | undefined;
}

/** Reads `results.benchmarks`. */
export const benchmarkResults = viewOf((alloy: Alloy): BenchmarkResults => {
  const list = findValue(findValue(alloy.root, "results"), "benchmarks");
  const nodes = list?.kind === "array" ? list.items.filter((item) => item.kind === "object") : [];
  const scores = nodes
    .flatMap((node) => [numberIn(node, "score"), numberIn(node, "baseScore")])
    .flatMap((node) => node?.value ?? []);
  const areFractions = scores.length > 0 && scores.every((score) => score <= 1);
  const entries = nodes.map((node) => readResult(node, areFractions ? 100 : 1));
  const first = new Map<string, BenchmarkResult>();
  for (const entry of entries) {
    const key = benchmarkKey(entry.name);
    if (!first.has(key)) first.set(key, entry);
  }
  return { entries, areFractions, find: (name) => first.get(benchmarkKey(name)) };
});

function readResult(node: ObjectNode, scale: number): BenchmarkResult {
  const samplesPath = textIn(node, "samplesPath");
  return {
    name: textIn(node, "name")?.value ?? "",
    node,
    score: isPending(node) ? undefined : (figure(node, "score", scale) ?? scoreFromMetrics(node)),
    baseScore: figure(node, "baseScore", scale),
    delta: figure(node, "delta", scale),
    samplesPath: samplesPath?.value ? samplesPath : undefined,
  };
}

function isPending(node: ObjectNode): boolean {
  return textIn(findValue(node, "metrics"), "status")?.value === "pending";
}

/** `metrics.score`, else `accuracy` (both percent), else `pass_at_1` (a fraction), else passing of total. */
function scoreFromMetrics(result: ObjectNode): Figure | undefined {
  const metrics = findValue(result, "metrics");
  const from = (key: string, scale: number) => figure(metrics, key, scale, `metrics.${key}`);
  const direct =
    from("score", 1) ?? from("accuracy", 1) ?? from("pass_at_1", 100) ?? from("pass_at_1_fraction", 100);
  if (direct) return direct;
  const passing = numberIn(metrics, "passing") ?? numberIn(metrics, "passed");
  const total = numberIn(metrics, "total");
  if (!passing || !total?.value) return undefined;
  return {
    value: (100 * passing.value) / total.value,
    node: passing,
    source: "metrics.passing of metrics.total",
  };
}

function figure(node: ValueNode | undefined, key: string, scale: number, source = key): Figure | undefined {
  const number = numberIn(node, key);
  return number && { value: number.value * scale, node: number, source };
}
