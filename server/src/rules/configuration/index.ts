import type { Rule } from "../../lint/rule.js";
import { configurationLimits } from "./limits.js";
import { configurationPointer } from "./pointer.js";
import { configurationReason } from "./reason.js";
import { configurationUnknownExecutor } from "./unknown-executor.js";
import { configurationUnknownRule } from "./unknown-rule.js";
import { configurationUnusedSuppression } from "./unused-suppression.js";

/** The rules of the group `configuration`. @param names of all rules and groups, for suggestions */
export const configurationRules = (names: () => readonly string[]): readonly Rule[] => [
  configurationLimits,
  configurationPointer,
  configurationReason,
  configurationUnknownExecutor,
  configurationUnknownRule(names),
  configurationUnusedSuppression,
];
