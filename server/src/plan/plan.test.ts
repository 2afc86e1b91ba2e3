import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { diagnose } from "../lint/lint.js";
import { withExecutors } from "../lint/load-executors.js";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { parseJson } from "../syntax/parser.js";
import { alloyOf } from "../testing/fixtures.js";
import { stagesFromTarget } from "./derive.js";
import { planDocument } from "./document.js";
import { isComplete, planOf } from "./plan.js";
import { planReport } from "./report.js";

const HEAD = { name: "a", version: "1.0.0" };
const QWEN = { baseModel: "Qwen/Qwen2.5-Coder-7B", architecture: "qwen2", totalParamsB: 7.6 };
const MOE = {
  baseModel: "a/b",
  architecture: "mixtral",
  totalParamsB: 141,
  activeParamsB: 39,
  numExpertsPerLayer: 8,
  numActivatedExperts: 2,
};

const textOf = (parts: object) => JSON.stringify({ ...HEAD, source: QWEN, ...parts });
const plan = (parts: object) => planOf(alloyOf(textOf(parts)));
// biome-ignore lint/suspicious/noExplicitAny: tests read what the report has
const report = (parts: object): any => JSON.parse(JSON.stringify(planReport(plan(parts), "a.alloy.json")));
// biome-ignore lint/suspicious/noExplicitAny: tests read what the report has
const derived = (target: object, parts: object = {}): any[] => report({ target, ...parts }).alloy.stages;
const notesAt = (parts: object, pointer: string) =>
  report(parts)
    .notes.filter((note: { pointer: string }) => note.pointer === pointer)
    .map(({ from, message }: Record<string, string>) => `${from}: ${message}`);
const outcomes = (parts: object) =>
  plan(parts).stages.map(({ type, outcome }) =>
    [type, outcome.kind, outcome.reason].filter(Boolean).join(" "),
  );

