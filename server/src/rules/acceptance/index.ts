import type { Rule } from "../../lint/rule.js";
import { acceptanceAmbiguous } from "./ambiguous.js";
import { acceptanceAnchorDeltaFraction } from "./anchor-delta-fraction.js";
import { acceptanceAnchorDeltaPositive } from "./anchor-delta-positive.js";
import { acceptanceAnchorUnknown } from "./anchor-unknown.js";
import { acceptanceBenchmarkSpelling } from "./benchmark-spelling.js";
import { acceptanceDuplicateBenchmark } from "./duplicate-benchmark.js";
import { acceptanceGateFailed } from "./gate-failed.js";
import { acceptanceMemoryBelowMinimum } from "./memory-below-minimum.js";
import { acceptanceMinAboveBase } from "./min-above-base.js";
import { acceptanceNoBenchmarks } from "./no-benchmarks.js";
import { acceptanceNotEvaluated } from "./not-evaluated.js";
import { acceptanceNotGateable } from "./not-gateable.js";
import { acceptanceSamplesPath } from "./samples-path.js";
import { acceptanceUnknownCriterion } from "./unknown-criterion.js";

/** The rules of the group `acceptance`. */
export const acceptanceRules: readonly Rule[] = [
  acceptanceAnchorDeltaFraction,
  acceptanceAnchorDeltaPositive,
  acceptanceAnchorUnknown,
  acceptanceGateFailed,
  acceptanceMemoryBelowMinimum,
  acceptanceMinAboveBase,
  acceptanceNoBenchmarks,
  acceptanceNotEvaluated,
  acceptanceSamplesPath,
  acceptanceUnknownCriterion,
  acceptanceNotGateable,
  acceptanceDuplicateBenchmark,
  acceptanceBenchmarkSpelling,
  acceptanceAmbiguous,
];
