import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import fc from "../testing/property.js";
import { evaluateGate, failedChecks } from "./gate.js";
import { gateWords } from "./gate-words.js";

function gate(criteria: unknown, results?: unknown, more: object = {}) {
  const alloy = alloyOf(
    JSON.stringify({ acceptanceCriteria: criteria, ...(results !== undefined && { results }), ...more }),
  );
  const report = evaluateGate(alloy);
  const failed = report?.checks.filter(({ verdict }) => verdict === "fail") ?? [];
  assert.deepEqual(failedChecks(alloy), failed);
  return report;
}

/** The verdict on one benchmark `a`. */
function verdict(demand: object, result?: object): string | undefined {
  const results = result && { benchmarks: [{ name: "a", ...result }] };
  return gate({ benchmarks: { a: demand } }, results)?.verdict;
}

suite("the acceptance gate", () => {
  test("the measured score: score, else metrics.score, accuracy, pass_at_1, passing of total", () => {
    const cases: [object, string][] = [
      [{ score: 50 }, "ship"],
      [{ score: 49.99 }, "rework"],
      [{ score: 60, metrics: { score: 10 } }, "ship"],
      [{ metrics: { score: 50 } }, "ship"],
      [{ metrics: { accuracy: 49 } }, "rework"],
      [{ metrics: { pass_at_1: 0.5 } }, "ship"],
      [{ metrics: { pass_at_1_fraction: 0.49 } }, "rework"],
      [{ metrics: { passing: 82, total: 164 } }, "ship"],
      [{ metrics: { passed: 81, total: 164 } }, "rework"],
      [{ metrics: { passing: 1, total: 0 } }, "unmeasured"],
      [{ metrics: { passing: 1 } }, "unmeasured"],
      [{ metrics: { status: "pending" } }, "unmeasured"],
      [{ score: 80, metrics: { status: "pending" } }, "unmeasured"],
      [{ score: null }, "unmeasured"],
      [{}, "unmeasured"],
    ];
    for (const [result, expected] of cases)
      assert.equal(verdict({ min: 0.5 }, result), expected, JSON.stringify(result));
  });

  test("humaneval+ and humaneval_plus are one name", () => {
    const results = { benchmarks: [{ name: "humaneval+", score: 85 }] };
    assert.equal(gate({ benchmarks: { humaneval_plus: { min: 0.8 } } }, results)?.verdict, "ship");
  });

  test("the anchor, through the traps of floating point", () => {
    const cases: [score: number, base: number, allowed: number, expected: string][] = [
      [88.4, 92.1, -3.7, "ship"],
      [88.4, 92.1, -3.6, "rework"],
      [31.7, 36.6, -4.9, "ship"],
      [79.3, 83.5, -4.2, "ship"],
      [70, 70, 0, "ship"],
      [69.99, 70, 0, "rework"],
      [71, 70, 1, "ship"],
      [70.5, 70, 1, "rework"],
    ];
    for (const [score, baseScore, anchorDelta, expected] of cases) {
      assert.equal(
        verdict({ min: 0.1, anchorDelta }, { score, baseScore }),
        expected,
        `${score} ${baseScore}`,
      );
    }
  });

  test("a stated delta counts where the anchor is the benchmark itself; another anchor is computed", () => {
    assert.equal(verdict({ min: 0.1, anchorDelta: -3 }, { score: 80, baseScore: 90, delta: -2 }), "ship");
    assert.equal(verdict({ min: 0.1, anchorDelta: -3 }, { score: 80 }), "unmeasured");
    assert.equal(verdict({ min: 0.1, anchorDelta: -3 }, { baseScore: 90 }), "unmeasured");
    assert.equal(verdict({ min: 0.1, anchorDelta: -3 }, { score: 80, delta: -2 }), "ship");
    const results = {
      benchmarks: [
        { name: "a", score: 80, delta: -1 },
        { name: "b", score: 1, baseScore: 90 },
      ],
    };
    const demand = { benchmarks: { a: { min: 0.1, anchorDelta: -3, anchorBenchmark: "b" } } };
    assert.equal(gate(demand, results)?.verdict, "rework");
  });

  test("memory: the smallest tier, else hardware.minVramGb", () => {
    const stages = [{ type: "quant", tiers: { A: { fitsVramGb: 16 }, B: { fitsVramGb: 12 } } }];
    const demand = (maxVramGb: number) => ({ hardware: { maxVramGb } });
    assert.equal(gate(demand(12), {}, { stages, hardware: { minVramGb: 24 } })?.verdict, "ship");
    assert.equal(gate(demand(11), {}, { stages })?.verdict, "rework");
    assert.equal(gate(demand(11), undefined, { stages })?.verdict, "rework");
    assert.equal(gate(demand(24), {}, { hardware: { minVramGb: 24 } })?.verdict, "ship");
    assert.equal(gate(demand(24))?.verdict, "unmeasured");
    assert.equal(gate(demand(24), {}, { stages: [{ type: "quant" }] })?.verdict, "unmeasured");
    const equal = [{ type: "quant", tiers: { A: { fitsVramGb: 12 }, B: { fitsVramGb: 12 } } }];
    const [check] = gate(demand(12), {}, { stages: equal })?.checks ?? [];
    assert.equal(check?.kind === "memory" && check.needed?.source, "fitsVramGb of A");
  });

  test("the model hash must be there, be a SHA-256 and agree with fileHashes", () => {
    const hash = (modelHash?: string, fileHashes?: unknown) =>
      gate({ integrity: { modelHashRequired: true } }, { integrity: { modelHash, fileHashes } })?.verdict;
    const files = [{ filename: "a.gguf", sha256: "00", size: 1 }];
    const right = "sha256:ae5a6975bd36354076769338bf693d09c1fd12b05b5b5bbddf3221891d47dcb6";
    assert.equal(hash(right, files), "ship");
    assert.equal(hash(right), "ship");
    assert.equal(hash(right.replace("ae", "ea"), files), "rework");
    assert.equal(hash("sha256:legacy"), "rework");
    assert.equal(hash(), "rework");
    assert.equal(gate({ integrity: { modelHashRequired: true } })?.verdict, "unmeasured");
    assert.equal(gate({ integrity: { modelHashRequired: false } }, {})?.verdict, "unmeasured");
  });

  test("samples of every gated benchmark", () => {
    const demand = { benchmarks: { a: { min: 0.1 } }, integrity: { samplesPathRequired: true } };
    const result = (more: object) =>
      gate(demand, { benchmarks: [{ name: "a", score: 50, ...more }] })?.verdict;
    assert.equal(result({ samplesPath: "a.jsonl" }), "ship");
    assert.equal(result({}), "rework");
  });

  test("one failure means rework, whatever is unmeasured; no criteria, no verdict", () => {
    const results = { benchmarks: [{ name: "a", score: 10 }] };
    const report = gate({ benchmarks: { a: { min: 0.5 }, b: { min: 0.5 } } }, results);
    assert.equal(report?.verdict, "rework");
    assert.equal(report && gateWords(report), "rework: a 10, floor 50 · 0 of 2 pass");
    assert.equal(gate(null), undefined);
  });

  test("what is no object, no list or no text is as if it were not there", () => {
    const good = { name: "a", score: 80, samplesPath: "a.jsonl" };
    const demand = { benchmarks: { a: { min: 0.5 } }, integrity: { samplesPathRequired: true } };
    assert.equal(gate(demand, { benchmarks: [null, 5, "a", good] })?.verdict, "ship");
    assert.equal(gate(demand, { benchmarks: [good, { name: "a", score: 1 }] })?.verdict, "ship");
    assert.equal(gate(demand, { benchmarks: [{ name: 5, score: 1 }, good] })?.verdict, "ship");
    for (const samplesPath of ["", 5, null])
      assert.equal(gate(demand, { benchmarks: [{ ...good, samplesPath }] })?.verdict, "rework");
    assert.equal(gate(demand, { benchmarks: { a: good } })?.verdict, "unmeasured");
    assert.equal(gate({ benchmarks: [{ min: 0.5 }] })?.checks.length, 0);
    assert.equal(gate({ benchmarks: { a: { min: "0.5" } } })?.checks.length, 0);
    assert.equal(gate([1]), undefined);
    const tiers = (tiers: unknown, more?: object) =>
      gate({ hardware: { maxVramGb: 12 } }, {}, { stages: [{ type: "quant", tiers }], ...more })?.verdict;
    assert.equal(tiers([{ fitsVramGb: 1 }]), "unmeasured");
    assert.equal(tiers({ A: { fitsVramGb: "1" }, B: 5 }, { hardware: { minVramGb: 12 } }), "ship");
    assert.equal(tiers({ A: { fitsVramGb: 16 }, B: { fitsVramGb: 12 }, C: { fitsVramGb: 20 } }), "ship");
    assert.equal(
      gate({ integrity: { modelHashRequired: true } }, { integrity: { modelHash: 5 } })?.verdict,
      "rework",
    );
    assert.equal(gate({ integrity: { modelHashRequired: true } }, 5)?.verdict, "unmeasured");
  });

  test("evidence is what the figure was read from", () => {
    const text = JSON.stringify({
      acceptanceCriteria: {
        benchmarks: { a: { min: 0.5, anchorDelta: -3 }, b: { anchorDelta: -3, anchorBenchmark: "a" }, c: {} },
        hardware: { maxVramGb: 12 },
        integrity: { samplesPathRequired: true },
      },
      hardware: { minVramGb: 11 },
      results: {
        benchmarks: [
          { name: "a", score: 80, baseScore: 82, delta: -1, samplesPath: "s" },
          { name: "b", metrics: { status: "done", accuracy: 81 } },
        ],
      },
    });
    const shown = evaluateGate(alloyOf(text))?.checks.map(
      ({ kind, evidence }) => `${kind} ${evidence && text.slice(evidence.start, evidence.end)}`,
    );
    assert.deepEqual(shown, [
      "floor 80",
      "anchor -1",
      "anchor 81",
      "memory 11",
      'samples "s"',
      'samples {"name":"b","metrics":{"status":"done","accuracy":81}}',
      "samples undefined",
    ]);
  });

  test("scores written as fractions change no verdict", () => {
    const percent = fc.integer({ min: 101, max: 10_000 }).map((n) => n / 100);
    fc.assert(
      fc.property(
        percent,
        percent,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: -200, max: 50 }),
        (score, baseScore, floor, delta) => {
          const demand = { min: floor / 100, anchorDelta: delta / 10 };
          const asFractions = {
            score: Number((score / 100).toFixed(4)),
            baseScore: Number((baseScore / 100).toFixed(4)),
          };
          assert.equal(verdict(demand, asFractions), verdict(demand, { score, baseScore }));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
