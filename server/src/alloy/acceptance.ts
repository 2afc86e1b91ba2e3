import { findValue, type Member, type NumberNode } from "../text/tree.js";
import type { Alloy } from "./alloy.js";

/** One entry of `acceptanceCriteria.benchmarks`. */
export interface BenchmarkGate {
  readonly name: string;
  readonly member: Member;
  /** `min`: absolute floor of the score, a fraction 0..1. */
  readonly min: NumberNode | undefined;
  /** `anchorDelta`: smallest allowed change against the anchor, in percentage points. */
  readonly anchorDelta: NumberNode | undefined;
  /** `anchorBenchmark`: whose base score is the anchor; the benchmark itself where absent. */
  readonly anchorBenchmark: string | undefined;
}

/** Reads `acceptanceCriteria.benchmarks`, in the order of the file. */
export function benchmarkGates(alloy: Alloy): BenchmarkGate[] {
  const benchmarks = findValue(findValue(alloy.root, "acceptanceCriteria"), "benchmarks");
  if (benchmarks?.kind !== "object") return [];
  return benchmarks.members.map((member) => {
    const anchor = findValue(member.value, "anchorBenchmark");
    return {
      name: member.key.value,
      member,
      min: numberIn(member, "min"),
      anchorDelta: numberIn(member, "anchorDelta"),
      anchorBenchmark: anchor?.kind === "string" ? anchor.value : undefined,
    };
  });
}

function numberIn(member: Member, key: string): NumberNode | undefined {
  const value = findValue(member.value, key);
  return value?.kind === "number" ? value : undefined;
}
