/** `forge-alloy check --baseline` and `--since`: only what is new is reported. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { has, NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { ROOT } from "../protocol/client.js";
import { folder, GOOD, read, run, WRONG, withFolder, write } from "./support.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/baseline.schema.json"), "utf8"));
const isBaseline = new Ajv({ strict: true, strictTypes: false }).compile(schema);

/** Another error than that of `WRONG`. */
const OTHER = GOOD.replace('"name": "a"', '"name": 5');

function check(args: readonly string[] = [], cwd = folder) {
  const { code, out, err } = run(["check", "--format", "json", ...args], { cwd });
  const report = code === 2 ? undefined : JSON.parse(out);
  type File = { file: string; diagnostics: { code: string }[]; gone?: { code: string }[] };
  const of = (list: (file: File) => { code: string }[] | undefined) =>
    (report?.files ?? []).flatMap((file: File) =>
      (list(file) ?? []).map(({ code }) => `${file.file} ${code}`),
    );
  return {
    code,
    err,
    summary: report?.summary,
    fresh: of(({ diagnostics }) => diagnostics),
    gone: of(({ gone }) => gone),
  };
}

suite("forge-alloy check --baseline", () => {
  withFolder();

  test("known problems are not reported, new ones fail, gone ones are named", () => {
    write("a.alloy.json", WRONG);
    write("sub/b.alloy.json", WRONG);
    const written = run(["check", "--baseline", "known.json", "--write-baseline"]);
    assert.deepEqual([written.code, written.err], [0, ""]);
    assert.match(written.out, /^Wrote 2 problems of 2 files to known\.json\.\nno problems in 2 files /);
    isBaseline(JSON.parse(read("known.json")));
    assert.deepEqual(isBaseline.errors, null);
    assert.deepEqual(check(["--baseline", "known.json"]).code, 0);
    write("a.alloy.json", OTHER);
    const changed = check(["--baseline", "known.json"]);
    assert.equal(changed.code, 1);
    assert.deepEqual(changed.fresh, ["a.alloy.json schema/type"]);
    assert.deepEqual(changed.gone, ["a.alloy.json stage/unknown-type"]);
    assert.deepEqual([changed.summary.errors, changed.summary.baseline, changed.summary.gone], [1, 1, 1]);
    rmSync(path.join(folder, "a.alloy.json"));
    const removed = check(["--baseline", "known.json"]);
    assert.deepEqual([removed.code, removed.fresh], [0, []]);
    assert.deepEqual(removed.gone.length, 1, "a file that is gone takes its problems along");
  });

  test("several problems that are alike are counted", () => {
    const twice = WRONG.replace('[{"type"', '[{"type": "lora", "rank": 900, "rank": 900}, {"type"');
    write("a.alloy.json", twice);
    run(["check", "--baseline", "known.json", "--write-baseline"]);
    assert.equal(check(["--baseline", "known.json"]).code, 0);
    const two = WRONG.replace('"stages": [', '"stages": [{"type": "evl"}, ');
    write("a.alloy.json", WRONG);
    run(["check", "--baseline", "known.json", "--write-baseline"]);
    write("a.alloy.json", two);
    assert.deepEqual(check(["--baseline", "known.json"]).fresh, ["a.alloy.json stage/unknown-type"]);
  });

  test("names are relative to the baseline, from any folder; files that are not checked stay in it", () => {
    write("models/a.alloy.json", WRONG);
    write("models/b.alloy.json", WRONG);
    mkdirSync(path.join(folder, "ci"));
    run(["check", "--baseline", "ci/known.json", "--write-baseline"]);
    assert.deepEqual(Object.keys(JSON.parse(read("ci/known.json")).files), [
      "../models/a.alloy.json",
      "../models/b.alloy.json",
    ]);
    const inside = path.join(folder, "models");
    assert.equal(check(["--baseline", "../ci/known.json"], inside).code, 0);
    write("models/a.alloy.json", GOOD);
    run(["check", "a.alloy.json", "--baseline", "../ci/known.json", "--write-baseline"], { cwd: inside });
    assert.deepEqual(Object.keys(JSON.parse(read("ci/known.json")).files), ["../models/b.alloy.json"]);
  });

  test("warnings of the baseline do not count for --max-warnings; --level decides what else is listed", () => {
    write("a.alloy.json", GOOD.replace('"humaneval"}', '"humaneval", "nShot": "5"}'));
    run(["check", "--quiet", "--baseline", "known.json", "--write-baseline"]);
    assert.equal(check(["--baseline", "known.json", "--max-warnings", "0"]).code, 0);
    assert.equal(check(["--max-warnings", "0"]).code, 1);
  });

  test("threads leave out the same problems", function () {
    this.timeout(120_000);
    for (let i = 0; i < 130; i++) write(`${i}.alloy.json`, WRONG);
    run(["check", "--baseline", "known.json", "--write-baseline"]);
    write("129.alloy.json", OTHER);
    assert.deepEqual(check(["--baseline", "known.json"]).fresh, ["129.alloy.json schema/type"]);
    assert.deepEqual(check(["--baseline", "known.json"]).summary.baseline, 129);
  });

  test("what is no baseline is refused, and never overwritten", () => {
    write("a.alloy.json", WRONG);
    const others: Record<string, string> = {
      "broken JSON": '{"formatVersion": 1, ',
      "another tool": '{"version": 1, "files": {"a.js": {"no-var": {"count": 1}}}}',
      "a report of ours": run(["check", "--format", "json"]).out,
      SARIF: run(["check", "--format", "sarif"]).out,
      "another version": '{"formatVersion": 2, "tool": {"name": "forge-alloy"}, "files": {}}',
      "no array": '{"formatVersion": 1, "tool": {"name": "forge-alloy"}, "files": {"a.alloy.json": {}}}',
      "no problem":
        '{"formatVersion": 1, "tool": {"name": "forge-alloy"}, "files": {"a.alloy.json": [null]}}',
      "a count that would fill the memory":
        '{"formatVersion": 1, "tool": {"name": "forge-alloy"}, "files": {"a.alloy.json": [{"code": "a/b", "pointer": "", "message": "", "count": 1e15}]}}',
      null: "null",
      nothing: "",
    };
    for (const [name, text] of Object.entries(others)) {
      for (const more of [[], ["--write-baseline"]]) {
        write("known.json", text);
        const { code, out, err } = run(["check", "--baseline", "known.json", ...more]);
        assert.deepEqual([code, out], [2, ""], name);
        assert.match(err, /^error: cannot use known\.json as a baseline: .+\nhint: /, name);
        assert.equal(read("known.json"), text, name);
      }
    }
    const missing = run(["check", "--baseline", "nothing.json"]);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /^error: cannot read nothing\.json: no such file\nhint: --write-baseline /);
    assert.match(run(["check", "--write-baseline"]).err, /^error: --write-baseline requires --baseline/);
  });

  test("names and messages by strangers: nothing but data", () => {
    const text = "\u001B[2J##[x\u202E__proto__";
    write("a.alloy.json", GOOD.replace('"eval"', JSON.stringify(text)));
    write("__proto__.alloy.json", WRONG);
    run(["check", "--baseline", "known.json", "--write-baseline"]);
    assert.doesNotMatch(read("known.json"), /[^\P{Cc}\n]|\u202E|##\[/u);
    assert.equal(check(["--baseline", "known.json"]).code, 0);
    write(
      "known.json",
      '{"formatVersion": 1, "tool": {"name": "forge-alloy"}, "files": {"__proto__": [{"code": "a", "pointer": "", "message": "\\u001B[2J"}]}}',
    );
    const { out } = run(["check", "--baseline", "known.json"]);
    assert.match(out, /__proto__ gone \?\[2J a\n/);
  });
});

suite("forge-alloy check --since", () => {
  withFolder();

  function git(...args: string[]): void {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    const identity = ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "core.autocrlf=false"];
    const { status, stderr } = spawnSync("git", [...identity, ...args], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    assert.equal(status, 0, stderr);
  }

  setup(function () {
    skipIf(this, !has("git"), NO.git);
    git("init", "--quiet");
    write("old.alloy.json", WRONG);
    write("changed.alloy.json", WRONG);
    write("sub/renamed.alloy.json", OTHER);
    git("add", ".");
    git("commit", "--quiet", "--message", "a");
  });

  test("nothing changed: no problem, and no failure", () => {
    assert.deepEqual(check(["--since", "HEAD"]).summary, {
      files: 0,
      errors: 0,
      warnings: 0,
      information: 0,
      hints: 0,
      hidden: 0,
      fixable: 0,
      fixed: 0,
      since: { revision: "HEAD", unchanged: 3, problems: 0 },
    });
    assert.equal(run(["check", "--since", "HEAD"]).out, "no changes since HEAD\n");
  });

  test("changed, untracked, and committed files, and in them only new problems", () => {
    write("changed.alloy.json", WRONG.replace('"stages": [', '"stages": [{"type": "lora", "rank": 900}, '));
    write("new.alloy.json", WRONG);
    renameSync(path.join(folder, "sub/renamed.alloy.json"), path.join(folder, "sub/other.alloy.json"));
    const found = check(["--since", "HEAD"]);
    assert.equal(found.code, 1);
    assert.deepEqual(found.fresh, ["changed.alloy.json schema/range", "new.alloy.json stage/unknown-type"]);
    assert.deepEqual(found.summary.since, { revision: "HEAD", unchanged: 2, problems: 1 });
    git("add", ".");
    git("commit", "--quiet", "--message", "b");
    assert.deepEqual(check(["--since", "HEAD~1"]).fresh, found.fresh);
    assert.deepEqual(check(["--since", "HEAD"]).fresh, []);
    assert.deepEqual(check(["--since", "HEAD~1"], path.join(folder, "sub")).fresh, [], "from a folder below");
  });

  test("a copy of an old file is new; line breaks are no change", () => {
    write("copy.alloy.json", WRONG);
    write("old.alloy.json", `${WRONG.slice(0, -1)}\r\n`);
    assert.deepEqual(check(["--since", "HEAD"]).fresh, ["copy.alloy.json stage/unknown-type"]);
  });

  test("with a baseline: what is in neither", () => {
    write("new.alloy.json", WRONG);
    run(["check", "new.alloy.json", "--baseline", "known.json", "--write-baseline"]);
    assert.deepEqual(check(["--since", "HEAD", "--baseline", "known.json"]).fresh, []);
  });

  test("standard input under the name of a file", () => {
    const { code, out } = run(["check", "-", "--stdin-filename", "old.alloy.json", "--since", "HEAD"], {
      input: WRONG,
    });
    assert.deepEqual([code, out], [0, "no changes since HEAD\n"]);
  });

  test("no such revision, no repository, an option as a revision: one sentence", () => {
    for (const revision of ["nothing", "--output=hacked", "HEAD:old.alloy.json", ""]) {
      const { code, out, err } = run(["check", `--since=${revision}`]);
      assert.deepEqual([code, out], [2, ""], revision);
      assert.match(err, /^error: cannot read [^\n]*\n$/, revision);
    }
    rmSync(path.join(folder, ".git"), { recursive: true });
    const { code, err } = run(["check", "--since", "HEAD"]);
    assert.equal(code, 2);
    assert.match(err, /^error: cannot read revision HEAD: not a git repository/);
  });

  test("nothing that a repository configures is run", function () {
    skipIf(this, WINDOWS, NO.shell);
    const evil = `touch ${path.join(folder, "hacked")}; cat`;
    for (const name of [
      "core.fsmonitor",
      "filter.x.clean",
      "filter.x.smudge",
      "diff.x.textconv",
      "diff.external",
      "core.pager",
    ])
      git("config", name, evil);
    write(".gitattributes", "*.json filter=x diff=x\n");
    write("changed.alloy.json", OTHER);
    assert.deepEqual(check(["--since", "HEAD"]).fresh, ["changed.alloy.json schema/type"]);
    assert.ok(!existsSync(path.join(folder, "hacked")));
  });
});
