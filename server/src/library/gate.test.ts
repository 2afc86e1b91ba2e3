/** The gate, point by point as `semantics.md` of the format's documentation numbers them; each with innocent neighbors. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { gate } from "./index.js";

type Json = Record<string, unknown>;

/** A valid alloy with these criteria and results, given as JSON so that numbers keep their spelling. */
function alloyText(criteria: string | undefined, results?: string, rest = ""): string {
  const parts = [
    '"name": "n", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}',
    rest || '"stages": [{"type": "eval", "benchmarks": [{"name": "a"}, {"name": "b"}]}]',
    ...(criteria === undefined ? [] : [`"acceptanceCriteria": ${criteria}`]),
    ...(results === undefined ? [] : [`"results": ${results}`]),
  ];
  return `{${parts.join(", ")}}`;
}

/** The verdict of one gated benchmark `a` with one or more results. */
function verdictOf(entry: string, ...results: string[]): string {
  const report = gate(
    alloyText(`{"benchmarks": {"a": ${entry}}}`, `{"benchmarks": [${results.join(", ")}]}`),
  );
  const open = report.checks.find(({ cause }) => cause !== undefined);
  return open && report.verdict === "unmeasured" ? `unmeasured (${open.cause})` : report.verdict;
}

function expectAll(
  cases: readonly (readonly [expected: string, entry: string, ...results: string[]])[],
): void {
  for (const [expected, entry, ...results] of cases)
    assert.equal(verdictOf(entry, ...results), expected, `${entry} against ${results.join(", ")}`);
}

