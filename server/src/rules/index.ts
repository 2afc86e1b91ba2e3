import type { Rule } from "../lint/rule.js";
import { namesOf } from "../lint/rule-names.js";
import { acceptanceRules } from "./acceptance/index.js";
import { alloyRules } from "./alloy/index.js";
import { attestationRules } from "./attestation/index.js";
import { configurationRules } from "./configuration/index.js";
import { domainRules } from "./domain/index.js";
import { executorRules } from "./executor/index.js";
import { fieldRules } from "./field/index.js";
import { fileRules } from "./file/index.js";
import { intentRules } from "./intent/index.js";
import { jsonRules } from "./json/index.js";
import { profileRules } from "./profile/index.js";
import { referenceRules } from "./reference/index.js";
import { resultsRules } from "./results/index.js";
import { schemaRules } from "./schema/index.js";
import { stageRules } from "./stage/index.js";
import { vocabularyRules } from "./vocabulary/index.js";

/** All rules, one group after the other. A new group is added here, a new rule in the index of its group. */
export const rules: readonly Rule[] = [
  ...jsonRules,
  ...fileRules,
  ...domainRules,
  ...stageRules,
  ...schemaRules,
  ...fieldRules,
  ...alloyRules,
  ...executorRules,
  ...referenceRules,
  ...acceptanceRules,
  ...resultsRules,
  ...attestationRules,
  ...intentRules,
  ...configurationRules(() => namesOf(rules)),
  ...vocabularyRules,
  ...profileRules,
];
