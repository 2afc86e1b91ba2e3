import { findValue, type ObjectNode, type ValueNode } from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import { benchmarkKey } from "./names.js";

/** One entry of `results.benchmarks`, its figures in percent 0..100. */
export interface BenchmarkResult {
  readonly name: string;
  readonly node: ObjectNode;
  /** Undefined where it has not been measured. */
  readonly score: number | undefined;
  readonly baseScore: number | undefined;
  /** The stated change against the own base score, in percentage points. */
  readonly delta: number | undefined;
  readonly samplesPath: string | undefined;
}

export interface BenchmarkResults {
  readonly entries: readonly BenchmarkResult[];
  /** True where every `score` and `baseScore` of the file is at most 1: then they are read as fractions. */
  readonly areFractions: boolean;
  /** The entry of this name; `humaneval+` and `humaneval_plus` are one. */
  find(name: string): BenchmarkResult | undefined;
}

/** Reads `results.benchmarks`. */
export function benchmarkResults(alloy: Alloy): BenchmarkResults {
  const list = findValue(findValue(alloy.root, "results"), "benchmarks");
  const nodes = list?.kind === "array" ? list.items.filter((item) => item.kind === "object") : [];
  const scores = nodes
    .flatMap((node) => [numberOf(node, "score"), numberOf(node, "baseScore")])
    .filter((n) => n !== undefined);
  const areFractions = scores.length > 0 && scores.every((score) => score <= 1);
  const scale = areFractions ? 100 : 1;
  const entries = nodes.map((node) => readResult(node, scale));
  return {
    entries,
    areFractions,
    find: (name) => entries.find((entry) => benchmarkKey(entry.name) === benchmarkKey(name)),
  };
}

function readResult(node: ObjectNode, scale: number): BenchmarkResult {
  const name = findValue(node, "name");
  const samples = findValue(node, "samplesPath");
  const scaled = (key: string) => {
    const value = numberOf(node, key);
    return value === undefined ? undefined : value * scale;
  };
  return {
    name: name?.kind === "string" ? name.value : "",
    node,
    score: isPending(node) ? undefined : (scaled("score") ?? scoreFromMetrics(findValue(node, "metrics"))),
    baseScore: scaled("baseScore"),
    delta: scaled("delta"),
    samplesPath: samples?.kind === "string" ? samples.value : undefined,
  };
}

function isPending(node: ObjectNode): boolean {
  const status = findValue(findValue(node, "metrics"), "status");
  return status?.kind === "string" && status.value === "pending";
}

/** `metrics.score`, else `accuracy` (both percent), else `pass_at_1` (a fraction), else passing of total. */
function scoreFromMetrics(metrics: ValueNode | undefined): number | undefined {
  const percent = numberOf(metrics, "score") ?? numberOf(metrics, "accuracy");
  if (percent !== undefined) return percent;
  const fraction = numberOf(metrics, "pass_at_1") ?? numberOf(metrics, "pass_at_1_fraction");
  if (fraction !== undefined) return 100 * fraction;
  const passing = numberOf(metrics, "passing") ?? numberOf(metrics, "passed");
  const total = numberOf(metrics, "total");
  return passing !== undefined && total ? (100 * passing) / total : undefined;
}

function numberOf(node: ValueNode | undefined, key: string): number | undefined {
  const value = findValue(node, key);
  return value?.kind === "number" ? value.value : undefined;
}