suite("plan: stages", () => {
  test("in the order in which they run; the block of transform stages is counted", () => {
    const stages = [{ type: "quant" }, { type: "train" }, { type: "source-config" }, { type: "prune" }];
    assert.deepEqual(
      plan({ stages, cycles: 3 }).stages.map(({ position, stage, type, runs }) => [
        position,
        stage.index,
        type,
        runs,
      ]),
      [
        [0, 2, "source-config", 1],
        [1, 1, "train", 3],
        [2, 3, "prune", 3],
        [3, 0, "quant", 1],
      ],
    );
    const { alloy, stages: described } = report({ stages, cycles: 3 });
    assert.deepEqual(
      alloy.stages.map(({ type }: { type: string }) => type),
      ["source-config", "train", "prune", "quant"],
    );
    assert.equal(described[0].source, "/stages/2");
  });

  test("have the values of the family adapter, which explicit ones override, and the defaults", () => {
    const parts = { stages: [{ type: "train", steps: 42, domain: null, learningRate: "" }] };
    const [train] = report(parts).alloy.stages;
    assert.deepEqual(
      [train.steps, train.domain, train.learningRate, train.batchSize],
      [42, "code", "5e-5", 4],
    );
    // What the adapter replaces is not there twice.
    const names = plan(parts).stages[0]?.fields.map(({ name }) => name) ?? [];
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(notesAt(parts, "/stages/0/steps"), []);
    assert.deepEqual(notesAt(parts, "/stages/0/domain"), [
      "adapter: Set by the family adapter for dense Qwen models.",
    ]);
    assert.deepEqual(notesAt(parts, "/stages/0/batchSize"), [
      'default: Default of "batchSize".',
      'executor: "batchSize" is not read by the reference executor.',
    ]);
    assert.deepEqual(notesAt(parts, "/cycles"), ['default: Default of "cycles".']);
  });

  test("say what the executor does not read, under either spelling of the key", () => {
    const parts = {
      stages: [
        { type: "train", batch_size: 8 },
        { type: "prune", strategy: "entropy" },
      ],
    };
    assert.deepEqual(notesAt(parts, "/stages/0/batch_size"), [
      'executor: "batch_size" is not read by the reference executor.',
    ]);
    assert.equal(report(parts).alloy.stages[0].batchSize, undefined);
    assert.deepEqual(notesAt(parts, "/stages/1/strategy"), [
      'executor: "strategy" is only written to the log by the reference executor.',
    ]);
    const benchmarks = [{ name: "humaneval" }, { name: "swe_bench_verified" }];
    assert.deepEqual(notesAt({ stages: [{ type: "eval", benchmarks }] }, "/stages/0/benchmarks"), [
      'executor: "swe_bench_verified" has no runner in the reference executor: the result will be "pending", not measured.',
    ]);
  });

  test("that are skipped, not implemented, or unknown", () => {
    const stages = [{ type: "compact" }, { type: "context-extend" }, { type: "nope" }, {}, 5];
    assert.deepEqual(outcomes({ stages }), [
      'context-extend not-implemented "context-extend" is not implemented by the reference executor for "qwen2": it fails or is skipped.',
      // A stage of unknown type stays after the stage that it follows.
      'nope unknown No declared domain defines the stage type "nope".',
      "unknown The stage has no type.",
      "unknown The stage has no type.",
      'compact skipped "compact" is skipped by the reference executor, with a line in its log.',
    ]);
    assert.equal(isComplete(plan({ stages: [{ type: "compact" }] })), false);
    assert.equal(isComplete(plan({ stages: [{ type: "train" }] })), true);
    assert.deepEqual(outcomes({ source: { ...QWEN, architecture: "zz" }, stages: [{ type: "train" }] }), [
      'train unknown No executor profile describes "zz".',
    ]);
    assert.deepEqual(outcomes({ source: {}, stages: [{ type: "compact" }, { type: "train" }] }), [
      'compact skipped "compact" is skipped by the reference executor, with a line in its log.',
      "train unknown The source has no architecture, so no executor profile applies.",
    ]);
  });

  test("that end the run, and those after them", () => {
    const end = (stage: object, source: object = QWEN) =>
      outcomes({ source, stages: [{ type: "quant" }, stage, { type: "compact" }] });
    const rest = [
      'compact skipped "compact" is skipped by the reference executor, with a line in its log.',
      "quant not-reached The run ends at stage 1.",
    ];
    assert.deepEqual(end({ type: "train", domain: "wikitext" }), [
      'train ends "domain" is "wikitext", which the reference executor does not accept: the run ends with "Unknown domain".',
      ...rest,
    ]);
    assert.deepEqual(end({ type: "train", learningRate: "fast" }), [
      'train ends "learningRate" is "fast", which is not a number: the run ends.',
      ...rest,
    ]);
    const layout =
      'expert-prune ends "expertTensorLayout" is "auto", but the reference executor accepts only "block_sparse_moe-unfused" for "mixtral", after profiling.';
    for (const value of [undefined, null, "auto"])
      assert.deepEqual(end({ type: "expert-prune", expertTensorLayout: value }, MOE), [layout, ...rest]);
    // Python's float() reads these.
    for (const learningRate of ["nan", " 1e-4 ", "1_0e-5"])
      assert.match(String(end({ type: "train", learningRate })[0]), /^train runs/);
  });

  test("an alloy that was run did run", () => {
    const stages = [{ type: "expert-prune", keepExperts: 4 }];
    assert.deepEqual(outcomes({ source: MOE, stages, results: {} }), ["expert-prune runs"]);
  });
});

