// Alloys with mistakes.
import { readFileSync } from "node:fs";

const FILE = "model.alloy.json";
const write = { path: FILE, write: true };
const clean = { errors: 0, warnings: 0 };

/** A valid alloy with a part replaced. */
function broken(part, replacement) {
  const text = `{
  "name": "model",
  "version": "0.1.0",
  "source": { "baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2" },
  "stages": [
    { "type": "train", "steps": 300, "learningRate": "2e-4" },
    { "type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M"] },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "humaneval": { "min": 0.78 } }, "hardware": { "maxVramGb": 12 } }
}
`;
  if (!text.includes(part)) throw new Error(part);
  return text.replace(part, replacement);
}

/** The example without its comment, which only its author can put somewhere else. */
const PLAYGROUND = readFileSync(
  new URL("../../../examples/playground-mistakes.alloy.json", import.meta.url),
  "utf8",
).replace(/^ *\/\/.*\n/m, "");

/** @type {readonly import("../task.mjs").Task[]} */
export const REPAIR = [
  {
    title: "Make this JSON again",
    start: broken('"steps": 300, ', '"steps": 300,, ')
      .replace(" }\n  ],", " },\n  ],")
      .replace('"version"', "'version'"),
    calls: [
      ["check_alloy", { path: FILE }],
      ["fix_alloy", { ...write }, clean],
    ],
    result: (alloy) => [alloy.version === "0.1.0", alloy.stages.length === 3],
  },
  {
    title: "Fix everything in this file",
    start: PLAYGROUND,
    calls: [
      ["check_alloy", { path: FILE, maxProblems: 30 }],
      ["fix_alloy", { ...write }, "any"],
      ["fix_alloy", { unsafe: ["field/misspelled", "stage/unknown-type"], ...write }, "any"],
      [
        "edit_alloy",
        {
          edits: [
            { op: "remove", pointer: "/author" },
            { op: "replace", pointer: "/tags", value: ["playground"] },
            { op: "remove", pointer: "/stages/6" },
            { op: "move", from: "/stages/5/benchmark", pointer: "/stages/5/benchmarks" },
            {
              op: "replace",
              pointer: "/stages/4",
              value: { type: "quant", format: "gguf", quantTypes: ["Q4_K_M"] },
            },
            { op: "replace", pointer: "/stages/3/rank", value: 64 },
            { op: "replace", pointer: "/stages/1/strategy", value: "magnitude" },
            { op: "replace", pointer: "/stages/1/level", value: 0.3 },
            { op: "remove", pointer: "/stages/0" },
            { op: "replace", pointer: "/acceptanceCriteria/benchmarks/humaneval/min", value: 0.78 },
            {
              op: "replace",
              pointer: "/acceptanceCriteria/benchmarks/humaneval_plus/anchorDelta",
              value: -3,
            },
          ],
          ...write,
        },
        "any",
      ],
      ["check_alloy", { path: FILE }],
    ],
    accepted: ["json/duplicate-key"],
    result: ({ stages }) => [stages[0].level === 0.3, stages.length === 6, stages[4].benchmarks.length === 2],
  },
  {
    title: "The gate is in percent",
    start: broken('"min": 0.78', '"min": 78'),
    calls: [
      ["check_alloy", { path: FILE }, { errors: 1 }],
      ["fix_alloy", { unsafe: ["schema/range"], ...write }, "any"],
      [
        "edit_alloy",
        {
          edits: [{ op: "replace", pointer: "/acceptanceCriteria/benchmarks/humaneval/min", value: 0.78 }],
          ...write,
        },
        clean,
      ],
    ],
    result: (alloy) => [alloy.acceptanceCriteria.benchmarks.humaneval.min === 0.78],
  },
  {
    title: "A stage type is misspelled",
    start: broken('"type": "quant"', '"type": "qaunt"'),
    calls: [
      ["check_alloy", { path: FILE }, /Did you mean/],
      ["fix_alloy", { unsafe: ["stage/unknown-type"], ...write }, clean],
    ],
    result: ({ stages }) => [stages[1].type === "quant"],
  },
  {
    title: "The learning rate is a number",
    start: broken('"2e-4"', "2e-4"),
    calls: [["fix_alloy", { ...write }, clean]],
    result: ({ stages }) => [stages[0].learningRate === "2e-4"],
  },
  {
    title: "Fields are in snake_case",
    start: broken('"baseModel"', '"base_model"'),
    calls: [["fix_alloy", { ...write }, clean]],
    result: ({ source }) => [typeof source.baseModel === "string", !("base_model" in source)],
  },
  {
    title: "A required field is missing",
    start: broken(', "quantTypes": ["Q4_K_M"]', ""),
    calls: [
      ["check_alloy", { path: FILE }, { errors: 1 }],
      ["describe_field", { stage: "quant", pointer: "/quantTypes", path: FILE }, /Q4_K_M/],
      [
        "edit_alloy",
        { edits: [{ op: "add", pointer: "/stages/1/quantTypes", value: ["Q4_K_M"] }], ...write },
        clean,
      ],
    ],
    result: ({ stages }) => [stages[1].quantTypes[0] === "Q4_K_M"],
  },
  {
    title: "Numbers have units",
    start: broken('"stages": [', '"hardware": { "minVramGb": 12GB },\n  "stages": ['),
    calls: [
      ["check_alloy", { path: FILE }],
      ["fix_alloy", { unsafe: ["json/syntax"], ...write }, "any"],
      ["check_alloy", { path: FILE }, clean],
    ],
    result: (alloy) => [alloy.hardware.minVramGb === 12],
  },
];
