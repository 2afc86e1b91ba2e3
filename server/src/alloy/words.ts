/** Schemas in words, for messages, completion and hover. */
import type { Schema, TypeName } from "./schema.js";
import { allowsNull, valueTypesOf } from "./schema.js";

const TYPE_WORDS: Record<TypeName, string> = {
  string: "a text in double quotes",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object { … }",
  array: "a list [ … ]",
  null: "null",
};

const SHORT_TYPE_WORDS: Record<TypeName, string> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  object: "object",
  array: "list",
  null: "null",
};

/** What a value must be: "a whole number of at least 1", "one of yarn, ntk, linear". */
export function expectation(schema: Schema): string {
  const choices = schema.enum?.filter((value) => value !== null);
  if (choices && choices.length > 0) return `one of ${list(choices.map(show), "or")}`;
  const types = valueTypesOf(schema);
  const words =
    types.length > 0
      ? list(
          types.map((type) => TYPE_WORDS[type]),
          "or",
        )
      : "any value";
  const range = rangeWords(schema);
  return range ? `${words} ${range}` : words;
}

/** `number`, `list of text`, as hover shows it. */
export function typeWords(schema: Schema): string {
  const words = valueTypesOf(schema).map((type) => {
    if (type !== "array" || !schema.items) return SHORT_TYPE_WORDS[type];
    return `list of ${typeWords(schema.items) || "values"}`;
  });
  return list(words, "or") + (allowsNull(schema) ? " or null" : "");
}

/** "from 0 to 0.9", "of at least 1"; empty where there is no bound. */
export function rangeWords({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `of at least ${minimum}`;
  return maximum === undefined ? "" : `of at most ${maximum}`;
}

/** "a, b or c". */
export function list(items: readonly string[], last: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${last} ${items[items.length - 1]}`;
}

/** A JSON value as it stands in a file, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
