import type { Rule } from "../../lint/rule.js";
import { profileClash } from "./clash.js";
import { profileContradiction } from "./contradiction.js";
import { profileDomain } from "./domain.js";
import { profileExtends } from "./extends.js";
import { profileField } from "./field.js";
import { profileId } from "./id.js";
import { profileIncomplete } from "./incomplete.js";
import { profileLimits } from "./limits.js";
import { profileOrder } from "./order.js";
import { profileReference } from "./reference.js";
import { profileStage } from "./stage.js";
import { profileValue } from "./value.js";

/** The rules of the group `profile`: mistakes in executor profiles. */
export const profileRules: readonly Rule[] = [
  profileId,
  profileClash,
  profileExtends,
  profileDomain,
  profileIncomplete,
  profileStage,
  profileField,
  profileReference,
  profileContradiction,
  profileOrder,
  profileValue,
  profileLimits,
];
