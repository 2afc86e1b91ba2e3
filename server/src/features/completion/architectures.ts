import type { Alloy } from "../../model/alloy.js";
import type { KnownFamily } from "../../model/executor.js";
import { findValue, textIn } from "../../syntax/tree.js";

/** How many letters and digits of a model's name an architecture must share to be ranked by them. */
const MIN_SHARED = 3;

const UNRELATED = Number.NEGATIVE_INFINITY;

/** Active parameters in the name of a mixture-of-experts model, as in `30B-A3B`, or its experts, as in `8x7B`. */
const MOE_NAME = /-A\d+(\.\d+)?B|\d+x\d+B|moe/i;

/** Returns architectures so that those come first that the name of the alloy's base model suggests. */
export function byBaseModel(
  families: readonly (readonly [name: string, family: KnownFamily])[],
  alloy: Alloy,
): (readonly [name: string, family: KnownFamily])[] {
  const model = textIn(alloy.source, "baseModel")?.value ?? "";
  const name = plain(model.slice(model.lastIndexOf("/") + 1));
  const flag = findValue(alloy.source, "isMoE");
  const isMoe = MOE_NAME.test(model) || (flag?.kind === "boolean" && flag.value);
  const scoreOf = (architecture: string, { family }: KnownFamily): number => {
    // The names of such models do not say so.
    const stem = isMoe ? plain(architecture).replace(/moe$/, "") : plain(architecture);
    const shared = sharedLength(name, stem);
    if (shared < MIN_SHARED) return UNRELATED;
    return shared - (stem.length - shared) + (family.moe === isMoe ? 0.5 : 0);
  };
  return families
    .map((family) => ({ family, score: scoreOf(...family) }))
    .sort((a, b) => (a.score < b.score ? 1 : -Number(a.score > b.score)))
    .map(({ family }) => family);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