suite("plan: derivation", () => {
  test("every field of the target leads to its stages, in the order of the profile", () => {
    const stages = derived({
      deployTo: "local",
      publish: true,
      benchmarks: ["humaneval", "ifeval"],
      outputFormats: ["gguf", "mlx"],
      targetDevices: ["rtx4090"],
      domain: "code",
      pruneRatio: 0.3,
      modalities: ["vision", "text", "audio"],
      contextLength: 32768,
    });
    assert.deepEqual(
      stages.map(({ type }) => type),
      [
        "context-extend",
        "modality",
        "modality",
        "prune",
        "train",
        "quant",
        "quant",
        "eval",
        "publish",
        "deploy",
      ],
    );
    const [extend, audio, vision, prune, train, quant, , evaluation, publish, deploy] = stages;
    assert.deepEqual(extend, { type: "context-extend", targetLength: 32768, method: "yarn" });
    assert.deepEqual([audio.modality, vision.modality], ["audio", "vision"]);
    assert.deepEqual(
      [audio.encoderModel, vision.encoderModel, vision.trainingSteps],
      ["openai/whisper-large-v3", "openai/clip-vit-large-patch14", 5000],
    );
    assert.deepEqual([prune.strategy, prune.level], ["entropy", 0.3]);
    assert.deepEqual([train.domain, train.steps, train.learningRate], ["code", 200, "5e-5"]);
    assert.deepEqual(quant, {
      type: "quant",
      format: "gguf",
      quantTypes: ["Q4_K_M"],
      deviceTargets: ["rtx4090"],
    });
    assert.deepEqual(evaluation.benchmarks, [{ name: "humaneval" }, { name: "ifeval" }]);
    assert.equal(publish.org, "<org>");
    assert.equal(deploy.target, "local");
  });

  test("experts are profiled first, and the layout is that of the family", () => {
    const [profile, prune] = derived({ experts: 4 }, { source: MOE });
    assert.equal(profile.type, "expert-activation-profile");
    assert.equal(profile.calibrationCorpus, "<calibrationCorpus>");
    assert.deepEqual([prune.keepExperts, prune.expertTensorLayout], [4, "block_sparse_moe-unfused"]);
    const parts = { source: MOE, target: { experts: 4 } };
    assert.deepEqual(notesAt(parts, "/stages/0/calibrationCorpus"), [
      'placeholder: Placeholder: only the author knows "calibrationCorpus".',
    ]);
    assert.deepEqual(notesAt(parts, "/stages/1/expertTensorLayout"), [
      'executor: The layout that the reference executor accepts for "mixtral".',
    ]);
    assert.deepEqual(derived({ experts: 8 }, { source: MOE }), []);
    assert.deepEqual(outcomes(parts), ["expert-activation-profile runs", "expert-prune runs"]);
  });

  test("without a family adapter, steps and learning rate are those of the derivation", () => {
    const source = { ...QWEN, architecture: "qwen3_vl" };
    const [train] = derived({ domain: "chat" }, { source });
    assert.deepEqual([train.steps, train.learningRate], [1000, "2e-4"]);
    assert.deepEqual(notesAt({ source, target: { domain: "chat" } }, "/stages/0/steps"), [
      'derived: Assumed: neither "target" nor a family adapter sets "steps".',
    ]);
  });

  test("3 cycles if something prunes or trains, unless the alloy sets them", () => {
    const cycles = (target: object, parts: object = {}) => report({ target, ...parts }).cycles;
    assert.deepEqual(
      [
        cycles({ domain: "code" }),
        cycles({ outputFormats: ["gguf"] }),
        cycles({ domain: "code" }, { cycles: 2 }),
      ],
      [3, 1, 2],
    );
    assert.equal(report({ target: { domain: "code" } }).alloy.cycles, 3);
    assert.equal(report({ target: { domain: "code" }, stages: [] }).alloy.cycles, 3);
  });

  test("conditions compare with the source, or with what is assumed of it", () => {
    assert.deepEqual(derived({ contextLength: 4096 }), []);
    assert.equal(derived({ contextLength: 8192 }).length, 1);
    assert.deepEqual(derived({ contextLength: 8192 }, { source: { ...QWEN, contextLength: 8192 } }), []);
    assert.deepEqual(derived({ modalities: ["text"], pruneRatio: 0, publish: false, benchmarks: [] }), []);
    assert.equal(derived({ context_length: "8192", publish: "yes" }).length, 2);
  });

  test("only without stages, and only with a target", () => {
    const none = (parts: object) => stagesFromTarget(alloyOf(textOf(parts))) === undefined;
    const target = { domain: "code" };
    assert.deepEqual(
      [
        { target },
        { target, stages: [] },
        { target, stages: [{}] },
        { target, stages: 5 },
        { stages: [] },
      ].map(none),
      [false, false, true, true, true],
    );
    assert.deepEqual([{ target: null }, { target: "code" }].map(none), [true, true]);
    const files = ['{"id": "acme", "title": "Acme", "architectures": {"acme1": {"stages": ["train"]}}}'];
    const registry = withExecutors(
      bundled,
      files.map((text) => ({ uri: "file:///acme.json", place: "acme.json", text })),
      { isTrusted: true, selected: ["acme"] },
    );
    assert.equal(stagesFromTarget(Alloy.parse(textOf({ target }), registry)), undefined);
  });

  test("what cannot be written is left out, with the reason", () => {
    const leftOut = (target: object, parts: object = {}) =>
      report({ target, ...parts }).leftOut.map(
        ({ pointer, message }: Record<string, string>) => `${pointer} ${message}`,
      );
    assert.deepEqual(leftOut({ modalities: ["text", "video"], pruneRatio: 0.95, experts: 4 }), [
      '/target/modalities/1 No "modality" stage is derived: "modality" must be one of "vision", "audio", "multimodal", but is "video".',
      '/target/experts "experts" cannot be compared, because the source does not state "numExpertsPerLayer" or "totalExperts".',
      '/target/pruneRatio No "prune" stage is derived: "level" must be a number from 0 to 0.9, but is 0.95.',
    ]);
    assert.deepEqual(leftOut({ modalities: ["multimodal"] }), [
      '/target/modalities/0 No "modality" stage is derived: "encoderModel" is missing.',
    ]);
    assert.match(String(leftOut({ domain: "code" }, { domains: [] })), /^$/);
  });

  test("the effective alloy has no errors", () => {
    const target = { domain: "code", publish: true, benchmarks: ["ifeval"], outputFormats: ["gguf"] };
    for (const parts of [{ target }, { source: MOE, target: { ...target, experts: 4 } }]) {
      const text = JSON.stringify(report(parts).alloy);
      const errors = diagnose(alloyOf(text)).problems.filter(({ severity }) => severity === "error");
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
      );
    }
  });
});

