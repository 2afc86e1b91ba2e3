/** Domains that extend others, and their versions, as alloys see them. */
import assert from "node:assert/strict";
import { completionsAt } from "../features/completion/completion.js";
import { composeSchema } from "../features/json-schema.js";
import { typeDefinitionsAt } from "../features/navigation.js";
import { Alloy } from "../model/alloy.js";
import { evaluateChecks } from "../model/gate.js";
import { bundled, registries, registryFor } from "../schema/bundled.js";
import type { Registry } from "../schema/registry.js";
import { diagnose } from "./lint.js";
import { type DomainSource, withDomains } from "./load-domain.js";

const ACME = {
  id: "acme-forge",
  version: "1.2.0",
  title: "Acme forge",
  description: "How Acme forges language models.",
  extends: "llm-forge",
  benchmarks: {
    "acme-fid": { title: "FID", description: "Distance.", scale: "raw", lowerIsBetter: true },
    "acme-clip": { title: "CLIP", description: "Similarity.", scale: "fraction" },
  },
  stages: {
    train: {
      required: ["teacher"],
      properties: {
        teacher: { type: "string", description: "Model to learn from." },
        steps: { type: "integer", minimum: 10, maximum: 5000 },
        precision: { enum: ["bf16", "fp32"] },
      },
    },
    distill: {
      phase: "transform",
      summary: "Distills a model",
      description: "Distills a model into a smaller one.",
      type: "object",
      properties: { rate: { type: "number", description: "Rate.", exclusiveMinimum: 0 } },
    },
  },
};

function source(file: unknown, name = "acme-forge"): DomainSource {
  return { uri: `file:///w/${name}.json`, place: `${name}.json`, text: JSON.stringify(file) };
}

function load(...files: unknown[]): Registry {
  return withDomains(
    bundled,
    files.map((file, i) => source(file, `d${i}`)),
    true,
  );
}

function alloy(stage: object, more: object = {}): string {
  return JSON.stringify({
    name: "a",
    version: "1.0.0",
    domains: ["acme-forge"],
    source: { baseModel: "a/b", architecture: "qwen2", totalParamsB: 7 },
    stages: [stage, { type: "eval", benchmarks: [{ name: "humaneval" }] }],
    ...more,
  });
}

function codes(text: string, registry: Registry): string[] {
  return diagnose(Alloy.parse(text, registry)).problems.map(
    ({ code, start, end }) => `${code} ${text.slice(start, end)}`,
  );
}

