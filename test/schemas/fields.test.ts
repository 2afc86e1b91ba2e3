/**
 * Compares the vocabulary with the list of fields in `../shared/spec/fields.md`, if that file is next to the
 * project, and checks the requirements that apply to every vocabulary file with or without the list.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";

/** A schema of the dialect, as loosely as a test of it must take it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly whenAbsent?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: Readonly<Record<string, string>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly suggestions?: string | readonly unknown[];
  readonly required?: readonly string[];
  readonly expected?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly extras?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
}

interface StageSchema extends Schema {
  readonly phase: string;
  readonly summary: string;
  readonly snippets?: readonly {
    readonly label: string;
    readonly description: string;
    readonly body: Readonly<Record<string, unknown>>;
  }[];
}

/** `core.json`, whose root is the schema of an alloy, or the file of a domain. */
interface VocabularyFile extends Schema {
  readonly id?: string;
  readonly status?: string;
  readonly stages?: Readonly<Record<string, StageSchema>>;
  readonly rootExtensions?: Readonly<Record<string, Schema>>;
  readonly sourceSchema?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly lists?: Readonly<Record<string, readonly unknown[]>>;
  readonly phases?: readonly { readonly id: string }[];
}

/** One row of fields.md. */
interface SpecField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly allowsNull: boolean;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly default: unknown;
}

/** One table of fields.md: a type, or a stage type with its phase. */
interface SpecTable {
  readonly name: string;
  readonly phase: string | undefined;
  readonly file: string;
  readonly fields: readonly SpecField[];
}

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const SPEC = path.resolve(ROOT, "../shared/spec/fields.md");
const CORE = "schemas/core.json";
const DOMAINS = "schemas/domains";
const LLM_FORGE = `${DOMAINS}/llm-forge.json`;

// Differences between the vocabulary and fields.md, with reasons.

/** Required in fields.md, `expected` here. */
const EXPECTED: Readonly<Record<string, string>> = {
  "AlloyReceipt.issuedAt": "published alloys lack it, so its absence is a warning",
};
/** Not in fields.md. */
const ADDED: Readonly<Record<string, string>> = {
  "ForgeAlloy.domains": "described in semantics.md: it declares the domains",
};
/** Stage types without a table in fields.md: they have the fields of another stage type. */
const ALIASES: Readonly<Record<string, string>> = {
  deliver: "publish", // older alloys write it without `org`
};
/** Rows of `ForgeAlloy` that the domain file describes. */
const ROOT_EXTENSIONS = ["calibrationCorpora", "priorMetricBaselines"];
/** Types that have another name in `$defs`. */
const RENAMED: Readonly<Record<string, string>> = { AlloyStage: "Stage" };

