/**
 * The acceptance gate: what `acceptanceCriteria` demands against what `results` say, one check a demand.
 * The figures are in percent and percentage points, whatever the file writes.
 */
import { findValue, numberIn, type StringNode, textIn, type ValueNode } from "../text/tree.js";
import { type Acceptance, acceptanceOf, type BenchmarkGate } from "./acceptance.js";
import type { Alloy, Stage } from "./alloy.js";
import { isSha256, modelHashOf } from "./hashes.js";
import { viewOf } from "./memo.js";
import { type BenchmarkResults, benchmarkResults, type Figure } from "./results.js";

export type CheckVerdict = "pass" | "fail" | "unmeasured";

interface CheckBase {
  readonly verdict: CheckVerdict;
  /** Where the demand stands. */
  readonly criterion: ValueNode;
  /** Where the figure stands that met it or did not. */
  readonly evidence: ValueNode | undefined;
}

/** The score against its absolute floor: `score / 100 ≥ min`. */
export interface FloorCheck extends CheckBase {
  readonly kind: "floor";
  readonly benchmark: string;
  /** Percent. */
  readonly floor: number;
  readonly score: Figure | undefined;
}

/** The change against the anchor's base score: `change ≥ anchorDelta`. */
export interface AnchorCheck extends CheckBase {
  readonly kind: "anchor";
  readonly benchmark: string;
  /** The benchmark whose base score is the anchor. */
  readonly anchor: string;
  readonly score: Figure | undefined;
  readonly baseScore: Figure | undefined;
  /** Percentage points, rounded to two decimals: 88.4 − 92.1 is not −3.7 in floating point. */
  readonly change: number | undefined;
  readonly allowed: number;
}

/** The memory that the result needs against `maxVramGb`, in GB. */
export interface MemoryCheck extends CheckBase {
  readonly kind: "memory";
  readonly limit: number;
  readonly needed: Figure | undefined;
}

/** `results.integrity.modelHash` is there, is a SHA-256, and agrees with `fileHashes`. */
export interface ModelHashCheck extends CheckBase {
  readonly kind: "model-hash";
  readonly fault: "missing" | "malformed" | "differs" | undefined;
}

/** The result of a gated benchmark names its samples. */
export interface SamplesCheck extends CheckBase {
  readonly kind: "samples";
  readonly benchmark: string;
}

export type GateCheck = FloorCheck | AnchorCheck | MemoryCheck | ModelHashCheck | SamplesCheck;

export interface GateReport {
  readonly verdict: "ship" | "rework" | "unmeasured";
  readonly checks: readonly GateCheck[];
  /** Whether the scores of the file were read as fractions. */
  readonly areFractions: boolean;
}

/** Evaluates the gate; undefined where the alloy has no `acceptanceCriteria`. */
export const evaluateGate = viewOf((alloy: Alloy): GateReport | undefined => {
  const acceptance = acceptanceOf(alloy);
  if (!acceptance) return undefined;
  const results = benchmarkResults(alloy);
  const checks = [
    ...acceptance.benchmarks.flatMap((gate) => [checkFloor(gate, results), checkAnchor(gate, results)]),
    checkMemory(alloy, acceptance),
    checkModelHash(alloy, acceptance),
    ...acceptance.benchmarks.map((gate) => checkSamples(gate, acceptance, results)),
  ].filter((check) => check !== undefined);
  return { verdict: verdictOf(checks), checks, areFractions: results.areFractions };
});

/** The checks that failed. Before there are results, none but that of the memory can. */
export function failedChecks(alloy: Alloy): readonly GateCheck[] {
  const acceptance = acceptanceOf(alloy);
  if (!acceptance) return [];
  const isMeasured = findValue(alloy.root, "results") !== undefined;
  const checks = isMeasured ? (evaluateGate(alloy)?.checks ?? []) : [checkMemory(alloy, acceptance)];
  return checks.filter((check) => check?.verdict === "fail") as GateCheck[];
}

function verdictOf(checks: readonly GateCheck[]): GateReport["verdict"] {
  if (checks.some(({ verdict }) => verdict === "fail")) return "rework";
  return checks.length > 0 && checks.every(({ verdict }) => verdict === "pass") ? "ship" : "unmeasured";
}

function checkFloor(gate: BenchmarkGate, results: BenchmarkResults): FloorCheck | undefined {
  if (!gate.min) return undefined;
  const score = results.find(gate.name)?.score;
  const floor = tidy(100 * gate.min.value);
  const passes = score && tidy(score.value) >= floor;
  return {
    kind: "floor",
    benchmark: gate.name,
    criterion: gate.min,
    evidence: score?.node,
    verdict: verdict(passes),
    floor,
    score,
  };
}

