/**
 * What we report as an error against a small model of how the format's Python package reads a value (pydantic 2.13 in lax
 * mode), for every field of the vocabulary and every kind of value. `test/oracle.test.ts` compares with real verdicts.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "../../server/src/lint/rule.js";
import { afterEdits, problemsOf } from "../../server/src/testing/fixtures.js";
import fc from "../../server/src/testing/property.js";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** As much of a schema as the model knows. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

interface VocabularyFile extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
  readonly stages: Readonly<Record<string, Schema>>;
  readonly rootExtensions: Readonly<Record<string, Schema>>;
}

/** A field, and how an alloy is written that has it. */
interface Subject {
  readonly name: string;
  readonly at: string;
  readonly schema: Schema;
  readonly defs: VocabularyFile["$defs"];
  /** The text of an alloy that is accepted if the value is; without the field where that is undefined. */
  alloyWith(key: string, value: string | undefined): string;
  readonly isRequired: boolean;
}

const core: VocabularyFile = read("schemas/core.json");
const forge: VocabularyFile = read("schemas/domains/llm-forge.json");

/** Of other rules than the type of a value. */
const LEFT_OUT = new Set(["/domains", "/stages"]);
/** Reported as a warning, since published alloys have it so. */
const LENIENT = new Set(["deliver"]);

const subjects: readonly Subject[] = [
  ...subjectsIn(core, core.$defs, "", (members) => alloyOf(members)),
  ...subjectsIn({ properties: forge.rootExtensions }, forge.$defs, "", (members) => alloyOf(members)),
  ...Object.entries(forge.stages)
    .filter(([type]) => !LENIENT.has(type))
    .flatMap(([type, schema]) =>
      subjectsIn(schema, forge.$defs, `/stages/0:${type}`, (members) =>
        alloyOf({ stages: `[${objectOf({ type: JSON.stringify(type), ...members })}]` }),
      ),
    ),
].filter(({ at }) => !LEFT_OUT.has(at));

/** One or more of each kind, as they are written in a file. */
const VALUES = [
  ...["null", "true", "false", "[]", "{}", '"x"', '""', '"\\u00e9"', '" "'],
  ...["0", "1", "-0", "-1", "2", "3", "4", "8", "64", "300", "1024", "5000", "1000000"],
  ...[
    "0.5",
    "-0.25",
    "3.5",
    "0.0",
    "-0.0",
    "1.0",
    "3.0",
    "4.0",
    "1024.0",
    "8e0",
    "2e2",
    "10e-1",
    "1e19",
    "1e-7",
  ],
  ...[
    '"0"',
    '"1"',
    '"3"',
    '"4"',
    '"-1"',
    '"300"',
    '"1024"',
    '"3.0"',
    '"3."',
    '".5"',
    '"0.5"',
    '"3.5"',
    '"1e3"',
    '"1e-4"',
  ],
  ...[
    '" 3 "',
    '"\\t3\\n"',
    '"\\u00a03"',
    '"\\u00853"',
    '"\\ufeff3"',
    '"+3"',
    '"-0"',
    '"007"',
    '"1_000"',
    '" 1_000 "',
    '"1__0"',
    '"_1"',
    '"1_"',
  ],
  ...[
    '"0x10"',
    '"3 GB"',
    '"1,5"',
    '"1 000"',
    '"\\uff14"',
    '"\\u0663"',
    '"\\u22123"',
    '"--1"',
    '"4L"',
    '"30%"',
  ],
  ...[
    '"true"',
    '"True"',
    '"FALSE"',
    '"yes"',
    '"No"',
    '"ON"',
    '"off"',
    '"t"',
    '"f"',
    '"Y"',
    '"n"',
    '" true"',
    '"none"',
    '"null"',
  ],
  ...[
    "[null]",
    "[1]",
    '["x"]',
    '["x", null]',
    '["x", ["y"]]',
    "[{}]",
    '[{"name": "n"}]',
    '[{"name": 5}]',
    "[[]]",
  ],
  ...[
    '{"a": null}',
    '{"a": 1}',
    '{"a": "1"}',
    '{"a": "x"}',
    '{"a": true}',
    '{"a": []}',
    '{"a": {"b": 1}}',
    '{"name": "n"}',
    '{"min": 0.5}',
  ],
];

