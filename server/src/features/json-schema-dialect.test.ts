/** Random schemas of the dialect: what we say about a value, ajv says by the composed schema. */
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { domainFrom } from "../schema/domain-file.js";
import type { DomainFile, Schema, StageSchema } from "../schema/schema.js";
import fc from "../testing/property.js";
import { composeSchema } from "./json-schema.js";

/** Dyadic, so that ajv's division is exact. */
const NUMBERS = [0, 1, 2, 3, 4, 6, 8, 0.5, 0.25, 1.75, -2];
const TEXTS = ["", "a", "add", "lcm", "2026-02-28", "2026-02-30", "x@y.org", "https://a.b/c", "no uri"];
const NAMES = ["method", "steps", "guidance", "kept", "when"];

const scalar = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS),
  fc.constantFrom(true, false, null),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(fc.oneof(scalar, fc.constantFrom([1], [1], { a: 1, b: 2 }, { b: 2, a: 1 })), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom(...NAMES), scalar, { maxKeys: 3 }),
);

const numeric = fc.record(
  {
    type: fc.constantFrom("number" as const, "integer" as const),
    minimum: fc.constantFrom(0, 1),
    exclusiveMaximum: fc.constantFrom(4, 8),
    multipleOf: fc.constantFrom(0.25, 0.5, 2),
  },
  { requiredKeys: ["type"] },
);
const textual = fc.record(
  {
    type: fc.constant("string" as const),
    enum: fc.constantFrom(["lcm", "add"], ["a", "add", "lcm"]),
    format: fc.constantFrom("date", "email", "uri", "date-time", "uuid"),
    maxLength: fc.constantFrom(3, 10),
    pattern: fc.constantFrom("^[a-z]+$", "a"),
  },
  { requiredKeys: ["type"] },
);
const list = fc.record(
  {
    type: fc.constant("array" as const),
    uniqueItems: fc.boolean(),
    minItems: fc.constantFrom(1, 2),
    items: fc.oneof(numeric, textual),
  },
  { requiredKeys: ["type"] },
);
const field: fc.Arbitrary<Schema> = fc.oneof(numeric, textual, list);
const fields = fc.dictionary(fc.constantFrom(...NAMES), field, { maxKeys: 4 });

/** `then` asks for fields that the object has. */
const condition = fc.record({
  tested: fc.constantFrom(...NAMES),
  asks: fc.oneof(
    fc.constantFrom<Schema>({ const: "add" }, { const: 2 }, { const: null }, { enum: ["lcm", 1, true] }),
    numeric.map(({ type: _, ...limits }): Schema => limits),
  ),
  required: fc.subarray(NAMES),
  narrower: fields,
});

const object = fc.record({
  properties: fields,
  required: fc.subarray(NAMES),
  defaults: fc.subarray(NAMES),
  conditions: fc.array(condition, { maxLength: 3 }),
  dependents: fc.dictionary(fc.constantFrom(...NAMES), fc.subarray(NAMES), { maxKeys: 2 }),
  branches: fc.option(fc.record({ values: fc.subarray(["lcm", "add", 2, true], { minLength: 2 }), fields })),
  hasDefault: fc.boolean(),
});

function schemaOf(made: typeof object extends fc.Arbitrary<infer T> ? T : never): Schema {
  const { properties: own, conditions, branches, defaults, dependents } = made;
  const properties: Record<string, Schema> = { ...own };
  for (const name of defaults) if (properties[name]) properties[name] = { ...properties[name], default: 2 };
  if (branches && made.hasDefault) properties.kind = { default: branches.values[0] };
  const known = new Set(Object.keys(properties));
  const names = (all: readonly string[]) => all.filter((name) => known.has(name));
  const parts = conditions
    .filter(({ tested }) => known.has(tested))
    .map(({ tested, asks, required, narrower }): Schema => {
      const inner = Object.fromEntries(Object.entries(narrower).filter(([name]) => known.has(name)));
      return {
        if: { properties: { [tested]: asks } },
        // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
        then: { required: names(required), properties: inner },
      };
    });
  const [first, ...others] = parts;
  return {
    type: "object",
    properties,
    required: names(made.required),
    dependentRequired: Object.fromEntries(
      Object.entries(dependents).map(([name, all]) => [name, names(all)]),
    ),
    ...first,
    ...(others.length > 0 && { allOf: others }),
    ...(branches && {
      oneOf: branches.values.map((value, i) => ({
        properties: { kind: { const: value }, ...(i === 0 && branches.fields) },
        required: i === 0 ? Object.keys(branches.fields).slice(0, 1) : [],
      })),
    }),
  };
}

suite("a schema of the dialect", () => {
  test("says the same to ajv when it is composed", () => {
    let refused = 0;
    fc.assert(
      fc.property(
        object,
        fc.array(fc.dictionary(fc.constantFrom(...NAMES, "kind"), value, { maxKeys: 5 }), { maxLength: 8 }),
        fc.boolean(),
        (made, values, isNested) => {
          const schema = schemaOf(made);
          const stage = isNested ? { type: "object" as const, properties: { inner: schema } } : schema;
          const { validate, domain } = compiled(stage as StageSchema);
          for (const one of [{}, { kind: 2 }, { method: 2 }, { method: "add" }, ...values]) {
            const body = isNested ? { inner: one } : one;
            const alloy = {
              name: "a",
              version: "1.0.0",
              domains: ["x"],
              source: { baseModel: "a", architecture: "b" },
            };
            const text = JSON.stringify({ ...alloy, stages: [{ ...body, type: "mix" }] });
            const [found] = Alloy.parse(text, domain).stages.flatMap(({ sections }) => sections);
            if (!found || found.coercions.length > 0) continue; // ajv coerces nothing
            const isValid = validate(JSON.parse(text).stages[0]);
            if (!isValid) refused++;
            assert.equal(
              found.findings.length === 0,
              isValid,
              `${JSON.stringify(schema)} ${text} ${JSON.stringify(validate.errors)}`,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(refused > 100);
  });
});

function compiled(mix: StageSchema) {
  const file = { id: "x", version: "1.0.0", title: "x", description: "x", status: "stable", stages: { mix } };
  const domain = bundled.with([domainFrom(file as unknown as DomainFile)], []);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The package is CommonJS, whose default export TypeScript sees as the module.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  // The stage alone: the rest is the same every time, and takes long to compile.
  const { stages } = composeSchema(domain, ["x"]).properties as {
    stages: { items: { allOf: { then: object }[] } };
  };
  return { domain, validate: ajv.compile(stages.items.allOf[0]?.then ?? {}) };
}
