/**
 * Compares the executor profiles with the vocabulary that they refer to, and with `../shared/spec`, if that
 * folder is next to the project.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { composeFileSchema } from "../../server/src/features/json-schema.js";
import { bundled, registries } from "../../server/src/schema/bundled.js";
import { DEFAULT_DOMAIN } from "../../server/src/schema/effective-schema.js";
import type { ExecutorFile } from "../../server/src/schema/executor-profile.js";
import { problemsOf } from "../../server/src/testing/fixtures.js";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PROFILES = path.join(ROOT, "schemas/executors");
const SCHEMA = path.join(ROOT, "schemas/executor.schema.json");
const SPEC = path.resolve(ROOT, "../shared/spec/executors.md");

for (const name of readdirSync(PROFILES)) {
  const text = readFileSync(path.join(PROFILES, name), "utf8");
  const profile = JSON.parse(text) as ExecutorFile;

  suite(`executors/${name}`, () => {
    test("follows executor.schema.json", () => {
      const ajv = new Ajv2020({ strict: false });
      assert.ok(ajv.validate(JSON.parse(readFileSync(SCHEMA, "utf8")), profile), ajv.errorsText());
    });

    test("has no problem that rules find, so that all its names are known and nothing contradicts itself", () => {
      assert.deepEqual(
        problemsOf(text, "executor").map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });

    test("says what becomes of each stage type of its domain", () => {
      const { architectures, anyArchitecture = [], skipped = [], stages = {} } = profile;
      const vocabulary = bundled.vocabulary([profile.domain ?? DEFAULT_DOMAIN]);
      const run = new Set([
        ...Object.values(architectures).flatMap((one) => one?.stages ?? []),
        ...anyArchitecture,
      ]);
      for (const type of Object.keys(stages)) assert.ok(run.has(type), `${type} is not run`);
      for (const { name } of vocabulary.stageTypes)
        assert.notEqual(run.has(name), skipped.includes(name), name);
    });

    test("names each architecture for people, and each class once", () => {
      const classes = Object.values(profile.architectures).flatMap((one) => one?.classNames ?? []);
      assert.equal(new Set(classes).size, classes.length);
      for (const [id, one] of Object.entries(profile.architectures)) assert.ok(one?.title, id);
    });
  });
}

test("executor.schema.json follows from executor.json; `npm run docs` writes it", () => {
  const { file } = registries.executor.core;
  const schema = composeFileSchema(file, "Forge Alloy executor profile");
  assert.deepEqual(JSON.parse(readFileSync(SCHEMA, "utf8")), JSON.parse(JSON.stringify(schema)));
});

(existsSync(SPEC) ? suite : suite.skip)("the reference profile and executors.md", () => {
  test("every field that the document calls ignored is, and what it calls read is", () => {
    const text = existsSync(SPEC) ? readFileSync(SPEC, "utf8") : "";
    const profile = bundled.executors.available.get("reference");
    const row = (start: string) =>
      text
        .split("\n")
        .find((line) => line.startsWith(`| ${start}`))
        ?.split("|") ?? [];
    const fields = (cell = "") => [...cell.matchAll(/`([A-Za-z]+)`/g)].map(([, field = ""]) => field);
    const [, , read, ignored = ""] = row("train, lora");
    const [ofTrain, ofLora = ""] = ignored.split("; lora also:");
    const { train, lora, prune } = profile?.stages ?? {};
    assert.deepEqual(train?.reads, fields(read));
    assert.deepEqual(train?.ignores, fields(ofTrain));
    for (const field of fields(ofLora))
      if (field !== "teacher") assert.ok(lora?.ignores?.includes(field), field);
    const [, , level, unread] = row("prune (");
    assert.deepEqual(prune?.reads, fields(level));
    assert.deepEqual(new Set([...(prune?.logs ?? []), ...(prune?.ignores ?? [])]), new Set(fields(unread)));
  });
});