suite("plan: sizes, devices, and time", () => {
  const quant = (...quantTypes: string[]) => ({ type: "quant", format: "gguf", quantTypes });
  const pruned = (parts: object = {}) => ({
    source: MOE,
    stages: [{ type: "expert-prune", keepExperts: 4 }, quant("Q3_K_M", "Q2_K")],
    ...parts,
  });

  test("sizes follow from parameters and bits per weight; each type once", () => {
    const { sizes } = report({ stages: [quant("Q4_K_M", "q4_k_m", "NOPE", "F16"), quant("Q4_K_M")] });
    assert.deepEqual(sizes, [
      { format: "gguf", quantType: "Q4_K_M", bits: 4.89, paramsB: 7.6, sizeGb: 4.645 },
      { format: "gguf", quantType: "F16", bits: 16, paramsB: 7.6, sizeGb: 15.2 },
    ]);
    assert.deepEqual(report({ source: {}, stages: [quant("Q4_K_M")] }).sizes, []);
    const dense = report({ stages: [{ type: "prune", strategy: "entropy", level: 0.3 }, quant("F16")] });
    assert.equal(dense.sizes[0].atMost, true);
    const forged = report({ stages: [quant("F16")], results: { forgedParamsB: 4 } });
    assert.equal(forged.sizes[0].sizeGb, 8);
  });

  test("pruned experts: from active parameters, or from the dimensions of the layers", () => {
    // (141 − 39) / (8 − 2) = 17 billion for each expert: 141 − 4 × 17 = 73
    assert.equal(report(pruned()).sizes[0].paramsB, 73);
    const geometry = { numLayers: 56, hiddenSize: 6144, moeIntermediateSize: 16384 };
    // 56 × 4 × 3 × 6144 × 16384 = 67.6 billion
    assert.equal(report(pruned({ source: { ...MOE, ...geometry } })).sizes[0].paramsB, 73.354);
    assert.equal(report(pruned({ source: { ...MOE, activeParamsB: 0 } })).sizes[0].atMost, true);
  });

  test("the table has experts × type × device, with a margin", () => {
    const { fits } = report(pruned());
    assert.equal(fits.length, 4 * 2 * 7);
    assert.deepEqual([...new Set(fits.map(({ experts }: { experts: number }) => experts))], [8, 6, 4, 2]);
    const at = (experts: number, quantType: string, device: string, margin?: number) =>
      planOf(alloyOf(textOf(pruned())), { margin }).sizes.fits.find(
        (fit) => fit.experts === experts && fit.quantType === quantType && fit.device === device,
      )?.fits;
    // 73 × 3.16 / 8 = 28.8 GB: 32 GB less 10% is 28.8
    assert.deepEqual(
      [at(4, "Q2_K", "rtx5090", 0), at(4, "Q2_K", "rtx5090"), at(4, "Q2_K", "rtx5090", 0.11)],
      [true, false, false],
    );
    assert.deepEqual([at(4, "Q3_K_M", "rtx5090", 0), at(2, "Q3_K_M", "rtx5090")], [false, true]);
  });

  test("no fewer experts than the router selects", () => {
    const { fits } = report(pruned({ source: { ...MOE, activeParamsB: 80, numActivatedExperts: 4 } }));
    assert.deepEqual([...new Set(fits.map(({ experts }: { experts: number }) => experts))], [8, 6, 4]);
  });

  test("minutes: transform stages once per cycle, by the size of the model", () => {
    const parts = {
      cycles: 2,
      stages: [
        { type: "prune" },
        { type: "train", steps: 100 },
        { type: "compact" },
        quant("Q8_0"),
        { type: "eval", benchmarks: [{ name: "bbh" }, { name: "gpqa" }] },
        { type: "deliver" },
      ],
    };
    // 2 × (2 + 100 / 5) + 5 + 20 + 1
    assert.equal(report(parts).minutes, 70);
    assert.equal(report(parts).hardware, "one RTX 5090 (32 GB)");
    assert.equal(report({ ...parts, source: { ...QWEN, totalParamsB: 2 } }).minutes, 40);
    const unknown = report({
      source: { architecture: "zz" },
      stages: [{ type: "train" }, { type: "prune" }],
    });
    assert.deepEqual([unknown.minutes, unknown.stagesWithoutEstimate], [2, 1]);
    assert.equal(report({ stages: [{ type: "context-extend", trainingSteps: 10 }] }).minutes, 0);
    const extended = { source: { ...QWEN, architecture: "qwen3_5" }, stages: [{ type: "context-extend" }] };
    assert.equal(report(extended).minutes, 1);
  });
});