suite("gate", () => {
  test("reading: what the Python package reads counts, and nothing else", () => {
    expectAll([
      ["ship", '{"min": 0.5}', '{"name": "a", "score": 50}'],
      ["ship", '{"min": " 0.5 "}', '{"name": "a", "score": "5_0"}'],
      ["rework", '{"min": "0.9"}', '{"name": "a", "score": 10}'],
      ["rework", '{"min": true}', '{"name": "a", "score": 99}'],
      ["invalid", '{"min": "a lot"}', '{"name": "a", "score": 99}'],
      ["invalid", '{"min": null}', '{"name": "a", "score": 99}'],
      ["invalid", '{"minimum": 0.9}', '{"name": "a", "score": 99}'],
      ["invalid", '{"min": 78}', '{"name": "a", "score": 99}'],
      ["rework", '{"min": 0.05, "anchor_delta": -3}', '{"name": "a", "score": 10, "base_score": 90}'],
      ["ship", '{"min": 0.05, "anchorDelta": null}', '{"name": "a", "score": 10, "baseScore": 90}'],
      ["invalid", '{"min": 0.05, "anchorDelta": "some"}', '{"name": "a", "score": 10, "baseScore": 10}'],
      ["invalid", '{"min": 0.05}', '{"name": "a", "score": "many"}'],
      ["invalid", '{"min": 0.05}', '{"name": "a", "metrics": {"accuracy": "62.2"}}'],
      ["invalid", '{"min": 0.05}', '{"name": "a", "score": 62.2, "metrics": {"accuracy": "62.2"}}'],
      ["ship", '{"min": 0.05}', '{"name": "a", "score": 62.2, "metrics": {"runner": "62.2"}}'],
      ["invalid", "[0.5]", '{"name": "a", "score": 62.2}'],
    ]);
  });

  test("reading: duplicate keys with different values", () => {
    const results = '{"benchmarks": [{"name": "a", "score": 60}]}';
    const criteria = '{"benchmarks": {"a": {"min": 0.5}}}';
    const cases: [string, string][] = [
      [alloyText('{"benchmarks": {"a": {"min": 0.9, "min": 0.5}}}', results), "invalid"],
      [alloyText('{"benchmarks": {"a": {"min": 0.5, "min": 0.5}}}', results), "ship"],
      [alloyText('{"benchmarks": {"a": {"min": 0.9}, "a": {"min": 0.5}}}', results), "invalid"],
      [alloyText(criteria, '{"benchmarks": [{"name": "a", "score": 10, "score": 60}]}'), "invalid"],
      [alloyText(criteria, '{"benchmarks": [], "benchmarks": [{"name": "a", "score": 60}]}'), "invalid"],
      [alloyText(`{}, "acceptanceCriteria": ${criteria}`, results), "invalid"],
      [alloyText(`${criteria}, "acceptanceCriteria": null`, results), "invalid"],
      [alloyText(criteria, `${results}, "results": ${results}`), "ship"],
      [alloyText(criteria, `${results}, "description": "x", "description": "y"`), "ship"],
    ];
    for (const [text, expected] of cases) assert.equal(gate(text).verdict, expected, text);
  });

  test("figures are compared as written, not in floating point", () => {
    expectAll([
      ["ship", '{"min": 0.641}', '{"name": "a", "score": 64.1}'],
      ["rework", '{"min": 0.58}', '{"name": "a", "score": 57.996}'],
      ["rework", '{"min": 0.5800000000000000001}', '{"name": "a", "score": 58}'],
      ["ship", '{"min": 0, "anchorDelta": -3.7}', '{"name": "a", "score": 88.4, "baseScore": 92.1}'],
      ["rework", '{"min": 0, "anchorDelta": -3.6}', '{"name": "a", "score": 88.4, "baseScore": 92.1}'],
      ["ship", '{"min": 58E-2}', '{"name": "a", "score": 5.8e1}'],
      ["ship", '{"min": 0.67}', '{"name": "a", "metrics": {"passing": 110, "total": 164}}'],
      ["rework", '{"min": 0.671}', '{"name": "a", "metrics": {"passed": 110, "total": 164}}'],
    ]);
  });

  test("1. names: canonical form, twins, subsets", () => {
    const gated = (name: string, result: string) =>
      gate(
        alloyText(
          `{"benchmarks": {"${name}": {"min": 0.5}}}`,
          `{"benchmarks": [{"name": "${result}", "score": 60}]}`,
        ),
      ).verdict;
    for (const [a, b] of [
      ["humaneval", "HumanEval"],
      ["humaneval_plus", "HumanEval+"],
      ["humaneval_plus", "humaneval plus"],
      ["mmlu-pro", " MMLU__Pro "],
    ])
      assert.equal(gated(a as string, b as string), "ship", `${a} ${b}`);
    for (const [a, b] of [
      ["humaneval", "human-eval"],
      ["humaneval", "humaneval_plus"],
      ["mmlu", "mmlu_pro"],
    ])
      assert.equal(gated(a as string, b as string), "unmeasured", `${a} ${b}`);
    expectAll([
      ["unmeasured (ambiguous)", '{"min": 0.5}', '{"name": "a", "score": 70}', '{"name": "A", "score": 30}'],
      ["ship", '{"min": 0.5}', '{"name": "a", "score": 70}', '{"name": "A", "score": 70.04}'],
      ["rework", '{"min": 0.7}', '{"name": "a", "score": 70}', '{"name": "A", "score": 69.9}'],
      ["ship", '{"min": 0.5}', '{"name": "a", "score": 70}', '{"name": "a"}'],
      [
        "ship",
        '{"min": 0.5}',
        '{"name": "a", "score": 70}',
        '{"name": "a", "score": 3, "metrics": {"status": "failed"}}',
      ],
      [
        "ship",
        '{"min": 0.5, "anchorDelta": -2}',
        '{"name": "a", "score": 70}',
        '{"name": "a", "baseScore": 71}',
      ],
      [
        "unmeasured (ambiguous)",
        '{"min": 0.5, "anchorDelta": -9}',
        '{"name": "a", "score": 70, "baseScore": 71}',
        '{"name": "a", "baseScore": 75}',
      ],
      ["ship", '{"min": 0.5}', '{"name": "a", "subset": "x", "score": 70}'],
      [
        "unmeasured (ambiguous)",
        '{"min": 0.5}',
        '{"name": "a", "subset": "x", "score": 70}',
        '{"name": "a", "subset": "y", "score": 70}',
      ],
      [
        "unmeasured (ambiguous)",
        '{"min": 0.5}',
        '{"name": "a", "subset": "x", "score": 70}',
        '{"name": "a", "score": 70}',
      ],
    ]);
    const both = '{"benchmarks": {"a+": {"min": 0.5}, "a_plus": {"min": 0.9}}}';
    assert.equal(gate(alloyText(both, '{"benchmarks": [{"name": "a+", "score": 60}]}')).verdict, "rework");
  });

  test("2. score: every statement of it has to agree", () => {
    expectAll([
      ["ship", '{"min": 0.6}', '{"name": "a", "metrics": {"score": 62.2}}'],
      ["ship", '{"min": 0.6}', '{"name": "a", "metrics": {"accuracy": 62.2}}'],
      ["ship", '{"min": 0.6}', '{"name": "a", "metrics": {"pass_at_1": 0.622}}'],
      [
        "ship",
        '{"min": 0.6}',
        '{"name": "a", "metrics": {"pass_at_1_fraction": 0.622, "passing": 102, "total": 164}}',
      ],
      [
        "ship",
        '{"min": 0.6}',
        '{"name": "a", "score": 62.2, "metrics": {"pass_at_1": 0.62, "passing": 102, "total": 164}}',
      ],
      ["invalid", '{"min": 0.6}', '{"name": "a", "score": 62.2, "metrics": {"pass_at_1": 0.5}}'],
      ["invalid", '{"min": 0.1}', '{"name": "a", "score": 62.2, "metrics": {"passing": 50, "total": 164}}'],
      ["unmeasured (missing)", '{"min": 0.6}', '{"name": "a"}'],
      ["unmeasured (missing)", '{"min": 0.6}', '{"name": "b", "score": 90}'],
      ["unmeasured (missing)", '{"min": 0.6}', '{"name": "a", "metrics": {"passing": 3}}'],
      ["unmeasured (missing)", '{"min": 0.6}', '{"name": "a", "score": null}'],
      ["ship", '{"min": 0.6}', '{"name": "a", "score": 70, "metrics": {"status": "completed"}}'],
    ]);
    for (const status of [
      '"pending"',
      '"deferred"',
      '"failed"',
      '"timeout"',
      '"completed_no_parse"',
      '"COMPLETED"',
      "true",
      "0",
    ])
      assert.equal(
        verdictOf('{"min": 0.6}', `{"name": "a", "score": 70, "metrics": {"status": ${status}}}`),
        "unmeasured (missing)",
        status,
      );
  });

  test("3. possible figures only, where a check uses them", () => {
    expectAll([
      ["invalid", '{"min": 0.5}', '{"name": "a", "score": 6220}'],
      ["invalid", '{"min": 0}', '{"name": "a", "score": -1}'],
      ["invalid", '{"min": 0.5}', '{"name": "a", "metrics": {"pass_at_1": 62.2}}'],
      ["invalid", '{"min": 0.5}', '{"name": "a", "metrics": {"passing": 170, "total": 164}}'],
      ["invalid", '{"min": 0}', '{"name": "a", "metrics": {"passing": 0, "total": 0}}'],
      ["invalid", '{"min": 0}', '{"name": "a", "metrics": {"passing": -1, "total": 10}}'],
      ["ship", '{"min": 1}', '{"name": "a", "score": 100}'],
      ["ship", '{"min": 0}', '{"name": "a", "score": 0}'],
      ["invalid", '{"min": 0, "anchorDelta": -3}', '{"name": "a", "score": 10, "baseScore": 900}'],
      ["ship", '{"min": 0}', '{"name": "a", "score": 10, "baseScore": 900}'],
      [
        "invalid",
        '{"min": 0, "anchorDelta": -3, "anchorBenchmark": "b"}',
        '{"name": "a", "score": 10}',
        '{"name": "b", "baseScore": 900}',
      ],
      ["ship", '{"min": 0.1}', '{"name": "a", "score": 10}', '{"name": "b", "score": 900}'],
      ["invalid", '{"min": 0}', '{"name": "a", "score": 10, "metric": "word_perplexity"}'],
      ["invalid", '{"min": 0}', '{"name": "a", "score": 10, "metric": "evalLoss"}'],
      ["invalid", '{"min": 0}', '{"name": "a", "score": 10, "metric": "WER (%)"}'],
      ["ship", '{"min": 0}', '{"name": "a", "score": 10, "metric": "answer_fidelity"}'],
      ["ship", '{"min": 0}', '{"name": "a", "score": 10, "metric": "lossless"}'],
    ]);
  });

  test("3. a domain may mark a benchmark as better the lower", () => {
    const domain = (mark: string) => ({
      name: "lab.json",
      text: `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "d", "status": "stable", "stages": {}, "lists": {"benchmarks": [{"value": "latency"${mark}}]}}`,
    });
    const text = alloyText(
      '{"benchmarks": {"Latency": {"min": 0.1}}}',
      '{"benchmarks": [{"name": "latency", "score": 60}]}',
      '"stages": [], "target": {}, "domains": ["lab"]',
    );
    assert.equal(gate(text, { domains: [domain(', "lowerIsBetter": true')] }).verdict, "invalid");
    assert.equal(gate(text, { domains: [domain("")] }).verdict, "ship");
  });

  test("4. scale: both readings have to say the same", () => {
    expectAll([
      ["unmeasured (ambiguous)", '{"min": 0.06}', '{"name": "a", "score": 0.9, "baseScore": 0.8}'],
      ["rework", '{"min": 0.95}', '{"name": "a", "score": 0.9}'],
      ["ship", '{"min": 0.005}', '{"name": "a", "score": 0.9}'],
      ["ship", '{"min": 0.5}', '{"name": "a", "score": 0.622, "metrics": {"pass_at_1": 0.622}}'],
      ["rework", '{"min": 0.5}', '{"name": "a", "score": 0.622, "metrics": {"pass_at_1": 0.00622}}'],
      ["rework", '{"min": 0.5}', '{"name": "a", "score": 0.622}', '{"name": "b", "score": 80}'],
      ["rework", '{"min": 0.5}', '{"name": "a", "score": 0}'],
      [
        "ship",
        '{"min": 0, "anchorDelta": -3}',
        '{"name": "a", "score": 0.61, "baseScore": 0.63, "delta": -0.02}',
      ],
      [
        "unmeasured (ambiguous)",
        '{"min": 0, "anchorDelta": -1}',
        '{"name": "a", "score": 0.61, "baseScore": 0.63}',
      ],
    ]);
    const used = (anchor: string) =>
      gate(
        alloyText(
          '{"benchmarks": {"a": {"min": 0, "anchorDelta": -3}}}',
          '{"benchmarks": [{"name": "a", "metrics": {"pass_at_1": 0.669}}]}',
          `"stages": [{"type": "eval", "benchmarks": [{"name": "a"}], "calibrationAnchor": {"measuredScore": ${anchor}}}]`,
        ),
      ).verdict;
    assert.deepEqual([used("68.3"), used("71.3"), used("0.713")], ["ship", "rework", "unmeasured"]);
  });

  test("5. change: where the base score comes from", () => {
    const delta = '{"min": 0, "anchorDelta": -3}';
    expectAll([
      ["unmeasured (missing)", delta, '{"name": "a", "score": 60}'],
      ["unmeasured (missing)", delta, '{"name": "a", "score": 60, "delta": 0}'],
      ["invalid", delta, '{"name": "a", "score": 10, "baseScore": 90, "delta": 0}'],
      [
        "ship",
        '{"min": 0, "anchorDelta": -2.5}',
        '{"name": "a", "score": 62.2, "baseScore": 64.6, "delta": -2.5}',
      ],
      [
        "rework",
        '{"min": 0, "anchorDelta": -2.4}',
        '{"name": "a", "score": 62.2, "baseScore": 64.6, "delta": -2.5}',
      ],
      ["invalid", delta, '{"name": "a", "score": 62.2, "baseScore": 64.6, "delta": -2.6}'],
      ["ship", '{"min": 0}', '{"name": "a", "score": 10, "baseScore": 90, "delta": 0}'],
      [
        "ship",
        '{"min": 0, "anchorDelta": -3, "anchorBenchmark": "b"}',
        '{"name": "a", "score": 60, "baseScore": 90, "delta": 7}',
        '{"name": "b", "baseScore": 62}',
      ],
      [
        "rework",
        '{"min": 0, "anchorDelta": -3, "anchorBenchmark": "B"}',
        '{"name": "a", "score": 60}',
        '{"name": "b", "baseScore": 70}',
      ],
      [
        "ship",
        '{"min": 0, "anchorDelta": -3, "anchorBenchmark": null}',
        '{"name": "a", "score": 60, "baseScore": 61}',
      ],
      [
        "unmeasured (missing)",
        '{"min": 0, "anchorDelta": -3, "anchorBenchmark": "c"}',
        '{"name": "a", "score": 60, "baseScore": 60}',
      ],
    ]);
    const calibrated = (stages: string, result = '{"name": "a", "score": 60}') => {
      const report = gate(
        alloyText(
          '{"benchmarks": {"a": {"min": 0, "anchorDelta": -3}}}',
          `{"benchmarks": [${result}]}`,
          `"stages": [${stages}]`,
        ),
      );
      return report.checks.find(({ kind }) => kind === "anchor");
    };
    const anchor = (score: unknown) =>
      `"calibrationAnchor": {"measuredScore": ${score}, "publishedScore": 99}`;
    const own = `{"type": "eval", "benchmarks": [{"name": "A", ${anchor(62)}}, {"name": "b"}], ${anchor(90)}}`;
    const alone = (score: unknown) => `{"type": "eval", "benchmarks": [{"name": "a"}], ${anchor(score)}}`;
    assert.equal(calibrated(own)?.state, "pass");
    assert.equal(calibrated(own)?.base?.pointer, "/stages/0/benchmarks/0/calibrationAnchor/measuredScore");
    assert.equal(calibrated(alone(62))?.state, "pass");
    assert.equal(calibrated(alone(64))?.state, "fail");
    assert.equal(calibrated(`${alone(62)}, ${alone(62.3)}`)?.state, "pass");
    assert.equal(calibrated(`${alone(62)}, ${alone(80)}`)?.cause, "ambiguous");
    assert.equal(calibrated(alone('"62"'))?.cause, "missing");
    assert.equal(calibrated(alone(620))?.state, "invalid");
    assert.equal(
      calibrated(`{"type": "eval", "benchmarks": [{"name": "a"}, {"name": "b"}], ${anchor(62)}}`)?.cause,
      "missing",
    );
    assert.equal(calibrated(alone(90), '{"name": "a", "score": 60, "baseScore": 60}')?.state, "pass");
  });

  test("7. memory: the smallest tier, else the stated minimum", () => {
    const verdict = (limit: string, rest: string) =>
      gate(alloyText(`{"hardware": {"maxVramGb": ${limit}}}`, undefined, rest)).verdict;
    const tiers = (tiers: string) =>
      `"stages": [{"type": "quant", "format": "gguf", "quantTypes": ["Q8_0"], "tiers": ${tiers}}], "hardware": {"minVramGb": 99}`;
    const minimum = (gb: string) => `"stages": [{"type": "train"}], "hardware": {"minVramGb": ${gb}}`;
    const cases: [string, string, string][] = [
      ["12", tiers('{"A": {"fitsVramGb": 16}, "B": {"fitsVramGb": 12}}'), "ship"],
      ["12", tiers('{"A": {"fitsVramGb": 16}}'), "rework"],
      ["12", tiers('{"A": {"fitsVramGb": "8"}}'), "rework"], // extras are not coerced, so the minimum counts
      ["12", tiers('{"A": {"fitsVramGb": 0}}'), "invalid"],
      ["12", minimum("12.0"), "ship"],
      ["12", minimum('"12"'), "ship"],
      ["12", minimum("12.001"), "rework"],
      ["12", minimum("0"), "invalid"],
      ["0", minimum("1"), "invalid"],
      ["-8", minimum("1"), "invalid"],
      ["12", '"stages": [{"type": "train"}]', "unmeasured"],
      ["null", minimum("99"), "no-criteria"],
      ["12", '"stages": [{"type": "train"}], "hardware": {"min_vram_gb": 16}', "rework"],
    ];
    for (const [limit, rest, expected] of cases)
      assert.equal(verdict(limit, rest), expected, `${limit} ${rest}`);
  });

  test("8. model hash", () => {
    const hash = (digits: string) => `"modelHash": "sha256:${digits}"`;
    const digits = "0123456789abcdef".repeat(4);
    const files = '"fileHashes": [{"filename": "a.gguf", "sha256": "00", "size": 1}]';
    const right = "ae5a6975bd36354076769338bf693d09c1fd12b05b5b5bbddf3221891d47dcb6";
    const cases: [string | undefined, string][] = [
      [undefined, "unmeasured"],
      ["null", "unmeasured"],
      ["{}", "rework"],
      [`{"integrity": {${hash(digits)}}}`, "ship"],
      [`{"integrity": {"model_hash": "sha256:${digits}"}}`, "ship"],
      [`{"integrity": {${hash(digits.slice(1))}}}`, "rework"],
      ['{"integrity": {"modelHash": "sha256:not-pinned-legacy"}}', "rework"],
      [`{"integrity": {${hash(right)}, ${files}}}`, "ship"],
      [`{"integrity": {${hash(digits)}, ${files}}}`, "rework"],
      [`{"integrity": {${hash(right)}, "fileHashes": null}}`, "ship"],
      [`{"integrity": {${hash(right)}, "fileHashes": [{"filename": "a.gguf"}]}}`, "invalid"],
      [`{"integrity": {${hash(right)}, "fileHashes": []}}`, "ship"],
      [`{"integrity": {"modelHash": 12}}`, "invalid"],
    ];
    for (const [results, expected] of cases)
      assert.equal(
        gate(alloyText('{"integrity": {"modelHashRequired": true}}', results)).verdict,
        expected,
        results,
      );
    for (const no of ["false", '"no"', "0"])
      assert.equal(
        gate(alloyText(`{"integrity": {"modelHashRequired": ${no}}}`, "{}")).verdict,
        "no-criteria",
        no,
      );
    for (const yes of ['"true"', "1", '"ON"', '"y"'])
      assert.equal(
        gate(alloyText(`{"integrity": {"modelHashRequired": ${yes}}}`, "{}")).verdict,
        "rework",
        yes,
      );
    assert.equal(gate(alloyText('{"integrity": {"modelHashRequired": "maybe"}}', "{}")).verdict, "invalid");
  });

  test("9. samples", () => {
    const verdict = (benchmarks: string, results: string) =>
      gate(alloyText(`{"benchmarks": ${benchmarks}, "integrity": {"samplesPathRequired": true}}`, results))
        .verdict;
    const gated = '{"a": {"min": 0.1}}';
    const result = (more: string) => `{"benchmarks": [{"name": "a", "score": 60${more}}]}`;
    assert.equal(verdict(gated, result(', "samplesPath": "a.jsonl"')), "ship");
    assert.equal(verdict(gated, result(', "samples_path": "a.jsonl"')), "ship");
    assert.equal(verdict(gated, result(', "samplesPath": ""')), "rework");
    assert.equal(verdict(gated, result("")), "rework");
    assert.equal(verdict(gated, '{"benchmarks": []}'), "unmeasured");
    const nothingGated = gate(alloyText('{"integrity": {"samplesPathRequired": true}}', result("")));
    assert.deepEqual([nothingGated.verdict, nothingGated.checks[0]?.cause], ["unmeasured", "unknown"]);
  });

  test("10. everything else is not evaluated, and prevents ship", () => {
    const results = '{"benchmarks": [{"name": "a", "score": 60, "baseScore": 60}]}';
    const report = (criteria: string, more = "") => {
      const { verdict, checks } = gate(alloyText(`${criteria}${more}`, results));
      return [verdict, ...checks.flatMap(({ cause, pointer }) => (cause === "unknown" ? [pointer] : []))];
    };
    const a = '"benchmarks": {"a": {"min": 0.5}}';
    assert.deepEqual(report('{"benchmarks": {"a": {"min": 0.5, "anchorDetla": -3}}}'), [
      "unmeasured",
      "/acceptanceCriteria/benchmarks/a/anchorDetla",
    ]);
    for (const extra of [
      '"hardwre": {"maxVramGb": 8}',
      '"perplexity": 9',
      '"min": 0.4',
      '"size": {"max": 3}',
      '"Notes": "n"',
    ])
      assert.equal(report(`{${a}, ${extra}}`)[0], "unmeasured", extra);
    for (const extra of [
      '"perplexity": null',
      '"notes": "n"',
      '"comment": {"min": 1}',
      '"$schema": "x"',
      '"_old": {"min": 1}',
      '"rationale": 3',
    ])
      assert.equal(report(`{${a}, ${extra}}`)[0], "ship", extra);
    assert.equal(
      report(`{${a}, "hardware": {"maxVramGB": 8, "deviceTier": "x"}}`)[1],
      "/acceptanceCriteria/hardware/maxVramGB",
    );
    assert.deepEqual(report('{"benchmarks": {"a": {"min": 0.5, "anchorDelta": 0, "anchor_delta": -3}}}'), [
      "unmeasured",
      "/acceptanceCriteria/benchmarks/a/anchor_delta",
    ]);
    assert.deepEqual(report(`{${a}}`, ', "acceptanceCriterias": {"size": 1}'), [
      "unmeasured",
      "/acceptanceCriterias",
    ]);
    assert.deepEqual(report("null", ', "AcceptanceCriteria": {"size": 1}'), [
      "unmeasured",
      "/AcceptanceCriteria",
    ]);
    assert.deepEqual(report(`{${a}}`, ', "acceptanceCriterias": null, "accepted": true'), ["ship"]);
  });

  test("verdict: invalid, rework, unmeasured, ship, in this order", () => {
    const results = '{"benchmarks": [{"name": "a", "score": 60}]}';
    const criteria = (...entries: string[]) => `{"benchmarks": {${entries.join(", ")}}}`;
    const [pass, fail, open] = ['"a": {"min": 0.5}', '"A": {"min": 0.9}', '"c": {"min": 0.1}'];
    assert.equal(gate(alloyText(criteria(pass), results)).verdict, "ship");
    assert.equal(gate(alloyText(criteria(pass, open), results)).verdict, "unmeasured");
    assert.equal(gate(alloyText(criteria(pass, open, fail), results)).verdict, "rework");
    assert.equal(gate(alloyText(criteria(pass, open, fail, '"b": {}'), results)).verdict, "invalid");
    assert.equal(
      gate(alloyText(criteria(pass), results, '"stages": [{"type": "trian"}]')).verdict,
      "invalid",
    );
    for (const nothing of [
      undefined,
      "null",
      "{}",
      '{"benchmarks": {}}',
      '{"notes": "n"}',
      '{"hardware": {"deviceTier": "x"}}',
    ])
      assert.equal(gate(alloyText(nothing, results)).verdict, "no-criteria", nothing);
    assert.equal(gate(alloyText('"yes"', results)).verdict, "invalid");
    for (const broken of [
      "",
      "{",
      "[]",
      "null",
      `${alloyText(criteria(pass), results)}}`,
      alloyText(criteria(pass), results).slice(0, -1),
    ])
      assert.equal(gate(broken).verdict, "invalid", broken);
  });

  test("the report has everything a program needs", () => {
    const text = alloyText(
      '{"benchmarks": {"a": {"min": 0.55, "anchorDelta": -2}}, "hardware": {"maxVramGb": 8}}',
      '{"benchmarks": [{"name": "a", "metrics": {"pass_at_1": 0.669}, "baseScore": 70}]}',
      '"stages": [{"type": "train"}], "hardware": {"minVramGb": 6}',
    );
    const { tool, errors, checks, ...rest } = gate(text, { file: "x.alloy.json" });
    assert.deepEqual(rest, { formatVersion: 1, file: "x.alloy.json", verdict: "rework", allowed: false });
    assert.deepEqual([tool.name, errors], ["forge-alloy", []]);
    assert.deepEqual(checks, [
      {
        kind: "floor",
        benchmark: "a",
        state: "pass",
        pointer: "/acceptanceCriteria/benchmarks/a/min",
        demanded: { value: 0.55, unit: "fraction", pointer: "/acceptanceCriteria/benchmarks/a/min" },
        measured: { value: 66.9, unit: "percent", pointer: "/results/benchmarks/0/metrics/pass_at_1" },
        message: '"a": score 66.9% meets the minimum of 55% (min 0.55).',
      },
      {
        kind: "anchor",
        benchmark: "a",
        state: "fail",
        pointer: "/acceptanceCriteria/benchmarks/a/anchorDelta",
        demanded: { value: -2, unit: "points", pointer: "/acceptanceCriteria/benchmarks/a/anchorDelta" },
        measured: { value: 66.9, unit: "percent", pointer: "/results/benchmarks/0/metrics/pass_at_1" },
        base: { value: 70, unit: "percent", pointer: "/results/benchmarks/0/baseScore" },
        change: { value: -3.1, unit: "points" },
        reason: '"a": dropped 3.1 pp from base (70% → 66.9%); at most 2 pp allowed.',
        message: '"a": dropped 3.1 pp from base (70% → 66.9%); at most 2 pp allowed.',
      },
      {
        kind: "memory",
        state: "pass",
        pointer: "/acceptanceCriteria/hardware/maxVramGb",
        demanded: { value: 8, unit: "GB", pointer: "/acceptanceCriteria/hardware/maxVramGb" },
        measured: { value: 6, unit: "GB", pointer: "/hardware/minVramGb" },
        message: "GPU memory: needs 6 GB (hardware.minVramGb), within the limit of 8 GB.",
      },
    ]);
  });

  test("a difference that decides is shown", () => {
    const message = (entry: string, result: string) =>
      gate(alloyText(`{"benchmarks": {"a": ${entry}}}`, `{"benchmarks": [${result}]}`)).checks.at(-1)
        ?.message;
    assert.equal(
      message('{"min": 0.58}', '{"name": "a", "score": 57.996}'),
      '"a": score 57.996% is below the minimum of 58% (min 0.58).',
    );
    assert.equal(
      message('{"min": 0, "anchorDelta": 0}', '{"name": "a", "score": 60, "baseScore": 60}'),
      '"a": unchanged from base (60% → 60%); no drop allowed.',
    );
    assert.equal(
      message('{"min": 0, "anchorDelta": 1}', '{"name": "a", "score": 62, "baseScore": 60}'),
      '"a": gained 2 pp over base (60% → 62%); gain of at least 1 pp required.',
    );
  });

  test("tens of thousands of criteria are evaluated in time proportional to their number", function () {
    this.timeout(100_000); // against squared time, which takes minutes
    const many = Array.from({ length: 30_000 }, (_, i) => `"b${i}": {"min": 0.5, "x": 1}`).join(", ");
    const results = Array.from({ length: 30_000 }, (_, i) => `{"name": "b${i}", "score": 60}`).join(", ");
    const { verdict, checks } = gate(alloyText(`{"benchmarks": {${many}}}`, `{"benchmarks": [${results}]}`));
    assert.deepEqual([verdict, checks.length], ["unmeasured", 60_000]);
  });

  test("making a criterion unreadable, misspelled, or absent from the results never makes an alloy ship", () => {
    const criteria: Json = {
      benchmarks: {
        a: { min: 0.5, anchorDelta: -3 },
        b: { min: 0.9 },
        c: { min: 0.2, anchorBenchmark: "a", anchorDelta: 1 },
      },
      hardware: { maxVramGb: 8 },
      integrity: { modelHashRequired: true, samplesPathRequired: true },
    };
    const results: Json = {
      benchmarks: [
        { name: "a", score: 60, baseScore: 61, samplesPath: "a" },
        { name: "b", score: 80, samplesPath: "b" },
        { name: "c", score: 70, samplesPath: "c" },
      ],
      integrity: { modelHash: `sha256:${"0".repeat(64)}` },
    };
    const text = (given: unknown, measured: unknown) =>
      alloyText(
        JSON.stringify(given),
        JSON.stringify(measured),
        '"stages": [{"type": "train"}], "hardware": {"minVramGb": 6}',
      );
    assert.equal(gate(text(criteria, results)).verdict, "rework");
    const damage = fc.constantFrom<(key: string, value: unknown) => Json>(
      (key, value) => ({ [`${key.slice(0, -1)}x${key.slice(-1)}`]: value }),
      (key, value) => ({ [key.toUpperCase()]: value }),
      (key, value) => ({ [`${key}s`]: value }),
      (key) => ({ [key]: "?" }),
      (key) => ({ [key]: [] }),
      (key) => ({ [key]: {} }),
    );
    const paths = pathsOf(criteria);
    fc.assert(
      fc.property(fc.constantFrom(...paths), damage, (path, change) => {
        const verdict = gate(text(changed(criteria, path, change), results)).verdict;
        // `{}` for a whole part takes its criteria away, as the author could.
        if (verdict === "ship") assert.ok(change("k", 1).k !== undefined && path.length < 3, path.join("."));
      }),
    );
    for (const name of ["a", "b", "c"]) {
      const others = (results.benchmarks as Json[]).filter((result) => result.name !== name);
      assert.notEqual(gate(text(criteria, { ...results, benchmarks: others })).verdict, "ship");
    }
  });
});

/** Returns the paths of all keys except benchmark names. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = [...path, key];
    const isName = path.at(-1) === "benchmarks";
    return [...(isName ? [] : [own]), ...pathsOf(inner, own)];
  });
}

/** A copy in which the member at the path is replaced. */
function changed(
  value: unknown,
  path: readonly string[],
  change: (key: string, value: unknown) => Json,
): Json {
  const [key = "", ...rest] = path;
  return Object.fromEntries(
    Object.entries(value as Json).flatMap(([name, inner]) => {
      if (name !== key) return [[name, inner]];
      return rest.length === 0 ? Object.entries(change(name, inner)) : [[name, changed(inner, rest, change)]];
    }),
  );
}
