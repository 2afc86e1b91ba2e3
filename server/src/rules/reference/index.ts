import type { Rule } from "../../lint/rule.js";
import { referenceBenchmarkSpelling } from "./benchmark-spelling.js";
import { referenceCalibrationCorpus } from "./calibration-corpus.js";
import { referenceDevice } from "./device.js";
import { referenceDuplicateId } from "./duplicate-id.js";
import { referencePlaceholder } from "./placeholder.js";
import { referenceRepository } from "./repository.js";
import { referenceSupersededBy } from "./superseded-by.js";
import { referenceUnknownBenchmark } from "./unknown-benchmark.js";
import { referenceUnknownName } from "./unknown-name.js";

/** The rules of the group `reference`. */
export const referenceRules: readonly Rule[] = [
  referenceBenchmarkSpelling,
  referenceCalibrationCorpus,
  referenceDevice,
  referenceDuplicateId,
  referencePlaceholder,
  referenceRepository,
  referenceSupersededBy,
  referenceUnknownBenchmark,
  referenceUnknownName,
];
