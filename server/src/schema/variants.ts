import { type Assertion, demandsOf, type Instance } from "./assertions.js";
import { choiceKey, own, resolved, type Schema } from "./schema.js";

/** A schema that applies to an object only if some of its fields have certain values. */
export interface Variant {
  readonly schema: Schema;
  /** Path of the schema within the schema that contains it: `oneOf/0`, `then`, or `allOf/1/then`. */
  readonly step: string;
  /** Field → what its value must be for the variant to apply. */
  readonly tests: Readonly<Record<string, Schema>>;
}

/** Returns the value that applies to a field: the one in the document, or else the default. */
export type Lookup = (field: string) => Instance | undefined;

/** The branches of `oneOf` and the conditions of one schema. */
export class Variants {
  readonly all: readonly Variant[];
  /** The field whose value selects a branch; undefined without `oneOf`. */
  readonly discriminator: string | undefined;
  /** The schema of that field. */
  readonly selecting: Schema | undefined;
  /** The branches of `oneOf`, each with the values that select it. */
  readonly branches: readonly Branch[];
  /** Index in `all` of the branch that each value selects. */
  readonly #branches: ReadonlyMap<unknown, number>;
  readonly #conditions: readonly { readonly index: number; readonly tests: readonly FieldTest[] }[];

  /** Returns the variants of a schema; undefined if it has none. */
  static of(schema: Schema, defs: Defs): Variants | undefined {
    const hasAny = schema.oneOf !== undefined || schema.if !== undefined || schema.allOf !== undefined;
    return hasAny ? new Variants(schema, defs) : undefined;
  }

  private constructor(schema: Schema, defs: Defs) {
    const branches = (schema.oneOf ?? []).map((branch) => resolved(branch, defs));
    this.discriminator = discriminatorOf(branches);
    const all: Variant[] = branches.map((branch, i) => ({
      schema: branch,
      step: `oneOf/${i}`,
      tests:
        this.discriminator === undefined
          ? {}
          : { [this.discriminator]: { enum: valuesOf(branch, this.discriminator) } },
    }));
    this.branches = branches.map((branch) => ({
      schema: branch,
      values: valuesOf(branch, this.discriminator),
    }));
    this.selecting =
      this.discriminator === undefined
        ? undefined
        : selectingSchema(schema, this.branches, this.discriminator);
    this.#branches = new Map(this.branches.flatMap(({ values }, i) => values.map((value) => [value, i])));
    this.#conditions = conditionsOf(schema).map((condition) => {
      const tests = testsOf(condition.if, defs);
      all.push({
        schema: resolved(condition.then, defs),
        step: condition.step,
        tests: condition.if.properties ?? {},
      });
      return { index: all.length - 1, tests };
    });
    this.all = all;
  }

  /** Indexes of the variants that apply, in their order. A field without a value and without a default meets no condition. */
  chosen(valueAt: Lookup): readonly number[] {
    const chosen: number[] = [];
    const branch =
      this.discriminator === undefined ? undefined : this.#branches.get(valueAt(this.discriminator)?.value);
    if (branch !== undefined) chosen.push(branch);
    for (const { index, tests } of this.#conditions)
      if (tests.every((test) => isMetBy(test, valueAt(test.field)))) chosen.push(index);
    return chosen;
  }
}

/** The discriminating field: all of its values, each explained by the description of the branch that it selects. */
function selectingSchema(schema: Schema, branches: readonly Branch[], name: string): Schema {
  const { const: _, ...shared } = branches[0]?.schema.properties?.[name] ?? {};
  const described = branches.flatMap(({ schema: { description }, values }) =>
    description === undefined ? [] : values.map((value) => [choiceKey(value), description]),
  );
  return {
    ...shared,
    enum: branches.flatMap(({ values }) => values),
    enumDescriptions: Object.fromEntries(described),
    ...own(schema.properties, name),
  };
}

/** Whether a value meets a condition; none does if there is no value. */
export function meets(condition: Schema, value: unknown, defs: Defs): boolean {
  return isMetBy(testOf("", condition, defs), instanceOf(value));
}

/** A plain value as assertions see it; undefined for an object or an array. */
export function instanceOf(value: unknown): Instance | undefined {
  if (value === null) return { kind: "null", value };
  const kind = typeof value;
  if (kind === "string" || kind === "number" || kind === "boolean")
    return { kind, value: value as string | number | boolean };
  return undefined;
}

interface Branch {
  readonly schema: Schema;
  readonly values: readonly unknown[];
}

type Defs = Readonly<Record<string, Schema>> | undefined;

interface FieldTest {
  readonly field: string;
  readonly assertions: readonly Assertion[];
}

function testsOf(condition: Schema, defs: Defs): FieldTest[] {
  return Object.entries(condition.properties ?? {}).map(([field, schema]) => testOf(field, schema, defs));
}

function testOf(field: string, schema: Schema, defs: Defs): FieldTest {
  return { field, assertions: demandsOf([resolved(schema, defs)], false).assertions };
}

function isMetBy({ assertions }: FieldTest, value: Instance | undefined): boolean {
  return value !== undefined && assertions.every((assertion) => assertion.isMet(value));
}

interface Condition {
  readonly if: Schema;
  readonly then: Schema;
  readonly step: string;
}

/** `if` and `then` of a schema, and those in its `allOf`. */
export function conditionsOf(schema: Schema): Condition[] {
  const own = { schema, step: "then" };
  const others = (schema.allOf ?? []).map((part, i) => ({ schema: part, step: `allOf/${i}/then` }));
  return [own, ...others].flatMap(({ schema: { if: test, then }, step }) =>
    test && then ? [{ if: test, then, step }] : [],
  );
}

/** The field that has a `const` or an `enum` in each branch, no value in two of them; undefined if no field has. */
export function discriminatorOf(branches: readonly Schema[]): string | undefined {
  return Object.keys(branches[0]?.properties ?? {}).find((name) => {
    const values = branches.map((branch) => valuesOf(branch, name));
    const all = values.flat();
    return values.every(({ length }) => length > 0) && new Set(all).size === all.length;
  });
}

/** The values that a branch allows for a field. */
function valuesOf(branch: Schema, field: string | undefined): readonly unknown[] {
  const schema = field === undefined ? undefined : branch.properties?.[field];
  if (!schema) return [];
  return "const" in schema ? [schema.const] : (schema.enum ?? []);
}

/** A schema that says nothing but a condition and what follows from it. */
export function conditional(test: Schema, consequence: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
  return { if: test, then: consequence };
}
