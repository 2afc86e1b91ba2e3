import type { Rule } from "../../lint/rule.js";
import { domainDraft } from "./draft.js";
import { domainSharedStageType } from "./shared-stage-type.js";
import { domainUnknown } from "./unknown.js";
import { domainVersions } from "./versions.js";

/** The rules of the group `domain`. */
export const domainRules: readonly Rule[] = [
  domainDraft,
  domainSharedStageType,
  domainUnknown,
  domainVersions,
];
