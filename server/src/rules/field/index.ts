import type { Rule } from "../../lint/rule.js";
import { fieldMisspelt } from "./misspelt.js";
import { fieldSnakeCase } from "./snake-case.js";
import { fieldUnknown } from "./unknown.js";

/** The rules of the group `field`. */
export const fieldRules: readonly Rule[] = [fieldMisspelt, fieldSnakeCase, fieldUnknown];
