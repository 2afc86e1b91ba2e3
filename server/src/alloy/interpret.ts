import { printPointer } from "../text/tree.js";
import type { SchemaError, Validator } from "./registry.js";
import { resolved, type Schema, type TypeName, typesOf } from "./schema.js";

/** Longer texts are not matched against a pattern: with a short one, that bounds what a pattern can cost. */
const MAX_MATCHED_LENGTH = 1000;

/** More errors than anybody reads about one stage. */
const MAX_ERRORS = 100;

/** The way to a value: the same list all along, changed in place. */
type Path = (string | number)[];

/** Adds to the errors what is wrong with a value. */
type Check = (value: unknown, path: Path, errors: SchemaError[]) => void;

/**
 * A validator for a schema of a vocabulary file. No code is made from schemas, as a compiler would: they may be
 * written by a stranger, and a strict content security policy forbids it. Checks are put together when a part of the
 * schema first meets a value, so a vocabulary costs nothing until it is used.
 */
export function interpret(schema: Schema, defs: Readonly<Record<string, Schema>> | undefined): Validator {
  const checks = new Map<Schema, Check>();
  return (value) => {
    const errors: SchemaError[] = [];
    checkOf(schema)(value, [], errors);
    return errors;
  };

  function checkOf(given: Schema): Check {
    let check = checks.get(given);
    if (!check) {
      check = checkFor(resolved(given, defs), checkOf);
      checks.set(given, check);
    }
    return check;
  }
}

function checkFor(rules: Schema, checkOf: (schema: Schema) => Check): Check {
  const { items, required = [], additionalProperties } = rules;
  const properties = new Map(Object.entries(rules.properties ?? {}));
  return (value, path, errors) => {
    if (errors.length >= MAX_ERRORS) return;
    checkItself(rules, value, path, errors);
    if (Array.isArray(value)) {
      if (!items || value.length === 0) return;
      const check = checkOf(items);
      for (let index = 0; index < value.length; index++) {
        path.push(index);
        check(value[index], path, errors);
        path.pop();
      }
    } else if (typeof value === "object" && value !== null) {
      for (const missingProperty of required) {
        if (!Object.hasOwn(value, missingProperty)) add(errors, path, "required", { missingProperty });
      }
      for (const name of Object.keys(value)) {
        const described = properties.get(name) ?? additionalProperties;
        if (!described) continue;
        path.push(name);
        checkOf(described)((value as Record<string, unknown>)[name], path, errors);
        path.pop();
      }
    }
  };
}

/** What a schema says about a value without looking into it. */
function checkItself(rules: Schema, value: unknown, path: Path, errors: SchemaError[]): void {
  const { type, enum: allowedValues, const: allowedValue } = rules;
  const isFitting =
    typeof type === "string" ? isOf(type, value) : !type || type.some((one) => isOf(one, value));
  if (!isFitting) add(errors, path, "type", { type: typesOf(rules) });
  if (allowedValues && !allowedValues.includes(value)) add(errors, path, "enum", { allowedValues });
  if (allowedValue !== undefined && allowedValue !== value) add(errors, path, "const", { allowedValue });
  if (typeof value === "number") checkNumber(rules, value, path, errors);
  else if (typeof value === "string") checkText(rules, value, path, errors);
  else if (Array.isArray(value)) {
    const { minItems, maxItems } = rules;
    if (minItems !== undefined && value.length < minItems) add(errors, path, "minItems", { limit: minItems });
    if (maxItems !== undefined && value.length > maxItems) add(errors, path, "maxItems", { limit: maxItems });
  }
}

function checkNumber(rules: Schema, value: number, path: Path, errors: SchemaError[]): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = rules;
  if (minimum !== undefined && value < minimum) add(errors, path, "minimum", { limit: minimum });
  if (maximum !== undefined && value > maximum) add(errors, path, "maximum", { limit: maximum });
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    add(errors, path, "exclusiveMinimum", { limit: exclusiveMinimum });
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    add(errors, path, "exclusiveMaximum", { limit: exclusiveMaximum });
}

function checkText(rules: Schema, value: string, path: Path, errors: SchemaError[]): void {
  const { minLength, maxLength, pattern } = rules;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (minLength !== undefined && length < minLength) add(errors, path, "minLength", { limit: minLength });
    if (maxLength !== undefined && length > maxLength) add(errors, path, "maxLength", { limit: maxLength });
  }
  if (pattern === undefined || value.length > MAX_MATCHED_LENGTH) return;
  if (!expressionOf(pattern)?.test(value)) add(errors, path, "pattern", { pattern });
}

function add(errors: SchemaError[], path: Path, keyword: string, params: SchemaError["params"]): void {
  errors.push({ instancePath: printPointer(path), keyword, params });
}

function isOf(type: TypeName, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

const expressions = new Map<string, RegExp | undefined>();

function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) {
    if (expressions.size > 1000) expressions.clear();
    expressions.set(pattern, patternFault(pattern) === undefined ? new RegExp(pattern, "u") : undefined);
  }
  return expressions.get(pattern);
}

export type PatternFault = "invalid" | "long" | "costly";

const MAX_PATTERN_LENGTH = 200;

/**
 * Why a pattern is refused. A backtracking engine takes forever where a repetition stands inside another one or where
 * several overlap, so only simple shapes are taken: no repetition of a group that repeats or branches, at most two
 * unbounded repetitions, no look-around and no back reference.
 */
export function patternFault(pattern: string): PatternFault | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return "long";
  try {
    new RegExp(pattern, "u");
  } catch {
    return "invalid";
  }
  // Escapes and classes hold no structure.
  const shape = pattern.replace(/\\[pP]\{[^}]*\}|\\[^1-9]/g, "x").replace(/\[[^\]]*\]/g, "x");
  if (/\\[1-9k]|\(\?[=!<]/.test(shape)) return "costly";
  if ((shape.match(/[*+]|\{\d+,\}/g)?.length ?? 0) > 2) return "costly";
  if (/\{\d{3,}/.test(shape) || /,\d{3,}\}/.test(shape)) return "costly";
  let rest = shape;
  for (let before = ""; before !== rest; ) {
    before = rest;
    if (/\([^()]*[*+{|][^()]*\)(?:[*+]|\{)/.test(rest)) return "costly";
    // A group without such a repetition is as good as what stands in it.
    rest = rest.replace(/\((?:\?:)?([^()]*)\)/, (_, inner: string) =>
      /[*+{|]/.test(inner) ? `<${inner}>` : "x",
    );
    if (/<[^<>]*>(?:[*+]|\{)/.test(rest)) return "costly";
  }
  return undefined;
}
