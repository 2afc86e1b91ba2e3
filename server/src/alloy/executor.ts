import { findValue, numberIn } from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import type { ArchitectureProfile } from "./executor-profile.js";
import { viewOf } from "./memo.js";

/** What the family adapter fills in for a `train` stage at run time. */
export interface AdapterValues {
  readonly domain: string;
  readonly steps: number;
  readonly learningRate: string;
}

/** The profile of the alloy's architecture; undefined where no executor is known for it. */
export function architectureOf({
  source,
  registry,
}: Pick<Alloy, "source" | "registry">): { name: string; profile: ArchitectureProfile } | undefined {
  const node = findValue(source, "architecture");
  if (node?.kind !== "string") return undefined;
  const { architectures } = registry.executor;
  const profile = Object.hasOwn(architectures, node.value) ? architectures[node.value] : undefined;
  return profile && { name: node.value, profile };
}

/** What an intent-only `train` stage of this alloy means at run time; undefined for other families. */
export const adapterValues = viewOf(
  (alloy: Pick<Alloy, "source" | "registry">): AdapterValues | undefined => {
    const { familyAdapter: adapter } = alloy.registry.executor;
    const name = architectureOf(alloy)?.name;
    if (name === undefined || !adapter.architectures.includes(name)) return undefined;
    const { source } = alloy;
    const params = numberIn(source, "totalParamsB")?.value || adapter.assumedParamsB;
    const base = findValue(source, "baseModel");
    const model = base?.kind === "string" ? base.value.toLowerCase() : "";
    const size = adapter.sizes.find(({ belowParamsB = Number.POSITIVE_INFINITY }) => params < belowParamsB);
    const choice = adapter.domains.find(({ whereBaseModelContains: part = "" }) => model.includes(part));
    return size && choice && { domain: choice.domain, steps: size.steps, learningRate: size.learningRate };
  },
);
