import { matches } from "./pattern.js";
import type { Schema, TypeName } from "./schema.js";

/** A value as a schema judges it without looking into it. */
export interface Judged {
  readonly kind: "object" | "array" | "string" | "number" | "boolean" | "null";
  /** Undefined for an object and a list. */
  readonly value?: string | number | boolean | null;
  /** Of a list. */
  readonly items?: readonly unknown[];
}

/** The keyword of a condition that a value does not meet. */
export type Condition =
  | "type"
  | "enum"
  | "const"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "minLength"
  | "maxLength"
  | "pattern"
  | "minItems"
  | "maxItems";

/**
 * The first condition of a schema that a value does not meet, the one that says most about it: a wrong type is not also a
 * wrong choice. No code is made from schemas, as a compiler would: they may be written by a stranger, and a strict content
 * security policy forbids it.
 */
export function unmetCondition(schema: Schema, judged: Judged): Condition | undefined {
  const { type, enum: choices, const: constant } = schema;
  if (type !== undefined && !isOfAny(type, judged)) return "type";
  if (choices && !choices.includes(judged.value)) return "enum";
  const { value, items } = judged;
  if (typeof value === "number") {
    const { minimum, maximum } = schema;
    if (minimum !== undefined && value < minimum) return "minimum";
    if (maximum !== undefined && value > maximum) return "maximum";
  }
  if (constant !== undefined && constant !== value) return "const";
  if (typeof value === "number") return unmetByNumber(schema, value);
  if (typeof value === "string") return unmetByText(schema, value);
  return items && unmetByList(schema, items.length);
}

function unmetByNumber({ exclusiveMinimum, exclusiveMaximum }: Schema, value: number): Condition | undefined {
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return "exclusiveMinimum";
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return "exclusiveMaximum";
  return undefined;
}

function unmetByText({ minLength, maxLength, pattern }: Schema, value: string): Condition | undefined {
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (minLength !== undefined && length < minLength) return "minLength";
    if (maxLength !== undefined && length > maxLength) return "maxLength";
  }
  return pattern !== undefined && !matches(pattern, value) ? "pattern" : undefined;
}

function unmetByList({ minItems, maxItems }: Schema, length: number): Condition | undefined {
  if (minItems !== undefined && length < minItems) return "minItems";
  if (maxItems !== undefined && length > maxItems) return "maxItems";
  return undefined;
}

function isOfAny(type: TypeName | readonly TypeName[], judged: Judged): boolean {
  return typeof type === "string" ? isOf(type, judged) : type.some((one) => isOf(one, judged));
}

function isOf(type: TypeName, { kind, value }: Judged): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "number") return Number.isFinite(value);
  return type === kind;
}
