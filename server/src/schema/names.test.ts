import assert from "node:assert/strict";
import fc from "fast-check";
import { bundled } from "./bundled.js";
import type { SchemaLocation } from "./effective-schema.js";
import { benchmarkKey, closest, nearName, slipsBetween, snakeCaseOf, spell } from "./names.js";

suite("names", () => {
  test("snake_case, as the fields are called in Python", () => {
    const cases: Readonly<Record<string, string>> = {
      baseModel: "base_model",
      isMoE: "is_moe",
      supportsCPU: "supports_cpu",
      useLoRA: "use_lora",
      forgedParamsB: "forged_params_b",
      minVramGb: "min_vram_gb",
      nShot: "n_shot",
      topK: "top_k",
      sha256: "sha256",
      name: "name",
      $schema: "$schema",
      "": "",
    };
    assert.deepEqual(Object.fromEntries(Object.keys(cases).map((name) => [name, snakeCaseOf(name)])), cases);
  });

  test("digits are never a slip", () => {
    assert.equal(closest("Q4_K", ["Q2_K", "Q6_K"]), undefined);
    assert.equal(closest("humaneval2", ["humaneval"]), undefined);
    assert.equal(closest("humanevl2", ["humaneval", "humaneval2"]), "humaneval2");
    assert.equal(closest("q4-k-m", ["Q4_K_S", "Q4_K_M"]), "Q4_K_M");
  });

  test("slips of one field, and two different fields", () => {
    const near = [
      ["learninRate", "learningRate"],
      ["learnigRate", "learningRate"],
      ["laerningRate", "learningRate"],
      ["learning-rate", "learningRate"],
      ["LearningRate", "learningRate"],
      ["learningrat", "learningRate"],
      ["learning_rte", "learningRate"],
      ["acceptanceCriterias", "acceptanceCriteria"],
      ["accpetanceCritera", "acceptanceCriteria"],
      ["hardwre", "hardware"],
      ["epocs", "epochs"],
      ["stage", "stages"],
      ["tpye", "type"],
      ["rnk", "rank"],
      ["minVarmGb", "minVramGb"],
    ] as const;
    const far = [
      ["maxVramGb", "minVramGb"],
      ["sizeMb", "sizeGb"],
      ["sizeGib", "sizeGb"],
      ["outputModalities", "inputModalities"],
      ["unverified", "verified"],
      ["disableQuantization", "enableQuantization"],
      ["mode", "code"],
      ["sha512", "sha256"],
      ["org", "tag"],
      ["colour", "rank"],
      ["durationHours", "durationMinutes"],
      ["keepExperts", "keepExpertsPerLayer"],
    ] as const;
    const slips = ([a, b]: readonly [string, string]) => {
      const [one, other] = [spell(a), spell(b)];
      assert.ok(one && other);
      assert.equal(slipsBetween(one, other), slipsBetween(other, one));
      return slipsBetween(one, other);
    };
    assert.deepEqual(
      near.filter((pair) => slips(pair) === undefined),
      [],
    );
    assert.deepEqual(
      far.filter((pair) => slips(pair) !== undefined),
      [],
    );
    assert.equal(spell("x".repeat(65)), undefined);
  });

  test("no known field is a slip of another one beside it, except a plural", () => {
    const vocabulary = bundled.vocabulary(bundled.domains.map(({ file }) => file.id));
    const found = new Set<string>();
    const seen = new Set<string>();
    const open: (SchemaLocation | undefined)[] = [
      vocabulary.root,
      ...vocabulary.stageTypes.map(({ name }) => vocabulary.stage(name)),
    ];
    for (let at = open.pop(); open.length > 0; at = open.pop()) {
      if (!at || seen.has(at.id)) continue;
      seen.add(at.id);
      const { fields, others } = vocabulary.contents(at);
      const names = [...fields.keys()].map((name) => spell(name) ?? assert.fail(name));
      for (const [i, a] of names.entries())
        for (const b of names.slice(i + 1))
          if (slipsBetween(a, b) !== undefined) found.add(`${a.name} ${b.name}`);
      for (const { place } of fields.values()) open.push(place);
      open.push(others, vocabulary.item(at));
    }
    assert.deepEqual([...found], []);
  });

  test("benchmarks are compared in one form", () => {
    for (const [name, key] of [
      ["humaneval", "humaneval"],
      ["HumanEval", "humaneval"],
      [" humaneval\t", "humaneval"],
      ["humaneval+", "humaneval_plus"],
      ["HumanEval +", "humaneval_plus"],
      ["humaneval-plus", "humaneval_plus"],
      ["MMLU - Pro", "mmlu_pro"],
      ["mmlu__pro", "mmlu_pro"],
      ["mmlu_-_ pro", "mmlu_pro"],
      // Innocent neighbors: another name, not another spelling.
      ["human-eval", "human_eval"],
      ["mmlupro", "mmlupro"],
      ["arc2", "arc2"],
      ["_x_", "_x_"],
    ] as const)
      assert.equal(benchmarkKey(name), key, name);
  });

  test("the one form of a benchmark has itself as its form", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aB1 -_+\t") }), (name) => {
        assert.equal(benchmarkKey(benchmarkKey(name)), benchmarkKey(name));
      }),
    );
  });

  test("a near name differs by a slip, and never by a digit", () => {
    const known = [
      "rtx4070",
      "rtx4090",
      "macbook-air-16gb",
      "gsm8k",
      "humaneval",
      "mmlu_pro",
      "bbh",
      "maths",
      "miths",
    ];
    for (const [name, meant] of [
      ["RTX 4090", "rtx4090"],
      ["rxt4090", "rtx4090"],
      ["gtx4090", "rtx4090"],
      ["gms8k", "gsm8k"],
      ["human_eval", "humaneval"],
      ["humanevel", "humaneval"],
      ["MacBook Air 16GB", "macbook-air-16gb"],
      // Another size, another version, a variant.
      ["rtx4080", undefined],
      ["rtx4070ti", undefined],
      ["rtx4090d", undefined],
      ["macbook-air-8gb", undefined],
      ["macbook-pro-16gb", undefined],
      ["gsm1k", undefined],
      ["bbeh", undefined],
      ["bbx", undefined],
      ["mmlu", undefined],
      ["moths", undefined], // as near to `maths` as to `miths`
      ["rtx4090", undefined],
      ["x".repeat(100_000), undefined],
    ] as const)
      assert.equal(nearName(name, known), meant, name);
  });

  test("whatever is near has the same digits in the same order", () => {
    const name = fc.string({ unit: fc.constantFrom(..."rtx4079ti- "), maxLength: 12 });
    fc.assert(
      fc.property(name, fc.array(name), (one, known) => {
        const digits = (text: string) => text.replace(/\D/g, "");
        const near = nearName(one, known);
        if (near !== undefined) assert.equal(digits(near), digits(one));
      }),
    );
  });
});
