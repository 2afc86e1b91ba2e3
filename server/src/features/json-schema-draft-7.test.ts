import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { bundled, registries } from "../schema/bundled.js";
import { composeFileSchema, composeSchema } from "./json-schema.js";
import { toDraft7, withSchemaId } from "./json-schema-draft-7.js";

const EXAMPLES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../examples");
/** Keywords of VS Code, which other validators ignore. */
const VSCODE = ["markdownDescription", "deprecationMessage"];

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
  const draft7 = toDraft7(newest);
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
      toDraft7(
        composeSchema(
          bundled,
          bundled.domains.map(({ file }) => file.id),
        ),
      ),
    );
    for (const { core } of Object.values(registries))
      new Ajv({ strict: false }).compile(toDraft7(composeFileSchema(core.file, "File")));
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

  test("an ID comes first", () => {
    const schema = withSchemaId(draft7, "https://example.org/a.json");
    assert.deepEqual(Object.keys(schema).slice(0, 2), ["$schema", "$id"]);
    ajv().compile(schema);
  });
});
