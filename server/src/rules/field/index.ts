import type { Rule } from "../../lint/rule.js";
import { fieldMisspelled } from "./misspelled.js";
import { fieldSnakeCase } from "./snake-case.js";
import { fieldUnknown } from "./unknown.js";

/** The rules of the group `field`. */
export const fieldRules: readonly Rule[] = [fieldMisspelled, fieldSnakeCase, fieldUnknown];
