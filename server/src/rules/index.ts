import { acceptanceAmbiguous } from "./acceptance-ambiguous.js";
import { acceptanceAnchorDeltaFraction } from "./acceptance-anchor-delta-fraction.js";
import { acceptanceAnchorDeltaPositive } from "./acceptance-anchor-delta-positive.js";
import { acceptanceAnchorUnknown } from "./acceptance-anchor-unknown.js";
import { acceptanceBenchmarkSpelling } from "./acceptance-benchmark-spelling.js";
import { acceptanceDuplicateBenchmark } from "./acceptance-duplicate-benchmark.js";
import { acceptanceGateFailed } from "./acceptance-gate-failed.js";
import { acceptanceMemoryBelowMinimum } from "./acceptance-memory-below-minimum.js";
import { acceptanceMinAboveBase } from "./acceptance-min-above-base.js";
import { acceptanceNoBenchmarks } from "./acceptance-no-benchmarks.js";
import { acceptanceNotEvaluated } from "./acceptance-not-evaluated.js";
import { acceptanceNotGateable } from "./acceptance-not-gateable.js";
import { acceptanceSamplesPath } from "./acceptance-samples-path.js";
import { acceptanceUnknownCriterion } from "./acceptance-unknown-criterion.js";
import { alloyLicense } from "./alloy-license.js";
import { alloyTimeStamp } from "./alloy-time-stamp.js";
import { alloyVersion } from "./alloy-version.js";
import { attestationAlloyHash } from "./attestation-alloy-hash.js";
import { attestationHashFormat } from "./attestation-hash-format.js";
import { attestationModelHash } from "./attestation-model-hash.js";
import { attestationPublishedEdited } from "./attestation-published-edited.js";
import { attestationPublishedName } from "./attestation-published-name.js";
import { attestationResultWithoutSamples } from "./attestation-result-without-samples.js";
import { attestationTrustLevel } from "./attestation-trust-level.js";
import { configurationLimits } from "./configuration-limits.js";
import { configurationPointer } from "./configuration-pointer.js";
import { configurationReason } from "./configuration-reason.js";
import { configurationUnknownRule } from "./configuration-unknown-rule.js";
import { configurationUnusedSuppression } from "./configuration-unused-suppression.js";
import { domainDraft } from "./domain-draft.js";
import { domainSharedStageType } from "./domain-shared-stage-type.js";
import { domainUnknown } from "./domain-unknown.js";
import { executorExpertsOnDense } from "./executor-experts-on-dense.js";
import { executorFieldIgnored } from "./executor-field-ignored.js";
import { executorLayout } from "./executor-layout.js";
import { executorNoRunner } from "./executor-no-runner.js";
import { executorPruneOnExperts } from "./executor-prune-on-experts.js";
import { executorRepeatsAdapter } from "./executor-repeats-adapter.js";
import { executorStageNotImplemented } from "./executor-stage-not-implemented.js";
import { executorStageSkipped } from "./executor-stage-skipped.js";
import { executorUnknownArchitecture } from "./executor-unknown-architecture.js";
import { executorValue } from "./executor-value.js";
import { fieldMisspelt } from "./field-misspelt.js";
import { fieldSnakeCase } from "./field-snake-case.js";
import { fieldUnknown } from "./field-unknown.js";
import { fileLarge } from "./file-large.js";
import { intentDefaultValue } from "./intent-default-value.js";
import { jsonByteOrderMark } from "./json-byte-order-mark.js";
import { jsonComment } from "./json-comment.js";
import { jsonDuplicateKey } from "./json-duplicate-key.js";
import { jsonSyntax } from "./json-syntax.js";
import { jsonTooDeep } from "./json-too-deep.js";
import { jsonTrailingComma } from "./json-trailing-comma.js";
import { referenceBenchmarkSpelling } from "./reference-benchmark-spelling.js";
import { referenceCalibrationCorpus } from "./reference-calibration-corpus.js";
import { referenceDevice } from "./reference-device.js";
import { referenceDuplicateId } from "./reference-duplicate-id.js";
import { referencePlaceholder } from "./reference-placeholder.js";
import { referenceRepository } from "./reference-repository.js";
import { referenceSupersededBy } from "./reference-superseded-by.js";
import { referenceUnknownBenchmark } from "./reference-unknown-benchmark.js";
import { referenceUnknownName } from "./reference-unknown-name.js";
import { resultsContradiction } from "./results-contradiction.js";
import { resultsFractions } from "./results-fractions.js";
import { resultsImpossibleFigure } from "./results-impossible-figure.js";
import { resultsMixedScale } from "./results-mixed-scale.js";
import type { Rule } from "./rule.js";
import { namesOf } from "./rule-names.js";
import { schemaBooleanAsNumber } from "./schema-boolean-as-number.js";
import { schemaBooleanAsText } from "./schema-boolean-as-text.js";
import { schemaEnum } from "./schema-enum.js";
import { schemaExpected } from "./schema-expected.js";
import { schemaImplausibleNumber } from "./schema-implausible-number.js";
import { schemaNull } from "./schema-null.js";
import { schemaNumberAsBoolean } from "./schema-number-as-boolean.js";
import { schemaNumberAsText } from "./schema-number-as-text.js";
import { schemaOther } from "./schema-other.js";
import { schemaRange } from "./schema-range.js";
import { schemaRequired } from "./schema-required.js";
import { schemaType } from "./schema-type.js";
import { schemaWholeFloat } from "./schema-whole-float.js";
import { stageContextNotExtended } from "./stage-context-not-extended.js";
import { stageDeliveredBeforeEval } from "./stage-delivered-before-eval.js";
import { stageDerivedNumber } from "./stage-derived-number.js";
import { stageKeepCount } from "./stage-keep-count.js";
import { stageLearningRate } from "./stage-learning-rate.js";
import { stageNeedsEarlier } from "./stage-needs-earlier.js";
import { stageNone } from "./stage-none.js";
import { stageNothingEvaluated } from "./stage-nothing-evaluated.js";
import { stagePhaseOrder } from "./stage-phase-order.js";
import { stagePruneWithoutProfile } from "./stage-prune-without-profile.js";
import { stageQuantType } from "./stage-quant-type.js";
import { stageThresholdsOrder } from "./stage-thresholds-order.js";
import { stageUndeclaredDomain } from "./stage-undeclared-domain.js";
import { stageUnknownType } from "./stage-unknown-type.js";
import { vocabularyClash } from "./vocabulary-clash.js";
import { vocabularyId } from "./vocabulary-id.js";
import { vocabularyLimits } from "./vocabulary-limits.js";
import { vocabularyPattern } from "./vocabulary-pattern.js";
import { vocabularyPhase } from "./vocabulary-phase.js";
import { vocabularyReference } from "./vocabulary-reference.js";
import { vocabularySnippet } from "./vocabulary-snippet.js";
import { vocabularyType } from "./vocabulary-type.js";

