/** The size of the result in billions of parameters, also for other numbers of experts than the alloy keeps. */

import { findValue } from "../syntax/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { numberField } from "./coerced-fields.js";
import { expertPruneOf } from "./expert-prune.js";

/** The experts of each layer, before and after pruning. */
export interface Experts {
  readonly original: number;
  readonly kept: number;
  /** Experts that the router selects for each token; 1 if not stated. No fewer can be kept. */
  readonly activated: number;
  /** Billions of parameters of all experts of the source together. */
  readonly paramsB: number;
}

export interface Parameters {
  /** Billions of parameters of the result. */
  readonly billions: number;
  /** A stage removes a number of parameters that is not known, so the result may be smaller. */
  readonly isUpperBound: boolean;
  /** Undefined if no stage removes experts, or if their size is not known. */
  readonly experts: Experts | undefined;
}

/**
 * Returns the size of the result: as measured, else that of the source less the experts that are removed. Undefined if the
 * source does not state its size.
 * @param stages those that run
 */
export function parametersOf(alloy: Alloy, stages: readonly Stage[]): Parameters | undefined {
  const total = positive(alloy, "totalParamsB");
  const forged = numberField(findValue(alloy.root, "results"), "forgedParamsB")?.value?.value.toNumber();
  const shrinking = stages.filter(({ type }) => type?.schema.role === "shrink");
  const experts = total === undefined ? undefined : expertsOf(alloy, shrinking, total);
  if (forged !== undefined && forged > 0) return { billions: forged, isUpperBound: false, experts };
  if (total === undefined) return undefined;
  const others = shrinking.filter((stage) => !experts || expertPruneOf(alloy, stage).keep === undefined);
  return {
    billions: experts ? paramsWith(total, experts, experts.kept) : total,
    isUpperBound: others.length > 0,
    experts,
  };
}

/** Billions of parameters if this number of experts is kept in each layer. */
export function paramsWith(total: number, { original, paramsB }: Experts, kept: number): number {
  return total - paramsB * (1 - kept / original);
}

function expertsOf(alloy: Alloy, stages: readonly Stage[], total: number): Experts | undefined {
  for (const stage of stages) {
    const { keep, original, activated, fault } = expertPruneOf(alloy, stage);
    const before = original?.value ?? positive(alloy, "totalExperts");
    if (!keep || before === undefined || !(keep.value >= 1 && keep.value <= before)) continue;
    if (fault && fault.kind !== "equal") continue;
    const active = activated?.value ?? 1;
    const paramsB = expertParams(alloy, total, before, active);
    if (paramsB === undefined) continue;
    return { original: before, kept: keep.value, activated: Math.max(1, active), paramsB };
  }
  return undefined;
}

/** Matrices of a gated feed-forward layer. */
const MATRICES = 3;

/**
 * Billions of parameters of all experts: from the dimensions of the layers, else from the difference between all and active
 * parameters, which is that of the experts that a token does not use.
 */
function expertParams(alloy: Alloy, total: number, experts: number, activated: number): number | undefined {
  const [layers, hidden, inner] = ["numLayers", "hiddenSize", "moeIntermediateSize"].map((field) =>
    positive(alloy, field),
  );
  const dense = positive(alloy, "firstKDenseReplace") ?? 0;
  if (layers !== undefined && hidden !== undefined && inner !== undefined) {
    const params = (MATRICES * hidden * inner * experts * Math.max(0, layers - dense)) / 1e9;
    if (params > 0 && params <= total) return params;
  }
  const active = positive(alloy, "activeParamsB");
  if (active === undefined || experts <= activated || active >= total) return undefined;
  const params = ((total - active) * experts) / (experts - activated);
  return params <= total ? params : undefined;
}

/** A number of `source` that is above 0. */
function positive({ source }: Alloy, field: string): number | undefined {
  const value = numberField(source, field)?.value?.value.toNumber();
  return value !== undefined && value > 0 ? value : undefined;
}
