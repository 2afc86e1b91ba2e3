/** `forge-alloy gate` over many alloys: the table, exit codes, result files, and what is broken or hostile. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { ROOT } from "../protocol/client.js";
import { GOOD, run, withFolder, withSlashes, write } from "./support.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/gate.schema.json"), "utf8"));
const isReport = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

const SHIP = GOOD.replace(
  '"stages"',
  '"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.5}}}, "results": {"benchmarks": [{"name": "humaneval", "score": 62.2}]}, "stages"',
);
const REWORK = SHIP.replace("62.2", "42.2");
const UNMEASURED = SHIP.replace(/"results": .*?\]\}, /, "");
const INVALID = SHIP.replace("0.5", "50");
const ALLOYS = { ship: SHIP, rework: REWORK, unmeasured: UNMEASURED, invalid: INVALID, "no-criteria": GOOD };

function json(args: readonly string[]) {
  const { code, out, err } = run(["gate", "--format", "json", ...args]);
  const report = JSON.parse(out);
  isReport(report);
  assert.deepEqual(isReport.errors, null);
  return { code, err, report };
}

suite("forge-alloy gate over many alloys", () => {
  withFolder();

  test("files, folders, and globs: one table, a summary, one object for programs", () => {
    for (const [name, text] of Object.entries(ALLOYS)) write(`line/${name}.alloy.json`, text);
    write("line/.hidden/x.alloy.json", "{");
    write("line/x.result.json", "{");
    const table = run(["gate", "line"]);
    assert.equal(table.code, 2);
    assert.equal(table.err, "");
    assert.equal(
      withSlashes(table.out),
      `! line/invalid.alloy.json      Invalid       1 error, 1 invalid
– line/no-criteria.alloy.json  No criteria
✗ line/rework.alloy.json       Rework        1 failed ("humaneval")
✓ line/ship.alloy.json         Ship          1 passed
? line/unmeasured.alloy.json   Not measured  1 pending

line/invalid.alloy.json
  ! "min" must be a fraction from 0 to 1, but is 50. Did you mean 0.5 (50%)? (schema/range)
  ! "humaneval", min: "min" of "humaneval" is not a fraction from 0 to 1.

line/rework.alloy.json
  ✗ "humaneval": score 42.2% is below the minimum of 50% (min 0.5).

line/unmeasured.alloy.json
  ? "humaneval", min 0.5 (50%): No result for "humaneval".

5 alloys: 1 ship, 1 rework, 1 not measured, 1 invalid, 1 no criteria
`,
    );
    const { report } = json(["line/*.alloy.json"]);
    assert.deepEqual(report.summary, {
      ship: 1,
      rework: 1,
      unmeasured: 1,
      invalid: 1,
      "no-criteria": 1,
      unreadable: 0,
    });
    assert.deepEqual(
      report.files.map(
        ({ file, verdict }: Record<string, string>) => `${withSlashes(file as string)} ${verdict}`,
      ),
      ["invalid", "no-criteria", "rework", "ship", "unmeasured"].map(
        (name) => `line/${name}.alloy.json ${name}`,
      ),
    );
    const one = json(["line/ship.alloy.json"]).report;
    assert.equal(one.verdict, "ship", "one file is one object");
    assert.deepEqual(json(["line/ship.alloy.json", "line/ship.alloy.json"]).report.files.length, 1);
  });

  test("the exit code is the first of 2, 1, 3, 4, 0; --allow counts for each file", () => {
    for (const [name, text] of Object.entries(ALLOYS)) write(`${name}.alloy.json`, text);
    const code = (names: string[], ...options: string[]) =>
      run(["gate", ...names.map((name) => `${name}.alloy.json`), ...options]).code;
    assert.equal(code(["ship", "no-criteria", "unmeasured", "rework", "invalid"]), 2);
    assert.equal(code(["ship", "no-criteria", "unmeasured", "rework"]), 1);
    assert.equal(code(["ship", "no-criteria", "unmeasured"]), 3);
    assert.equal(code(["ship", "no-criteria"]), 4);
    assert.equal(code(["ship", "ship"]), 0);
    assert.equal(code(["ship", "no-criteria", "unmeasured"], "--allow", "unmeasured"), 4);
    assert.equal(code(["ship", "no-criteria", "unmeasured"], "--allow", "unmeasured,no-criteria"), 0);
    assert.match(
      run(["gate", "ship.alloy.json", "unmeasured.alloy.json", "--allow", "unmeasured"]).out,
      /1 pending \(allowed by --allow unmeasured\)[\s\S]*\(1 allowed by --allow\)\n$/,
    );
  });

  test("a file that cannot be read appears in every format, and the others are evaluated", () => {
    write("a.alloy.json", SHIP);
    write("b.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
    for (const format of ["pretty", "json", "github", "markdown", "junit"]) {
      const { code, out, err } = run(["gate", ".", "--format", format]);
      assert.equal(code, 2, format);
      assert.match(out, /b\.alloy\.json/, format);
      assert.match(out, /binary/, format);
      assert.match(out, /a\.alloy\.json/, format);
      assert.match(err, /^error: cannot read b\.alloy\.json: it is a binary file\n$/, format);
    }
    assert.equal(json(["."]).report.summary.unreadable, 1);
  });

  test("nothing to evaluate is a failure", () => {
    write("x.json", GOOD);
    assert.equal(run(["gate", "."]).code, 2);
    assert.match(run(["gate", "."]).err, /^error: no \*\.alloy\.json or forge-alloy\.json found in \.\n$/);
    assert.equal(run(["gate", "nothing", "."]).code, 2);
    assert.equal(run(["gate", "-", "."]).code, 2);
  });

  suite("a result file next to the alloy", () => {
    const REQUIRED = SHIP.replace(
      '"benchmarks": {',
      '"integrity": {"modelHashRequired": true}, "benchmarks": {',
    );
    const HASH = `sha256:${"a".repeat(64)}`;
    const check = () => {
      const { code, err, report } = json(["a.alloy.json"]);
      const { state, source, message } = report.checks.find(
        (one: { kind: string }) => one.kind === "modelHash",
      );
      return { code, err, state, source, message };
    };

    for (const [form, value] of Object.entries({
      "at the root": { modelHash: HASH },
      "in integrity": { integrity: { modelHash: HASH } },
      "in results": { results: { integrity: { modelHash: HASH } } },
    }))
      test(`states the model hash ${form}, and is named`, () => {
        write("a.alloy.json", REQUIRED);
        assert.deepEqual([check().code, check().state], [1, "fail"]);
        write("a.result.json", JSON.stringify(value));
        assert.deepEqual(check(), {
          code: 0,
          err: "",
          state: "pass",
          source: "a.result.json",
          message: "Model hash of a.result.json: well-formed; not recomputed, no fileHashes.",
        });
        write("a.alloy.result.json", JSON.stringify({ modelHash: "sha256:1" }));
        assert.deepEqual([check().state, check().source], ["fail", "a.alloy.result.json"]);
      });

    test("is checked against its fileHashes, and does not count if the alloy has an integrity of its own", () => {
      write("a.alloy.json", REQUIRED);
      const fileHashes = [{ filename: "a", sha256: "b".repeat(64) }];
      write("a.result.json", JSON.stringify({ modelHash: HASH, fileHashes }));
      assert.equal(check().state, "fail");
      write(
        "a.alloy.json",
        REQUIRED.replace('"results": {', '"results": {"integrity": {"trustLevel": "self-attested"}, '),
      );
      write("a.result.json", JSON.stringify({ modelHash: HASH }));
      assert.deepEqual([check().state, check().source], ["fail", undefined]);
    });

    test("does not count if it is broken or ambiguous, and says so", () => {
      write("a.alloy.json", REQUIRED);
      for (const text of ['{"modelHash": ', `{"modelHash": "x", "modelHash": "${HASH}"}`, "\0"]) {
        write("a.result.json", text);
        assert.deepEqual([check().code, check().state], [1, "fail"], text);
        assert.match(check().err, /^warning: cannot (use|read) a\.result\.json: /);
      }
      for (const text of ["[]", "{}", '{"modelHash": null}']) {
        write("a.result.json", text);
        assert.deepEqual([check().state, check().err], ["fail", ""], text);
      }
    });
  });
});
