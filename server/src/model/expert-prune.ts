import type { NumberNode, ValueNode } from "../syntax/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { fieldMember } from "./coerced-fields.js";
import { isSet } from "./executor.js";
import { sourceOf } from "./source.js";

/** An `expert-prune` stage, with what `source` says about the experts. */
export interface ExpertPrune {
  /** `keepExpertsPerLayer`, else `keepExperts`. */
  readonly keep: NumberNode | undefined;
  /** `originalExpertsPerLayer`, else `source.numExpertsPerLayer`: experts in each layer before pruning. */
  readonly original: NumberNode | undefined;
  /** `source.numActivatedExperts`: experts for each token. */
  readonly activated: NumberNode | undefined;
  /** `source.numLayers`, where every layer has experts: with dense leading layers the counts follow another way. */
  readonly layers: NumberNode | undefined;
  /** Why the number to keep is impossible; what is derived from it is not looked at then. */
  readonly fault: KeepFault | undefined;
  /** How experts are ranked: by a profile that the strategy demands, by router weights if there is none, or by something else. */
  readonly ranking: "profile" | "profile-or-router" | "other";
}

/**
 * `above`: more than there are; `equal`: all of them; `below`: fewer than the router picks for each token; `none`: no
 * expert at all, which the schema rejects by itself.
 */
interface KeepFault {
  readonly kind: "above" | "equal" | "below" | "none";
  readonly keep: NumberNode;
  readonly limit: number;
}

export const CALIBRATION_AWARE = "calibration-aware-activation-count";

export function expertPruneOf(alloy: Pick<Alloy, "source">, { node }: Pick<Stage, "node">): ExpertPrune {
  const source = sourceOf(alloy);
  const keep = numberOf(node, "keepExpertsPerLayer") ?? numberOf(node, "keepExperts");
  const original = numberOf(node, "originalExpertsPerLayer") ?? source.numExpertsPerLayer;
  const activated = source.numActivatedExperts;
  return {
    keep,
    original,
    activated,
    layers: source.firstKDenseReplace?.value ? undefined : source.numLayers,
    fault: keep && faultOf(keep, original, activated),
    ranking: rankingOf(node),
  };
}

function faultOf(
  keep: NumberNode,
  original: NumberNode | undefined,
  activated: NumberNode | undefined,
): KeepFault | undefined {
  if (keep.value < 1) return { kind: "none", keep, limit: 1 };
  if (original && keep.value >= original.value)
    return { kind: keep.value === original.value ? "equal" : "above", keep, limit: original.value };
  return activated && keep.value < activated.value
    ? { kind: "below", keep, limit: activated.value }
    : undefined;
}

function numberOf(node: ValueNode, field: string): NumberNode | undefined {
  const value = fieldMember(node, field)?.value;
  return value?.kind === "number" ? value : undefined;
}

/** A file of importances takes the place of a profile. */
function rankingOf(node: ValueNode): ExpertPrune["ranking"] {
  if (isSet(fieldMember(node, "importanceJson")?.value)) return "other";
  const strategy = fieldMember(node, "strategy")?.value;
  if (!strategy || strategy.kind === "null") return "profile-or-router";
  return strategy.kind === "string" && strategy.value === CALIBRATION_AWARE ? "profile" : "other";
}