suite("every field, with every kind of value", () => {
  test("is an error where the Python package rejects it, and nowhere else", function () {
    this.timeout(120_000);
    assert.ok(subjects.length > 300, `only ${subjects.length} fields`);
    const wrong: string[] = [];
    for (const subject of subjects)
      for (const value of [...VALUES, ...edgesOf(subject)]) wrong.push(...disagreement(subject, value));
    assert.deepEqual(wrong, []);
  });

  test("is required or not", () => {
    const wrong = subjects.filter(
      (subject) => isAccepted(subject.alloyWith(subject.name, undefined)) === subject.isRequired,
    );
    assert.deepEqual(
      wrong.map(({ at }) => at),
      [],
    );
  });

  test("also in snake_case, and with any text that is nearly a number", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789_.+-eE \t"), maxLength: 8 });
    const value = fc.oneof(
      digits.map((text) => JSON.stringify(text)),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
      fc.integer().map((whole) => `${whole}.0`),
      fc.integer().map(String),
      fc.constantFrom(...VALUES),
    );
    fc.assert(
      fc.property(fc.constantFrom(...subjects), value, fc.boolean(), (subject, text, isSnake) => {
        fc.pre(!isQuirk(text));
        assert.deepEqual(disagreement(subject, text, isSnake ? inPython(subject.name) : subject.name), []);
      }),
      { numRuns: 4000 },
    );
  });
});

