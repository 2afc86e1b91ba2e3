/** The JSON Schema of executor profiles for other tools, from the one in our dialect. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Keywords of the dialect that validators do not know. */
const ANNOTATIONS = new Set(["names", "declares", "suggestions", "whenAbsent", "unit", "enumDescriptions"]);

/** The text of `schemas/executor.schema.json`. */
export function executorSchema(): string {
  const dialect = JSON.parse(readFileSync(path.join(ROOT, "schemas/executor.json"), "utf8"));
  const { properties, ...rest } = plain(dialect) as Record<string, Record<string, object>>;
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "forge-alloy:executor",
    ...rest,
    properties: {
      ...properties,
      id: { ...properties?.id, pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A schema without annotations; where it rejects unknown fields, in the words of JSON Schema. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts: [string, unknown][] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (key === "unlisted") parts.push(["additionalProperties", false]);
    else if (key === "properties" || key === "$defs") parts.push([key, mapped(value)]);
    else if (key !== "propertyNames" && !ANNOTATIONS.has(key)) parts.push([key, plain(value)]);
  }
  return Object.fromEntries(parts);
}

function mapped(schemas: object): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}
