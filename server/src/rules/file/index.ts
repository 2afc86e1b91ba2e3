import type { Rule } from "../../lint/rule.js";
import { fileLarge } from "./large.js";

/** The rules of the group `file`. */
export const fileRules: readonly Rule[] = [fileLarge];
