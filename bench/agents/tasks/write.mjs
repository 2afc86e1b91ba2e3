// Recipes that are written from nothing or from a template.
const FILE = "model.alloy.json";
const write = { path: FILE, write: true };

/** @type {readonly import("../task.mjs").Task[]} */
export const WRITE = [
  {
    title: "Write a recipe for a mixture-of-experts coder on 12 GB",
    calls: [
      ["new_alloy", {}, /moe-coder/],
      ["new_alloy", { template: "moe-coder", values: { "/stages/4/org": "acme" }, ...write }],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.name === "model", alloy.stages[4].org === "acme"],
  },
  {
    title: "Write a recipe for a small dense assistant on an RTX 3060",
    calls: [
      ["list_executors", {}, /qwen2/],
      [
        "new_alloy",
        {
          template: "dense-general",
          values: {
            "/source/baseModel": "Qwen/Qwen2.5-7B-Instruct",
            "/source/totalParamsB": 7.6,
            "/source/numLayers": 28,
            "/hardware/deviceTargets": ["rtx3060"],
            "/stages/4/org": "acme",
          },
          ...write,
        },
      ],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.source.totalParamsB === 7.6, alloy.hardware.deviceTargets[0] === "rtx3060"],
  },
  {
    title: "Write a vision-language recipe for 6 GB",
    calls: [
      ["new_alloy", { template: "vision-language", values: { "/stages/6/org": "acme" }, ...write }],
      ["describe_field", { stage: "modality", pointer: "/encoderModel", path: FILE }],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.stages[1].type === "modality"],
  },
  {
    title: "Write prune, train, and eval from an empty alloy",
    calls: [
      ["list_stages", {}, /expert-prune/],
      [
        "new_alloy",
        {
          template: "empty",
          values: {
            "/source": { baseModel: "Qwen/Qwen2.5-Coder-7B", architecture: "qwen2", totalParamsB: 7.6 },
            "/description": "A pruned coder.",
          },
          ...write,
        },
      ],
      ["insert_stage", { type: "prune", values: { level: 0.1 }, ...write }],
      ["insert_stage", { type: "train", ...write }],
      ["insert_stage", { type: "eval", values: { benchmarks: [{ name: "humaneval" }] }, ...write }],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.stages.map(({ type }) => type).join() === "prune,train,eval"],
  },
  {
    title: "Write a gate for a recipe that has none",
    start: {
      name: "model",
      version: "0.1.0",
      source: { baseModel: "Qwen/Qwen2.5-Coder-7B", architecture: "qwen2" },
      stages: [{ type: "eval", benchmarks: [{ name: "humaneval" }, { name: "humaneval_plus" }] }],
    },
    calls: [
      ["describe_field", { pointer: "/acceptanceCriteria/benchmarks/humaneval/min", path: FILE }, /fraction/],
      [
        "edit_alloy",
        {
          edits: [
            {
              op: "add",
              pointer: "/acceptanceCriteria",
              value: {
                benchmarks: { humaneval: { min: 0.75, anchorDelta: -3 }, humaneval_plus: { min: 0.7 } },
                integrity: { modelHashRequired: true },
              },
            },
          ],
          ...write,
        },
      ],
      ["evaluate_gate", { path: FILE }, { verdict: "unmeasured" }],
    ],
    result: (alloy) => [alloy.acceptanceCriteria.benchmarks.humaneval.min === 0.75],
  },
  {
    title: "Write a ticket",
    calls: [
      ["list_domains", {}, /ticketing/],
      ["describe_stage", { type: "issued", text: '{"domains": ["ticketing"]}' }, /venue/],
      ["new_alloy", { template: "ticketing", ...write }],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.domains[0] === "ticketing"],
  },
  {
    title: "Write a photograph's provenance",
    calls: [
      ["list_stages", { domains: ["photo-provenance"] }, /capture/],
      ["new_alloy", { template: "photo-provenance", ...write }],
      ["check_alloy", { path: FILE }, { errors: 0, warnings: 0 }],
    ],
    result: (alloy) => [alloy.domains[0] === "photo-provenance"],
  },
  {
    title: "Write a recipe in the domain of the workspace",
    workspace: "examples",
    calls: [
      ["list_domains", {}, /lab-batch/],
      ["list_stages", { domains: ["lab-batch"] }, /titra|quality-test/],
      [
        "describe_stage",
        { type: "synthesize", text: '{"domains": ["lab-batch"], "stages": [{"type": "synthesize"}]}' },
        /celsius/,
      ],
      ["new_alloy", { template: "saline", ...write }, "any"],
      [
        "check_alloy",
        {
          text: '{"name": "a", "version": "1.0.0", "domains": ["lab-batch"], "source": {"baseModel": "recipe/saline", "architecture": "solution"}, "stages": [{"type": "synthesize", "celsius": 60, "minutes": 45}]}',
        },
        { errors: 0 },
      ],
    ],
  },
];
