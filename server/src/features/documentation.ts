import type { Domain } from "../schema/domain.js";
import type { EffectiveSchema, Field, SchemaLocation, StageType } from "../schema/effective-schema.js";
import { allowsNull, type Schema } from "../schema/schema.js";
import { list, MAX_CHOICES, rangeWords, show, typeWords } from "../schema/words.js";
import { t, translate, translateWithin } from "../text/l10n.js";
import { codeSpan, escapeForEditor } from "../text/markdown.js";

/** Markdown about a stage type: its purpose, required fields, phase, and domain. */
export function stageDocumentation(type: StageType, vocabulary: EffectiveSchema): string {
  const { schema, phase, domain } = type;
  const required = [...vocabulary.fields(vocabulary.stage(type.name)).values()].filter(
    ({ status, name }) => status === "required" && name !== "type",
  );
  const needs =
    required.length > 0
      ? t`Required: ${list(
          required.map(({ name }) => codeSpan(name)),
          "and",
        )}.`
      : t`Required: only \`type\`.`;
  return paragraphs(
    `**${escapeForEditor(type.name)}** — ${translate(schema.summary)}`,
    translate(schema.description ?? ""),
    t`${needs} Phase: ${translateWithin(phase.title)}${phase.description ? ` — ${translate(phase.description)}` : ""}`,
    example(schema.snippets?.[0]?.body),
    ownerWords(domain.file.id, domain.file.status),
  );
}

function example(value: unknown): string | undefined {
  return value === undefined ? undefined : `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

/** Markdown about a field or an item: description, type, unit, range, default, phase, and owner. */
export function placeDocumentation(
  place: SchemaLocation,
  name: string,
  vocabulary: EffectiveSchema,
  field?: Field,
): string {
  const { schema } = place;
  return paragraphs(
    `**${escapeForEditor(name)}** — ${facts(schema, field)}`,
    outdated(schema),
    translate(schema.description ?? ""),
    schema.whenAbsent && t`If omitted: ${translate(schema.whenAbsent)}`,
    limits(schema),
    choices(schema),
    suggestions(place, vocabulary),
    field?.status === "extra" &&
      t`Published alloys contain this field, but the format does not define it, so it is not checked.`,
    ownerLine(place, vocabulary),
  );
}

function facts(schema: Schema, field: Field | undefined): string {
  const parts = [typeWords(schema) || t`any value`];
  if (schema.unit) parts.push(translate(schema.unit));
  if (field && field.status !== "extra") parts.push(field.status === "required" ? t`required` : t`optional`);
  return parts.join(" · ");
}

function outdated({ deprecated, replacement, renamedTo }: Schema): string | undefined {
  if (renamedTo !== undefined) return t`**Renamed:** now called ${codeSpan(renamedTo)}.`;
  if (deprecated !== true) return undefined;
  return replacement === undefined
    ? t`**Deprecated:** still accepted, but should not be used in new alloys.`
    : t`**Deprecated:** still accepted. ${translate(replacement)}`;
}

function limits(schema: Schema): string | undefined {
  const parts = [];
  const range = rangeWords(schema);
  const { exclusiveMinimum, exclusiveMaximum, multipleOf, lessThan, lessThanOrEqual, format } = schema;
  if (range) parts.push(t`Range: ${range}.`);
  if (exclusiveMinimum !== undefined) parts.push(t`Greater than ${exclusiveMinimum}.`);
  if (exclusiveMaximum !== undefined) parts.push(t`Less than ${exclusiveMaximum}.`);
  if (multipleOf !== undefined) parts.push(t`Multiple of ${multipleOf}.`);
  if (lessThan !== undefined) parts.push(t`Less than ${codeSpan(lessThan)}.`);
  if (lessThanOrEqual !== undefined) parts.push(t`At most ${codeSpan(lessThanOrEqual)}.`);
  if (format !== undefined) parts.push(t`Format: ${codeSpan(format)}.`);
  if (schema.uniqueItems === true) parts.push(t`Items must be unique.`);
  if (schema.patternMessage !== undefined) parts.push(translate(schema.patternMessage));
  if (schema.default !== undefined) parts.push(t`Default: ${codeSpan(show(schema.default))}.`);
  return parts.join(" ") || undefined;
}

function choices(schema: Schema): string | undefined {
  const values = schema.enum?.filter((value) => value !== null) ?? [];
  if (values.length === 0) return undefined;
  const lines = values.slice(0, MAX_CHOICES).map((value) => {
    const words = schema.enumDescriptions?.[String(value)];
    return `- ${codeSpan(show(value))}${words ? ` — ${translate(words)}` : ""}`;
  });
  if (values.length > MAX_CHOICES) lines.push("- …");
  return t`One of:\n${lines.join("\n")}${allowsNull(schema) ? "\n- `null`" : ""}`;
}

function suggestions(place: SchemaLocation, vocabulary: EffectiveSchema): string | undefined {
  const values = vocabulary
    .suggestions(place.schema, place.owner)
    .filter(({ value }) => typeof value !== "object")
    .map(({ value }) => codeSpan(show(value)));
  if (values.length === 0) return undefined;
  const shown = values.slice(0, 8);
  return t`Common values: ${shown.join(", ")}${values.length > shown.length ? " …" : ""}`;
}

function ownerLine(place: SchemaLocation, vocabulary: EffectiveSchema): string {
  const domain = vocabulary.domains.find(({ file }) => file.id === place.owner);
  const words = ownerWords(place.owner, domain?.file.status);
  return place.stage
    ? t`${words} · stage ${codeSpan(place.stage.name)}, phase ${translateWithin(place.stage.phase.title)}`
    : words;
}

function ownerWords(owner: string, status: string | undefined): string {
  if (owner === "core") return t`_Part of every alloy_`;
  if (owner === "domain-file") return t`_Domain file_`;
  if (owner === "executor-profile") return t`_Executor profile_`;
  if (owner === "configuration") return t`_Forge Alloy configuration_`;
  return t`_Domain ${escapeForEditor(owner)}_${status === "draft" ? t` (draft)` : ""}`;
}

/** Which revision of its repository a vocabulary agrees with; undefined for one that is maintained in its file. */
export function mirrorWords({ written: { mirrors } }: Domain): string | undefined {
  return (
    mirrors &&
    t`Agrees with ${escapeForEditor(mirrors.repository)} at revision ${codeSpan(mirrors.revision)}.`
  );
}

function paragraphs(...parts: (string | false | undefined)[]): string {
  return parts.filter((part) => part).join("\n\n");
}
