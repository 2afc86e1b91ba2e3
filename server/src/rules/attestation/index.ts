import type { Rule } from "../../lint/rule.js";
import { attestationAlloyHash } from "./alloy-hash.js";
import { attestationHashFormat } from "./hash-format.js";
import { attestationModelHash } from "./model-hash.js";
import { attestationPublishedEdited } from "./published-edited.js";
import { attestationPublishedName } from "./published-name.js";
import { attestationResultWithoutSamples } from "./result-without-samples.js";
import { attestationTrustLevel } from "./trust-level.js";

/** The rules of the group `attestation`. */
export const attestationRules: readonly Rule[] = [
  attestationAlloyHash,
  attestationHashFormat,
  attestationModelHash,
  attestationPublishedEdited,
  attestationPublishedName,
  attestationResultWithoutSamples,
  attestationTrustLevel,
];
