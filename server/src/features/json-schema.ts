import type { Registry } from "../schema/registry.js";
import type { Schema, VocabularyFile } from "../schema/schema.js";

type Plain = Record<string, unknown>;

/** Keywords of JSON Schema that the vocabulary files use; all others are annotations of ours. */
const KEYWORDS = new Set([
  "description",
  "enum",
  "const",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "required",
  "default",
  "deprecated",
]);

/**
 * One JSON Schema, draft 2020-12, for alloys that declare these domains: for tools that know nothing else. It says what
 * a schema can say, which is types, choices, ranges and required fields, with the documentation; order, references and
 * the acceptance gate are beyond it.
 */
export function composeSchema(registry: Registry, ids: readonly string[]): Plain {
  const vocabulary = registry.vocabulary(ids);
  const core = registry.core.file;
  const defs: Plain = definitions(core, "core");
  const root = plain(core, "core");
  const properties = root.properties as Plain;
  for (const { file } of vocabulary.domains) {
    Object.assign(defs, definitions(file, file.id));
    for (const [name, schema] of Object.entries(file.rootExtensions ?? {}))
      properties[name] = plain(schema, file.id);
  }
  const isClosed = vocabulary.domains.every(({ file }) => file.status === "stable");
  const types = vocabulary.stageTypes.map(({ name }) => name);
  const stage = { ...(defs["core.Stage"] as Plain) };
  const type = { ...((stage.properties as Plain)?.type as Plain) };
  stage.properties = {
    ...(stage.properties as Plain),
    type: isClosed ? { ...type, enum: types } : { ...type, examples: types },
  };
  stage.allOf = vocabulary.stageTypes.map(({ name, schema, domain }) => ({
    if: { type: "object", properties: { type: { type: "string", const: name } }, required: ["type"] },
    // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
    then: typed(plain(schema, domain.file.id)),
  }));
  properties.stages = { ...(properties.stages as Plain), items: stage };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Forge Alloy (${ids.join(", ")})`,
    ...root,
    $defs: defs,
  };
}

function definitions(file: VocabularyFile, owner: string): Plain {
  return Object.fromEntries(
    Object.entries(file.$defs ?? {}).map(([name, schema]) => [
      `${owner}.${name}`,
      typed(plain(schema, owner)),
    ]),
  );
}

/** Says that what has fields is an object, as strict validators want it said beside the fields. */
function typed(schema: Plain): Plain {
  return schema.type === undefined && schema.properties ? { type: "object", ...schema } : schema;
}

/** A schema without our annotations; what they say to people goes into its description. */
function plain(schema: Schema, owner: string): Plain {
  const result = typesOf(schema, owner);
  for (const [key, value] of Object.entries(schema)) if (KEYWORDS.has(key)) result[key] = value;
  const description = describe(schema);
  if (description) result.description = description;
  if (schema.properties || schema.extras) {
    const fields = { ...schema.extras, ...schema.properties };
    result.properties = Object.fromEntries(
      // What real alloys carry beside the format is explained, never validated.
      Object.entries(fields).map(([name, field]) => [
        name,
        schema.properties && Object.hasOwn(schema.properties, name)
          ? plain(field, owner)
          : { description: describe(field) ?? "" },
      ]),
    );
  }
  if (schema.items) result.items = plain(schema.items, owner);
  if (schema.additionalProperties) result.additionalProperties = plain(schema.additionalProperties, owner);
  return withFieldsInside(result);
}

/** Fields stand beside the type that they are about, which may be one of several. */
function withFieldsInside(schema: Plain): Plain {
  const { properties, anyOf, ...others } = schema;
  if (!properties || !anyOf) return schema;
  return {
    ...others,
    anyOf: (anyOf as Plain[]).map((one) => (one.type === "object" ? { ...one, properties } : one)),
  };
}

/**
 * What a schema refers to, and its types. Strict validators take one type, or one and null, and what is referred to says
 * its own: other choices are alternatives.
 */
function typesOf({ $ref, type }: Schema, owner: string): Plain {
  const target = $ref && { $ref: $ref.replace("#/$defs/", `#/$defs/${owner}.`) };
  if (!Array.isArray(type)) return { ...(type && { type }), ...target };
  if (!target && type.length === 2 && type.includes("null")) return { type };
  return { anyOf: type.map((one) => (target && one === "object" ? target : { type: one })) };
}

function describe({ description, whenAbsent, unit, enumDescriptions }: Schema): string | undefined {
  const parts = [
    description,
    unit && `Unit: ${unit}.`,
    whenAbsent && `If omitted: ${whenAbsent}`,
    ...Object.entries(enumDescriptions ?? {}).map(([value, words]) => `- \`${value}\` — ${words}`),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("\n\n") : undefined;
}
