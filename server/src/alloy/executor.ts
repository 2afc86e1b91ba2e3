import { numberIn, textIn } from "../text/tree.js";
import type { Alloy } from "./alloy.js";
import type { ArchitectureProfile } from "./executor-profile.js";
import { viewOf } from "./memo.js";
import { own } from "./schema.js";

/** What the family adapter fills in for a `train` stage at run time. */
export interface AdapterValues {
  readonly domain: string;
  readonly steps: number;
  readonly learningRate: string;
}

/** Their fields, which an intent-only stage leaves out. */
export const ADAPTER_FIELDS = ["domain", "steps", "learningRate"] as const satisfies (keyof AdapterValues)[];

interface Architecture {
  readonly name: string;
  readonly profile: ArchitectureProfile;
}

/** The profile of the alloy's architecture; undefined where no executor is known for it. */
export const architectureOf = viewOf(
  ({ source, registry }: Pick<Alloy, "source" | "registry" | "views">): Architecture | undefined => {
    const name = textIn(source, "architecture")?.value;
    if (name === undefined) return undefined;
    const profile = own(registry.executor.architectures, name);
    return profile && { name, profile };
  },
);

/** What an intent-only `train` stage of this alloy means at run time; undefined for other families. */
export const adapterValues = viewOf(
  (alloy: Pick<Alloy, "source" | "registry" | "views">): AdapterValues | undefined => {
    const { familyAdapter: adapter } = alloy.registry.executor;
    const architecture = architectureOf(alloy);
    if (!architecture || !adapter.architectures.includes(architecture.name)) return undefined;
    const { source } = alloy;
    const params = numberIn(source, "totalParamsB")?.value || adapter.assumedParamsB;
    const model = textIn(source, "baseModel")?.value.toLowerCase() ?? "";
    const size = adapter.sizes.find(({ belowParamsB = Number.POSITIVE_INFINITY }) => params < belowParamsB);
    const choice = adapter.domains.find(({ whereBaseModelContains: part = "" }) => model.includes(part));
    return size && choice && { domain: choice.domain, steps: size.steps, learningRate: size.learningRate };
  },
);
