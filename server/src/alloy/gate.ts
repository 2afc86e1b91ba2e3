/**
 * The acceptance gate: what `acceptanceCriteria` demands against what `results` say.
 * Rules of evaluation: docs/acceptance-gate.md.
 */
import type { BenchmarkGate } from "./acceptance.js";
import type { BenchmarkResults } from "./results.js";

export type Verdict = "pass" | "fail" | "unmeasured";

/** The score against the absolute floor, both in percent. */
export interface FloorCheck {
  readonly verdict: Verdict;
  readonly score: number | undefined;
  readonly floor: number;
}

/** The change against the anchor's base score, in percentage points. */
export interface AnchorCheck {
  readonly verdict: Verdict;
  readonly score: number | undefined;
  /** The benchmark whose base score is the anchor. */
  readonly anchor: string;
  readonly baseScore: number | undefined;
  /** Rounded to two decimals, since 88.4 − 92.1 is not −3.7 in floating point. */
  readonly change: number | undefined;
  readonly allowed: number;
}

/** `score / 100 ≥ min`. */
export function checkFloor(gate: BenchmarkGate, results: BenchmarkResults): FloorCheck | undefined {
  if (!gate.min) return undefined;
  const score = results.find(gate.name)?.score;
  const floor = 100 * gate.min.value;
  return { verdict: verdict(score, floor), score, floor: round(floor) };
}

/** `change ≥ anchorDelta`; the change is the stated `delta` where the anchor is the benchmark itself. */
export function checkAnchor(gate: BenchmarkGate, results: BenchmarkResults): AnchorCheck | undefined {
  if (!gate.anchorDelta) return undefined;
  const anchor = gate.anchorBenchmark ?? gate.name;
  const own = results.find(gate.name);
  const base = results.find(anchor);
  const score = own?.score;
  const baseScore = base?.baseScore;
  const stated = own && own === base && score !== undefined ? own.delta : undefined;
  const difference = score === undefined || baseScore === undefined ? undefined : score - baseScore;
  const change = stated ?? difference;
  const allowed = gate.anchorDelta.value;
  return {
    verdict: verdict(change, allowed),
    score,
    anchor,
    baseScore,
    change: change === undefined ? undefined : round(change),
    allowed,
  };
}

function verdict(measured: number | undefined, limit: number): Verdict {
  if (measured === undefined) return "unmeasured";
  return round(measured) >= round(limit) ? "pass" : "fail";
}

function round(value: number): number {
  return Math.round((value + Number.EPSILON * Math.sign(value)) * 100) / 100;
}
