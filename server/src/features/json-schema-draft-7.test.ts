import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { bundled, registries } from "../schema/bundled.js";
import { expand } from "../testing/snippets.js";
import { defaultSnippet } from "./default-snippets.js";
import { composeSchema } from "./json-schema.js";
import { composeDraft7, composeFileDraft7, toDraft7, withSchemaId } from "./json-schema-draft-7.js";

const EXAMPLES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../examples");
/** Keywords of VS Code, which other validators ignore. */
const VSCODE = [
  ...["markdownDescription", "deprecationMessage"],
  ...["enumDescriptions", "markdownEnumDescriptions", "defaultSnippets"],
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Values with one value inside replaced, for each value inside. */
function mutants(value: unknown): unknown[] {
  const replacements = [null, -1, 1e9, "", "x", true, [], {}];
  if (typeof value !== "object" || value === null) return replacements;
  return Object.entries(value).flatMap(([key, inner]) => [
    ...mutants(inner).map((mutant) =>
      Array.isArray(value)
        ? value.map((item, i) => (String(i) === key ? mutant : item))
        : { ...value, [key]: mutant },
    ),
    ...(Array.isArray(value)
      ? []
      : [Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))]),
  ]);
}

suite("JSON Schema draft-07", () => {
  const newest = composeSchema(bundled, ["llm-forge"]);
  const draft7 = composeDraft7(bundled, ["llm-forge"]);
  const ajv = () => new Ajv({ strict: true, strictRequired: false, keywords: VSCODE });

  test("accepts and rejects the same alloys as draft 2020-12", () => {
    const one = ajv().compile(draft7);
    const other = new Ajv2020({ strict: true, strictRequired: false }).compile(newest);
    let [accepted, rejected] = [0, 0];
    for (const name of readdirSync(EXAMPLES).filter((file) => file.endsWith(".alloy.json"))) {
      const alloy = parse(readFileSync(path.join(EXAMPLES, name), "utf8"));
      if (alloy === undefined) continue;
      for (const value of [alloy, ...mutants(alloy)]) {
        const isValid = one(value);
        assert.equal(isValid, other(value), `${name}: ${JSON.stringify(value).slice(0, 2000)}`);
        if (isValid) accepted++;
        else rejected++;
      }
    }
    assert.ok(accepted > 500 && rejected > 500, `${accepted} accepted, ${rejected} rejected`);
  });

  test("suits strict validators, for any domains; schemas of our other files are valid", () => {
    ajv().compile(
      composeDraft7(
        bundled,
        bundled.domains.map(({ file }) => file.id),
      ),
    );
    for (const { core } of Object.values(registries))
      new Ajv({ strict: false }).compile(composeFileDraft7(core.file, "File"));
  });

  test("has no keyword of newer drafts, and nothing next to a reference", () => {
    const text = JSON.stringify(draft7);
    assert.doesNotMatch(text, /"(\$defs|dependentRequired|deprecated|prefixItems|unevaluated\w+)":/);
    assert.doesNotMatch(text, /"\$ref":"[^"]*",/);
    assert.equal(draft7.$schema, "http://json-schema.org/draft-07/schema#");
  });

  test("Markdown is offered as such, and a deprecated field says what replaces it", () => {
    const schema = toDraft7({ description: "Use `b`.\n\nNow called `b`.", deprecated: true });
    assert.deepEqual(schema, {
      description: "Use `b`.\n\nNow called `b`.",
      deprecationMessage: "Now called `b`.",
      markdownDescription: "Use `b`.\n\nNow called `b`.",
      $schema: "http://json-schema.org/draft-07/schema#",
    });
  });

  test("each choice that the vocabulary describes has its description next to it, and only in draft-07", () => {
    const described = objectsIn(draft7).filter((schema) => "enumDescriptions" in schema);
    assert.ok(described.length > 20);
    for (const { enum: values, enumDescriptions: words } of described) {
      assert.equal((words as unknown[]).length, (values as unknown[]).length, JSON.stringify(values));
      assert.ok((words as string[]).some((one) => one !== ""));
    }
    const { enum: types = [], enumDescriptions: words = [] } =
      described.find(({ enum: values }) => (values as unknown[]).includes("expert-prune")) ?? {};
    assert.match((words as string[])[(types as string[]).indexOf("eval")] ?? "", /benchmark/i);
    assert.doesNotMatch(JSON.stringify(newest), /"(enumDescriptions|defaultSnippets|markdown\w+)":/);
  });

  test("every snippet and template of the vocabulary is offered, and is valid once inserted", () => {
    const snippets = objectsIn(draft7).filter((schema) => "defaultSnippets" in schema);
    const stage = (draft7.properties as Record<string, { items: object }>).stages?.items;
    const [whole, stages] = [draft7, stage].map(
      (schema) => (snippets.find((one) => one === schema)?.defaultSnippets ?? []) as Offered[],
    ) as [Offered[], Offered[]];
    assert.ok(stages.some(({ label }) => label === "train (intent only)"));
    assert.ok(whole.some(({ label }) => label === "moe-coder"));
    const validate = ajv().compile(draft7);
    const [file] = bundled.domains.map(({ file }) => file);
    const wanted = Object.values(file?.stages ?? {}).flatMap(({ snippets = [] }) => snippets);
    assert.deepEqual(
      stages.map(({ body }) => inserted(body)),
      wanted.map(({ body }) => body),
    );
    assert.deepEqual(
      whole.map(({ body }) => inserted(body)),
      file?.templates?.map(({ body }) => body),
    );
    const alloy = { name: "a", version: "1.0.0", source: { baseModel: "a/b", architecture: "c" } };
    for (const { label, body } of stages) assert.ok(validate({ ...alloy, stages: [inserted(body)] }), label);
    for (const { label, body } of whole) assert.ok(validate(inserted(body)), label);
  });

  test("values keep their types and characters in snippets, and a type is no tab stop", () => {
    const body = { type: "a", text: 'b}$\\"^', list: [1, true, null], "^": "^c" };
    const snippet = defaultSnippet({ label: "l", description: "d", body });
    assert.deepEqual(inserted(snippet.body), body);
    assert.deepEqual((snippet.body as { type: string }).type, "a");
    assert.deepEqual((snippet.body as { list: string[] }).list, ["^${2:1}", "^${3:true}", "^${4:null}"]);
  });

  test("an ID comes first", () => {
    const schema = withSchemaId(draft7, "https://example.org/a.json");
    assert.deepEqual(Object.keys(schema).slice(0, 2), ["$schema", "$id"]);
    ajv().compile(schema);
  });
});

interface Offered {
  readonly label: string;
  readonly body: unknown;
}

/** All objects within a schema, and itself. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : [value as Record<string, unknown>];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
}

/** The value that an editor inserts for the body of a snippet: as JSON, but text after `^` as it is. */
function inserted(body: unknown): unknown {
  const written = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(written).join()}]`;
    if (typeof value === "object" && value !== null)
      return `{${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`)
        .join()}}`;
    if (typeof value === "string" && value.startsWith("^")) return value.slice(1);
    return JSON.stringify(value);
  };
  return JSON.parse(expand(written(body)));
}
