/** `forge-alloy fork`, `lineage`, and `results import`: what they write and print, and what they reject. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { ROOT } from "../protocol/client.js";
import { GOOD, read, run, withFolder, write } from "./support.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/lineage.schema.json"), "utf8"));
const isLineage = new Ajv({ strict: true, strictTypes: false }).compile(schema);

const REPO = "lab/a";
const PUBLISHED = GOOD.replace(
  '"stages"',
  `"forgedModelIds": ["x/y"], "results": {"benchmarks": [{"name": "humaneval", "score": 62.20}]}, "receipt": {"issuedAt": "2026-01-01T00:00:00Z", "publications": [{"target": "hf", "url": "https://huggingface.co/${REPO}"}]}, "cycles": 1.0, "stages"`,
);

function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

suite("forge-alloy fork", () => {
  withFolder();

  test("a recipe without the results of the source, which it names by hash", () => {
    write("a.alloy.json", PUBLISHED);
    const { code, out, err } = run(["fork", "a.alloy.json", "--name", "b", "--version", "2.0.0"]);
    assert.equal(code, 0);
    const forked = JSON.parse(out);
    assert.deepEqual(forked.derivedFrom, { repo: REPO, alloyHash: sha256(PUBLISHED), kind: "fork" });
    assert.deepEqual([forked.name, forked.version, forked.sourceAlloyId], ["b", "2.0.0", REPO]);
    for (const field of ["results", "receipt", "forgedModelIds"]) assert.ok(!(field in forked), field);
    assert.ok(out.includes('"cycles": 1.0'), "everything else keeps its spelling");
    assert.equal(
      err,
      'Forked a.alloy.json as "b", version "2.0.0".\nRemoved: results, receipt, forgedModelIds.\n',
    );
    assert.equal(read("a.alloy.json"), PUBLISHED);
  });

  test("to a file, named after it; never over one that exists; verify knows the parent", () => {
    write("a.alloy.json", PUBLISHED);
    assert.equal(run(["fork", "a.alloy.json", "-o", "sub/new.alloy.json"]).out, "");
    const { name, version } = JSON.parse(read("sub/new.alloy.json"));
    assert.deepEqual([name, version], ["new", "0.1.0"]);
    const again = run(["fork", "a.alloy.json", "-o", "sub/new.alloy.json"]);
    assert.equal(again.code, 2);
    assert.match(again.err, /^error: cannot write sub\/new\.alloy\.json: it already exists\n$/);
    assert.equal(run(["fork", "a.alloy.json", "-o", "new.json"]).code, 2);
    const { out } = run(["verify", "sub/new.alloy.json", "--parent", "a.alloy.json"]);
    assert.match(out, /✓ parentHash/);
    assert.equal(run(["check", "sub/new.alloy.json"]).code, 0);
  });

  test("a fork of a fork; fields that occur twice; an unpublished source", () => {
    write(
      "a.alloy.json",
      GOOD.replace(
        "{",
        '{"results": {}, "receipt": null, "results": {"x": 1}, "derivedFrom": {"kind": "x", "notes": "y"}, ',
      ),
    );
    const forked = JSON.parse(run(["fork", "a.alloy.json"]).out);
    assert.deepEqual(Object.keys(forked), [
      "name",
      "version",
      "derivedFrom",
      "sourceAlloyId",
      "source",
      "stages",
    ]);
    assert.equal(forked.name, "a-fork");
    assert.equal(forked.sourceAlloyId, "a");
    assert.deepEqual(Object.keys(forked.derivedFrom), ["alloyHash", "kind"]);
  });

  test("what is broken is refused", () => {
    for (const [name, text] of Object.entries({
      cut: PUBLISHED.slice(0, 300),
      list: "[]",
      empty: "",
      null: "null",
    })) {
      write(`${name}.alloy.json`, text);
      const { code, out, err } = run(["fork", `${name}.alloy.json`]);
      assert.deepEqual([code, out], [2, ""], name);
      assert.match(err, /^error: cannot fork .*\nhint: /, name);
    }
  });
});

suite("forge-alloy lineage", () => {
  withFolder();

  function lineage() {
    const { code, out } = run(["lineage", "--format", "json"]);
    const report = JSON.parse(out);
    isLineage(report);
    assert.deepEqual(isLineage.errors, null);
    return { code, alloys: report.alloys as { file: string; parent?: { state: string; file?: string } }[] };
  }

  const child = (name: string, derivedFrom: object, more = "") =>
    GOOD.replace('"name": "a"', `"name": "${name}", "derivedFrom": ${JSON.stringify(derivedFrom)}${more}`);

  test("parents by hash, by name, and by base model; gaps are named; a wrong hash is exit code 1", () => {
    write("a.alloy.json", PUBLISHED);
    write("b.alloy.json", child("b", { alloyHash: sha256(PUBLISHED), kind: "fork" }));
    write("c.alloy.json", child("c", { repo: REPO, alloyHash: null, kind: "defragged" }));
    write("d.alloy.json", child("d", { repo: "nobody/else" }));
    write("e.alloy.json", GOOD.replace('"a"', '"e"').replace("a/b", REPO));
    write("f.alloy.json", GOOD.replace('"name": "a"', '"name": "f", "sourceAlloyId": "b"'));
    const { code, alloys } = lineage();
    assert.equal(code, 0);
    assert.deepEqual(
      alloys.map(({ file, parent }) => `${file} ${parent?.state ?? "-"} ${parent?.file ?? "-"}`),
      [
        "a.alloy.json - -",
        "b.alloy.json hash a.alloy.json",
        "f.alloy.json no-hash b.alloy.json",
        "c.alloy.json no-hash a.alloy.json",
        "e.alloy.json no-hash a.alloy.json",
        "d.alloy.json absent -",
      ],
    );
    assert.equal(
      run(["lineage"]).out,
      `a 1.0.0 a.alloy.json
├─ b 1.0.0 b.alloy.json fork, hash matches
│  └─ f 1.0.0 f.alloy.json states no hash
├─ c 1.0.0 c.alloy.json defragged, states no hash
└─ e 1.0.0 e.alloy.json base model, states no hash
d 1.0.0 d.alloy.json parent nobody/else not found
`,
    );
    write("g.alloy.json", child("g", { repo: REPO, alloyHash: `sha256:${"0".repeat(64)}` }));
    const wrong = lineage();
    assert.equal(wrong.code, 1);
    assert.equal(wrong.alloys.find(({ file }) => file === "g.alloy.json")?.parent?.state, "other-hash");
  });

  test("the hash that the parent states of itself counts, too", () => {
    const hash = `sha256:${"a".repeat(64)}`;
    write(
      "a.alloy.json",
      GOOD.replace('"stages"', `"results": {"integrity": {"alloyHash": "${hash}"}}, "stages"`),
    );
    write("b.alloy.json", child("b", {}, `, "results": {"integrity": {"parentAlloyHash": "${hash}"}}`));
    assert.equal(lineage().alloys[1]?.parent?.state, "hash");
  });

  test("circles, long chains, itself: each alloy once", function () {
    this.timeout(120_000);
    write("a.alloy.json", child("a", { repo: "b" }));
    write("b.alloy.json", child("b", { repo: "a" }));
    write("c.alloy.json", child("c", { repo: "c" }));
    for (let i = 1; i <= 450; i++) write(`n${i}.alloy.json`, child(`n${i}`, { repo: `n${i - 1}` }));
    const { alloys } = lineage();
    assert.equal(alloys.length, 453);
    assert.equal(new Set(alloys.map(({ file }) => file)).size, 453);
  });

  test("what cannot be read is named, and nothing at all is a failure", () => {
    assert.equal(run(["lineage"]).code, 2);
    write("a.alloy.json", PUBLISHED);
    write("b.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
    write("c.alloy.json", "[]");
    const { code, out, err } = run(["lineage"]);
    assert.equal(code, 2);
    assert.match(out, /^a 1\.0\.0/);
    assert.match(err, /cannot read b\.alloy\.json[\s\S]*skipped c\.alloy\.json/);
  });
});

suite("forge-alloy results import", () => {
  withFolder();

  const harness = (results: object, more: object = {}) => JSON.stringify({ results, ...more });
  const IFEVAL = {
    leaderboard_ifeval: { "inst_level_strict_acc,none": 0.27338, alias: " - ifeval" },
  };

  function imported(args: readonly string[] = []) {
    write("a.alloy.json", GOOD);
    const { code, out, err } = run(["results", "import", "a.alloy.json", "r.json", "--write", ...args]);
    assert.equal(code, 0, err);
    assert.match(out, /^--- a\/a\.alloy\.json\n/);
    return JSON.parse(read("a.alloy.json")).results.benchmarks;
  }

  function refused(text: string, args: readonly string[] = []): string {
    write("a.alloy.json", GOOD);
    write("r.json", text);
    const { code, out, err } = run(["results", "import", "a.alloy.json", "r.json", "--write", ...args]);
    assert.deepEqual([code, out], [2, ""], text);
    assert.equal(read("a.alloy.json"), GOOD);
    assert.doesNotMatch(err, /\n {4}at /);
    return err;
  }

  test("lm-evaluation-harness: percent with every digit, base scores, and the samples with their hash", () => {
    write("r.json", harness(IFEVAL));
    write("runs/results_1.json", harness(IFEVAL));
    write("runs/samples_leaderboard_ifeval_1.jsonl", "{}\n");
    write(
      "base.json",
      harness({ leaderboard_ifeval: { "inst_level_strict_acc,none": 0.3 }, other: { "acc,none": 1 } }),
    );
    write("a.alloy.json", GOOD);
    run(["results", "import", "a.alloy.json", "runs/results_1.json", "--base", "base.json", "--write"]);
    assert.match(read("a.alloy.json"), /"score": 27\.338, "baseScore": 30, "delta": -2\.662,/);
    assert.deepEqual(JSON.parse(read("a.alloy.json")).results.benchmarks, [
      {
        name: "ifeval",
        metric: "inst_level_strict_acc",
        score: 27.338,
        baseScore: 30,
        delta: -2.662,
        samplesPath: "runs/samples_leaderboard_ifeval_1.jsonl",
        resultHash: sha256("{}\n"),
      },
    ]);
    assert.equal(run(["check", "a.alloy.json"]).code, 0);
    assert.match(run(["verify", "a.alloy.json"]).out, /✓ resultHash/);
  });

  test("groups and their tasks; scores of groups that are elsewhere", () => {
    const groups = { leaderboard: ["leaderboard_bbh"], leaderboard_bbh: ["leaderboard_bbh_x"] };
    const results = { leaderboard: {}, leaderboard_bbh_x: { "acc_norm,none": 0.4 } };
    write(
      "r.json",
      harness(results, { group_subtasks: groups, groups: { leaderboard_bbh: { "acc_norm,none": 0.45 } } }),
    );
    assert.deepEqual(imported(), [{ name: "bbh", metric: "acc_norm", score: 45 }]);
  });

  test("an earlier result of the benchmark is replaced, what is not about the measurement stays", () => {
    write("r.json", harness(IFEVAL));
    const entry =
      '{"name": "IFEval", "score": 1, "metrics": {"accuracy": 1}, "delta": 0, "calibrated": true}';
    write(
      "a.alloy.json",
      GOOD.replace('"stages"', `"results": {"benchmarks": [{"name": "x"}, ${entry}]}, "stages"`),
    );
    assert.equal(run(["results", "import", "a.alloy.json", "r.json", "--write"]).code, 0);
    assert.deepEqual(JSON.parse(read("a.alloy.json")).results.benchmarks, [
      { name: "x" },
      { name: "IFEval", metric: "inst_level_strict_acc", score: 27.338, calibrated: true },
    ]);
    const again = run(["results", "import", "a.alloy.json", "r.json", "--write"]);
    assert.deepEqual([again.code, again.out], [0, ""]);
    assert.match(again.err, /already has these results/);
  });

  test("EvalPlus, both forms: tasks whose first sample passes, base and plus", () => {
    const samples = (base: string, plus?: string) => ({
      base_status: base,
      ...(plus && { plus_status: plus }),
    });
    const forms = {
      new: {
        "HumanEval/0": [samples("pass", "pass"), samples("fail", "fail")],
        "HumanEval/1": [samples("pass", "fail")],
        "HumanEval/2": [samples("timeout", "pass")],
      },
      old: {
        "HumanEval/0": { nfiles: 1, base: [["success", []]], plus: [["success", []]] },
        "HumanEval/1": { nfiles: 1, base: [["success", []]], plus: [["failed", []]] },
        "HumanEval/2": { nfiles: 1, base: [["timed out", []]], plus: [["success", []]] },
      },
    };
    for (const [form, tasks] of Object.entries(forms)) {
      write("r.json", JSON.stringify({ date: "2026-01-01", hash: "x", eval: tasks }));
      assert.deepEqual(
        imported(),
        [
          { name: "humaneval", metric: "pass@1", score: 66.666667, metrics: { passing: 2, total: 3 } },
          { name: "humaneval_plus", metric: "pass@1", score: 33.333333, metrics: { passing: 1, total: 3 } },
        ],
        form,
      );
      assert.equal(run(["check", "a.alloy.json"]).code, 0, "score and counts agree");
    }
    write("r.json", JSON.stringify({ eval: { "Mbpp/2": [samples("pass")] } }));
    assert.deepEqual(imported(), [
      { name: "mbpp", metric: "pass@1", score: 100, metrics: { passing: 1, total: 1 } },
    ]);
  });

  test("what cannot be mapped without a guess is refused by name", () => {
    assert.match(
      refused(harness({ hellaswag: { "acc,none": 0.5 } })),
      /no task of a known benchmark, but "hellaswag"\nhint: known tasks: /,
    );
    assert.match(refused(harness({ ...IFEVAL, hellaswag: {} })), /no benchmark is known for "hellaswag"\n/);
    assert.match(
      refused(harness({ leaderboard_ifeval: { "prompt_level_strict_acc,none": 0.1 } })),
      /"leaderboard_ifeval" has no "inst_level_strict_acc,none"\nhint: its metrics are "prompt_level_strict_acc,none"/,
    );
    const percent = harness({ leaderboard_bbh: { "acc_norm,none": 45.5 } });
    assert.match(
      refused(percent),
      /is 45\.5, which may be a percentage .*\nhint: --scale percent or --scale fraction/,
    );
    assert.match(refused(percent, ["--scale", "fraction"]), /is 45\.5, which is not a fraction/);
    assert.match(
      refused(harness({ leaderboard_bbh: { "acc_norm,none": -0.1 } })),
      /is -0\.1, which is not a fraction/,
    );
    assert.match(refused(harness({ leaderboard_bbh: { "acc_norm,none": "N/A" } })), /is not a number/);
    assert.match(
      refused(harness(IFEVAL, { "n-samples": { leaderboard_ifeval: { original: 541, effective: 50 } } })),
      /ran on 50 of 541 samples/,
    );
    const pass = [{ base_status: "pass", plus_status: "pass" }];
    assert.match(
      refused(JSON.stringify({ eval: { "Other/0": pass } })),
      /no benchmark is known for the tasks of "Other"/,
    );
    assert.match(
      refused(JSON.stringify({ eval: { "HumanEval/0": [] } })),
      /task "HumanEval\/0" has no sample with a status/,
    );
    assert.match(
      refused(JSON.stringify({ eval: { "HumanEval/0": pass }, pass_at_k: { base: { "pass@1": 0.5 } } })),
      /states pass@1 0\.5 for "humaneval", but 1 of 1 tasks pass/,
    );
    assert.match(
      refused(JSON.stringify({ eval: { "HumanEval/0": pass, "HumanEval/1": [{ base_status: "pass" }] } })),
      /only some of its tasks/,
    );
  });

  test("--scale and --skip-unknown decide what the file does not say", () => {
    write("r.json", harness({ leaderboard_bbh: { "acc_norm,none": 45.5 }, other: {} }));
    assert.deepEqual(imported(["--scale", "percent", "--skip-unknown"]), [
      { name: "bbh", metric: "acc_norm", score: 45.5 },
    ]);
  });

  test("broken and hostile files: one sentence, and the alloy stays as it is", () => {
    for (const text of [
      "",
      "[]",
      "null",
      "{}",
      '{"results": []}',
      '{"eval": {}}',
      '{"results": {"leaderboard_bbh": {"acc_norm,none": NaN}}}',
      '{"results": {',
    ])
      assert.match(refused(text), /^error: cannot import r\.json: [^\n]+\n/, text);
    const evil = `\u001B[2J##[x"${"y".repeat(500)}`;
    const err = refused(
      harness(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${evil}${i}`, {}]))),
    );
    assert.doesNotMatch(err, /[^\P{Cc}\n]|##\[/u);
    assert.ok(err.length < 3000);
  });

  test("a million results are refused or imported in seconds", function () {
    this.timeout(120_000);
    const tasks = Array.from({ length: 900_000 }, (_, i) => `"HumanEval/${i}":[{"base_status":"pass"}]`);
    write("r.json", `{"eval":{${tasks.join()}}}`);
    assert.deepEqual(imported(), [
      { name: "humaneval", metric: "pass@1", score: 100, metrics: { passing: 900_000, total: 900_000 } },
    ]);
  });

  test("nothing is written without --write, nor into a published alloy", () => {
    write("r.json", harness(IFEVAL));
    write("a.alloy.json", PUBLISHED);
    const dry = run(["results", "import", "a.alloy.json", "r.json"]);
    assert.equal(dry.code, 0);
    assert.match(dry.out, /^\+.*"ifeval"/m);
    assert.match(run(["results", "import", "a.alloy.json", "r.json", "--write"]).err, /is a published alloy/);
    assert.equal(read("a.alloy.json"), PUBLISHED);
    assert.equal(
      run(["results", "import", "a.alloy.json", "r.json", "--write", "--allow-published"]).code,
      0,
    );
    assert.match(
      run(["results", "import", "a.alloy.json", "r.json", "r.json"]).err,
      /is in several results files/,
    );
  });

  test("a string of the alloy that looks like ours stays a string", () => {
    write("r.json", harness(IFEVAL));
    const mark = '"description": "\\u0000number:5"';
    write("a.alloy.json", GOOD.replace('"stages"', `${mark}, "stages"`));
    run(["results", "import", "a.alloy.json", "r.json", "--write"]);
    assert.ok(read("a.alloy.json").includes(mark));
  });

  test("completion knows the command in the command", () => {
    assert.match(run(["__complete", "--", "results", ""]).out, /^import\t/m);
    assert.match(run(["__complete", "--", "results", "import", "--sc"]).out, /^--scale\t.*\n$/);
    assert.equal(
      run(["__complete", "--", "results", "import", "--scale", ""]).out,
      "percent\t\nfraction\t\n",
    );
    assert.match(run(["__complete", "--", "diff", "--fail-on", ""]).out, /^regression\t/);
    assert.match(run(["__complete", "li"]).out, /^lineage\t/);
  });
});
