import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { evaluateGate } from "./gate.js";
import { checkWords, figure, gateWords, signed } from "./gate-words.js";

/** Every check of an alloy in words, and the verdict. */
function words(criteria: object, results?: object, more: object = {}): string[] {
  const alloy = alloyOf(JSON.stringify({ acceptanceCriteria: criteria, results, ...more }));
  const report = evaluateGate(alloy);
  return [...(report?.checks ?? []).map(checkWords), gateWords(report)];
}

suite("the acceptance gate in words", () => {
  test("floor and anchor, measured and not", () => {
    const criteria = { benchmarks: { a: { min: 0.5, anchorDelta: -3 } } };
    const results = (more: object) => ({ benchmarks: [{ name: "a", score: 79.999, ...more }] });
    assert.deepEqual(words(criteria), [
      "a: floor 50 percent, not measured yet",
      "a: allowed −3 percentage points, not measured yet",
      "unmeasured: 0 of 2 pass",
    ]);
    assert.deepEqual(words(criteria, results({ baseScore: 82 })), [
      "a: 80 measured, floor 50: passes",
      "a: 80 measured, base 82, change −2, allowed −3: passes",
      "ship: 2 of 2 pass",
    ]);
    assert.deepEqual(words(criteria, results({})), [
      "a: 80 measured, floor 50: passes",
      "a: allowed −3 percentage points, not measured yet",
      "unmeasured: 1 of 2 pass",
    ]);
    assert.deepEqual(words(criteria, results({ delta: -4 })).slice(1), [
      "a: 80 measured, change −4, allowed −3: fails",
      "rework: a −4, allowed −3 · 1 of 2 pass",
    ]);
    assert.deepEqual(words({ benchmarks: { a: { min: 0.9 } } }, results({})), [
      "a: 80 measured, floor 90: fails",
      "rework: a 80, floor 90 · 0 of 1 pass",
    ]);
  });

  test("an anchor that is another benchmark is named", () => {
    const criteria = { benchmarks: { a: { anchorDelta: 1, anchorBenchmark: "b" } } };
    const results = {
      benchmarks: [
        { name: "a", score: 80 },
        { name: "b", baseScore: 78.5 },
      ],
    };
    assert.deepEqual(words(criteria, results), [
      "a: 80 measured, base 78.5 (b), change +1.5, allowed +1: passes",
      "ship: 1 of 1 pass",
    ]);
  });

  test("memory", () => {
    const criteria = { hardware: { maxVramGb: 12 } };
    assert.deepEqual(words(criteria), ["Memory: at most 12 GB, not measured yet", "unmeasured: 0 of 1 pass"]);
    assert.deepEqual(words(criteria, {}, { hardware: { minVramGb: 16 } }), [
      "Memory: 16 GB needed (hardware.minVramGb), at most 12 GB: fails",
      "rework: 16 GB, at most 12 GB · 0 of 1 pass",
    ]);
    const stages = [{ type: "quant", tiers: { A: { fitsVramGb: 11 }, B: { fitsVramGb: 12 } } }];
    assert.match(
      words(criteria, {}, { stages })[0] ?? "",
      /^Memory: 11 GB needed \(.*\), at most 12 GB: passes$/,
    );
  });

  test("model hash and samples", () => {
    const criteria = { integrity: { modelHashRequired: true } };
    const hash = "sha256:ae5a6975bd36354076769338bf693d09c1fd12b05b5b5bbddf3221891d47dcb6";
    const fileHashes = [{ filename: "other.gguf", sha256: "00", size: 1 }];
    const said = (integrity?: object) => words(criteria, integrity && { integrity });
    assert.deepEqual(said(), ["Model hash: not measured yet", "unmeasured: 0 of 1 pass"]);
    assert.deepEqual(said({ modelHash: hash }), ["Model hash: passes", "ship: 1 of 1 pass"]);
    assert.deepEqual(said({}), ["Model hash is missing: fails", "rework: model hash · 0 of 1 pass"]);
    assert.equal(said({ modelHash: "x" })[0], "Model hash is no SHA-256: fails");
    assert.equal(said({ modelHash: hash, fileHashes })[0], "Model hash differs from fileHashes: fails");
    assert.deepEqual(
      words(
        { benchmarks: { a: {} }, integrity: { samplesPathRequired: true } },
        { benchmarks: [{ name: "a" }] },
      ),
      ["a: path to its samples: fails", "rework: samples of a · 0 of 1 pass"],
    );
    assert.deepEqual(words({ benchmarks: { a: {} }, integrity: { samplesPathRequired: true } }), [
      "a: path to its samples: not measured yet",
      "unmeasured: 0 of 1 pass",
    ]);
  });

  test("no demands, no criteria", () => {
    assert.deepEqual(words({}), ["unmeasured: nothing is demanded"]);
    assert.equal(gateWords(undefined), "There are no acceptanceCriteria, so there is no verdict.");
  });

  test("figures have two decimals at most, and a sign where it is a change", () => {
    assert.deepEqual([1.005, 80, 79.999, 0.1].map(figure), ["1", "80", "80", "0.1"]);
    assert.deepEqual([-3.7, 0, 1.5].map(signed), ["−3.7", "0", "+1.5"]);
  });
});