/** Returns the name of a field in Python. */
function inPython(name: string): string {
  const irregular: Readonly<Record<string, string>> = { isMoE: "is_moe", supportsCPU: "supports_cpu" };
  return irregular[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

suite("what only the Python package accepts", () => {
  const scalars = subjects.filter(({ schema }) => scalarOf(schema) !== undefined);

  test("is a warning with one safe fix, after which the same is read from JSON of the right type", () => {
    const fixed = new Set<string>();
    for (const subject of scalars) {
      const { schema, defs, name } = subject;
      for (const value of VALUES.filter((one) => one !== "null" && accepts(schema, one, defs))) {
        const read = readAs(schema, value);
        const text = subject.alloyWith(name, value);
        const said = shapeProblems(text);
        const isStrict =
          typeof JSON.parse(value) === typeof read && !(isInteger(schema) && /[.e]/.test(value));
        assert.deepEqual(
          said.map(({ severity }) => severity),
          isStrict ? [] : ["warning"],
          `${subject.at} ${value}`,
        );
        for (const { code, fixes } of said.map((problem) => ({
          code: problem.code,
          fixes: problem.fixes(),
        }))) {
          const [fix, ...others] = fixes;
          // A float of 2^53 or more does not determine which integer was meant, so no fix is offered.
          if (Number(read) >= 2 ** 53) {
            assert.deepEqual(fixes, []);
            continue;
          }
          const [edit, ...more] = fix?.edits ?? [];
          assert.ok(fix?.safe && edit && others.length + more.length === 0, `${subject.at} ${value}`);
          assert.equal(text.slice(edit.start, edit.end), value);
          assert.deepEqual(shapeProblems(afterEdits(text, fix.edits)), []);
          const found: unknown = JSON.parse(edit.text);
          // Python has one integer zero.
          const isSame = isInteger(schema) ? found === read : Object.is(found, read);
          assert.ok(isSame, `${subject.at} ${value}: ${found}`);
          fixed.add(code);
        }
      }
    }
    assert.deepEqual([...fixed].sort(), [
      "schema/boolean-as-number",
      "schema/boolean-as-text",
      "schema/number-as-boolean",
      "schema/number-as-text",
      "schema/whole-float",
    ]);
  });
});

/** Returns the problems that are about types, without those about a receipt that lacks its timestamp. */
function shapeProblems(text: string): Problem[] {
  // The size of a number and the absence of an expected field are independent of types.
  const others = ["schema/expected", "schema/implausible-number"];
  return problemsOf(text).filter(({ code }) => code.startsWith("schema/") && !others.includes(code));
}

function scalarOf({ type, enum: choices }: Schema): string | undefined {
  const [first, ...others] = [type ?? []].flat().filter((one) => one !== "null");
  return others.length === 0 && !choices && /^(integer|number|boolean)$/.test(first ?? "")
    ? first
    : undefined;
}

function isInteger(schema: Schema): boolean {
  return scalarOf(schema) === "integer";
}

/** The value that the package reads. */
function readAs(schema: Schema, text: string): number | boolean | undefined {
  const value: unknown = JSON.parse(text);
  const type = scalarOf(schema);
  if (type === "boolean")
    return typeof value === "string" ? WORDS.true?.includes(value.toLowerCase()) : Boolean(value);
  return numberIn(value, text, type as "integer" | "number");
}

/** What the package reads by an accident of its own: doubled underscores or a minus sign behind a leading zero. */
function isQuirk(text: string): boolean {
  return /^"\s*[+-]?0[0_]*[_-]/.test(JSON.stringify(JSON.parse(text)).replaceAll("\\t", " "));
}

/** In words, or nothing if we agree. */
function disagreement(subject: Subject, value: string, key = subject.name): string[] {
  const text = subject.alloyWith(key, value);
  const expected = accepts(subject.schema, value, subject.defs);
  return isAccepted(text) === expected
    ? []
    : [`${subject.at} ${value} is ${expected ? "accepted" : "rejected"}`];
}

function isAccepted(text: string): boolean {
  return !problemsOf(text).some(({ severity }) => severity === "error");
}

// The model.

const WHITE_SPACE = String.raw`[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*`;
const INTEGER = new RegExp(String.raw`^${WHITE_SPACE}([-+]?[0-9]+(_[0-9]+)*)(\.0+)?${WHITE_SPACE}$`);
const FLOAT = /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/;
const WORDS: Readonly<Record<string, readonly string[]>> = {
  true: ["1", "on", "t", "true", "y", "yes"],
  false: ["0", "off", "f", "false", "n", "no"],
};

function accepts(schema: Schema, text: string, defs: VocabularyFile["$defs"]): boolean {
  const { $ref, ...own } = schema;
  if ($ref) return accepts({ ...defs[$ref.replace("#/$defs/", "")], ...own }, text, defs);
  const types = [schema.type ?? []].flat();
  const value: unknown = JSON.parse(text);
  if (value === null) return types.includes("null");
  if (schema.enum) return schema.enum.includes(value);
  const others = types.filter((type) => type !== "null");
  if (others.length > 1) return others.some((type) => isExactly(type, value));
  switch (others[0]) {
    case "integer":
    case "number": {
      const number = numberIn(value, text, others[0]);
      if (number === undefined) return false;
      return number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity);
    }
    case "boolean":
      if (typeof value === "string") return Object.values(WORDS).flat().includes(value.toLowerCase());
      return typeof value === "boolean" || value === 0 || value === 1;
    case "array":
      return (
        Array.isArray(value) && value.every((item) => accepts(schema.items ?? {}, JSON.stringify(item), defs))
      );
    case "object":
      return (
        isExactly("object", value) && isObjectOf(schema, value as Readonly<Record<string, unknown>>, defs)
      );
    case undefined:
      return true;
    default:
      return isExactly(others[0] as string, value);
  }
}

function isObjectOf(
  { required = [], properties = {}, additionalProperties }: Schema,
  value: Readonly<Record<string, unknown>>,
  defs: VocabularyFile["$defs"],
): boolean {
  if (required.some((name) => !Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([key, one]) => {
    const schema = properties[key] ?? additionalProperties;
    return schema === undefined || accepts(schema, JSON.stringify(one), defs);
  });
}

/** The number that the package takes a value for. */
function numberIn(value: unknown, text: string, type: "integer" | "number"): number | undefined {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") {
    if (type === "number") return value;
    if (!Number.isInteger(value)) return undefined;
    return /[.e]/i.test(text) && Math.abs(value) >= 2 ** 63 ? undefined : value;
  }
  if (typeof value !== "string") return undefined;
  if (type === "integer") {
    const digits = INTEGER.exec(value)?.[1];
    return digits === undefined ? undefined : Number(digits.replaceAll("_", ""));
  }
  if (/^_|__|_$/.test(value)) return undefined;
  const plain = value.includes("_")
    ? value.replaceAll("_", "")
    : value.replace(new RegExp(`^${WHITE_SPACE}`), "").replace(new RegExp(`${WHITE_SPACE}$`), "");
  // Infinity, which the package accepts and JSON cannot write, is rejected on purpose.
  return FLOAT.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** Of several types a value must have one as it is. */
function isExactly(type: string, value: unknown): boolean {
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

// The alloys.

/** The fields of an object and of all within it. */
function subjectsIn(
  schema: Schema,
  defs: VocabularyFile["$defs"],
  at: string,
  alloyWith: (members: Readonly<Record<string, string>>) => string,
): Subject[] {
  const { required = [], properties = {}, additionalProperties } = schema;
  const others = Object.fromEntries(required.map((name) => [name, smallest(properties[name] ?? {}, defs)]));
  return [
    ...Object.entries(properties).flatMap(([name, property]) => {
      const { [name]: _, ...rest } = others;
      const own: Subject = {
        name,
        at: `${at}/${name}`,
        schema: property,
        defs,
        alloyWith: (key, value) => alloyWith(value === undefined ? rest : { ...rest, [key]: value }),
        isRequired: required.includes(name),
      };
      const inner = innerOf(property, defs, `${at}/${name}`, (value) =>
        alloyWith({ ...rest, [name]: value }),
      );
      return [own, ...inner];
    }),
    ...(additionalProperties
      ? [
          {
            name: "key",
            at: `${at}/key`,
            schema: additionalProperties,
            defs,
            alloyWith: (_: string, value: string | undefined) =>
              alloyWith(value === undefined ? {} : { key: value }),
            isRequired: false,
          },
          ...innerOf(additionalProperties, defs, `${at}/key`, (value) => alloyWith({ key: value })),
        ]
      : []),
  ];
}

function innerOf(
  schema: Schema,
  defs: VocabularyFile["$defs"],
  at: string,
  alloyWith: (value: string) => string,
): Subject[] {
  if (at === "/stages") return [];
  const { $ref, items } = schema;
  if (items) return innerOf(items, defs, `${at}/0`, (value) => alloyWith(`[${value}]`));
  const own = $ref ? defs[$ref.replace("#/$defs/", "")] : schema;
  return own ? subjectsIn(own, defs, at, (members) => alloyWith(objectOf(members))) : [];
}

function smallest(schema: Schema, defs: VocabularyFile["$defs"]): string {
  const { $ref, type, enum: choices, minimum = 0 } = schema;
  if ($ref) return smallest({ ...defs[$ref.replace("#/$defs/", "")], type: "object" }, defs);
  if (choices) return JSON.stringify(choices[0]);
  switch ([type].flat()[0]) {
    case "string":
      return '"a"';
    case "boolean":
      return "true";
    case "array":
      return "[]";
    case "object": {
      const { required = [], properties = {} } = schema;
      return objectOf(
        Object.fromEntries(required.map((name) => [name, smallest(properties[name] ?? {}, defs)])),
      );
    }
    default:
      return String(minimum);
  }
}

function alloyOf(members: Readonly<Record<string, string>>): string {
  const envelope = {
    name: '"n"',
    version: '"1.0.0"',
    source: '{"baseModel": "a/b", "architecture": "qwen2"}',
  };
  const required = Object.keys(members).some((key) => Object.hasOwn(envelope, key)) ? {} : envelope;
  return objectOf({ stages: '[{"type": "train"}]', ...required, ...members });
}

function objectOf(members: Readonly<Record<string, string>>): string {
  return `{${Object.entries(members)
    .map(([key, value]) => `${JSON.stringify(key)}: ${value}`)
    .join(", ")}}`;
}

/** At, below, and above the limits of a field and each of its choices, as they are and in quotes. */
function edgesOf({ schema: { minimum, maximum, enum: choices = [] } }: Subject): string[] {
  const limits = [minimum, maximum].flatMap((limit) => (limit === undefined ? [] : [limit]));
  const numbers = limits.flatMap((limit) => [limit, limit - 1, limit + 1, limit - 0.001, limit + 0.001]);
  const written = numbers.flatMap((number) => [`${number}`, `"${number}"`, `" ${number}"`, `"${number}.0"`]);
  const words = choices.flatMap((choice) =>
    typeof choice === "string" ? [choice, choice.toUpperCase(), ` ${choice}`, `${choice} `] : [],
  );
  return [...written, ...words.map((word) => JSON.stringify(word))];
}

function read(file: string): VocabularyFile {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
}
