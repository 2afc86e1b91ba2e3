import type { EffectiveSchema, Field, SchemaLocation } from "./effective-schema.js";
import { own, type Schema, valueTypesOf } from "./schema.js";

/**
 * A valid value to put where a field is missing: what the stage's own snippet shows, the default, the first choice,
 * else the emptiest value that the schema accepts.
 */
export function placeholderFor(vocabulary: EffectiveSchema, field: Field): unknown {
  const shown = field.place.stage && snippetValue(vocabulary, field);
  return shown ?? emptiest(vocabulary, field.place);
}

function snippetValue(vocabulary: EffectiveSchema, { name, place }: Field): unknown {
  const stage = place.stage;
  if (!stage || vocabulary.fields(vocabulary.stage(stage.name)).get(name)?.place !== place) return undefined;
  return stage.schema.snippets?.map(({ body }) => own(body, name)).find((value) => value !== undefined);
}

function emptiest(vocabulary: EffectiveSchema, place: SchemaLocation): unknown {
  const { schema } = place;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  const choice = schema.enum?.find((value) => value !== null);
  if (choice !== undefined) return choice;
  // A single suggested value is as good as a default; only the author can choose among several.
  const suggestions = vocabulary.suggestions(schema, place.owner);
  if (suggestions.length === 1) return suggestions[0]?.value;
  return byType(vocabulary, place, schema);
}

function byType(vocabulary: EffectiveSchema, place: SchemaLocation, schema: Schema): unknown {
  switch (valueTypesOf(schema)[0]) {
    case "number":
    case "integer":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object": {
      const required = [...vocabulary.fields(place).values()].filter(({ status }) => status === "required");
      return Object.fromEntries(required.map((field) => [field.name, emptiest(vocabulary, field.place)]));
    }
    default:
      return "";
  }
}
