import {
  type BooleanNode,
  findMember,
  findValue,
  type Member,
  type NumberNode,
  numberIn,
  type StringNode,
  textIn,
  type ValueNode,
} from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import { viewOf } from "./memo.js";

/** One entry of `acceptanceCriteria.benchmarks`. */
export interface BenchmarkGate {
  readonly name: string;
  readonly member: Member;
  /** `min`: absolute floor of the score, a fraction 0..1. */
  readonly min: NumberNode | undefined;
  /** `anchorDelta`: smallest allowed change against the anchor, in percentage points. */
  readonly anchorDelta: NumberNode | undefined;
  /** `anchorBenchmark`: whose base score is the anchor; the benchmark itself where absent. */
  readonly anchorBenchmark: StringNode | undefined;
}

/** `acceptanceCriteria`: what the result must meet before it ships. */
export interface Acceptance {
  readonly member: Member;
  readonly benchmarks: readonly BenchmarkGate[];
  /** `hardware.maxVramGb`, in GB. */
  readonly maxVramGb: NumberNode | undefined;
  /** `integrity.modelHashRequired`, where it is true. */
  readonly modelHashRequired: BooleanNode | undefined;
  /** `integrity.samplesPathRequired`, where it is true. */
  readonly samplesPathRequired: BooleanNode | undefined;
}

/** Reads `acceptanceCriteria`; undefined where the alloy has none. */
export const acceptanceOf = viewOf((alloy: Alloy): Acceptance | undefined => {
  const member = findMember(alloy.root, "acceptanceCriteria");
  if (member?.value?.kind !== "object") return undefined;
  const benchmarks = findValue(member.value, "benchmarks");
  const integrity = findValue(member.value, "integrity");
  return {
    member,
    benchmarks: benchmarks?.kind === "object" ? benchmarks.members.map(readGate) : [],
    maxVramGb: numberIn(findValue(member.value, "hardware"), "maxVramGb"),
    modelHashRequired: trueIn(integrity, "modelHashRequired"),
    samplesPathRequired: trueIn(integrity, "samplesPathRequired"),
  };
});

function readGate(member: Member): BenchmarkGate {
  return {
    name: member.name,
    member,
    min: numberIn(member.value, "min"),
    anchorDelta: numberIn(member.value, "anchorDelta"),
    anchorBenchmark: textIn(member.value, "anchorBenchmark"),
  };
}

function trueIn(node: ValueNode | undefined, key: string): BooleanNode | undefined {
  const value = findValue(node, key);
  return value?.kind === "boolean" && value.value ? value : undefined;
}