function checkAnchor(gate: BenchmarkGate, results: BenchmarkResults): AnchorCheck | undefined {
  if (!gate.anchorDelta) return undefined;
  const anchor = gate.anchorBenchmark?.value ?? gate.name;
  const own = results.find(gate.name);
  const base = results.find(anchor);
  const score = own?.score;
  const baseScore = base?.baseScore;
  const stated = score && own === base ? own?.delta : undefined;
  const difference = score && baseScore ? score.value - baseScore.value : undefined;
  const change = stated?.value ?? difference;
  const allowed = gate.anchorDelta.value;
  const passes = change === undefined ? undefined : round(change) >= round(allowed);
  return {
    kind: "anchor",
    benchmark: gate.name,
    anchor,
    criterion: gate.anchorDelta,
    evidence: stated?.node ?? (baseScore && score?.node),
    verdict: verdict(passes),
    score,
    baseScore,
    change: change === undefined ? undefined : round(change),
    allowed,
  };
}

function checkMemory(alloy: Alloy, { maxVramGb }: Acceptance): MemoryCheck | undefined {
  if (!maxVramGb) return undefined;
  const needed = memoryNeeded(alloy);
  const passes = needed && needed.value <= maxVramGb.value;
  return {
    kind: "memory",
    criterion: maxVramGb,
    evidence: needed?.node,
    verdict: verdict(passes),
    limit: maxVramGb.value,
    needed,
  };
}

/** The smallest `fitsVramGb` of any quant tier, else `hardware.minVramGb`, in GB. */
function memoryNeeded(alloy: Alloy): Figure | undefined {
  const tiers = alloy.stagesOf("quant").flatMap(tiersOf);
  if (tiers.length > 0) return tiers.reduce((least, tier) => (tier.value < least.value ? tier : least));
  const node = numberIn(findValue(alloy.root, "hardware"), "minVramGb");
  return node && { value: node.value, node, source: "hardware.minVramGb" };
}

const tiersOf = viewOf(({ node: stage }: Stage): readonly Figure[] => {
  const tiers = findValue(stage, "tiers");
  return (tiers?.kind === "object" ? tiers.members : []).flatMap(({ name, value }) => {
    const node = numberIn(value, "fitsVramGb");
    return node ? [{ value: node.value, node, source: `fitsVramGb of ${name}` }] : [];
  });
});

function checkModelHash(alloy: Alloy, { modelHashRequired }: Acceptance): ModelHashCheck | undefined {
  if (!modelHashRequired) return undefined;
  const results = findValue(alloy.root, "results");
  const integrity = findValue(results, "integrity");
  const hash = textIn(integrity, "modelHash");
  const fault = hashFault(hash, findValue(integrity, "fileHashes"));
  // Before the run nothing can be there; after it, a hash that is required and absent is a fault.
  const isExecuted = results?.kind === "object";
  return {
    kind: "model-hash",
    criterion: modelHashRequired,
    evidence: hash,
    verdict: isExecuted ? verdict(fault === undefined) : "unmeasured",
    fault,
  };
}

function hashFault(hash: StringNode | undefined, fileHashes: ValueNode | undefined): ModelHashCheck["fault"] {
  if (!hash) return "missing";
  if (!isSha256(hash.value)) return "malformed";
  const expected = modelHashOf(fileHashes);
  return expected !== undefined && expected !== hash.value.toLowerCase() ? "differs" : undefined;
}

function checkSamples(
  gate: BenchmarkGate,
  { samplesPathRequired }: Acceptance,
  results: BenchmarkResults,
): SamplesCheck | undefined {
  if (!samplesPathRequired) return undefined;
  const result = results.find(gate.name);
  return {
    kind: "samples",
    benchmark: gate.name,
    criterion: samplesPathRequired,
    evidence: result?.samplesPath ?? result?.node,
    verdict: verdict(result && result.samplesPath !== undefined),
  };
}

function verdict(passes: boolean | undefined): CheckVerdict {
  if (passes === undefined) return "unmeasured";
  return passes ? "pass" : "fail";
}

/** To two decimals, halves away from zero, as people round. */
export function round(value: number): number {
  return (Math.sign(value) * Math.round(tidy(Math.abs(value)) * 100)) / 100;
}

/** Without what floating point adds: 58.299999999999997 is 58.3. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
