/** `forge-alloy diff`: its report, exit codes, revisions of Git, and input that is broken or hostile. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { has, NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { ROOT } from "../protocol/client.js";
import { folder, GOOD, run, withFolder, write } from "./support.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/diff.schema.json"), "utf8"));
const isReport = new Ajv({ strict: true, strictTypes: false }).compile(schema);

const GATED = GOOD.replace(
  '"stages"',
  '"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.5}}}, "results": {"benchmarks": [{"name": "humaneval", "score": 62.2}]}, "stages"',
);

function report(args: readonly string[], input = "") {
  const { out, err } = run(["diff", "--format", "json", ...args], { input });
  const parsed = JSON.parse(out);
  isReport(parsed);
  assert.deepEqual(isReport.errors, null);
  assert.equal(err, "");
  return parsed;
}

/** Runs Git in the folder of the test, without the settings of the user. */
function git(...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const identity = ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "core.autocrlf=false"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

suite("forge-alloy diff", () => {
  withFolder();

  test("the report has the described form: nothing changed, everything changed", () => {
    write("a.alloy.json", GATED);
    write("same.alloy.json", JSON.stringify(JSON.parse(GATED), null, 2));
    write("b.alloy.json", GATED.replace("0.5", "0.4").replace("62.2", "61.2").replace('"eval"', '"deliver"'));
    write("empty.alloy.json", "{}");
    assert.deepEqual(
      [
        report(["a.alloy.json", "same.alloy.json"]).identical,
        report(["a.alloy.json", "b.alloy.json"]).identical,
      ],
      [true, false],
    );
    const { changes, criteria, verdict } = report(["a.alloy.json", "empty.alloy.json"]);
    assert.deepEqual(
      changes.map(({ kind, label }: Record<string, unknown>) => `${kind} ${label}`),
      ["removed name", "removed version", "removed source", "removed results", "removed 1 eval · humaneval"],
    );
    assert.deepEqual(criteria, [
      { pointer: "/acceptanceCriteria/benchmarks/humaneval/min", from: 0.5, effect: "removed" },
    ]);
    assert.deepEqual(verdict, { a: "ship", b: "invalid" });
    report(["empty.alloy.json", "a.alloy.json"]);
  });

  test("exit codes: 0, unless asked for; --exit-code for any difference, --fail-on for a regression", () => {
    write("a.alloy.json", GATED);
    write("b.alloy.json", GATED.replace('"1.0.0"', '"1.0.1"'));
    write("worse.alloy.json", GATED.replace("0.5", "0.4"));
    const code = (...args: string[]) => run(["diff", ...args]).code;
    assert.equal(code("a.alloy.json", "b.alloy.json"), 0);
    assert.equal(code("a.alloy.json", "b.alloy.json", "--exit-code"), 1);
    assert.equal(code("a.alloy.json", "a.alloy.json", "--exit-code"), 0);
    assert.equal(code("a.alloy.json", "b.alloy.json", "--fail-on", "regression"), 0);
    assert.equal(code("a.alloy.json", "worse.alloy.json", "--fail-on", "regression"), 1);
    assert.equal(code("worse.alloy.json", "a.alloy.json", "--fail-on", "regression"), 0);
    assert.equal(code("a.alloy.json", "b.alloy.json", "--fail-on", "anything"), 2);
  });

  test("standard input, once", () => {
    write("a.alloy.json", GATED);
    assert.equal(report(["a.alloy.json", "-"], GATED).identical, true);
    assert.equal(report(["-", "a.alloy.json"], GOOD).identical, false);
    const { code, err } = run(["diff", "-", "-"]);
    assert.equal(code, 2);
    assert.match(err, /^error: standard input/);
  });

  test("what is broken is not compared: what is lost would look removed", () => {
    write("a.alloy.json", GATED);
    write("broken.alloy.json", GATED.slice(0, 200));
    write("comma.alloy.json", GATED.replace("]}]}", "],}]}"));
    write("conflict.alloy.json", `<<<<<<< a\n${GATED}=======\n${GOOD}>>>>>>> b\n`);
    write("deep.alloy.json", `{"a": ${"[".repeat(5000)}${"]".repeat(5000)}}`);
    write("list.alloy.json", "[]");
    write("text.alloy.json", '"a"');
    write("empty.alloy.json", "");
    write("binary.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
    for (const name of [
      "broken",
      "comma",
      "conflict",
      "deep",
      "list",
      "text",
      "empty",
      "binary",
      "missing",
    ]) {
      for (const args of [
        [`${name}.alloy.json`, "a.alloy.json"],
        ["a.alloy.json", `${name}.alloy.json`],
      ]) {
        const { code, out, err } = run(["diff", ...args]);
        assert.deepEqual([code, out], [2, ""], name);
        assert.match(err, new RegExp(`^error: cannot (compare|read) ${name}\\.alloy\\.json: `), name);
        assert.doesNotMatch(err, /\n {4}at /, name);
      }
    }
  });

  suite("revisions of Git", () => {
    setup(function () {
      skipIf(this, !has("git"), NO.git);
      git("init", "--quiet");
      write("models/a.alloy.json", GATED);
      git("add", ".");
      git("commit", "--quiet", "--message", "a");
      write("models/a.alloy.json", GATED.replace("62.2", "63"));
      git("add", ".");
      write("models/a.alloy.json", GATED.replace("62.2", "64"));
    });

    test("a revision, the index, a path relative to the current folder, and a domain of the repository", () => {
      const scores = (a: string, b: string, cwd = folder) =>
        JSON.parse(run(["diff", "--format", "json", a, b], { cwd }).out).scores.map(
          (score: Record<string, unknown>) => score.points,
        );
      const file = "models/a.alloy.json";
      assert.deepEqual(scores(`HEAD:${file}`, file), [1.8]);
      assert.deepEqual(scores(`HEAD:${file}`, `:${file}`), [0.8]);
      assert.deepEqual(scores("HEAD:./a.alloy.json", "a.alloy.json", path.join(folder, "models")), [1.8]);
      if (WINDOWS) return; // no file has a name with a colon
      write("HEAD:x.alloy.json", GATED);
      assert.deepEqual(scores("HEAD:x.alloy.json", file), [1.8], "a file that exists is meant");
    });

    test("no such revision, file, or repository: one sentence", () => {
      for (const name of ["nothing:models/a.alloy.json", "HEAD:nothing.alloy.json", "HEAD:models"]) {
        const { code, out, err } = run(["diff", name, "models/a.alloy.json"]);
        assert.deepEqual([code, out], [2, ""], name);
        assert.match(err, new RegExp(`^error: cannot read ${name}: .+\\n$`), name);
      }
    });

    test("nothing that a repository configures is run, and no name is an option", function () {
      skipIf(this, WINDOWS, NO.shell);
      const evil = `touch ${path.join(folder, "hacked")}; cat`;
      for (const [name, value] of [
        ["core.fsmonitor", evil],
        ["core.pager", evil],
        ["pager.cat-file", "true"],
        ["core.sshCommand", evil],
        ["diff.external", evil],
        ["diff.x.textconv", evil],
        ["filter.x.smudge", evil],
        ["filter.x.clean", evil],
        ["core.hooksPath", folder],
        ["alias.cat-file", `!${evil}`],
      ] as const)
        git("config", name, value);
      write(".gitattributes", "*.json filter=x diff=x\n");
      write("post-index-change", `#!/bin/sh\n${evil}\n`);
      const { code } = run(["diff", "HEAD:models/a.alloy.json", "models/a.alloy.json"]);
      assert.equal(code, 0);
      for (const name of [
        "--upload-pack=touch hacked:a",
        "-c:models/a.alloy.json",
        "--textconv:models/a.alloy.json",
        "--output=hacked:a",
        `--ext-diff\n:${"a".repeat(10)}`,
      ]) {
        const { code, out, err } = run(["diff", "--", name, "models/a.alloy.json"]);
        assert.deepEqual([code, out], [2, ""], name);
        assert.match(err, /^error: /, name);
      }
      // A file with such a name is a file.
      write("--upload-pack=x:a.alloy.json", GATED);
      assert.equal(run(["diff", "--", "--upload-pack=x:a.alloy.json", "models/a.alloy.json"]).code, 0);
      assert.ok(!existsSync(path.join(folder, "hacked")));
    });
  });
});
