import type { ValueNode } from "../syntax/tree.js";
import { Exact } from "../text/exact.js";
import { FLOAT_INTEGER_LIMIT, isFloat } from "./coercion.js";
import { hasFormat } from "./format.js";
import { matches } from "./pattern.js";
import { type Schema, type TypeName, valueTypesOf } from "./schema.js";
import { areUnique } from "./unique-items.js";

/** A value as assertions see it, without its members and items (JSON Schema calls it an instance). */
export interface Instance {
  readonly kind: "object" | "array" | "string" | "number" | "boolean" | "null";
  /** `undefined` for an object and an array. */
  readonly value?: string | number | boolean | null;
  /** Set for an array. */
  readonly items?: readonly ValueNode[];
  /** A number as spelled in the file. */
  readonly text?: string;
}

/** The schema keywords that make an assertion. */
export type Keyword = keyof typeof CHECKS;

/** One keyword of a schema as a check of a value (JSON Schema calls it an assertion). */
export interface Assertion {
  readonly keyword: Keyword;
  /** The schema that has the keyword. */
  readonly schema: Schema;
  isMet(instance: Instance): boolean;
}

/** The assertions of all schemas of one place, and how a value there is read. */
export interface Demands {
  /** The type to which the Python package coerces numbers, booleans, and strings here; undefined if it does not. */
  readonly coercedType: CoercedType | undefined;
  /** A number must be an integer. */
  readonly isWhole: boolean;
  /** A string names a thing. */
  readonly isName: boolean;
  /** The schema that says more about a value than validators check: what a string holds, how large a number may be. */
  readonly marks: Schema | undefined;
  /** Schema by schema, `type` first: a value of a wrong type is not also reported as a wrong choice. */
  readonly assertions: readonly Assertion[];
}

export type CoercedType = "integer" | "number" | "boolean";

type Check = (instance: Instance) => boolean;

/** Choices that are compared one by one as fast as they are found in a set. */
const FEW = 16;

/** The check of each keyword, in the order of evaluation. A value of another type passes all but the first three. */
const CHECKS = {
  type: (type: TypeName | readonly TypeName[]): Check => {
    if (typeof type === "string") return checkOf(type);
    const checks = type.map(checkOf);
    return (instance) => checks.some((check) => check(instance));
  },
  enum: (choices: readonly unknown[]): Check => {
    // There may be thousands.
    if (choices.length <= FEW) return ({ value }) => choices.includes(value);
    let set: ReadonlySet<unknown> | undefined;
    return ({ value }) => {
      set ??= new Set(choices);
      return set.has(value);
    };
  },
  const: (constant: unknown): Check => {
    return ({ value }) => value === constant;
  },
  minimum: ofNumber((value, limit) => value >= limit),
  maximum: ofNumber((value, limit) => value <= limit),
  exclusiveMinimum: ofNumber((value, limit) => value > limit),
  exclusiveMaximum: ofNumber((value, limit) => value < limit),
  minLength: ofText((value, limit: number) => [...value].length >= limit),
  maxLength: ofText((value, limit: number) => [...value].length <= limit),
  multipleOf: (divisor: number): Check => {
    return ({ value, text }) => typeof value !== "number" || isMultiple(value, text, divisor);
  },
  pattern: ofText((value, pattern: string) => matches(pattern, value)),
  format: ofText((value, format: string) => hasFormat(format, value)),
  minItems: ofList((length, limit) => length >= limit),
  maxItems: ofList((length, limit) => length <= limit),
  uniqueItems: (areAsked: boolean): Check => {
    return ({ items }) => !areAsked || items === undefined || areUnique(items);
  },
};

function checkOf(type: TypeName): Check {
  // A number may be too large to be one.
  if (type === "integer") return isInteger;
  if (type === "number") return ({ value }) => Number.isFinite(value);
  return ({ kind }) => kind === type;
}

function isInteger({ value, text }: Instance): boolean {
  if (!Number.isInteger(value)) return false;
  return Math.abs(Number(value)) < FLOAT_INTEGER_LIMIT || text === undefined || !isFloat(text);
}

/** Exactly, as the number is written: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, text: string | undefined, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const [exact, unit] = [Exact.parse(text ?? String(value)), Exact.parse(String(divisor))];
  // A number of hundreds of digits is not read, and a divisor of 0 is an error of the domain file.
  return !exact || !unit || unit.sign === 0 || exact.isMultipleOf(unit);
}

function ofNumber(isMet: (value: number, limit: number) => boolean) {
  return (limit: number): Check => {
    return ({ value }) => typeof value !== "number" || isMet(value, limit);
  };
}

function ofText<Asked>(isMet: (value: string, asked: Asked) => boolean) {
  return (asked: Asked): Check => {
    return ({ value }) => typeof value !== "string" || isMet(value, asked);
  };
}

function ofList(isMet: (length: number, limit: number) => boolean) {
  return (limit: number): Check => {
    return ({ items }) => items === undefined || isMet(items.length, limit);
  };
}

/**
 * No code is made from schemas: they may be written by a stranger, and a strict content security policy forbids it.
 * @param schemas the first one says how a value is read
 * @param isLax values are coerced as the Python package does
 */
export function demandsOf(schemas: readonly [Schema, ...Schema[]], isLax: boolean): Demands {
  const [first] = schemas;
  const types = valueTypesOf(first);
  return {
    coercedType: isLax ? coercionOf(first) : undefined,
    isWhole: types.includes("integer") && !types.includes("number"),
    isName: first.names !== undefined || first.declares !== undefined,
    marks: schemas.find((schema) => schema.holds !== undefined || schema.plausibleMaximum !== undefined),
    assertions: schemas.flatMap(assertionsOf),
  };
}

/** Of several types the package takes the one that a value has, and of choices it takes only the very same. */
function coercionOf(schema: Schema): CoercedType | undefined {
  const [type, ...others] = valueTypesOf(schema);
  if (others.length > 0 || schema.enum !== undefined || schema.const !== undefined) return undefined;
  return type === "integer" || type === "number" || type === "boolean" ? type : undefined;
}

function assertionsOf(schema: Schema): Assertion[] {
  return (Object.keys(CHECKS) as Keyword[]).flatMap((keyword) => {
    const asked = schema[keyword];
    const check = CHECKS[keyword] as (asked: unknown) => Check;
    return asked === undefined ? [] : [{ keyword, schema, isMet: check(asked) }];
  });
}
