import assert from "node:assert/strict";
import fc from "fast-check";
import { alloyOf } from "../testing/fixtures.js";
import { compareAlloys } from "./compare.js";
import { comparisonMarkdown } from "./markdown.js";
import { comparisonReport } from "./report.js";
import { rowWords, sectionsOf } from "./sections.js";
import { comparisonText } from "./text.js";

const BASE = {
  name: "a",
  version: "1.0.0",
  source: { baseModel: "a/b", architecture: "qwen2", totalParamsB: 7.6 },
  stages: [
    { type: "prune", strategy: "entropy", level: 0.3 },
    { type: "train", domain: "code", steps: 300 },
    { type: "quant", format: "gguf", quantTypes: ["Q4_K_M", "Q8_0"] },
    { type: "eval", benchmarks: [{ name: "humaneval" }, { name: "mmlu" }] },
  ],
};

const GATED = {
  ...BASE,
  acceptanceCriteria: {
    benchmarks: { humaneval: { min: 0.5, anchorDelta: -3 } },
    hardware: { maxVramGb: 12 },
    integrity: { samplesPathRequired: true },
  },
  hardware: { minVramGb: 8 },
  results: {
    benchmarks: [
      { name: "humaneval", score: 62.2, baseScore: 64.6, samplesPath: "s.jsonl" },
      { name: "mmlu", score: 70 },
    ],
  },
};

type Json = Record<string, unknown>;