suite("the vocabulary says what fields.md says", () => {
  const tables = existsSync(SPEC) ? parseTables(readFileSync(SPEC, "utf8")) : [];

  test("every row of the list is read", function () {
    if (tables.length === 0) return skip(this, "../shared/spec/fields.md is not beside the project");
    const text = readFileSync(SPEC, "utf8");
    assert.equal(tables.length, text.match(/^\| field \|/gm)?.length);
    assert.equal(tables.flatMap(({ fields }) => fields).length, text.match(/^\| `/gm)?.length);
  });

  test("llm-forge: the stage types and their phases", function () {
    if (tables.length === 0) return skip(this, "../shared/spec/fields.md is not beside the project");
    const listed = new Map(tables.flatMap(({ name, phase }) => (phase ? [[name, phase]] : [])));
    for (const [alias, original] of Object.entries(ALIASES)) listed.set(alias, listed.get(original) ?? "");
    const stages = Object.entries(readVocabulary(LLM_FORGE).stages ?? {});
    assert.deepEqual(
      Object.fromEntries(stages.map(([type, { phase }]) => [type, phase])),
      Object.fromEntries(listed),
    );
  });

  test("llm-forge: the root extensions, which the core does not know", function () {
    const { rootExtensions = {}, $defs = {} } = readVocabulary(LLM_FORGE);
    assert.deepEqual(Object.keys(rootExtensions), ROOT_EXTENSIONS);
    for (const { type, items } of Object.values(rootExtensions)) {
      assert.equal(type, "array");
      assert.ok($defs[items?.$ref?.replace("#/$defs/", "") ?? ""]);
    }
    if (!existsSync(path.join(ROOT, CORE))) return skip(this, `there is no ${CORE}`);
    const { properties = {} } = readVocabulary(CORE);
    for (const name of ROOT_EXTENSIONS) assert.ok(!Object.hasOwn(properties, name), name);
  });

  for (const [alias, original] of Object.entries(ALIASES)) {
    test(`llm-forge: ${alias} knows the fields of ${original} and needs none`, () => {
      const { stages = {} } = readVocabulary(LLM_FORGE);
      assert.deepEqual(stages[alias]?.required ?? [], []);
      const fields = Object.entries(stages[original]?.properties ?? {});
      assert.ok(fields.length > 0);
      assert.deepEqual(
        Object.keys(stages[alias]?.properties ?? {}),
        Object.keys(stages[original]?.properties ?? {}),
      );
      for (const [name, { whenAbsent: _, ...wanted }] of fields) {
        const { whenAbsent: __, ...found } = stages[alias]?.properties?.[name] ?? {};
        assert.deepEqual(found, wanted, name);
      }
    });
  }

  for (const table of tables) {
    test(`${path.basename(table.file, ".json")}: ${table.name}`, function () {
      if (!existsSync(path.join(ROOT, table.file))) return skip(this, `there is no ${table.file}`);
      assert.deepEqual(differences(table, readVocabulary(table.file)), []);
    });
  }
});

suite("every vocabulary file", () => {
  const domains = readdirSync(path.join(ROOT, DOMAINS))
    .filter((name) => name.endsWith(".json"))
    .map((name) => `${DOMAINS}/${name}`);
  const hasCore = existsSync(path.join(ROOT, CORE));
  const core = hasCore ? readVocabulary(CORE) : undefined;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const isDomainFile = ajv.compile(readVocabulary("schemas/domain.schema.json"));

  for (const file of [...(hasCore ? [CORE] : []), ...domains]) {
    const vocabulary = readVocabulary(file);
    const { $defs = {}, lists = {}, stages = {} } = vocabulary;

    test(`${file}: every field is described, and what its absence means is a sentence`, () => {
      const problems: string[] = [];
      for (const { at, schema } of fieldsOf(vocabulary)) {
        if (!schema.description?.trim()) problems.push(`${at}: description`);
        // A field whose absence has no effect has none.
        if (schema.whenAbsent !== undefined && !isSentence(schema.whenAbsent))
          problems.push(`${at}: whenAbsent`);
      }
      assert.deepEqual(problems, []);
    });

    test(`${file}: required and expected fields exist`, () => {
      const problems: string[] = [];
      for (const { at, schema } of schemasOf(vocabulary)) {
        for (const name of [...(schema.required ?? []), ...(schema.expected ?? [])]) {
          if (!Object.hasOwn(schema.properties ?? {}, name)) problems.push(`${at}: ${name}`);
        }
      }
      assert.deepEqual(problems, []);
    });

    test(`${file}: references resolve, and every value of an enum is explained`, () => {
      const problems: string[] = [];
      for (const { at, schema } of schemasOf(vocabulary)) {
        const { $ref, type, enum: values, enumDescriptions = {}, suggestions } = schema;
        if ($ref !== undefined && !Object.hasOwn($defs, $ref.replace(/^#\/\$defs\//, ""))) {
          problems.push(`${at}: ${$ref}`);
        }
        if ($ref !== undefined && type === undefined) problems.push(`${at}: no type beside $ref`);
        if (typeof suggestions === "string") {
          const found = [vocabulary, core, ...domains.map(readVocabulary)].some(
            (other) => other?.lists && Object.hasOwn(other.lists, suggestions),
          );
          // without the core its lists cannot be looked up
          if (!found && hasCore) problems.push(`${at}: no list ${suggestions}`);
        }
        const explained = values?.filter((value) => value !== null).map(String) ?? [];
        if (!sameMembers(explained, Object.keys(enumDescriptions))) problems.push(`${at}: enumDescriptions`);
      }
      assert.deepEqual(problems, []);
    });

    test(`${file}: lists name every value once, with words about it`, () => {
      for (const [name, list] of Object.entries(lists)) {
        const values = list.map((entry) => (entry as { value?: unknown }).value ?? entry);
        assert.equal(new Set(values).size, values.length, name);
      }
    });

    if (file === CORE) continue;

    test(`${file}: follows domain.schema.json`, () => {
      assert.ok(isDomainFile(vocabulary), ajv.errorsText(isDomainFile.errors));
      assert.equal(vocabulary.id, path.basename(file, ".json"));
    });

    test(`${file}: stages have a phase, a summary of one line, and fields with the required ones first`, () => {
      const phases = core?.phases?.map(({ id }) => id) ?? ["input", "transform", "delivery"];
      assert.ok(Object.keys(stages).length > 0);
      for (const [type, stage] of Object.entries(stages)) {
        assert.ok(phases.includes(stage.phase), `${type}: phase ${stage.phase}`);
        assert.match(stage.summary, /^\S.{0,68}[^\s.]$/, type);
        assert.ok(isSentence(stage.description), type);
        const { required = [] } = stage;
        const names = Object.keys(stage.properties ?? {});
        assert.ok(sameMembers(names.slice(0, required.length), required), `${type}: the order of its fields`);
      }
      const order = Object.values(stages).map(({ phase }) => phases.indexOf(phase));
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
        "the order of the stages",
      );
    });

    test(`${file}: snippets are complete stages and use known fields only`, () => {
      const labels: string[] = [];
      for (const [type, stage] of Object.entries(stages)) {
        const validate = ajv.compile({ ...stage, $defs });
        assert.ok(stage.snippets && stage.snippets.length > 0, `${type} has no snippet`);
        for (const { label, description, body } of stage.snippets) {
          labels.push(label);
          assert.match(description, /^\S.*\S$/, label);
          assert.equal(body.type, type, label);
          assert.ok(validate(body), `${label}: ${ajv.errorsText(validate.errors)}`);
          const known = { type: true, ...stage.properties, ...stage.extras };
          for (const name of Object.keys(body)) assert.ok(Object.hasOwn(known, name), `${label}: ${name}`);
        }
      }
      assert.equal(new Set(labels).size, labels.length, "two snippets have one label");
    });
  }
});

/** What a schema says otherwise than its table, in words. */
function differences({ name, phase, fields }: SpecTable, vocabulary: VocabularyFile): string[] {
  const isRoot = name === "ForgeAlloy";
  const schema: Schema | undefined = phase
    ? vocabulary.stages?.[name]
    : isRoot
      ? vocabulary
      : vocabulary.$defs?.[name];
  if (!schema) return [`${name} is missing`];
  const { properties = {}, required = [], expected = [] } = schema;
  const wanted = fields.filter((field) => !isRoot || !ROOT_EXTENSIONS.includes(field.name));
  const found: string[] = [];
  for (const field of wanted) {
    const at = `${name}.${field.name}`;
    const property = properties[field.name];
    if (!property) {
      found.push(`${at} is missing`);
      continue;
    }
    const isExpected = Object.hasOwn(EXPECTED, at);
    if (required.includes(field.name) !== (field.required && !isExpected)) found.push(`${at}: required`);
    if (expected.includes(field.name) !== isExpected) found.push(`${at}: expected`);
    for (const [key, value] of Object.entries(shapeOf(field))) {
      const actual = key === "type" ? typesOf(property) : property[key as keyof Schema];
      const say = (one: unknown) => JSON.stringify(one);
      if (!isSame(picked(actual, value), value))
        found.push(`${at}: ${key} ${say(actual)} instead of ${say(value)}`);
    }
  }
  for (const extra of Object.keys(properties)) {
    const isKnown = wanted.some((field) => field.name === extra) || Object.hasOwn(ADDED, `${name}.${extra}`);
    if (!isKnown) found.push(`${name}.${extra} is not in fields.md`);
  }
  return found;
}

/** The keywords by which a schema says what the row says; `undefined` where it must not say anything. */
function shapeOf({ type, allowsNull, minimum, maximum, default: initial }: SpecField): Partial<Schema> {
  const { type: types, ...rest } = shapeOfType(type);
  const shape = {
    enum: undefined,
    ...rest,
    type: allowsNull ? [...(types as readonly string[]), "null"] : types,
    minimum,
    maximum,
    default: initial,
  };
  if (rest.enum && allowsNull) shape.enum = [...rest.enum, null];
  return shape as Partial<Schema>;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  str: "string",
  string: "string",
  int: "integer",
  integer: "integer",
  float: "number",
  number: "number",
  bool: "boolean",
  boolean: "boolean",
  object: "object",
};

function shapeOfType(type: string): Schema {
  const simple = TYPE_NAMES[type];
  if (simple) return { type: [simple] };
  if (type.startsWith("one of ")) {
    const values = [...type.matchAll(/`([^`]+)`/g)].map(([, text = ""]) =>
      /^\d+$/.test(text) ? Number(text) : text,
    );
    return { type: [typeof values[0] === "number" ? "integer" : "string"], enum: values };
  }
  const list = /^(?:(\w+)\[\]|array of '?(\w+)'?)$/.exec(type);
  if (list) {
    return { type: ["array"], items: inner([shapeOfType(list[1] ?? list[2] ?? "")]) };
  }
  const map = /^map of string to (?:Union\[)?([\w, ]+)\]?$/.exec(type)?.[1];
  if (map === "Any") return { type: ["object"] };
  if (map !== undefined)
    return { type: ["object"], additionalProperties: inner(map.split(", ").map(shapeOfType)) };
  // the list leaves the bracket open at the end
  const union = /^Union\[(\w+), (map of .*)$/.exec(type);
  if (union) return { type: [union[1] ?? "", union[2] ?? ""].flatMap((part) => typesOf(shapeOfType(part))) };
  const name = /^'?([A-Z]\w+)'?$/.exec(type)?.[1];
  assert.ok(name, `fields.md has a type that this test does not know: ${type}`);
  return { $ref: `#/$defs/${RENAMED[name] ?? name}`, type: ["object"] };
}

/** One schema for values of any of these; an integer is a number. */
function inner(schemas: readonly Schema[]): Schema {
  const types = schemas.flatMap(typesOf);
  const distinct = types.filter((type) => type !== "integer" || !types.includes("number"));
  return { ...schemas[0], type: distinct };
}

function typesOf({ type }: Schema): readonly string[] {
  return type === undefined ? [] : typeof type === "string" ? [type] : type;
}

/** Of an inner schema only the keywords that are wanted: the rest is documentation. */
function picked(actual: unknown, wanted: unknown): unknown {
  if (!isRecord(actual) || !isRecord(wanted)) return actual;
  return Object.fromEntries(
    Object.keys(wanted).map((key) => [key, key === "type" ? typesOf(actual as Schema) : actual[key]]),
  );
}

/** Equal, with types in any order; other values, those of an enum too, in this one. */
function isSame(actual: unknown, wanted: unknown): boolean {
  return isDeepStrictEqual(withSortedTypes(actual), withSortedTypes(wanted));
}

function withSortedTypes(value: unknown): unknown {
  if (Array.isArray(value) && value.every((one) => TYPES.has(one))) return value.toSorted();
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSortedTypes(one)]));
}

const TYPES = new Set<unknown>(["string", "number", "integer", "boolean", "object", "array", "null"]);

/** Reads the tables under their headings. */
function parseTables(text: string): SpecTable[] {
  const tables: SpecTable[] = [];
  let file = CORE;
  for (const section of text.split(/^(?=#{2,3} )/m)) {
    const [heading = "", ...lines] = section.split("\n");
    if (heading.startsWith("## ")) file = heading.startsWith("## Domain `llm-forge`") ? LLM_FORGE : CORE;
    const stage = /^### `([\w-]+)` · (\w+) phase$/.exec(heading);
    const name = stage?.[1] ?? /^### (\w+)/.exec(heading)?.[1];
    const rows = lines.filter((line) => line.startsWith("| `"));
    if (name === undefined || rows.length === 0) continue;
    tables.push({ name, phase: stage?.[2], file, fields: rows.map(parseRow) });
  }
  return tables;
}

function parseRow(row: string): SpecField {
  const cells = row.split("|").map((cell) => cell.trim());
  const [, name = "", type = "", required, allowsNull, range = "", initial = ""] = cells;
  assert.equal(cells.length, 8, `a row that this test cannot read: ${row}`);
  const bound = (sign: string) => new RegExp(`${sign} (-?[\\d.]+)`).exec(range)?.[1];
  const [minimum, maximum] = [bound("≥"), bound("≤")];
  return {
    name: name.slice(1, -1),
    type,
    required: required === "**yes**",
    allowsNull: allowsNull === "yes",
    minimum: minimum === undefined ? undefined : Number(minimum),
    maximum: maximum === undefined ? undefined : Number(maximum),
    default: initial === "" ? undefined : JSON.parse(initial.slice(1, -1)),
  };
}

interface Found {
  readonly at: string;
  readonly schema: Schema;
}

interface FoundField extends Found {
  readonly status: "required" | "expected" | "optional" | "extra";
}

/** Every schema of a file, with those inside others. */
function schemasOf(vocabulary: VocabularyFile): Found[] {
  const roots: [string, Schema][] = [];
  for (const key of ["stages", "rootExtensions", "$defs"] as const) {
    for (const [name, schema] of Object.entries(vocabulary[key] ?? {}))
      roots.push([`${key}/${name}`, schema]);
  }
  if (vocabulary.sourceSchema) roots.push(["sourceSchema", vocabulary.sourceSchema]);
  // the root of a domain file describes no value
  if (!vocabulary.stages) roots.push(["", vocabulary]);
  return roots.flatMap(([at, schema]) => within(at, schema));
}

function within(at: string, schema: Schema): Found[] {
  const inner: [string, Schema][] = [];
  for (const key of ["properties", "extras"] as const) {
    for (const [name, one] of Object.entries(schema[key] ?? {})) inner.push([`${at}/${name}`, one]);
  }
  for (const key of ["items", "additionalProperties", "propertyNames"] as const) {
    const one = schema[key];
    if (one) inner.push([`${at}/${key}`, one]);
  }
  return [{ at, schema }, ...inner.flatMap(([where, one]) => within(where, one))];
}

/** Every field of a file; those inside an extra are extras too. */
function fieldsOf(vocabulary: VocabularyFile): FoundField[] {
  const extras = new Set<Schema>();
  const fields: FoundField[] = [];
  for (const { at, schema } of schemasOf(vocabulary)) {
    for (const [name, field] of Object.entries(schema.extras ?? {})) {
      for (const inner of within(at, field)) extras.add(inner.schema);
      fields.push({ at: `${at}/${name}`, schema: field, status: "extra" });
    }
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const status = extras.has(schema)
        ? "extra"
        : schema.required?.includes(name)
          ? "required"
          : schema.expected?.includes(name)
            ? "expected"
            : "optional";
      fields.push({ at: `${at}/${name}`, schema: field, status });
    }
  }
  for (const [name, field] of Object.entries(vocabulary.rootExtensions ?? {})) {
    fields.push({ at: `rootExtensions/${name}`, schema: field, status: "optional" });
  }
  return fields;
}

/** Begins like one, has more than one word and ends with a full stop. */
function isSentence(text: string | undefined): boolean {
  return text !== undefined && /^[\p{Lu}\d`"].*\s.*[^\s.]\.$/su.test(text);
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return isDeepStrictEqual(a.toSorted(), b.toSorted());
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readVocabulary(file: string): VocabularyFile {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
}

function skip(context: Mocha.Context, reason: string): void {
  if (context.test) context.test.title += ` (${reason})`;
  context.skip();
}
