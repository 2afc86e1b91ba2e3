/** One mistake, one message: the consequences of a mistake are not reported in addition to it. */
import assert from "node:assert/strict";
import { problemsOf } from "../testing/fixtures.js";

/** Returns a complete, valid alloy with some of its parts replaced. */
function alloyWith(parts: { source?: object; stages?: readonly object[]; more?: object }): string {
  const source = { baseModel: "Qwen/Qwen2.5-7B", architecture: "qwen2", ...parts.source };
  const stages = parts.stages ?? [];
  const evaluation = { type: "eval", benchmarks: [{ name: "humaneval" }] };
  return JSON.stringify({
    name: "a",
    version: "1.0.0",
    source,
    stages: [...stages, evaluation],
    ...parts.more,
  });
}

const moe = {
  architecture: "qwen3_moe",
  isMoE: true,
  numLayers: 48,
  numExpertsPerLayer: 128,
  numActivatedExperts: 8,
};
const profile = { type: "expert-activation-profile", calibrationCorpus: "a" };
const pruned = {
  type: "expert-prune",
  keepExpertsPerLayer: 80,
  expertTensorLayout: "mlp-experts-unfused",
  prunePct: 37.5,
  expertsDropped: 6912,
  expertsRenamed: 11520,
};

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing is wrong", alloyWith({ source: moe, stages: [profile, pruned] }), []],
  [
    "more experts kept than there are",
    alloyWith({ source: moe, stages: [profile, { ...pruned, keepExpertsPerLayer: 160 }] }),
    ["stage/keep-count"],
  ],
  [
    "fewer experts kept than the router picks",
    alloyWith({ source: moe, stages: [profile, { ...pruned, keepExpertsPerLayer: 4 }] }),
    ["stage/keep-count"],
  ],
  [
    "no expert kept",
    alloyWith({ source: moe, stages: [profile, { ...pruned, keepExpertsPerLayer: 0 }] }),
    ["schema/range"],
  ],
  [
    "a derived number alone is wrong",
    alloyWith({ source: moe, stages: [profile, { ...pruned, prunePct: 60 }] }),
    ["stage/derived-number"],
  ],
  [
    "the default layout is written",
    alloyWith({ source: moe, stages: [profile, { ...pruned, expertTensorLayout: "auto" }] }),
    ["executor/layout"],
  ],
  [
    "the layout is null",
    alloyWith({ source: moe, stages: [profile, { ...pruned, expertTensorLayout: null }] }),
    ["executor/layout"],
  ],
  [
    "stages of a domain that is not declared",
    alloyWith({ stages: [{ type: "capture" }, { type: "edit" }, { type: "capture" }] }),
    ["stage/undeclared-domain"],
  ],
  [
    "a misspelled benchmark",
    alloyWith({ stages: [{ type: "eval", benchmarks: [{ name: "human-evl" }] }] }),
    ["reference/unknown-benchmark"],
  ],
  [
    "another spelling of a benchmark",
    alloyWith({ stages: [{ type: "eval", benchmarks: [{ name: "HumanEval+" }] }] }),
    ["reference/benchmark-spelling"],
  ],
  [
    "a benchmark without a runner, twice in the alloy",
    alloyWith({ stages: [{ type: "eval", benchmarks: [{ name: "mmlu" }] }] }),
    ["executor/no-runner"],
  ],
  [
    "a learning rate that is none",
    alloyWith({ stages: [{ type: "train", learningRate: "5e4" }] }),
    ["stage/learning-rate"],
  ],
  [
    "a training domain that is none",
    alloyWith({ stages: [{ type: "train", domain: "law" }] }),
    ["executor/value"],
  ],
  [
    "a field that is not read, three times",
    alloyWith({ stages: [1, 2, 3].map((steps) => ({ type: "train", steps, warmupRatio: 0.5 })) }),
    ["executor/field-ignored"],
  ],
  [
    "an address instead of an ID",
    alloyWith({ source: { baseModel: "https://hf.co/a/b" } }),
    ["reference/repository"],
  ],
  [
    "a size in another unit",
    alloyWith({ more: { hardware: { minVramGb: 4096 } } }),
    ["schema/implausible-number"],
  ],
];

suite("one mistake, one message", () => {
  for (const [what, text, codes] of CASES)
    test(what, () => {
      assert.deepEqual(
        problemsOf(text).map(({ code }) => code),
        codes,
      );
    });

  test("the other places of a mistake are told with it", () => {
    const stages = [{ type: "train", batchSize: 8 }, { type: "train" }, { type: "lora", batchSize: 9 }];
    const text = alloyWith({ stages });
    const [problem] = problemsOf(text);
    const [other] = problem?.related ?? [];
    assert.equal(problem?.related.length, 1);
    assert.equal(text.slice(other?.start, other?.end), '"batchSize"');
    assert.ok((other?.start ?? 0) > text.indexOf('"lora"'));
  });

  test("an alloy that was run is not told what a run would make of it", () => {
    const stages = [
      { ...pruned, expertTensorLayout: "auto" },
      { type: "train", domain: "law", batchSize: 8 },
    ];
    const codes = (more: object) =>
      problemsOf(alloyWith({ source: moe, stages, more }))
        .map(({ code }) => code)
        .filter((code) => /^executor\/(layout|value|field-ignored|no-runner)$/.test(code));
    assert.deepEqual(codes({}), ["executor/layout"]);
    assert.deepEqual(codes({ results: null }), ["executor/layout"]);
    assert.deepEqual(codes({ results: {} }), []);
    assert.deepEqual(codes({ receipt: {} }), []);
  });
});
