import type { StageType } from "../schema/effective-schema.js";
import { quantTypesOf } from "../schema/quant-types.js";
import { type ExecutorView, profileOf } from "./executor.js";

/**
 * Bits per weight of a quantization type, as the executor of the alloy's architecture states it, else the profile that
 * takes precedence, else the domain of the stage; undefined if none does.
 * @param type of the stage that quantizes
 */
export function bitsPerWeight(alloy: ExecutorView, type: StageType, quantType: string): number | undefined {
  const key = quantType.toUpperCase();
  const stated = Object.entries(profileOf(alloy, type)?.quantization ?? {}).find(
    ([name]) => name.toUpperCase() === key,
  );
  return stated?.[1].bits ?? quantTypesOf(alloy.vocabulary, type.domain.file.id).find(quantType)?.bits;
}

/** The size of a file in GB (10⁹ bytes). */
export function sizeInGb(billions: number, bits: number): number {
  return (billions * bits) / 8;
}

/** `≈ 4.7 GB`; `≤ 4.7 GB` if the file may be smaller. */
export function sizeWords(gigabytes: number, isUpperBound: boolean): string {
  return `${isUpperBound ? "≤" : "≈"} ${gigabytes.toFixed(1)} GB`;
}
