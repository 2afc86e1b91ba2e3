/** Schemas in words, for messages, completion and hover. */
import { t } from "../text/l10n.js";
import type { ValueNode } from "../text/tree.js";
import type { Schema, TypeName } from "./schema.js";
import { allowsNull, valueTypesOf } from "./schema.js";
import type { Place } from "./vocabulary.js";

/** So many choices are told one by one; nobody reads more, and a domain may have a hundred thousand. */
export const MAX_CHOICES = 50;

/** A value for messages: by its key, else by what it is in. */
export function nameOf(node: ValueNode, place: Place): string {
  if (node.parent?.kind === "member") return `"${node.parent.name}"`;
  if (node.parent) return t`This entry`;
  return (DOCUMENT_WORDS[place.owner] ?? (() => t`An alloy`))();
}

/** By the vocabulary in which its documents are described. */
const DOCUMENT_WORDS: Readonly<Record<string, () => string>> = {
  configuration: () => t`A configuration`,
  "domain-file": () => t`A domain file`,
};

const TYPE_WORDS: Record<TypeName, () => string> = {
  string: () => t`a text in double quotes`,
  number: () => t`a number`,
  integer: () => t`a whole number`,
  boolean: () => t`true or false`,
  object: () => t`an object { … }`,
  array: () => t`a list [ … ]`,
  null: () => t`null`,
};

const SHORT_TYPE_WORDS: Record<TypeName, () => string> = {
  string: () => t`text`,
  number: () => t`number`,
  integer: () => t`whole number`,
  boolean: () => t`true or false`,
  object: () => t`object`,
  array: () => t`list`,
  null: () => t`null`,
};

/** What a value must be: "a whole number of at least 1", "one of yarn, ntk, linear". */
export function expectation(schema: Schema): string {
  const choices = schema.enum?.filter((value) => value !== null);
  if (choices && choices.length > 0) return t`one of ${choiceWords(choices)}`;
  const types = valueTypesOf(schema);
  const words =
    types.length > 0
      ? list(
          types.map((type) => TYPE_WORDS[type]()),
          "or",
        )
      : t`any value`;
  const range = rangeWords(schema);
  if (!range) return words;
  const isOneSided = schema.minimum === undefined || schema.maximum === undefined;
  return isOneSided ? t`${words} of ${range}` : t`${words} ${range}`;
}

/** "a, b or c": values to choose from, as many as anybody reads. */
export function choiceWords(choices: readonly unknown[]): string {
  if (choices.length <= MAX_CHOICES) return list(choices.map(show), "or");
  return `${choices.slice(0, MAX_CHOICES).map(show).join(", ")} …`;
}

/** `number`, `list of text`, as hover shows it. */
export function typeWords(schema: Schema): string {
  const words = valueTypesOf(schema).map((type) => {
    if (type !== "array" || !schema.items) return SHORT_TYPE_WORDS[type]();
    return t`list of ${typeWords(schema.items) || t`values`}`;
  });
  return list(words, "or") + (allowsNull(schema) ? t` or null` : "");
}

/** "from 0 to 0.9", "at least 1"; empty where there is no bound. */
export function rangeWords({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return t`from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return t`at least ${minimum}`;
  return maximum === undefined ? "" : t`at most ${maximum}`;
}

/** A sentence with more names than this is not read. */
const MAX_LISTED = 50;

/** "a, b or c". */
export function list(items: readonly string[], last: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  if (items.length > MAX_LISTED) {
    const shown = items.slice(0, MAX_LISTED).join(", ");
    return t`${shown} … (${items.length} in all)`;
  }
  const [first, end] = [items.slice(0, -1).join(", "), items[items.length - 1]];
  return last === "and" ? t`${first} and ${end}` : t`${first} or ${end}`;
}

/** A JSON value as it stands in a file, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
