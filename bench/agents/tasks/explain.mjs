// Questions: no file changes.
const FILE = "model.alloy.json";

/** @type {readonly import("../task.mjs").Task[]} */
export const EXPLAIN = [
  {
    title: "Why does this not ship?",
    start: "executed-rework.alloy.json",
    calls: [["evaluate_gate", { path: FILE }, { verdict: "rework" }]],
  },
  {
    title: "Does this model ship?",
    start: "executed-ships.alloy.json",
    calls: [["evaluate_gate", { path: FILE }, { verdict: "ship" }]],
  },
  {
    title: "Which of our models ship?",
    workspace: "examples",
    calls: [["evaluate_gate", { path: "." }, /"ship":1/]],
  },
  {
    title: "Is this the published file?",
    start: "executed-ships.alloy.json",
    calls: [["hash_alloy", { path: FILE, verify: "00000000" }, { matches: false }]],
  },
  {
    title: "What does the allowed drop mean here?",
    start: "executed-ships.alloy.json",
    calls: [
      [
        "describe_field",
        { path: FILE, pointer: "/acceptanceCriteria/benchmarks/humaneval/anchorDelta" },
        { value: -3.6 },
      ],
    ],
  },
  {
    title: "What will the executor do with the training stage?",
    start: "dense-general.alloy.json",
    calls: [["describe_stage", { type: "train", path: FILE }, /"executor":"read"/]],
  },
  {
    title: "Are the hashes of this alloy true?",
    start: "executed-ships.alloy.json",
    calls: [["verify_alloy", { path: FILE }, /modelHash/]],
  },
  {
    title: "Change a published alloy",
    start: "executed-ships.alloy.json",
    calls: [
      [
        "edit_alloy",
        { path: FILE, write: true, edits: [{ op: "replace", pointer: "/version", value: "1.0.1" }] },
        { rejection: /published and never written/ },
      ],
      ["fork_alloy", { path: FILE, output: "next.alloy.json", write: true }, { written: true, errors: 0 }],
      ["diff_alloys", { a: FILE, b: "next.alloy.json" }, /derivedFrom/],
    ],
  },
];