/** What is said about the file of a domain, among domains that it may extend. */
function said(file: unknown, registry: Registry = bundled): string[] {
  const document = Alloy.parse(JSON.stringify(file), registryFor("domain", registry));
  return diagnose(document)
    .problems.filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code}: ${message}`);
}

suite("a domain that extends another one", () => {
  const registry = load(ACME);
  const errors = (stage: object) =>
    codes(alloy(stage), registry).filter((one) => /^(schema|stage)\//.test(one));

  test("is declared alone and has everything of the other, with what it adds and narrows", () => {
    assert.deepEqual(said(ACME), []);
    assert.deepEqual(errors({ type: "train", teacher: "a/b" }), []);
    assert.deepEqual(errors({ type: "distill", rate: 0.5 }), []);
    assert.deepEqual(errors({ type: "train" }), ['schema/required "train"']);
    assert.deepEqual(errors({ type: "train", teacher: "a/b", steps: 5 }), ["schema/range 5"]);
    assert.deepEqual(errors({ type: "train", teacher: "a/b", steps: 6000 }), ["schema/range 6000"]);
    assert.deepEqual(errors({ type: "train", teacher: "a/b", precision: "fp16" }), ['schema/enum "fp16"']);
    assert.deepEqual(errors({ type: "lora", rank: 0 }), ["schema/range 0"]);
    assert.deepEqual(errors({ type: "distil" }), ['stage/unknown-type "distil"']);
  });

  test("is a domain of the same kind to executors and to other rules", () => {
    const made = Alloy.parse(alloy({ type: "train", teacher: "a/b" }), registry);
    assert.ok(made.speaks("llm-forge") && made.speaks("acme-forge"));
    const text = alloy({ type: "context-extend", targetLength: 4096, method: "yarn" });
    assert.ok(codes(text, registry).some((one) => one.startsWith("executor/")));
  });

  test("completes the fields of both", () => {
    const text = alloy({ type: "train", x: 1 });
    const offered = completionsAt(Alloy.parse(text, registry), text.indexOf('"x"') + 1, {
      snippets: false,
      retriggers: false,
    }).map(({ label }) => label);
    assert.equal(offered[0], "teacher");
    assert.ok(offered.includes("weightDecay"));
  });

  test("leads to the file in which a field is written", () => {
    const text = alloy({ type: "train", teacher: "a/b", weightDecay: 0.1, steps: 100 });
    const made = Alloy.parse(text, registry);
    const owners = ['"teacher"', '"weightDecay"', '"steps"', '"eval"'].map(
      (word) => (typeDefinitionsAt(made, text.indexOf(word) + 1)[0] as { owner?: string }).owner,
    );
    assert.deepEqual(owners, ["acme-forge", "llm-forge", "acme-forge", "llm-forge"]);
  });

  test("is one JSON Schema", () => {
    const text = JSON.stringify(composeSchema(registry, ["acme-forge"]));
    assert.match(text, /"distill"/);
    assert.match(text, /"teacher"/);
    assert.match(text, /"expert-prune"/);
  });

  test("declared together with the other, says which counts", () => {
    const text = alloy({ type: "train" }).replace('["acme-forge"]', '["llm-forge","acme-forge"]');
    const found = diagnose(Alloy.parse(text, registry)).problems.find(
      ({ code }) => code === "domain/shared-stage-type",
    );
    assert.match(found?.message ?? "", /"acme-forge" extends "llm-forge".*alone/);
  });

  test("extends one that extends another, in any order of the files", () => {
    const lab = {
      ...ACME,
      id: "acme-lab",
      extends: "acme-forge",
      benchmarks: {},
      stages: { train: { properties: { steps: { maximum: 100 } } } },
    };
    const made = load(lab, ACME);
    assert.deepEqual(made.domain("acme-lab")?.lineage, ["acme-lab", "acme-forge", "llm-forge"]);
    const text = alloy({ type: "train", teacher: "a/b", steps: 200 }).replace("acme-forge", "acme-lab");
    assert.ok(codes(text, made).includes("schema/range 200"));
    assert.deepEqual(said(lab, made), []);
  });

  test("of a domain that is not there, broken, or itself, is named with the reason", () => {
    const lost = load({ ...ACME, extends: "nowhere" });
    assert.deepEqual(lost.unavailable.get("acme-forge"), {
      id: "acme-forge",
      why: "base",
      place: "d0.json",
      wanted: "nowhere",
    });
    assert.match(
      diagnose(Alloy.parse(alloy({ type: "train" }), lost)).problems[0]?.message ?? "",
      /it extends "nowhere", which is not available/,
    );
    const circle = load({ ...ACME, extends: "acme-lab" }, { ...ACME, id: "acme-lab", extends: "acme-forge" });
    assert.deepEqual([...circle.unavailable.values()].map(({ why }) => why).sort(), ["base", "circle"]);
    const broken = load({ ...ACME, extends: "bad" }, { id: "bad", version: "1.0.0" });
    assert.equal(broken.unavailable.get("acme-forge")?.why, "base");
  });

  test("must not loosen or replace what is there, and each place is named", () => {
    const cases: [object, RegExp][] = [
      [{ prune: { properties: { level: { maximum: 2 } } } }, /"maximum" must not accept more.*0\.9.*is 2/],
      [{ prune: { properties: { level: { type: ["number", "string"] } } } }, /"type" must not accept more/],
      [{ prune: { required: [] } }, /"strategy" and "level" must stay required/],
      [{ prune: { phase: "input" } }, /"phase" must stay "transform"/],
      [{ lora: { properties: { quantizeBits: { enum: [4, 16] } } } }, /"enum" must not accept more/],
      [{ lora: { properties: { rank: { maximum: 16 } } } }, /default of "llm-forge", 32, is not valid/],
      [{ train: { properties: { steps: { unit: "epochs" } } } }, /"unit" must stay/],
      [{ nothing: { phase: "input" } }, /not defined in "llm-forge", so it must be complete/],
    ];
    for (const [stages, expected] of cases) {
      const found = said({ ...ACME, stages });
      assert.equal(found.length, 1, JSON.stringify([stages, found]));
      assert.match(found[0] ?? "", expected);
      assert.equal(load({ ...ACME, stages }).unavailable.get("acme-forge")?.why, "broken");
    }
  });

  test("narrows a definition wherever the domain refers to it, and drops a default that no field needs", () => {
    const base = {
      id: "base",
      version: "1.0.0",
      title: "Base",
      description: "x",
      status: "stable",
      $defs: { Size: { type: "object", properties: { width: { type: "integer", minimum: 1 } } } },
      stages: {
        draw: {
          phase: "transform",
          summary: "Draws",
          description: "Draws a picture.",
          type: "object",
          properties: {
            size: { type: "object", $ref: "#/$defs/Size", description: "x" },
            tool: { type: "string", enum: ["pen", "ink"], default: "pen", description: "x" },
          },
        },
      },
    };
    const child = {
      id: "acme-forge",
      version: "1.0.0",
      title: "Child",
      description: "x",
      extends: "base",
      $defs: { Size: { properties: { width: { maximum: 10 } } } },
      stages: { draw: { required: ["tool"], properties: { tool: { enum: ["ink"] } } } },
    };
    const made = load(base, child);
    assert.deepEqual(said(child, made), []);
    assert.ok(
      codes(alloy({ type: "draw", tool: "ink", size: { width: 20 } }), made).includes("schema/range 20"),
    );
    assert.ok(codes(alloy({ type: "draw" }), made).includes('schema/required "draw"'));
  });
});

suite("benchmarks of a domain", () => {
  const registry = load(ACME);
  const state = (name: string, result: object, criteria: object = { min: 0.3 }) => {
    const text = alloy(
      { type: "distill" },
      {
        acceptanceCriteria: { benchmarks: { [name]: criteria } },
        results: { benchmarks: [{ name, ...result }] },
      },
    );
    return evaluateChecks(Alloy.parse(text, registry))?.map((check) => check.state);
  };

  test("one of which a lower score is better is never met by a higher one", () => {
    for (const score of [0, 12.5, 99, 100]) assert.deepEqual(state("acme-fid", { score }), ["invalid"]);
    assert.deepEqual(state("ACME FID", { score: 99, baseScore: 10 }, { min: 0, anchorDelta: -3 }), [
      "invalid",
      "invalid",
    ]);
  });

  test("it is said before there is a result", () => {
    const text = alloy(
      { type: "distill" },
      { acceptanceCriteria: { benchmarks: { "acme-fid": { min: 0.2 } } } },
    );
    assert.ok(codes(text, registry).some((one) => one === "acceptance/not-gateable 0.2"));
  });

  test("fractions are read as fractions, and change in percentage points", () => {
    assert.deepEqual(state("acme-clip", { score: 0.31 }), ["pass"]);
    assert.deepEqual(state("acme-clip", { score: 0.29 }), ["fail"]);
    // Percent, and no fraction: never a pass.
    assert.deepEqual(state("acme-clip", { score: 31 }), ["invalid"]);
    const drop = (score: number) =>
      state("acme-clip", { score, baseScore: 0.35 }, { min: 0.3, anchorDelta: -3 });
    assert.deepEqual(drop(0.32), ["pass", "pass"]);
    assert.deepEqual(drop(0.31), ["pass", "fail"]);
  });

  test("an extension must not turn one around", () => {
    const lab = {
      ...ACME,
      id: "acme-lab",
      extends: "acme-forge",
      stages: {},
      benchmarks: { "acme-fid": { title: "FID", description: "x", scale: "raw" } },
    };
    assert.match(said(lab, registry)[0] ?? "", /"lowerIsBetter" must stay true/);
  });
});

suite("versions of a domain", () => {
  const old = { ...ACME, version: "1.1.0", title: "Old" };
  const next = { ...ACME, version: "2.0.0", title: "Next" };
  const pinned = (range: string, ...files: unknown[]) =>
    withDomains(
      bundled,
      files.map((file, i) => source(file, `d${i}`)),
      true,
      new Map(),
      { "acme-forge": range },
    );

  test("the newest of several is used, with an information", () => {
    const made = load(old, next, ACME);
    assert.equal(made.domain("acme-forge")?.file.title, "Next");
    const found = diagnose(Alloy.parse(alloy({ type: "distill" }), made)).problems.find(
      ({ code }) => code === "domain/versions",
    );
    assert.equal(found?.severity, "information");
    assert.match(found?.message ?? "", /2\.0\.0 \(d1\.json\), 1\.2\.0 \(d2\.json\), 1\.1\.0 \(d0\.json\)/);
  });

  test("a range selects, and nothing is left to say", () => {
    const made = pinned("^1.1", old, next, ACME);
    assert.equal(made.domain("acme-forge")?.file.version, "1.2.0");
    assert.ok(!codes(alloy({ type: "distill" }), made).some((one) => one.startsWith("domain/")));
  });

  test("a range that no version is in keeps the domain from being used", () => {
    const made = pinned("^3", old, next);
    assert.equal(made.domain("acme-forge"), undefined);
    const [problem] = diagnose(Alloy.parse(alloy({ type: "distill" }), made)).problems;
    assert.match(
      problem?.message ?? "",
      /range "\^3".*Available: 2\.0\.0 \(d1\.json\), 1\.1\.0 \(d0\.json\)/,
    );
  });

  test("a range may be about a bundled domain", () => {
    const made = withDomains(bundled, [], true, new Map(), { "llm-forge": "^9" });
    assert.equal(made.domain("llm-forge"), undefined);
    assert.equal(made.unavailable.get("llm-forge")?.why, "version");
  });

  test("the same domain is not read again", () => {
    const memory = new Map();
    const make = () => withDomains(bundled, [source(old, "a"), source(next, "b")], true, memory);
    assert.equal(make().domain("acme-forge")?.written, make().domain("acme-forge")?.written);
  });
});

suite("a domain file among others", () => {
  test("may extend those in reach, and completes them", () => {
    const { domains } = registryFor("domain", load(ACME));
    assert.deepEqual(
      domains.map(({ file }) => file.id),
      ["llm-forge", "photo-provenance", "ticketing", "acme-forge"],
    );
    const text = '{"extends": ""}';
    const offered = completionsAt(
      Alloy.parse(text, registryFor("domain", load(ACME))),
      text.indexOf('""') + 1,
      {
        snippets: false,
        retriggers: false,
      },
    ).map(({ label }) => label);
    assert.ok(offered.includes("acme-forge") && offered.includes("llm-forge"));
    assert.ok(registries.domain.domain("llm-forge"));
  });
});
