/** JSON Schema draft-07, for the tools that know no newer one: VS Code's JSON support and SchemaStore among them. */

import type { Registry } from "../schema/registry.js";
import type { CoreFile } from "../schema/schema.js";
import { composeFileSchema, composeSchema } from "./json-schema.js";

type Plain = Record<string, unknown>;

/** Keywords whose values are schemas by name. */
const MAPS = new Set(["properties", "$defs", "definitions"]);
/** Keywords whose values are schemas, alone or in an array. */
const SCHEMAS = new Set([
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "allOf",
  "anyOf",
  "oneOf",
]);

/** The schema of `composeSchema` in draft-07, with choices described and snippets for the editors that read it. */
export function composeDraft7(registry: Registry, ids: readonly string[]): Plain {
  return toDraft7(composeSchema(registry, ids, { forEditors: true }));
}

/** The schema of `composeFileSchema` in draft-07, in the same way. */
export function composeFileDraft7(file: CoreFile, title: string): Plain {
  return toDraft7(composeFileSchema(file, title, { forEditors: true }));
}

/** The same schema in draft-07. Expects a schema of `composeSchema` or `composeFileSchema`. */
export function toDraft7(schema: Plain): Plain {
  return { ...converted(schema), $schema: "http://json-schema.org/draft-07/schema#" };
}

/** The same schema with an ID, which comes right after the dialect. */
export function withSchemaId(schema: Plain, id: string): Plain {
  const { $schema, ...others } = schema;
  return { $schema, $id: id, ...others };
}

function converted(schema: Plain): Plain {
  const result: Plain = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref") result.$ref = (value as string).replace("#/$defs/", "#/definitions/");
    else if (key === "dependentRequired") result.dependencies = value;
    else if (key === "deprecated") result.deprecationMessage = deprecation(schema);
    else if (MAPS.has(key)) result[key === "$defs" ? "definitions" : key] = each(value as Plain, converted);
    else if (SCHEMAS.has(key)) result[key] = inside(value);
    else result[key] = value;
  }
  // VS Code shows `description` as it is, and this as Markdown.
  if (typeof schema.description === "string" && /[`*\n]/.test(schema.description))
    result.markdownDescription = schema.description;
  const choices = schema.enumDescriptions;
  if (Array.isArray(choices) && choices.some((words) => /[`*]/.test(words)))
    result.markdownEnumDescriptions = choices;
  // Validators ignore everything next to a reference.
  const { $ref, ...others } = result;
  if ($ref === undefined || Object.keys(others).length === 0) return result;
  const { allOf = [], ...rest } = others;
  return { ...rest, allOf: [{ $ref }, ...(allOf as Plain[])] };
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === "object" && value !== null ? converted(value as Plain) : value;
}

function each(schemas: Plain, change: (schema: Plain) => Plain): Plain {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema as Plain)]));
}

function deprecation({ description }: Plain): string {
  const [sentence] = /(?:Deprecated: |Now called ).*/.exec(String(description ?? "")) ?? ["Deprecated."];
  return sentence;
}