/** All that the product can say. */
export const rules: readonly Rule[] = [
  jsonSyntax,
  jsonComment,
  jsonTrailingComma,
  jsonByteOrderMark,
  jsonDuplicateKey,
  jsonTooDeep,
  fileLarge,
  domainDraft,
  domainSharedStageType,
  domainUnknown,
  stageNone,
  stageUnknownType,
  stageUndeclaredDomain,
  schemaBooleanAsNumber,
  schemaBooleanAsText,
  schemaEnum,
  schemaExpected,
  schemaImplausibleNumber,
  schemaNull,
  schemaNumberAsBoolean,
  schemaNumberAsText,
  schemaOther,
  schemaRange,
  schemaRequired,
  schemaType,
  schemaWholeFloat,
  fieldMisspelt,
  fieldSnakeCase,
  fieldUnknown,
  alloyLicense,
  alloyTimeStamp,
  alloyVersion,
  stageContextNotExtended,
  stageDeliveredBeforeEval,
  stageDerivedNumber,
  stageKeepCount,
  stageLearningRate,
  stageNeedsEarlier,
  stageNothingEvaluated,
  stagePhaseOrder,
  stagePruneWithoutProfile,
  stageQuantType,
  stageThresholdsOrder,
  executorExpertsOnDense,
  executorFieldIgnored,
  executorLayout,
  executorNoRunner,
  executorPruneOnExperts,
  executorRepeatsAdapter,
  executorStageNotImplemented,
  executorStageSkipped,
  executorUnknownArchitecture,
  executorValue,
  referenceBenchmarkSpelling,
  referenceCalibrationCorpus,
  referenceDevice,
  referenceDuplicateId,
  referencePlaceholder,
  referenceRepository,
  referenceSupersededBy,
  referenceUnknownBenchmark,
  referenceUnknownName,
  acceptanceAnchorDeltaFraction,
  acceptanceAnchorDeltaPositive,
  acceptanceAnchorUnknown,
  acceptanceGateFailed,
  acceptanceMemoryBelowMinimum,
  acceptanceMinAboveBase,
  acceptanceNoBenchmarks,
  acceptanceNotEvaluated,
  acceptanceSamplesPath,
  acceptanceUnknownCriterion,
  acceptanceNotGateable,
  acceptanceDuplicateBenchmark,
  acceptanceBenchmarkSpelling,
  acceptanceAmbiguous,
  resultsFractions,
  resultsMixedScale,
  resultsImpossibleFigure,
  resultsContradiction,
  attestationAlloyHash,
  attestationHashFormat,
  attestationModelHash,
  attestationPublishedEdited,
  attestationPublishedName,
  attestationResultWithoutSamples,
  attestationTrustLevel,
  intentDefaultValue,
  configurationLimits,
  configurationPointer,
  configurationReason,
  configurationUnknownRule(() => namesOf(rules)),
  configurationUnusedSuppression,
  vocabularyId,
  vocabularyReference,
  vocabularyPhase,
  vocabularyPattern,
  vocabularyType,
  vocabularySnippet,
  vocabularyLimits,
  vocabularyClash,
];
