import { findValue } from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import { numberIn } from "./results.js";

/** What executors run, as data: `schemas/executors/*.json`. */
export interface ExecutorProfile {
  /** By the exact value of `source.architecture`. */
  readonly architectures: Readonly<Record<string, ArchitectureProfile>>;
  /** Stage types that run whatever the architecture. */
  readonly anyArchitecture: readonly string[];
  /** Stage types that no executor runs: skipped with a line in the log. */
  readonly skipped: readonly string[];
  readonly familyAdapter: FamilyAdapter;
}

export interface ArchitectureProfile {
  readonly moe: boolean;
  readonly stages: readonly string[];
  /** `expertTensorLayout` of its experts. */
  readonly layout?: string;
}

export interface FamilyAdapter {
  readonly architectures: readonly string[];
  /** Billions of parameters where `source.totalParamsB` is absent or 0. */
  readonly assumedParamsB: number;
  /** In rising order; the last one has no bound. */
  readonly sizes: readonly {
    readonly belowParamsB?: number;
    readonly steps: number;
    readonly learningRate: string;
  }[];
  readonly domains: readonly { readonly whereBaseModelContains?: string; readonly domain: string }[];
}

/** What the family adapter fills in for a `train` stage at run time. */
export interface AdapterValues {
  readonly domain: string;
  readonly steps: number;
  readonly learningRate: string;
}

/** The profile of the alloy's architecture; undefined where no executor is known for it. */
export function architectureOf(alloy: Alloy): { name: string; profile: ArchitectureProfile } | undefined {
  const node = findValue(findValue(alloy.root, "source"), "architecture");
  if (node?.kind !== "string") return undefined;
  const { architectures } = alloy.registry.executor;
  const profile = Object.hasOwn(architectures, node.value) ? architectures[node.value] : undefined;
  return profile && { name: node.value, profile };
}

/** What an intent-only `train` stage of this alloy means at run time; undefined for other families. */
export function adapterValues(alloy: Alloy): AdapterValues | undefined {
  const { familyAdapter: adapter } = alloy.registry.executor;
  const name = architectureOf(alloy)?.name;
  if (name === undefined || !adapter.architectures.includes(name)) return undefined;
  const source = findValue(alloy.root, "source");
  const params = numberIn(source, "totalParamsB")?.value || adapter.assumedParamsB;
  const base = findValue(source, "baseModel");
  const model = base?.kind === "string" ? base.value.toLowerCase() : "";
  const size = adapter.sizes.find(({ belowParamsB = Number.POSITIVE_INFINITY }) => params < belowParamsB);
  const choice = adapter.domains.find(({ whereBaseModelContains: part = "" }) => model.includes(part));
  return size && choice && { domain: choice.domain, steps: size.steps, learningRate: size.learningRate };
}