suite("plan: document", () => {
  test("is JSON with comments; values keep their spelling", () => {
    const text = `{"name": "a\\u0062", "big": 123456789012345678901234, "source": {"architecture": "qwen2"},
      "stages": [{"type": "train", "steps": 1.50e2, "method": "lora"}, {"type": "quant"}], "cycles": 2}`;
    const page = planDocument(planOf(alloyOf(text)), "a.alloy.json");
    assert.match(page, /^\/\/ Effective alloy of a\.alloy\.json: /);
    assert.match(page, /\n {2}"name": "a\\u0062",\n {2}"big": 123456789012345678901234,\n/);
    assert.match(page, /\n {4}\/\/ 1 Transform × 2\n {4}\{\n {6}"type": "train",\n {6}"steps": 1\.50e2,\n/);
    assert.match(page, /"method": "lora", \/\/ not read\n {6}"domain": "general", \/\/ family adapter\n/);
    assert.match(page, /\n {2}"cycles": 2\n\}\n$/);
    const { problems } = parseJson(page);
    assert.deepEqual([...new Set(problems.map(({ kind }) => kind))], ["comment"]);
  });

  test("no name and no value ends a comment", () => {
    const stages = [{ type: "x\n{\u2028\u001b" }, { type: "train", domain: "y\r\nz" }];
    const page = planDocument(planOf(alloyOf(textOf({ stages, name: "a\nb" }))), "q\n\u2029r.alloy.json");
    const { problems } = parseJson(page);
    assert.deepEqual([...new Set(problems.map(({ kind }) => kind))], ["comment"]);
    assert.match(page, /× |\/\/ 2/);
  });
});

