import type { Rule } from "../../lint/rule.js";
import { intentDefaultValue } from "./default-value.js";

/** The rules of the group `intent`. */
export const intentRules: readonly Rule[] = [intentDefaultValue];
