/** What becomes of a stage at run time, according to the executor profiles that apply. */
import type { Alloy, Stage } from "../model/alloy.js";
import { fieldMember } from "../model/coerced-fields.js";
import {
  executorOf,
  isSet,
  LAYOUT_FIELD,
  profilesFor,
  rejectedFields,
  runs,
  stageSupport,
  unacceptedValues,
} from "../model/executor.js";
import { learningRateFault } from "../model/learning-rate.js";
import type { StageType } from "../schema/effective-schema.js";
import { executorWords, list, show } from "../schema/words.js";
import { textIn } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";

/**
 * `runs`; `skipped`: the run goes on without it; `not-implemented`: it fails or is skipped; `ends`: the run ends there;
 * `not-reached`: the run ended before; `unknown`: no executor profile describes it.
 */
export type OutcomeKind = "runs" | "skipped" | "not-implemented" | "ends" | "not-reached" | "unknown";

export interface Outcome {
  readonly kind: OutcomeKind;
  /** Why it does not run, in a sentence; empty if it does. */
  readonly reason: string;
}

/** Whether the run goes on without the stage, or may. */
export function isLeftOut({ kind }: Outcome): boolean {
  return kind === "skipped" || kind === "not-implemented";
}

const RUNS: Outcome = { kind: "runs", reason: "" };

/** What becomes of a stage if the run gets there. */
export function outcomeOf(alloy: Alloy, stage: Stage): Outcome {
  const { type, typeNode } = stage;
  if (!type) {
    const reason = typeNode
      ? t`No declared domain defines the stage type ${show(typeNode.value)}.`
      : t`The stage has no type.`;
    return { kind: "unknown", reason };
  }
  const executor = executorOf(alloy, type);
  if (!executor) return outcomeAnywhere(alloy, type);
  const { profile, architecture } = executor;
  if (runs(executor, type.name)) {
    const reason = endOf(alloy, stage, type);
    return reason === undefined ? RUNS : { kind: "ends", reason };
  }
  const name = executorWords(profile);
  if (profile.skipped.includes(type.name))
    return { kind: "skipped", reason: t`"${type.name}" is skipped by ${name}, with a line in its log.` };
  const reason = t`"${type.name}" is not implemented by ${name} for "${architecture}": it fails or is skipped.`;
  return { kind: "not-implemented", reason };
}

/** For an architecture that no executor profile knows. */
function outcomeAnywhere(alloy: Alloy, { name, domain }: StageType): Outcome {
  const profiles = profilesFor(alloy.registry, domain);
  if (profiles.length > 0 && profiles.every(({ skipped }) => skipped.includes(name))) {
    const executors = list(profiles.map(executorWords), "and");
    return { kind: "skipped", reason: t`"${name}" is skipped by ${executors}, with a line in its log.` };
  }
  const architecture = textIn(alloy.source, "architecture")?.value;
  const reason =
    architecture === undefined
      ? t`The source has no architecture, so no executor profile applies.`
      : t`No executor profile describes ${show(architecture)}.`;
  return { kind: "unknown", reason };
}

/** Why the run ends at a stage that the executor implements; undefined if it does not. */
function endOf(alloy: Alloy, stage: Stage, type: StageType): string | undefined {
  return endByLayout(alloy, stage, type) ?? endByValue(alloy, stage) ?? endByLearningRate(alloy, stage, type);
}

/** An executor that insists on a layout of the expert tensors rejects all others, after profiling. */
function endByLayout(alloy: Alloy, { node }: Stage, type: StageType): string | undefined {
  const { profile, architecture, family } = executorOf(alloy, type) ?? {};
  const field = alloy.vocabulary.fields(alloy.vocabulary.stage(type.name)).get(LAYOUT_FIELD);
  if (family?.layout === undefined || !profile || !field) return undefined;
  const value = fieldMember(node, LAYOUT_FIELD)?.value;
  const isWritten = isSet(value);
  // An alloy that was run did run, whatever it says today.
  if (!isWritten && alloy.isExecuted) return undefined;
  const layout = value?.kind === "string" ? value.value : String(field.place.default);
  if (layout === family.layout) return undefined;
  return t`"${LAYOUT_FIELD}" is ${show(layout)}, but ${executorWords(profile)} accepts only "${family.layout}" for "${architecture ?? ""}", after profiling.`;
}

/** A value outside a closed set, or a field that is rejected. */
function endByValue(alloy: Alloy, { node, type }: Stage): string | undefined {
  const [rejected] = rejectedFields(alloy, type, node);
  if (rejected)
    return t`"${rejected.field}" is rejected by ${executorWords(rejected.profile)}: ${translate(rejected.otherwise)}.`;
  const unaccepted = unacceptedValues(alloy, type, node).find((one) => isSet(one.node));
  if (!unaccepted) return undefined;
  const { field, accepted } = unaccepted;
  return t`"${field}" is ${show(unaccepted.node.value)}, which ${executorWords(accepted.profile)} does not accept: ${translate(accepted.otherwise)}.`;
}

/** A learning rate that is not a number. */
function endByLearningRate(alloy: Alloy, { node }: Stage, type: StageType): string | undefined {
  const support = stageSupport(alloy, type);
  if (!support || alloy.isExecuted) return undefined;
  const { reads = [] } = support.usesIn(node);
  for (const [field, { place }] of alloy.vocabulary.fields(alloy.vocabulary.stage(type.name))) {
    if (place.schema.holds !== "learning-rate" || !reads.includes(field)) continue;
    const value = fieldMember(node, field)?.value;
    if (value?.kind !== "string" || value.value === "" || learningRateFault(value.value) !== "no-number")
      continue;
    return t`"${field}" is ${show(value.value)}, which is not a number: the run ends.`;
  }
  return undefined;
}
