import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { type OutlineEntry, outline } from "./outline.js";

function lines(text: string, entries: readonly OutlineEntry[] = outline(alloyOf(text)), depth = 0): string[] {
  return entries.flatMap((entry) => {
    assert.ok(entry.start <= entry.selection.start && entry.selection.end <= entry.end, entry.name);
    const line = `${"  ".repeat(depth)}${entry.name}${entry.detail ? ` (${entry.detail})` : ""} ${entry.kind}`;
    return [line, ...lines(text, entry.children, depth + 1)];
  });
}

const ALLOY = `{
  "name": "coder",
  "source": {"baseModel": "a/b", "numExpertsPerLayer": 128},
  "stages": [
    {"type": "expert-activation-profile", "calibrationCorpus": "code"},
    {"type": "expert-prune", "keepExpertsPerLayer": 80, "originalExpertsPerLayer": 128, "prunePct": 37.5},
    {"type": "train", "method": "lora"},
    {"type": "eval", "benchmarks": [{"name": "humaneval"}, {"name": "mbpp"}]},
    {"type": "odd"}, {}
  ],
  "calibrationCorpora": [{"id": "code", "path": "x"}],
  "acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.8, "anchorDelta": -3}}},
  "results": {"benchmarks": [{"name": "humaneval", "score": 88.4, "baseScore": 92.1}]}
}`;

suite("outline", () => {
  test("a stage is one entry with what tells it apart, measurements stand below results", () => {
    assert.deepEqual(lines(ALLOY), [
      "name (coder) field",
      "source (a/b · numExpertsPerLayer 128) section",
      "  baseModel (a/b) field",
      "  numExpertsPerLayer (128) field",
      "stages (6) list",
      "  1 expert-activation-profile · code (transform) transform",
      "  2 expert-prune · keep 80 of 128 · 37.5% (transform) transform",
      "  3 train · lora (transform) transform",
      "  4 eval · humaneval, mbpp (delivery) delivery",
      "  5 odd stage",
      "  6 (no type) stage",
      "calibrationCorpora (1) list",
      "  code entry",
      "    id (code) field",
      "    path (x) field",
      "acceptanceCriteria section",
      "  benchmarks section",
      "    humaneval (min 0.8 · anchorDelta -3) benchmark",
      "      min (0.8) field",
      "      anchorDelta (-3) field",
      "results section",
      "  benchmarks (1) list",
      "    humaneval (88.4 · base 92.1) benchmark",
    ]);
  });

  test("parts of a stage's name whose fields are missing are left out", () => {
    const text = '{"stages": [{"type": "expert-prune", "keepExperts": 64}, {"type": "prune"}]}';
    assert.deepEqual(
      lines(text)
        .slice(1)
        .map((line) => line.trim()),
      ["1 expert-prune · keep 64 (transform) transform", "2 prune (transform) transform"],
    );
  });

  test("unfinished text, CRLF, nothing at all", () => {
    assert.deepEqual(lines('{\r\n  "stages": [\r\n    {"type": "eval", "benchm'), [
      "stages (1) list",
      "  1 eval (delivery) delivery",
    ]);
    for (const text of ["", "[]", "5", '{"', '{"": ']) lines(text);
  });

  test("entries by their position where nothing names them, values cut to a line", () => {
    const long = "word ".repeat(20).trim();
    assert.deepEqual(
      lines(
        JSON.stringify({
          userSummary: long,
          limitations: [true, {}],
          tags: ["a\n b", 1],
          hardware: { minVramGb: 8 },
          calibrationCorpora: [{ path: "x" }, { id: 5, title: "t" }],
          results: { benchmarks: [{ name: "a" }, { name: "b", score: 5 }] },
        }),
      ),
      [
        `userSummary (${long.slice(0, 59)}…) field`,
        "limitations (2) list",
        "  1 entry",
        "tags (a b, 1) list",
        "hardware (minVramGb 8) section",
        "  minVramGb (8) field",
        "calibrationCorpora (2) list",
        "  0 entry",
        "    path (x) field",
        "  t entry",
        "    id (5) field",
        "    title (t) field",
        "results section",
        "  benchmarks (2) list",
        "    a benchmark",
        "    b (5) benchmark",
      ],
    );
  });

  test("the label of a stage: what is true, long, or many", () => {
    const name = (stage: string) => outline(alloyOf(`{"stages": [${stage}]}`))[0]?.children[0]?.name;
    assert.equal(
      name(
        '{"type": "eval", "benchmarks": [{"name": "a"}, {"name": "b"}, {}, {"name": "d"}, {"name": "e"}]}',
      ),
      "1 eval · a, b and 2 more",
    );
    const dataset = `org/${"long".repeat(20)}`;
    assert.match(
      name(`{"type": "expert-activation-profile", "calibrationCorpus": "${dataset}"}`) ?? "",
      / · org\/(long){8}lon…$/,
    );
  });

  test("unfinished text has an outline too", () => {
    assert.deepEqual(lines('{"name": , "cycles": 12GB'), ["name field", "cycles field"]);
  });
});
