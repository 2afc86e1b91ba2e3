import { matches } from "./pattern.js";
import { isOfType, type Schema, type TypeName } from "./schema.js";

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
 * What a schema asks of a value, laid out for reading: schemas have the fields that somebody wrote, and engines are slow
 * to say that a field is not there.
 */
export interface Conditions {
  readonly schema: Schema;
  readonly type: TypeName | readonly TypeName[] | undefined;
  /** Readers take a text that holds a number for that number. */
  readonly countsText: boolean;
  /** A number has to be whole. */
  readonly isWhole: boolean;
  /** A text names a thing. */
  readonly isName: boolean;
  /** Whether it asks for more than a type. */
  readonly hasMore: boolean;
  readonly choices: readonly unknown[] | undefined;
  readonly constant: unknown;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMinimum: number | undefined;
  readonly exclusiveMaximum: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
}

/** No code is made from schemas: they may be written by a stranger, and a strict content security policy forbids it. */
export function conditionsOf(schema: Schema): Conditions {
  const {
    type,
    enum: choices,
    const: constant,
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
  } = schema;
  const { minLength, maxLength, pattern, minItems, maxItems } = schema;
  const more = {
    choices,
    constant,
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
    minLength,
    maxLength,
    pattern,
    minItems,
    maxItems,
  };
  const isWhole = isOfType(schema, "integer") && !isOfType(schema, "number");
  const countsText = (isWhole || isOfType(schema, "number")) && !isOfType(schema, "string");
  return {
    schema,
    type,
    countsText,
    isWhole,
    isName: schema.names !== undefined || schema.declares !== undefined,
    hasMore: Object.values(more).some((value) => value !== undefined),
    ...more,
  };
}

/**
 * The first condition that a value does not meet, the one that says most about it: a wrong type is not also a wrong
 * choice.
 */
export function unmetCondition(conditions: Conditions, judged: Judged): Condition | undefined {
  const { type } = conditions;
  // A number may be too large to be one.
  const isPlain = type === judged.kind && type !== "number";
  if (type !== undefined && !isPlain && !isOfAny(type, judged)) return "type";
  return conditions.hasMore ? unmetBeyondType(conditions, judged) : undefined;
}

function unmetBeyondType(conditions: Conditions, { value, items }: Judged): Condition | undefined {
  const { choices, constant } = conditions;
  if (choices && !choices.includes(value)) return "enum";
  if (typeof value === "number") {
    const { minimum, maximum } = conditions;
    if (minimum !== undefined && value < minimum) return "minimum";
    if (maximum !== undefined && value > maximum) return "maximum";
  }
  if (constant !== undefined && constant !== value) return "const";
  if (typeof value === "number") return unmetByNumber(conditions, value);
  if (typeof value === "string") return unmetByText(conditions, value);
  return items && unmetByList(conditions, items.length);
}

function unmetByNumber(conditions: Conditions, value: number): Condition | undefined {
  const { exclusiveMinimum, exclusiveMaximum } = conditions;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return "exclusiveMinimum";
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return "exclusiveMaximum";
  return undefined;
}

function unmetByText({ minLength, maxLength, pattern }: Conditions, value: string): Condition | undefined {
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (minLength !== undefined && length < minLength) return "minLength";
    if (maxLength !== undefined && length > maxLength) return "maxLength";
  }
  return pattern !== undefined && !matches(pattern, value) ? "pattern" : undefined;
}

function unmetByList({ minItems, maxItems }: Conditions, length: number): Condition | undefined {
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
