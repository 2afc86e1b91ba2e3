import type { Rule } from "../../lint/rule.js";
import { executorExpertsOnDense } from "./experts-on-dense.js";
import { executorFieldIgnored } from "./field-ignored.js";
import { executorFieldRejected } from "./field-rejected.js";
import { executorLayout } from "./layout.js";
import { executorNoRunner } from "./no-runner.js";
import { executorPruneOnExperts } from "./prune-on-experts.js";
import { executorRepeatsAdapter } from "./repeats-adapter.js";
import { executorStageNotImplemented } from "./stage-not-implemented.js";
import { executorStageSkipped } from "./stage-skipped.js";
import { executorUnavailable } from "./unavailable.js";
import { executorUnknownArchitecture } from "./unknown-architecture.js";
import { executorValue } from "./value.js";

/** The rules of the group `executor`. */
export const executorRules: readonly Rule[] = [
  executorExpertsOnDense,
  executorFieldIgnored,
  executorFieldRejected,
  executorLayout,
  executorNoRunner,
  executorPruneOnExperts,
  executorRepeatsAdapter,
  executorStageNotImplemented,
  executorStageSkipped,
  executorUnavailable,
  executorUnknownArchitecture,
  executorValue,
];
