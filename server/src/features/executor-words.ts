import { adapterValues } from "../model/adapter.js";
import type { Alloy } from "../model/alloy.js";
import { acceptedAt, type KnownFamily, stageSupport } from "../model/executor.js";
import type { SchemaLocation, StageType } from "../schema/effective-schema.js";
import type { ExecutorProfile, FieldUses } from "../schema/executor-profile.js";
import { own } from "../schema/schema.js";
import { list, executorWords as nameOf, show } from "../schema/words.js";
import type { ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import { codeSpan, escapeForEditor } from "../text/markdown.js";

/** What the executor of the alloy's architecture does with a field. */
export type FieldUse = "read" | "unknown" | "logged" | "ignored";

/** What the executor of the alloy's architecture does with the fields of a stage. */
interface StageUses {
  readonly profile: ExecutorProfile;
  useOf(field: string): FieldUse;
  /** What happens if the field is set, where the executor rejects it. */
  rejection(field: string): string | undefined;
}

/** Looks the fields of one stage up; undefined if no executor is known that runs it. */
export function fieldUses(
  alloy: Alloy,
  type: StageType | undefined,
  stage: ValueNode | undefined,
): StageUses | undefined {
  const support = stageSupport(alloy, type);
  if (!support) return undefined;
  const uses = support.usesIn(stage);
  return {
    profile: support.profile,
    useOf: (field) => useIn(uses, field),
    rejection: (field) => own(support.stage.rejects, field),
  };
}

function useIn({ reads = [], logs = [], ignores = [] }: FieldUses, field: string): FieldUse {
  if (reads.includes(field)) return "read";
  if (logs.includes(field)) return "logged";
  return ignores.includes(field) ? "ignored" : "unknown";
}

/** Markdown about a field of a stage: whether the executor reads it, and the values that it accepts. */
export function executorWords(
  alloy: Alloy,
  place: SchemaLocation,
  field: string,
  stage: ValueNode | undefined,
): string | undefined {
  const uses = fieldUses(alloy, place.stage, stage);
  const parts = [
    acceptedWords(alloy, place),
    uses && useWords(uses, field),
    adapterWords(alloy, place.stage, field),
  ];
  return parts.filter(Boolean).join("\n\n") || undefined;
}

function useWords({ profile, useOf, rejection }: StageUses, field: string): string | undefined {
  const executor = escapeForEditor(nameOf(profile));
  const rejected = rejection(field);
  if (rejected !== undefined) return t`Rejected by ${executor}: ${escapeForEditor(translate(rejected))}.`;
  switch (useOf(field)) {
    case "read":
      return t`Read by ${executor}.`;
    case "logged":
      return t`Only written to the log by ${executor}.`;
    case "ignored":
      return t`Not read by ${executor}.`;
    case "unknown":
      return undefined;
  }
}

/** What the executor sets if the field is omitted. */
function adapterWords(alloy: Alloy, type: StageType | undefined, field: string): string | undefined {
  const value = own(adapterValues(alloy, type), field);
  return value === undefined
    ? undefined
    : t`If omitted, the family adapter sets ${codeSpan(show(value))} for this model.`;
}

function acceptedWords(alloy: Alloy, place: SchemaLocation): string | undefined {
  const accepted = acceptedAt(alloy, place);
  if (!accepted) return undefined;
  const lines = accepted.values.map(
    ({ value, description }) => `- \`"${value}"\` — ${translate(description)}`,
  );
  const executor = escapeForEditor(nameOf(accepted.profile));
  return t`Accepted by ${executor}; for any other value, ${translate(accepted.otherwise)}:\n${lines.join("\n")}`;
}

/** Markdown about a model family: what the executor implements for it. */
export function familyWords({ profile, family }: KnownFamily): string {
  const title = family.title && `${escapeForEditor(translate(family.title))}.`;
  const executor = escapeForEditor(nameOf(profile));
  const stages =
    family.stages.length > 0
      ? t`Implemented by ${executor}: ${list(family.stages.map(codeSpan), "and")}.`
      : t`Supported by ${executor}.`;
  const layout = family.layout && t`Layout of the expert tensors: ${codeSpan(family.layout)}.`;
  return [title, stages, layout].filter(Boolean).join(" ");
}

/** Markdown about a stage type: the fields that the executor of the alloy's architecture reads. */
export function executorStageWords(alloy: Alloy, type: StageType): string | undefined {
  const support = stageSupport(alloy, type);
  if (!support) return undefined;
  const fields = (support.stage.reads ?? []).map(codeSpan);
  if (fields.length === 0) return undefined;
  return t`Read by ${escapeForEditor(nameOf(support.profile))}: ${list(fields, "and")}.`;
}
