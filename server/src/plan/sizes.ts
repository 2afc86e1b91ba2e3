/** File sizes by quantization type, and the devices that they fit. Sizes are in GB (10⁹ bytes). */
import type { Alloy, Stage } from "../model/alloy.js";
import { fieldValue } from "../model/coerced-fields.js";
import { profileOf } from "../model/executor.js";
import { type Parameters, parametersOf, paramsWith } from "../model/parameters.js";
import { bitsPerWeight, sizeInGb } from "../model/sizes.js";
import { quantTypesOf } from "../schema/quant-types.js";
import { textIn } from "../syntax/tree.js";

/** The estimated size of a file that a stage writes. */
export interface Size {
  readonly format: string | undefined;
  /** As the alloy spells it. */
  readonly quantType: string;
  /** Bits per weight. */
  readonly bits: number;
  /** Billions of parameters. */
  readonly paramsB: number;
  readonly sizeGb: number;
  /** The result may be smaller. */
  readonly isUpperBound: boolean;
}

/** Whether a file fits a device. */
export interface Fit {
  readonly device: string;
  /** Memory of the device, in GB. */
  readonly memoryGb: number;
  readonly format: string | undefined;
  readonly quantType: string;
  /** Experts kept in each layer; undefined if no experts are pruned. */
  readonly experts: number | undefined;
  readonly paramsB: number;
  readonly sizeGb: number;
  readonly fits: boolean;
}

export interface Sizes {
  readonly parameters: Parameters | undefined;
  readonly sizes: readonly Size[];
  readonly fits: readonly Fit[];
  /** Number of combinations beyond those in `fits`. */
  readonly leftOut: number;
}

/** Share of a device's memory that the runtime takes, unless another one is given. */
export const DEFAULT_MARGIN = 0.1;

/** Maximum numbers of quantization types and of combinations: a domain and a profile may list any number. */
const MAX_TYPES = 100;
const MAX_FITS = 5000;

/**
 * Returns the sizes of what the stages write, and which devices they fit.
 * @param stages those that run
 * @param margin share of a device's memory that the runtime takes, from 0 to below 1
 */
export function sizesOf(alloy: Alloy, stages: readonly Stage[], margin: number): Sizes {
  const parameters = parametersOf(alloy, stages);
  if (!parameters) return { parameters, sizes: [], fits: [], leftOut: 0 };
  const { billions, isUpperBound, experts } = parameters;
  const types = typesWritten(alloy, stages);
  const sizes = types.map((type) => ({
    ...type,
    paramsB: billions,
    sizeGb: sizeInGb(billions, type.bits),
    isUpperBound,
  }));
  const devices = devicesFor(alloy, stages);
  const total = experts ? billions + experts.paramsB * (1 - experts.kept / experts.original) : billions;
  const counts = experts ? expertCounts(experts) : [undefined];
  const fits: Fit[] = [];
  for (const kept of counts) {
    const paramsB = experts && kept !== undefined ? paramsWith(total, experts, kept) : billions;
    for (const { format, quantType, bits } of types) {
      for (const [device, memoryGb] of devices) {
        if (fits.length >= MAX_FITS) break;
        const size = sizeInGb(paramsB, bits);
        const isFit = size <= memoryGb * (1 - margin);
        const row = { device, memoryGb, format, quantType, experts: kept, paramsB };
        fits.push({ ...row, sizeGb: size, fits: isFit });
      }
    }
  }
  const all = counts.length * types.length * devices.length;
  return { parameters, sizes, fits, leftOut: all - fits.length };
}

type Written = Pick<Size, "format" | "quantType" | "bits">;

/** The quantization types that stages write, each once for a format. Types whose bits per weight are not known are omitted. */
function typesWritten(alloy: Alloy, stages: readonly Stage[]): readonly Written[] {
  const found = new Map<string, Written>();
  for (const { type, node } of stages) {
    const list = type?.schema.role === "quantize" ? fieldValue(node, "quantTypes") : undefined;
    if (!type || list?.kind !== "array") continue;
    const format = textIn(node, "format")?.value;
    const known = quantTypesOf(alloy.vocabulary, type.domain.file.id);
    for (const item of list.items) {
      if (item.kind !== "string" || found.size >= MAX_TYPES) continue;
      const key = `${format}\n${known.find(item.value)?.name ?? item.value.toUpperCase()}`;
      const bits = found.has(key) ? undefined : bitsPerWeight(alloy, type, item.value);
      if (bits !== undefined && bits > 0) found.set(key, { format, quantType: item.value, bits });
    }
  }
  return [...found.values()];
}

/** The devices of the executor profile and their memory in GB, the smallest first. */
function devicesFor(alloy: Alloy, stages: readonly Stage[]): readonly (readonly [string, number])[] {
  const quantizing = stages.find(({ type }) => type?.schema.role === "quantize")?.type;
  const devices = Object.entries((quantizing && profileOf(alloy, quantizing)?.devices) ?? {});
  return devices.map(([name, { memoryGb }]) => [name, memoryGb] as const).sort(([, a], [, b]) => a - b);
}

/** Shares of the experts that the table compares, in addition to the number that is kept. */
const SHARES = [1, 0.75, 0.5, 0.25];

/** The numbers of experts that the table has, the largest first; none below what the router selects. */
function expertCounts({ original, kept, activated }: NonNullable<Parameters["experts"]>): readonly number[] {
  const counts = new Set([kept, ...SHARES.map((share) => Math.floor(original * share))]);
  return [...counts].filter((count) => count >= activated || count === kept).sort((a, b) => b - a);
}