/** A copy of an alloy with a value replaced; `undefined` removes it. */
function withValue(alloy: object, path: readonly (string | number)[], value: unknown): Json {
  const copy = structuredClone(alloy) as Json;
  let at: Json = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Json;
  const last = path.at(-1) as string;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

function compare(a: object | string, b: object | string) {
  const [x, y] = [a, b].map((one) => alloyOf(typeof one === "string" ? one : JSON.stringify(one, null, 2)));
  assert.ok(x && y);
  const comparison = compareAlloys(x, y);
  return { ...comparison, comparison, report: comparisonReport(comparison, { a: "a", b: "b" }) };
}

/** The rows of all sections but regressions and scores, each with its mark. */
function rows(a: object | string, b: object | string): string[] {
  return sectionsOf(compare(a, b).comparison)
    .filter(({ id }) => id !== "regressions" && id !== "scores")
    .flatMap(({ rows }) => rows.map((row) => `${row.mark} ${rowWords(row)}`));
}

suite("comparing alloys", () => {
  test("layout, the order of keys, and the spelling of numbers and strings are no difference", () => {
    const a = '{"name": "a", "source": {"x": 8, "y": 0.5}, "tags": ["é"]}';
    const b = '{\n  "tags": ["\\u00e9"], "source": {"y": 5e-1, "x": 8.0},\n "name": "a"}';
    const { isIdentical, isSameText, changes } = compare(a, b);
    assert.deepEqual([isIdentical, isSameText, changes.length], [true, false, 0]);
    assert.equal(compare(a, a).isSameText, true);
    for (const [x, y] of [
      ["1", "1.0000000000000000000001"],
      ["9007199254740993", "9007199254740992"],
      ["0", "null"],
      ["1", '"1"'],
      ["true", "1"],
      ["[1, 2]", "[2, 1]"],
    ])
      assert.equal(compare(`{"x": ${x}}`, `{"x": ${y}}`).isIdentical, false, `${x} ${y}`);
  });

  test("stages are matched by type and content, not by position", () => {
    const [prune, train, quant, evaluate] = BASE.stages;
    const stages = (...list: unknown[]) => ({ ...BASE, stages: list });
    assert.deepEqual(rows(BASE, stages({ type: "source-config" }, prune, train, quant, evaluate)), [
      "+ 1 source-config",
    ]);
    assert.deepEqual(rows(BASE, stages(prune, quant, evaluate)), ["− 2 train · code · 300 steps"]);
    assert.deepEqual(rows(BASE, stages(train, prune, quant, evaluate)), [
      "↕ 1 train: moved from position 2 to 1",
    ]);
    assert.deepEqual(rows(BASE, stages({ ...train, steps: 500 }, prune, quant, evaluate)), [
      "↕ 1 train: moved from position 2 to 1",
      "~ 1 train · steps: 300 → 500 (steps)",
    ]);
  });

  test("of several stages of a type, the most similar ones belong together", () => {
    const one = { type: "train", domain: "code", steps: 100, learningRate: "1e-4" };
    const other = { type: "train", domain: "chat", steps: 200, learningRate: "2e-4" };
    const a = { ...BASE, stages: [one, other] };
    const b = { ...BASE, stages: [{ ...other, steps: 250 }, { type: "train" }, one] };
    assert.deepEqual(rows(a, b), [
      "↕ 1 train: moved from position 2 to 1",
      "~ 1 train · steps: 200 → 250 (steps)",
      "+ 2 train",
    ]);
  });

  test("fields with units; items of arrays by the field that names them", () => {
    const b = structuredClone(GATED) as Json & typeof GATED;
    b.source.totalParamsB = 7.1;
    (b.stages[2] as Json).quantTypes = ["Q4_K_M", "Q6_K"];
    (b.stages[3] as Json).benchmarks = [{ name: "mmlu", nShot: 5 }, { name: "humaneval" }];
    b.hardware.minVramGb = 10;
    assert.deepEqual(rows(GATED, b), [
      "~ source · totalParamsB: 7.6 → 7.1 (billions of parameters)",
      '− 3 quant · quantTypes: "Q8_0"',
      '+ 3 quant · quantTypes: "Q6_K"',
      '↕ 4 eval · benchmarks · mmlu: {name: "mmlu", nShot: 5} (moved)',
      "+ 4 eval · benchmarks · mmlu · nShot: 5 (examples)",
      "~ hardware · minVramGb: 8 → 10 (GB)",
    ]);
  });

  test("a key that occurs twice hides nothing", () => {
    assert.deepEqual(rows('{"a": 1, "a": 2}', '{"a": 3, "a": 2}'), ["~ a (duplicate): 1 → 3"]);
  });

  const MIN = ["acceptanceCriteria", "benchmarks", "humaneval", "min"];
  const CRITERIA: [string, readonly string[], unknown, string[]][] = [
    [
      "a lower minimum",
      MIN,
      0.45,
      ['loosened 0.5 → 0.45: Loosened: "humaneval min" from 0.5 (50%) to 0.45 (45%).'],
    ],
    [
      "a higher minimum",
      MIN,
      0.55,
      ['tightened 0.5 → 0.55: Tightened: "humaneval min" from 0.5 (50%) to 0.55 (55%).'],
    ],
    ["the same minimum in other digits", MIN, "0.50", []],
    [
      "a minimum that cannot be read",
      MIN,
      "half",
      ['removed 0.5 → undefined: Removed: "humaneval min", which was 0.5 (50%).'],
    ],
    [
      "a larger allowed drop",
      ["acceptanceCriteria", "benchmarks", "humaneval", "anchorDelta"],
      -4,
      ['loosened -3 → -4: Loosened: "humaneval anchorDelta" from −3 pp to −4 pp.'],
    ],
    [
      "more memory",
      ["acceptanceCriteria", "hardware", "maxVramGb"],
      16,
      ['loosened 12 → 16: Loosened: "maxVramGb" from 12 GB to 16 GB.'],
    ],
    [
      "no memory limit",
      ["acceptanceCriteria", "hardware"],
      undefined,
      ['removed 12 → undefined: Removed: "maxVramGb", which was 12 GB.'],
    ],
    [
      "samples that need not be there",
      ["acceptanceCriteria", "integrity", "samplesPathRequired"],
      false,
      ['removed true → undefined: Removed: "samplesPathRequired", which was true.'],
    ],
    [
      "another anchor",
      ["acceptanceCriteria", "benchmarks", "humaneval", "anchorBenchmark"],
      "mmlu",
      ['added undefined → mmlu: Added: "humaneval anchorBenchmark", mmlu.'],
    ],
    [
      "a criterion that is not evaluated",
      ["acceptanceCriteria", "perplexity"],
      8,
      ['added undefined → 8: Added: "perplexity (not evaluated)".'],
    ],
  ];

  for (const [name, path, value, expected] of CRITERIA)
    test(`criteria: ${name}`, () => {
      const { criteria, report, regressions } = compare(GATED, withValue(GATED, path, value));
      const words = sectionsOf(compare(GATED, withValue(GATED, path, value)).comparison).flatMap(
        ({ id, rows }) => (id === "regressions" || id === "criteria" ? rows.map(({ label }) => label) : []),
      );
      assert.deepEqual(
        report.criteria.map(({ effect, from, to }) => {
          const sentence = words.find((one) =>
            one.startsWith(`${effect[0]?.toUpperCase()}${effect.slice(1)}`),
          );
          return `${effect} ${from} → ${to}: ${sentence}`;
        }),
        expected,
      );
      const isEasier = criteria.some(({ effect }) => effect === "loosened" || effect === "removed");
      assert.equal(
        /^(Loosened|Removed)/.test(regressions[0] ?? ""),
        isEasier,
        "the first of the regressions",
      );
      assert.equal(compare(GATED, withValue(GATED, path, value)).isIdentical, false);
    });

  test("removed criteria: each of them, before all that follows from it", () => {
    const { regressions, verdict } = compare(GATED, withValue(GATED, ["acceptanceCriteria"], undefined));
    assert.deepEqual(verdict, { a: "ship", b: "no-criteria" });
    assert.deepEqual(regressions, [
      'Removed: "humaneval min", which was 0.5 (50%).',
      'Removed: "humaneval anchorDelta", which was −3 pp.',
      'Removed: "maxVramGb", which was 12 GB.',
      'Removed: "samplesPathRequired", which was true.',
      "The verdict was Ship and is No criteria.",
    ]);
  });

  test("scores in points, new and lost ones; checks that flipped; the verdict", () => {
    const b = structuredClone(GATED) as Json & typeof GATED;
    b.results.benchmarks = [
      { name: "HumanEval", score: 61.1, baseScore: 64.6, samplesPath: "s.jsonl" },
      { name: "gsm8k", score: 55.5 },
    ];
    const { report } = compare(GATED, b);
    assert.deepEqual(report.scores, [
      { benchmark: "HumanEval", a: 62.2, b: 61.1, points: -1.1 },
      { benchmark: "gsm8k", b: 55.5 },
      { benchmark: "mmlu", a: 70 },
    ]);
    assert.deepEqual(report.verdict, { a: "ship", b: "rework" });
    assert.deepEqual(report.checks, [
      { label: "humaneval anchorDelta", kind: "anchor", benchmark: "humaneval", a: "pass", b: "fail" },
    ]);
    assert.equal(report.regressions.length, 2);
  });

  test("a gated benchmark without a result that had one is a regression, in either direction of spelling", () => {
    const b = withValue(GATED, ["results", "benchmarks"], [{ name: "mmlu", score: 70 }]);
    assert.ok(
      compare(GATED, b).regressions.includes(
        '"humaneval" has an acceptance criterion but no longer has a result.',
      ),
    );
    assert.deepEqual(compare(b, GATED).regressions, []);
  });

  test("scores on unclear scales are not subtracted from each other", () => {
    const fractions = withValue(GATED, ["results", "benchmarks"], [{ name: "mmlu", score: 0.7 }]);
    const percent = withValue(GATED, ["results", "benchmarks"], [{ name: "mmlu", score: 70 }]);
    assert.deepEqual(compare(fractions, percent).report.scores, [{ benchmark: "mmlu", a: 0.7, b: 70 }]);
    const perplexity = (score: number) =>
      withValue(
        GATED,
        ["results", "benchmarks"],
        [
          { name: "mmlu", score: 70 },
          { name: "wiki", metric: "ppl", score },
        ],
      );
    assert.deepEqual(compare(perplexity(6), perplexity(7)).report.scores, [
      { benchmark: "wiki", a: 6, b: 7 },
    ]);
  });

  test("an alloy compared with itself, and with a difference of anything: something is reported", () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        json,
        json,
        fc.constantFrom("source", "results", "acceptanceCriteria", "stages", "x"),
        (x, y, field) => {
          const [a, b] = [
            { ...GATED, [field]: x },
            { ...GATED, [field]: y },
          ];
          const { report } = compare(a, b);
          const { changes, criteria, scores } = report;
          const isSame = compare({ x }, { x: y }).isIdentical;
          assert.equal(report.identical, isSame);
          assert.equal(changes.length + criteria.length + scores.length > 0, !isSame);
          assert.equal(compare(a, a).report.identical, true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("texts by strangers stay harmless in every form", () => {
    const text = "\u001B[2J|<b>`@x`\n::error::x\u202E";
    const b = {
      ...GATED,
      [text]: text,
      stages: [{ type: text, [text]: text }],
      results: { benchmarks: [{ name: text, score: 1 }] },
    };
    const { comparison } = compare(GATED, b);
    const plain = (words: string) => words;
    const paint = { bold: plain, dim: plain, good: plain, bad: plain, warn: plain };
    for (const output of [
      comparisonText(comparison, { a: text, b: text }, paint),
      comparisonMarkdown(comparison, { a: text, b: text }),
    ]) {
      assert.doesNotMatch(output, /[^\P{Cc}\n]|\u202E/u);
      assert.doesNotMatch(output, /^\s*::/m);
    }
    assert.doesNotMatch(comparisonMarkdown(comparison, { a: text, b: text }), /(?<!`|\\)<b>(?![^`]*`)/);
  });

  test("very many results are compared in linear time, and shown up to a limit", function () {
    this.timeout(60_000);
    const results = (shift: number) => ({
      ...BASE,
      results: {
        benchmarks: Array.from({ length: 20_000 }, (_, i) => ({ name: `b${i}`, score: (i + shift) % 100 })),
      },
    });
    const { comparison } = compare(results(0), results(1));
    assert.equal(comparison.scores.length, 20_000);
    const section = sectionsOf(comparison).find(({ id }) => id === "scores");
    assert.deepEqual([section?.rows.length, section?.leftOut], [500, 19_500]);
  });
});