suite("plan: hostile and real alloys", () => {
  test("cycles, experts, and steps of any size, and values of any type", () => {
    for (const parts of [
      { cycles: 1e9, stages: [{ type: "train", steps: 1e300 }] },
      { cycles: -1, stages: [] },
      { cycles: "many", stages: {} },
      { cycles: 1.5, stages: null },
      { source: { ...MOE, numExpertsPerLayer: 1e15 }, stages: [{ type: "expert-prune", keepExperts: 1e14 }] },
      { source: { ...MOE, numExpertsPerLayer: 0 }, stages: [{ type: "expert-prune", keepExperts: -1 }] },
      { source: MOE, target: { experts: 1e300 } },
      { source: MOE, target: { experts: 0.5 } },
      {
        source: [],
        target: { contextLength: "x", modalities: 5, outputFormats: [[], {}, null], benchmarks: {} },
      },
      {
        stages: [
          { type: "quant", format: 5, quantTypes: [1, null, {}] },
          { type: "eval", benchmarks: 7 },
        ],
      },
      { domains: ["nope"], target: { domain: "code" }, stages: [] },
      { stages: [{ type: "__proto__", constructor: 1 }, { type: "constructor" }] },
      JSON.parse(
        '{"__proto__": {"x": 1}, "stages": [{"__proto__": 1, "type": "train"}], "target": {"__proto__": 1}}',
      ),
    ]) {
      const alloy = alloyOf(textOf(parts));
      const planned = planOf(alloy);
      assert.ok(JSON.stringify(planReport(planned, "a")), JSON.stringify(parts));
      assert.ok(planDocument(planned, "a").length > 0, JSON.stringify(parts));
    }
    assert.equal(report({ cycles: 1e9, stages: [{ type: "prune" }] }).minutes, 2e9);
  });

  test("a target of any length leads to few stages", () => {
    const outputFormats = ["gguf", ...Array.from({ length: 5000 }, (_, i) => `f${i}`)];
    const { leftOut, alloy } = report({ target: { outputFormats, benchmarks: outputFormats } });
    assert.deepEqual([leftOut.length, alloy.stages.length], [100, 2]);
  });

  test("every example, with the same values as the file", () => {
    const folder = fileURLToPath(new URL("../../../examples", import.meta.url));
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
      const alloy = alloyOf(readFileSync(path.join(folder, file), "utf8"));
      if (!alloy.root || alloy.tree.problems.length > 0) continue;
      const planned = planOf(alloy);
      assert.equal(planned.stages.length, alloy.stages.length, file);
      const { problems } = parseJson(planDocument(planned, file));
      assert.ok(
        problems.every(({ kind }) => kind === "comment"),
        file,
      );
    }
  });
});
