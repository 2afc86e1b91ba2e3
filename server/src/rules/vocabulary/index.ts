import type { Rule } from "../../lint/rule.js";
import { vocabularyClash } from "./clash.js";
import { vocabularyContradiction } from "./contradiction.js";
import { vocabularyDuplicate } from "./duplicate.js";
import { vocabularyExtends } from "./extends.js";
import { vocabularyFormat } from "./format.js";
import { vocabularyId } from "./id.js";
import { vocabularyIncomplete } from "./incomplete.js";
import { vocabularyKeyword } from "./keyword.js";
import { vocabularyLimits } from "./limits.js";
import { vocabularyNoEffect } from "./no-effect.js";
import { vocabularyOneOf } from "./one-of.js";
import { vocabularyPattern } from "./pattern.js";
import { vocabularyPhase } from "./phase.js";
import { vocabularyReference } from "./reference.js";
import { vocabularyReservedField } from "./reserved-field.js";
import { vocabularySnippet } from "./snippet.js";
import { vocabularyTemplate } from "./template.js";
import { vocabularyType } from "./type.js";
import { vocabularyUnknownField } from "./unknown-field.js";
import { vocabularyUnknownName } from "./unknown-name.js";
import { vocabularyUnknownStage } from "./unknown-stage.js";
import { vocabularyValue } from "./value.js";
import { vocabularyVersion } from "./version.js";

/** The rules of the group `vocabulary`. */
export const vocabularyRules: readonly Rule[] = [
  vocabularyId,
  vocabularyVersion,
  vocabularyExtends,
  vocabularyIncomplete,
  vocabularyKeyword,
  vocabularyFormat,
  vocabularyType,
  vocabularyReference,
  vocabularyPhase,
  vocabularyPattern,
  vocabularyOneOf,
  vocabularyContradiction,
  vocabularyValue,
  vocabularyUnknownField,
  vocabularyUnknownStage,
  vocabularyUnknownName,
  vocabularyReservedField,
  vocabularyNoEffect,
  vocabularyDuplicate,
  vocabularySnippet,
  vocabularyTemplate,
  vocabularyLimits,
  vocabularyClash,
];
