import {
  findValue,
  type NumberNode,
  numberIn,
  type StringNode,
  textIn,
  type ValueNode,
} from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

/** `source`: the base model and, where the alloy says it, its geometry. */
export interface Source {
  readonly architecture: StringNode | undefined;
  readonly baseModel: StringNode | undefined;
  readonly isMoE: ValueNode | undefined;
  readonly numLayers: NumberNode | undefined;
  /** Leading layers that are dense. */
  readonly firstKDenseReplace: NumberNode | undefined;
  readonly numExpertsPerLayer: NumberNode | undefined;
  readonly numActivatedExperts: NumberNode | undefined;
  /** Tokens. */
  readonly contextLength: NumberNode | undefined;
}

export function sourceOf({ source }: Pick<Alloy, "source">): Source {
  return {
    architecture: textIn(source, "architecture"),
    baseModel: textIn(source, "baseModel"),
    isMoE: findValue(source, "isMoE"),
    numLayers: numberIn(source, "numLayers"),
    firstKDenseReplace: numberIn(source, "firstKDenseReplace"),
    numExpertsPerLayer: numberIn(source, "numExpertsPerLayer"),
    numActivatedExperts: numberIn(source, "numActivatedExperts"),
    contextLength: numberIn(source, "contextLength"),
  };
}
