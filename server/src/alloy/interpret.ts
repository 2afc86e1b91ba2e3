import { printPointer } from "../text/tree.js";
import type { SchemaError, Validator } from "./registry.js";
import { own, resolved, type Schema, type TypeName, typesOf } from "./schema.js";

/** Longer texts are not matched against a pattern: with a short one, that bounds what a pattern can cost. */
const MAX_MATCHED_LENGTH = 1000;

/** More errors than anybody reads about one stage. */
const MAX_ERRORS = 100;

/**
 * A validator that reads its schema each time. The vocabularies of a workspace are validated like this: a compiler
 * would turn what a stranger wrote into code that runs, and a strict content security policy forbids that anyway.
 * What it accepts and what it reports is the same as with the compiled validators of the bundled vocabularies.
 */
export function interpret(schema: Schema, defs: Readonly<Record<string, Schema>> | undefined): Validator {
  const validator: Validator = (value) => {
    const errors: SchemaError[] = [];
    check(schema, value, "");
    validator.errors = errors;
    return errors.length === 0;

    function check(given: Schema, value: unknown, at: string): void {
      if (errors.length >= MAX_ERRORS) return;
      const rules = resolved(given, defs);
      const types = typesOf(rules);
      if (types.length > 0 && !types.some((type) => isOf(type, value))) add(at, "type", { type: types });
      if (rules.enum && !rules.enum.some((one) => one === value))
        add(at, "enum", { allowedValues: rules.enum });
      if (rules.const !== undefined && rules.const !== value) add(at, "const", { allowedValue: rules.const });
      if (typeof value === "number") checkNumber(rules, value, at);
      else if (typeof value === "string") checkText(rules, value, at);
      else if (Array.isArray(value)) checkList(rules, value, at);
      else if (typeof value === "object" && value !== null) checkObject(rules, value, at);
    }

    function checkNumber(rules: Schema, value: number, at: string): void {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = rules;
      if (minimum !== undefined && value < minimum) add(at, "minimum", { limit: minimum });
      if (maximum !== undefined && value > maximum) add(at, "maximum", { limit: maximum });
      if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
        add(at, "exclusiveMinimum", { limit: exclusiveMinimum });
      if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
        add(at, "exclusiveMaximum", { limit: exclusiveMaximum });
    }

    function checkText({ minLength, maxLength, pattern }: Schema, value: string, at: string): void {
      const length = [...value].length;
      if (minLength !== undefined && length < minLength) add(at, "minLength", { limit: minLength });
      if (maxLength !== undefined && length > maxLength) add(at, "maxLength", { limit: maxLength });
      if (pattern === undefined || value.length > MAX_MATCHED_LENGTH) return;
      if (!expressionOf(pattern)?.test(value)) add(at, "pattern", { pattern });
    }

    function checkList({ items, minItems, maxItems }: Schema, value: readonly unknown[], at: string): void {
      if (minItems !== undefined && value.length < minItems) add(at, "minItems", { limit: minItems });
      if (maxItems !== undefined && value.length > maxItems) add(at, "maxItems", { limit: maxItems });
      if (items) for (const [index, item] of value.entries()) check(items, item, `${at}/${index}`);
    }

    function checkObject(rules: Schema, value: object, at: string): void {
      for (const name of rules.required ?? []) {
        if (!Object.hasOwn(value, name)) add(at, "required", { missingProperty: name });
      }
      for (const [name, inner] of Object.entries(value)) {
        const described = own(rules.properties, name) ?? rules.additionalProperties;
        if (described) check(described, inner, `${at}${printPointer([name])}`);
      }
    }

    function add(instancePath: string, keyword: string, params: SchemaError["params"]): void {
      errors.push({ instancePath, keyword, params });
    }
  };
  return validator;
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
