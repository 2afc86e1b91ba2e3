/** The files for SchemaStore, against what its own checks require: `cli.js check` of its repository. */
import assert from "node:assert/strict";
import path from "node:path";
import { Ajv } from "ajv";
import { minimatch } from "minimatch";
import { CATALOG_ENTRY, schemaStoreFiles } from "../../scripts/site/schemastore.js";
import { isAlloyName } from "../../server/src/schema/document-kind.js";

/** Keywords that its checks know beyond draft-07; strict mode rejects any other. */
const ITS_KEYWORDS = [
  ...["allowTrailingCommas", "defaultSnippets", "markdownDescription"],
  ...["enumDescriptions", "markdownEnumDescriptions"],
];

suite("SchemaStore", () => {
  const files = schemaStoreFiles();
  const below = (folder: string) =>
    [...files]
      .filter(([name]) => name.startsWith(`${folder}/`))
      .map(([name, text]) => [name, JSON.parse(text)] as const);
  const [[schemaName, schema] = ["", {}], ...otherSchemas] = below("src/schemas/json");

  test("the schema has a dialect that all its editors read, an address, a title, and a type", () => {
    assert.deepEqual(otherSchemas, []);
    assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
    assert.equal(schema.$id, CATALOG_ENTRY.url);
    assert.equal(path.posix.basename(schema.$id), path.posix.basename(schemaName));
    assert.equal(schema.type, "object");
    for (const words of [schema.title, schema.description]) assert.ok(words.length > 10);
  });

  test("strict mode accepts the schema; it accepts the good files, and rejects the bad ones", () => {
    const ajv = new Ajv({ strict: true });
    for (const keyword of ITS_KEYWORDS) ajv.addKeyword(keyword);
    const validate = ajv.compile(schema);
    const good = below("src/test/forge-alloy");
    const bad = below("src/negative_test/forge-alloy");
    assert.ok(good.length >= 2 && bad.length >= 2);
    for (const [name, alloy] of good)
      assert.ok(validate(alloy), `${name}: ${ajv.errorsText(validate.errors)}`);
    for (const [name, alloy] of bad) assert.ok(!validate(alloy), name);
  });

  test("files are in the layout of its repository, without a byte order mark", () => {
    for (const [name, text] of files) {
      assert.match(
        name,
        /^src\/(schemas\/json\/forge-alloy\.json|(negative_)?test\/forge-alloy\/[a-z-]+\.json|api\/json\/catalog\.json\.entry)$/,
      );
      assert.ok(!text.startsWith("\uFEFF") && text.endsWith("}\n"), name);
    }
  });

  test("the entry of the catalog follows its rules, and matches the files that are alloys by their name", () => {
    const entry: typeof CATALOG_ENTRY = JSON.parse(files.get("src/api/json/catalog.json.entry") as string);
    assert.deepEqual(entry, CATALOG_ENTRY);
    for (const words of [entry.name, entry.description]) {
      assert.doesNotMatch(words, /schema|\n|[,. \t-]$/i);
      assert.ok(words.length > 0);
    }
    assert.equal(new Set(entry.fileMatch).size, entry.fileMatch.length);
    for (const name of [
      "a.alloy.json",
      "forge-alloy.json",
      "org_model__forge-alloy.json",
      "a.json",
      "alloy.json",
    ])
      assert.equal(
        entry.fileMatch.some((glob) => minimatch(name, glob)),
        isAlloyName(name),
        name,
      );
  });
});
