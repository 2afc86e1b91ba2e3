import type { Alloy } from "../model/alloy.js";
import { acceptedAt, stageSupport } from "../model/executor.js";
import type { SchemaLocation, StageType } from "../schema/effective-schema.js";
import type { FieldUses } from "../schema/executor-profile.js";
import { list } from "../schema/words.js";
import type { ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";

/** What the executor of the alloy's architecture does with a field. */
export type FieldUse = "read" | "unknown" | "logged" | "ignored";

/** Looks the fields of one stage up; undefined if no executor is known that runs it. */
export function fieldUses(
  alloy: Alloy,
  type: StageType | undefined,
  stage: ValueNode | undefined,
): { readonly architecture: string; useOf(field: string): FieldUse } | undefined {
  const support = stageSupport(alloy, type);
  if (!support) return undefined;
  const uses = support.usesIn(stage);
  return { architecture: support.architecture, useOf: (field) => useIn(uses, field) };
}

function useIn({ reads, logs = [], ignores = [] }: FieldUses, field: string): FieldUse {
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
  const name = `\`${field}\``;
  const parts = [acceptedWords(alloy, place), uses && useWords(uses.architecture, name, uses.useOf(field))];
  return parts.filter(Boolean).join("\n\n") || undefined;
}

function useWords(architecture: string, name: string, use: FieldUse): string | undefined {
  switch (use) {
    case "read":
      return t`The ${architecture} executor reads ${name}.`;
    case "logged":
      return t`The ${architecture} executor only writes ${name} to its log.`;
    case "ignored":
      return t`The ${architecture} executor does not read ${name}.`;
    case "unknown":
      return undefined;
  }
}

function acceptedWords(alloy: Alloy, place: SchemaLocation): string | undefined {
  const accepted = acceptedAt(alloy, place);
  if (!accepted) return undefined;
  const lines = accepted.values.map(
    ({ value, description }) => `- \`"${value}"\` — ${translate(description)}`,
  );
  return t`Accepted by executors; for any other value, ${translate(accepted.otherwise)}:\n${lines.join("\n")}`;
}

/** Markdown about a stage type: the fields that the executor of the alloy's architecture reads. */
export function executorStageWords(alloy: Alloy, type: StageType): string | undefined {
  const support = stageSupport(alloy, type);
  if (!support) return undefined;
  const fields = support.profile.reads.map((field) => `\`${field}\``);
  return t`The ${support.architecture} executor reads ${list(fields, "and")}.`;
}
