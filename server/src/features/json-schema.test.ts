import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { bundled } from "../schema/bundled.js";
import { problemsOf } from "../testing/fixtures.js";
import { composeSchema } from "./json-schema.js";

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");
suite("one JSON Schema for other tools", () => {
  const schema = composeSchema(bundled, ["llm-forge"]);
  // Strict: a keyword that JSON Schema does not know, or one without its type, would be an error.
  const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

  test("accepts real alloys exactly where we see no error of the schema", () => {
    const folders = ["examples", "../shared/corpus/published", "../shared/corpus/examples"].map((name) =>
      path.join(ROOT, name),
    );
    let checked = 0;
    for (const folder of folders.filter((name) => existsSync(name))) {
      for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
        const text = readFileSync(path.join(folder, name), "utf8");
        const { domains } = parse(text);
        if (domains && JSON.stringify(domains) !== '["llm-forge"]') continue;
        const ours = problemsOf(text).filter(
          ({ code, severity }) => severity === "error" && !code.startsWith("json/"),
        );
        checked++;
        assert.equal(
          validate(parse(text)),
          ours.length === 0,
          `${name}: ${JSON.stringify(validate.errors?.[0])}`,
        );
      }
    }
    assert.ok(checked >= 5);
  });

  test("refuses a stage's mistakes by the schema of that stage alone", () => {
    const alloy = (stage: object) => ({
      name: "a",
      version: "1.0.0",
      source: { baseModel: "a", architecture: "b" },
      stages: [stage],
    });
    assert.ok(validate(alloy({ type: "prune", strategy: "entropy", level: 0.3, mine: 1 })));
    assert.ok(!validate(alloy({ type: "prune", strategy: "entropy", level: 30 })));
    assert.ok(!validate(alloy({ type: "prune" })));
    assert.ok(!validate(alloy({ type: "prun" })));
    assert.ok(validate(alloy({ type: "train", method: "lora" })));
  });

  test("suits strict validators with any domains", () => {
    const ids = bundled.domains.map(({ file }) => file.id);
    new Ajv2020({ strict: true, strictRequired: false }).compile(composeSchema(bundled, ids));
  });

  test("optional parts may be null, required ones may not", () => {
    const alloy = { name: "a", version: "1.0.0", source: { baseModel: "a", architecture: "b" } };
    assert.ok(validate({ ...alloy, hardware: null, results: { integrity: null } }));
    assert.ok(!validate({ ...alloy, hardware: [] }));
    assert.ok(!validate({ ...alloy, source: null }));
  });

  test("carries the documentation", () => {
    assert.match(JSON.stringify(schema), /percentage points/);
  });
});

/** The playground has comments and trailing commas in it, which are not the point here. */
function parse(text: string): { domains?: unknown } {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"));
}
