import { type NumberNode, numberIn, textIn } from "../text/tree.js";
import type { Alloy, Stage } from "./alloy.js";
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
  /** Whether the ranking needs an earlier profile; also where `strategy` is left out. A file of importances will do. */
  readonly needsProfile: boolean;
}

export const CALIBRATION_AWARE = "calibration-aware-activation-count";

export function expertPruneOf(alloy: Pick<Alloy, "source">, { node }: Pick<Stage, "node">): ExpertPrune {
  const source = sourceOf(alloy);
  const strategy = textIn(node, "strategy")?.value;
  return {
    keep: numberIn(node, "keepExpertsPerLayer") ?? numberIn(node, "keepExperts"),
    original: numberIn(node, "originalExpertsPerLayer") ?? source.numExpertsPerLayer,
    activated: source.numActivatedExperts,
    layers: source.firstKDenseReplace?.value ? undefined : source.numLayers,
    needsProfile:
      (strategy === undefined || strategy === CALIBRATION_AWARE) && !textIn(node, "importanceJson"),
  };
}
