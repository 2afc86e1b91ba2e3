import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import * as z from "zod";

type Json = Record<string, unknown>;

/**
 * A schema whose JSON form is as short as it can be: clients put the descriptions of all tools into the context of a
 * model, where each word has its price. Validation stays the same.
 */
export function published(schema: z.ZodObject): StandardSchemaWithJSON<Json, Json> {
  const standard = schema["~standard"] as StandardSchemaWithJSON<Json, Json>["~standard"];
  return {
    "~standard": {
      ...standard,
      jsonSchema: {
        // Some clients do not follow references in what they send to a model.
        input: () => shortened(z.toJSONSchema(schema, { io: "input" })) as Json,
        output: () =>
          shortest(
            (["inline", "ref"] as const).map((reused) =>
              open(z.toJSONSchema(schema, { io: "output", reused })),
            ),
          ),
      },
    },
  };
}

function shortest(schemas: readonly unknown[]): Json {
  const lengthOf = (value: unknown) => JSON.stringify(value).length;
  return schemas.map(shortened).sort((a, b) => lengthOf(a) - lengthOf(b))[0] as Json;
}

/** Answers may have more fields in a later version. */
function open(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === "additionalProperties" && value === false ? undefined : value,
  );
}

/** Leaves out what says nothing: the draft that is the default, and the bounds of all integers. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== "$schema" && Math.abs(Number(inner)) !== Number.MAX_SAFE_INTEGER)
      .map(([key, inner]) => [key, shortened(inner)]),
  );
}
