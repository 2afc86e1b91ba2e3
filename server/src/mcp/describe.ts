import * as z from "zod";
import { type FieldUse, fieldUses } from "../features/executor-words.js";
import type { Alloy } from "../model/alloy.js";
import { acceptedAt } from "../model/executor.js";
import type { Field } from "../schema/effective-schema.js";
import { rangeWords, show, typeWords } from "../schema/words.js";
import { toValue, type ValueNode } from "../syntax/tree.js";
import { translate } from "../text/l10n.js";
import { plainLine, plainValue } from "./plain.js";

/** Choices and common values that are listed. */
const MAX_CHOICES = 20;

/** What is known about a field. */
export const FIELD = z.object({
  name: z.string(),
  type: z.string(),
  required: z.literal(true).optional(),
  unit: z.string().optional(),
  range: z.string().optional(),
  default: z.unknown().optional(),
  ifOmitted: z.string().optional(),
  description: z.string().optional(),
  choices: z.array(z.string()).optional().describe("The only values that are accepted."),
  common: z.array(z.string()).optional().describe("Common values; others are accepted."),
  executor: z
    .string()
    .optional()
    .describe("What the executor of this architecture does with it: read, logged, or ignored."),
  runs: z.array(z.string()).optional().describe("The only values that executors can run."),
  note: z.string().optional(),
  value: z.unknown().optional().describe("In this alloy."),
});

/** A field, or a member of a map. */
export type DescribedField = Pick<Field, "name" | "place" | "status">;

/**
 * Describes a field.
 * @param node the object of this alloy that may have the field
 * @param isShort the first sentence of the description only, and no choices beyond a few
 */
export function describeField(
  alloy: Alloy,
  field: DescribedField,
  node: ValueNode | undefined,
  isShort: boolean,
): z.input<typeof FIELD> {
  const { place, name, status } = field;
  const { schema } = place;
  const uses = place.stage && fieldUses(alloy, place.stage, node);
  const accepted = acceptedAt(alloy, place);
  const shortened = (text: string) => plainLine(isShort ? firstSentence(text) : text);
  const description = translate(schema.description ?? "");
  const range = rangeWords(schema);
  const choices = (schema.enum ?? []).filter((value) => value !== null);
  const common = choices.length > 0 || isShort ? [] : commonValues(alloy, field);
  const value = node?.kind === "object" ? node.index.get(name)?.value : undefined;
  return {
    name: plainLine(name),
    type: typeWords(schema) || "any value",
    ...(status === "required" && { required: true as const }),
    ...(schema.unit && { unit: plainLine(translate(schema.unit)) }),
    ...(range && { range }),
    ...(schema.default !== undefined && { default: plainValue(schema.default) }),
    ...(schema.whenAbsent && { ifOmitted: shortened(translate(schema.whenAbsent)) }),
    ...(description && { description: shortened(description) }),
    ...(choices.length > 0 && { choices: listed(choices.map(show)) }),
    ...(common.length > 0 && { common: listed(common) }),
    ...executorUse(uses?.useOf(name)),
    ...(accepted && { runs: listed(accepted.values.map(({ value }) => value)) }),
    ...noteOf(field),
    ...(value && { value: plainValue(toValue(value)) }),
  };
}

function commonValues(alloy: Alloy, { place }: DescribedField): string[] {
  return alloy.vocabulary
    .suggestions(place.schema, place.owner)
    .filter(({ value }) => typeof value !== "object")
    .map(({ value, description }) =>
      description ? `${show(value)}: ${translate(description)}` : show(value),
    );
}

function executorUse(use: FieldUse | undefined): { executor?: string } {
  return use === undefined || use === "unknown" ? {} : { executor: use };
}

function noteOf({ status, place }: DescribedField): { note?: string } {
  if (place.schema.deprecated === true) return { note: "Deprecated: accepted, but not for new alloys." };
  if (status === "extra") return { note: "Published alloys have it; the format does not define it." };
  return {};
}

function listed(values: readonly string[]): string[] {
  const shown = values.slice(0, MAX_CHOICES).map(plainLine);
  return values.length > shown.length ? [...shown, `… ${values.length - shown.length} more`] : shown;
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
