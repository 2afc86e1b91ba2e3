/** Schemas in words, for messages, completion and hover. */

import type { ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import type { SchemaLocation } from "./effective-schema.js";
import type { ExecutorProfile } from "./executor-profile.js";
import type { Schema, TypeName } from "./schema.js";
import { allowsNull, valueTypesOf } from "./schema.js";

/** The number of choices that hover lists and fixes offer: a domain may have a hundred thousand. */
export const MAX_CHOICES = 50;

/** The number of choices that a message lists. */
const MAX_NAMED = 8;

/** Names a value in a message by its key, else as an item of an array or as the document. */
export function nameOf(node: ValueNode, place: SchemaLocation): string {
  if (node.parent?.kind === "member") return `"${node.parent.name}"`;
  if (node.parent) return t`This item`;
  return (DOCUMENT_WORDS[place.owner] ?? (() => t`An alloy`))();
}

/** By the vocabulary in which its documents are described. */
const DOCUMENT_WORDS: Readonly<Record<string, () => string>> = {
  configuration: () => t`A configuration`,
  "domain-file": () => t`A domain file`,
  "executor-profile": () => t`An executor profile`,
};

const TYPE_WORDS: Record<TypeName, () => string> = {
  string: () => t`a string`,
  number: () => t`a number`,
  integer: () => t`an integer`,
  boolean: () => t`true or false`,
  object: () => t`an object`,
  array: () => t`an array`,
  null: () => t`null`,
};

const SHORT_TYPE_WORDS: Record<TypeName, () => string> = {
  string: () => t`string`,
  number: () => t`number`,
  integer: () => t`integer`,
  boolean: () => t`true or false`,
  object: () => t`object`,
  array: () => t`array`,
  null: () => t`null`,
};

const PLURALS: Record<TypeName, () => string> = {
  string: () => t`strings`,
  number: () => t`numbers`,
  integer: () => t`integers`,
  boolean: () => t`booleans`,
  object: () => t`objects`,
  array: () => t`arrays`,
  null: () => t`null`,
};

/** What a value must be: "an integer of at least 1", "an array of strings", `one of "yarn", "ntk"`. */
export function expectation(schema: Schema): string {
  const choices = schema.enum?.filter((value) => value !== null);
  if (choices?.length === 1) return show(choices[0]);
  if (choices && choices.length > 0) return t`one of ${choiceWords(choices)}`;
  const types = valueTypesOf(schema);
  const words =
    types.length > 0
      ? list(
          types.map((type) => {
            const items = type === "array" && schema.items ? itemWords(schema.items) : "";
            return items === "" ? TYPE_WORDS[type]() : t`an array of ${items}`;
          }),
          "or",
        )
      : t`any value`;
  const range = rangeWords(schema);
  if (!range) return words;
  const isOneSided = schema.minimum === undefined || schema.maximum === undefined;
  return isOneSided ? t`${words} of ${range}` : t`${words} ${range}`;
}

/** `"a", "b", 2`: the first values to choose from. */
export function choiceWords(choices: readonly unknown[]): string {
  const named = choices.slice(0, MAX_NAMED).map(show).join(", ");
  return choices.length > MAX_NAMED ? t`${named}, … (${choices.length} in total)` : named;
}

/** The types of the items of an array, in the plural; empty if the schema sets none. */
function itemWords(schema: Schema): string {
  const words = valueTypesOf(schema).map((type) => {
    const items = type === "array" && schema.items ? itemWords(schema.items) : "";
    return items === "" ? PLURALS[type]() : t`arrays of ${items}`;
  });
  return list(words, "or");
}

/** `number`, `array of strings`, as hover shows it. */
export function typeWords(schema: Schema): string {
  const words = valueTypesOf(schema).map((type) => {
    const items = type === "array" && schema.items ? itemWords(schema.items) : "";
    return items === "" ? SHORT_TYPE_WORDS[type]() : t`array of ${items}`;
  });
  return list(words, "or") + (allowsNull(schema) ? t` or null` : "");
}

/** "from 0 to 0.9", "at least 1"; empty where there is no bound. */
export function rangeWords({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return t`from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return t`at least ${minimum}`;
  return maximum === undefined ? "" : t`at most ${maximum}`;
}

/** The number of names that a sentence lists. */
const MAX_LISTED = 50;

/** "a", "a or b", "a, b, or c". */
export function list(items: readonly string[], last: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  if (items.length > MAX_LISTED) {
    const shown = items.slice(0, MAX_LISTED).join(", ");
    return t`${shown}, … (${items.length} in total)`;
  }
  const [first, end] = [items.slice(0, -1).join(", "), items[items.length - 1]];
  if (items.length > 2) return last === "and" ? t`${first}, and ${end}` : t`${first}, or ${end}`;
  return last === "and" ? t`${first} and ${end}` : t`${first} or ${end}`;
}

/** An executor within a sentence: "the reference executor". */
export function executorWords({ id, name }: Pick<ExecutorProfile, "id" | "name">): string {
  return name === undefined ? id : translate(name);
}

/** A JSON value as a file spells it, cut if it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
