import type { Rule } from "../../lint/rule.js";
import { vocabularyClash } from "./clash.js";
import { vocabularyId } from "./id.js";
import { vocabularyLimits } from "./limits.js";
import { vocabularyPattern } from "./pattern.js";
import { vocabularyPhase } from "./phase.js";
import { vocabularyReference } from "./reference.js";
import { vocabularySnippet } from "./snippet.js";
import { vocabularyType } from "./type.js";

/** The rules of the group `vocabulary`. */
export const vocabularyRules: readonly Rule[] = [
  vocabularyId,
  vocabularyReference,
  vocabularyPhase,
  vocabularyPattern,
  vocabularyType,
  vocabularySnippet,
  vocabularyLimits,
  vocabularyClash,
];
