import type { Rule } from "../../lint/rule.js";
import { alloyLicense } from "./license.js";
import { alloyTimeStamp } from "./time-stamp.js";
import { alloyVersion } from "./version.js";

/** The rules of the group `alloy`. */
export const alloyRules: readonly Rule[] = [alloyLicense, alloyTimeStamp, alloyVersion];
