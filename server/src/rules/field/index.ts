import type { Rule } from "../../lint/rule.js";
import { fieldDeprecated } from "./deprecated.js";
import { fieldMisspelled } from "./misspelled.js";
import { fieldRenamed } from "./renamed.js";
import { fieldSnakeCase } from "./snake-case.js";
import { fieldUnknown } from "./unknown.js";

/** The rules of the group `field`. */
export const fieldRules: readonly Rule[] = [
  fieldDeprecated,
  fieldMisspelled,
  fieldRenamed,
  fieldSnakeCase,
  fieldUnknown,
];
