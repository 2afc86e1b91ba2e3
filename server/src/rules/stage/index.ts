import type { Rule } from "../../lint/rule.js";
import { stageContextNotExtended } from "./context-not-extended.js";
import { stageDeliveredBeforeEval } from "./delivered-before-eval.js";
import { stageDerivedNumber } from "./derived-number.js";
import { stageKeepCount } from "./keep-count.js";
import { stageLearningRate } from "./learning-rate.js";
import { stageNeedsEarlier } from "./needs-earlier.js";
import { stageNone } from "./none.js";
import { stageNothingEvaluated } from "./nothing-evaluated.js";
import { stagePhaseOrder } from "./phase-order.js";
import { stagePruneWithoutProfile } from "./prune-without-profile.js";
import { stageQuantType } from "./quant-type.js";
import { stageThresholdsOrder } from "./thresholds-order.js";
import { stageUndeclaredDomain } from "./undeclared-domain.js";
import { stageUnknownType } from "./unknown-type.js";

/** The rules of the group `stage`. */
export const stageRules: readonly Rule[] = [
  stageNone,
  stageUnknownType,
  stageUndeclaredDomain,
  stageContextNotExtended,
  stageDeliveredBeforeEval,
  stageDerivedNumber,
  stageKeepCount,
  stageLearningRate,
  stageNeedsEarlier,
  stageNothingEvaluated,
  stagePhaseOrder,
  stagePruneWithoutProfile,
  stageQuantType,
  stageThresholdsOrder,
];
