/** The executor profiles against the vocabulary that they speak of, and against `../shared/spec`, where that lies beside the project. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { executorDomain } from "../../server/src/model/executor.js";
import { bundled } from "../../server/src/schema/bundled.js";
import type { ExecutorProfile, FieldUses } from "../../server/src/schema/executor-profile.js";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PROFILES = path.join(ROOT, "schemas/executors");
const SPEC = path.resolve(ROOT, "../shared/spec/executors.md");

const names = { type: "array", items: { type: "string" }, uniqueItems: true };
const uses = { reads: names, logs: names, ignores: names };
const closed = (properties: object, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const map = (values: object) => ({ type: "object", additionalProperties: values });

/** The shape of a profile, as `schemas/README.md` describes it. */
const SHAPE = closed(
  {
    id: { type: "string" },
    title: { type: "string" },
    description: { type: "string" },
    domain: { type: "string" },
    architectures: map(
      closed({ moe: { type: "boolean" }, stages: names, layout: { type: "string" } }, ["moe", "stages"]),
    ),
    anyArchitecture: names,
    skipped: names,
    stages: map(
      closed(
        {
          ...uses,
          accepts: map({ type: "string" }),
          variants: {
            type: "array",
            items: closed({ with: { type: "string" }, ...uses }, ["with", "reads"]),
          },
        },
        ["reads"],
      ),
    ),
    accepted: map(
      closed(
        {
          otherwise: { type: "string" },
          values: {
            type: "array",
            items: closed(
              { value: { type: "string" }, description: { type: "string" }, mistakenFor: names },
              ["value", "description"],
            ),
          },
        },
        ["otherwise", "values"],
      ),
    ),
    benchmarks: names,
    familyAdapter: { type: "object" },
  },
  ["id", "title", "description", "architectures", "anyArchitecture", "skipped", "familyAdapter"],
);

for (const name of readdirSync(PROFILES)) {
  const profile = JSON.parse(readFileSync(path.join(PROFILES, name), "utf8")) as ExecutorProfile;
  const vocabulary = bundled.vocabulary([executorDomain(profile)]);
  const fieldsOf = (type: string) => vocabulary.fields(vocabulary.stage(type));

  suite(`executors/${name}`, () => {
    test("has the shape of a profile", () => {
      const ajv = new Ajv2020({ strictTypes: false });
      assert.ok(ajv.validate(SHAPE, profile), ajv.errorsText());
    });

    test("names stage types that there are, and says what becomes of each", () => {
      const { architectures, anyArchitecture, skipped, stages = {} } = profile;
      const run = new Set([...Object.values(architectures).flatMap((one) => one.stages), ...anyArchitecture]);
      for (const type of [...run, ...skipped, ...Object.keys(stages)])
        assert.ok(vocabulary.stageType(type), type);
      for (const type of Object.keys(stages)) assert.ok(run.has(type), `${type} is not run`);
      for (const { name } of vocabulary.stageTypes)
        assert.notEqual(run.has(name), skipped.includes(name), name);
    });

    test("names fields that the stage has, each in one list", () => {
      const types = Object.keys(profile.stages ?? {});
      const known = new Set(types.flatMap((type) => [...fieldsOf(type).keys()]));
      for (const [type, profiled] of Object.entries(profile.stages ?? {})) {
        const fields = fieldsOf(type);
        const check = ({ reads, logs = [], ignores = [] }: FieldUses) => {
          const all = [...reads, ...logs, ...ignores];
          // Alloys may carry a field of one stage type in another.
          for (const field of all) assert.ok(fields.has(field) || known.has(field), `${type}.${field}`);
          assert.equal(new Set(all).size, all.length, type);
        };
        const { accepts = {}, variants = [] } = profiled;
        check(profiled);
        for (const variant of variants) {
          check(variant);
          assert.ok(fields.has(variant.with), variant.with);
        }
        for (const [field, set] of Object.entries(accepts)) {
          assert.ok(profiled.reads.includes(field), `${type}.${field} is not read`);
          assert.ok(profile.accepted?.[set], set);
        }
      }
    });

    test("names layouts, benchmarks, and training domains that there are", () => {
      const layouts = fieldsOf("expert-prune").get("expertTensorLayout")?.place.schema.enum ?? [];
      for (const { moe, layout } of Object.values(profile.architectures)) {
        assert.ok(layout === undefined || (moe && layouts.includes(layout)), layout);
        assert.notEqual(layout, "auto");
      }
      const known = vocabulary.list("benchmarks", executorDomain(profile)).map(({ value }) => value);
      for (const benchmark of profile.benchmarks ?? []) assert.ok(known.includes(benchmark), benchmark);
      const domains = profile.accepted?.trainingDomains?.values.map(({ value }) => value);
      for (const { domain } of profile.familyAdapter.domains) assert.ok(domains?.includes(domain), domain);
    });

    test("no value is taken for two others", () => {
      for (const { values } of Object.values(profile.accepted ?? {})) {
        const words = values.flatMap(({ value, mistakenFor = [] }) => [value, ...mistakenFor]);
        assert.equal(new Set(words).size, words.length);
      }
    });
  });
}

(existsSync(SPEC) ? suite : suite.skip)("the reference profile and executors.md", () => {
  test("every field that the document calls ignored is, and what it calls read is", () => {
    const text = existsSync(SPEC) ? readFileSync(SPEC, "utf8") : "";
    const profile = bundled.executor;
    const row = (start: string) =>
      text
        .split("\n")
        .find((line) => line.startsWith(`| ${start}`))
        ?.split("|") ?? [];
    const fields = (cell = "") => [...cell.matchAll(/`([A-Za-z]+)`/g)].map(([, field = ""]) => field);
    const [, , read, ignored = ""] = row("train, lora");
    const [ofTrain, ofLora = ""] = ignored.split("; lora also:");
    const { train, lora, prune } = profile.stages ?? {};
    assert.deepEqual(train?.reads, fields(read));
    assert.deepEqual(train?.ignores, fields(ofTrain));
    for (const field of fields(ofLora))
      if (field !== "teacher") assert.ok(lora?.ignores?.includes(field), field);
    const [, , level, unread] = row("prune (");
    assert.deepEqual(prune?.reads, fields(level));
    assert.deepEqual(new Set([...(prune?.logs ?? []), ...(prune?.ignores ?? [])]), new Set(fields(unread)));
  });
});
