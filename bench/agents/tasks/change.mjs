// Recipes that are changed as somebody asks.
const FILE = "model.alloy.json";
const write = { path: FILE, write: true };
const clean = { errors: 0, warnings: 0 };

/** @type {readonly import("../task.mjs").Task[]} */
export const CHANGE = [
  {
    title: "Halve the experts of this recipe and keep the gate",
    start: "moe-coder.alloy.json",
    calls: [
      ["show_alloy", { path: FILE }, /keep 72 of 128/],
      [
        "edit_alloy",
        { path: FILE, edits: [{ op: "replace", pointer: "/stages/1/keepExpertsPerLayer", value: 64 }] },
        /expertsDropped/,
      ],
      [
        "edit_alloy",
        {
          edits: [
            { op: "replace", pointer: "/stages/1/keepExpertsPerLayer", value: 64 },
            { op: "replace", pointer: "/stages/1/prunePct", value: 50 },
            { op: "replace", pointer: "/stages/1/expertsDropped", value: 9216 },
            { op: "replace", pointer: "/stages/1/expertsRenamed", value: 9216 },
            { op: "remove", pointer: "/stages/1/rationale" },
          ],
          ...write,
        },
        clean,
      ],
    ],
    change({ stages: [, prune] }) {
      Object.assign(prune, {
        keepExpertsPerLayer: 64,
        prunePct: 50,
        expertsDropped: 9216,
        expertsRenamed: 9216,
      });
      delete prune.rationale;
    },
  },
  {
    title: "Add a vision tower",
    start: {
      name: "model",
      version: "0.1.0",
      source: { baseModel: "Qwen/Qwen3-VL-4B-Instruct", architecture: "qwen3_vl", totalParamsB: 4.4 },
      stages: [{ type: "train" }, { type: "eval", benchmarks: [{ name: "mmmu" }] }],
    },
    calls: [
      ["describe_stage", { type: "modality", path: FILE }, /encoderModel/],
      [
        "insert_stage",
        {
          type: "modality",
          values: { modality: "vision", encoderModel: "google/siglip2-base-patch16-224", freezeBase: true },
          ...write,
        },
        { index: 0 },
      ],
    ],
    result: ({ stages }) => [
      stages.length === 3,
      stages[0].encoderModel === "google/siglip2-base-patch16-224",
    ],
  },
  {
    title: "Add an 8-bit quantization",
    start: "moe-coder.alloy.json",
    calls: [
      [
        "edit_alloy",
        { edits: [{ op: "add", pointer: "/stages/2/quantTypes/-", value: "Q8_0" }], ...write },
        clean,
      ],
    ],
    change: ({ stages }) => stages[2].quantTypes.push("Q8_0"),
  },
  {
    title: "Train for 500 steps at 1e-4",
    start: "dense-general.alloy.json",
    calls: [
      ["describe_field", { stage: "train", pointer: "/learningRate", path: FILE }, /string/],
      [
        "edit_alloy",
        {
          edits: [
            { op: "add", pointer: "/stages/1/steps", value: 500 },
            { op: "add", pointer: "/stages/1/learningRate", value: "1e-4" },
          ],
          ...write,
        },
        clean,
      ],
    ],
    change: ({ stages }) => Object.assign(stages[1], { steps: 500, learningRate: "1e-4" }),
  },
  {
    title: "Double the context length",
    start: {
      name: "model",
      version: "0.1.0",
      source: {
        baseModel: "Qwen/Qwen3.5-9B",
        architecture: "qwen3_5",
        totalParamsB: 9,
        contextLength: 32768,
      },
      stages: [{ type: "train" }, { type: "eval", benchmarks: [{ name: "humaneval" }] }],
    },
    calls: [
      ["describe_stage", { type: "context-extend", path: FILE }, /targetLength/],
      [
        "insert_stage",
        { type: "context-extend", values: { targetLength: 65536 }, ...write },
        { index: 0, errors: 0 },
      ],
    ],
    result: ({ stages }) => [stages[0].type === "context-extend", stages[0].targetLength === 65536],
  },
  {
    title: "Gate on a GPU with 8 GB",
    start: "dense-general.alloy.json",
    calls: [
      [
        "edit_alloy",
        {
          path: FILE,
          edits: [{ op: "replace", pointer: "/acceptanceCriteria/hardware/maxVramGb", value: 8 }],
        },
        "any",
      ],
      [
        "edit_alloy",
        {
          edits: [
            { op: "replace", pointer: "/acceptanceCriteria/hardware/maxVramGb", value: 8 },
            { op: "replace", pointer: "/hardware/minVramGb", value: 8 },
            { op: "replace", pointer: "/stages/2/quantTypes", value: ["Q3_K_M"] },
          ],
          ...write,
        },
        clean,
      ],
      ["evaluate_gate", { path: FILE }, /within the limit of 8 GB/],
    ],
    change(alloy) {
      alloy.acceptanceCriteria.hardware.maxVramGb = 8;
      alloy.hardware.minVramGb = 8;
      alloy.stages[2].quantTypes = ["Q3_K_M"];
    },
  },
  {
    title: "Evaluate and gate another benchmark",
    start: "dense-general.alloy.json",
    calls: [
      ["describe_field", { stage: "eval", pointer: "/benchmarks", path: FILE }, /nShot/],
      [
        "edit_alloy",
        {
          edits: [
            { op: "add", pointer: "/stages/3/benchmarks/-", value: { name: "humaneval" } },
            {
              op: "add",
              pointer: "/acceptanceCriteria/benchmarks/humaneval",
              value: { min: 0.5, anchorDelta: -3 },
            },
          ],
          ...write,
        },
        clean,
      ],
    ],
    change(alloy) {
      alloy.stages[3].benchmarks.push({ name: "humaneval" });
      alloy.acceptanceCriteria.benchmarks.humaneval = { min: 0.5, anchorDelta: -3 };
    },
  },
  {
    title: "Publish privately under another organization",
    start: "moe-coder.alloy.json",
    calls: [
      [
        "edit_alloy",
        {
          edits: [
            { op: "replace", pointer: "/stages/4/org", value: "acme" },
            { op: "add", pointer: "/stages/4/private", value: true },
          ],
          ...write,
        },
        clean,
      ],
    ],
    change: ({ stages }) => Object.assign(stages[4], { org: "acme", private: true }),
  },
  {
    title: "Do not publish this model",
    start: "moe-coder.alloy.json",
    calls: [["edit_alloy", { edits: [{ op: "remove", pointer: "/stages/4" }], ...write }, clean]],
    change: ({ stages }) => stages.pop(),
  },
  {
    title: "Evaluate before quantizing",
    start: "moe-coder.alloy.json",
    calls: [
      ["edit_alloy", { edits: [{ op: "move", from: "/stages/3", pointer: "/stages/2" }], ...write }, clean],
      ["show_alloy", { path: FILE }, /3 eval/],
    ],
    change: ({ stages }) => stages.splice(2, 0, ...stages.splice(3, 1)),
  },
  {
    title: "Add a LoRA stage after training",
    start: "dense-general.alloy.json",
    calls: [
      ["describe_stage", { type: "lora", path: FILE }, /rank/],
      [
        "insert_stage",
        { type: "lora", index: 2, values: { rank: 32, alpha: 64 }, ...write },
        { index: 2, errors: 0 },
      ],
    ],
    result: ({ stages }) => [stages[2].rank === 32, stages[2].alpha === 64, stages[3].type === "quant"],
  },
  {
    title: "Run the transform stages twice",
    start: "dense-general.alloy.json",
    calls: [["edit_alloy", { edits: [{ op: "add", pointer: "/cycles", value: 2 }], ...write }, clean]],
    change(alloy) {
      alloy.cycles = 2;
    },
  },
  {
    title: "Rename the calibration corpus",
    start: "moe-coder.alloy.json",
    calls: [
      [
        "edit_alloy",
        {
          edits: [
            "/calibrationCorpora/0/id",
            "/stages/0/calibrationCorpus",
            "/stages/1/calibrationCorpus",
          ].map((pointer) => ({ op: "replace", pointer, value: "code-mix-v2" })),
          ...write,
        },
        clean,
      ],
    ],
    change({ stages, calibrationCorpora }) {
      calibrationCorpora[0].id = "code-mix-v2";
      for (const stage of stages.slice(0, 2)) stage.calibrationCorpus = "code-mix-v2";
    },
  },
  {
    title: "Let the family adapter choose the training",
    start: "distilled-coder.alloy.json",
    accepted: ["executor/stage-skipped"],
    calls: [
      ["describe_stage", { type: "train", path: FILE }, /learningRate/],
      [
        "edit_alloy",
        {
          edits: ["steps", "learningRate"].map((name) => ({ op: "remove", pointer: `/stages/3/${name}` })),
          ...write,
        },
        { errors: 0 },
      ],
    ],
    change({ stages }) {
      delete stages[3].steps;
      delete stages[3].learningRate;
    },
  },
  {
    title: "Tighten a criterion by one percentage point",
    start: "dense-general.alloy.json",
    calls: [
      [
        "describe_field",
        { pointer: "/acceptanceCriteria/benchmarks/ifeval/anchorDelta", path: FILE },
        { value: -3, unit: "percentage points" },
      ],
      [
        "edit_alloy",
        {
          edits: [{ op: "replace", pointer: "/acceptanceCriteria/benchmarks/ifeval/anchorDelta", value: -2 }],
          ...write,
        },
        clean,
      ],
    ],
    change(alloy) {
      alloy.acceptanceCriteria.benchmarks.ifeval.anchorDelta = -2;
    },
  },
  {
    title: "Deploy to the local machine after publishing",
    start: "moe-coder.alloy.json",
    calls: [
      ["insert_stage", { type: "deploy", values: { target: "local" }, ...write }, { index: 5, errors: 0 }],
      ["check_alloy", { path: FILE }, { errors: 0 }],
    ],
    result: ({ stages }) => [stages[5].type === "deploy", stages[5].target === "local"],
  },
];
