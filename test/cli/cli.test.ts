/** The command line as people run it: a process of its own, files on a disk, what it prints and how it exits. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { Diagnostic } from "vscode-languageserver/node";
import { NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { Client, ROOT } from "../protocol/client.js";
import { BIN, FIXABLE, folder, GOOD, LAX, read, run, WRONG, withFolder, write } from "./support.js";

/** The schema of OASIS, as it comes with a package of Microsoft's. */
const isSarif = addFormats(new AjvDraft04({ strict: false, unicodeRegExp: false })).compile(
  JSON.parse(
    readFileSync(
      path.join(ROOT, "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
      "utf8",
    ),
  ),
);

function assertSarif(log: unknown): void {
  isSarif(log);
  assert.deepEqual(isSarif.errors, null);
}

suite("forge-alloy", () => {
  withFolder();

  test("check: exit codes and what is read", () => {
    write("good.alloy.json", GOOD);
    assert.deepEqual(run(["check"]), { code: 0, out: "no problems in 1 file\n", err: "" });
    write("deep/wrong.alloy.json", WRONG);
    write("node_modules/x/other.alloy.json", WRONG);
    write("ignored/other.alloy.json", WRONG);
    write(".gitignore", "ignored\n");
    write("notes.json", "{");
    const { code, out } = run(["check"]);
    assert.equal(code, 1);
    assert.match(
      out,
      /deep[\\/]wrong\.alloy\.json:1:\d+ error Unknown stage type "evl"\. Did you mean "eval"\? stage\/unknown-type\n1 \| .*\n {2}\| +\^{5}\n/,
    );
    assert.match(out, /1 error in 2 files\n$/);
    write("deep/wrong.alloy.json", FIXABLE);
    assert.match(run(["check"]).out, /1 error in 2 files \(1 fixable with --fix\)\n$/);
    // What is named is read, whatever it is called and wherever it is.
    assert.equal(run(["check", "ignored/other.alloy.json"]).code, 1);
    assert.match(run(["check", "notes.json"]).out, /notes\.json:1:1 error/);
    assert.equal(run(["check", "deep/*.alloy.json"]).code, 1);
  });

  test("check: wrong usage and unreadable files are one sentence each, and the rest goes on", () => {
    for (const args of [
      ["check", "nowhere"],
      ["check", "--format", "loud"],
      ["check", "--max-warnings", "x"],
      ["nothing"],
    ]) {
      const { code, err } = run(args);
      assert.equal(code, 2, args.join(" "));
      assert.ok(err.length > 0 && !err.includes("    at "), err);
    }
    write("binary.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
    write("latin.alloy.json", Buffer.from([0x22, 0xe4, 0x22]));
    write("wrong.alloy.json", WRONG);
    const { code, out, err } = run(["check"]);
    assert.equal(code, 2);
    assert.match(err, /error: cannot read .*binary\.alloy\.json: it is a binary file/);
    assert.match(err, /error: cannot read .*latin\.alloy\.json: it is not UTF-8/);
    assert.match(out, /stage\/unknown-type/);
  });

  test("check: --quiet, --max-warnings, standard input", () => {
    write("lax.alloy.json", LAX);
    assert.match(run(["check"]).out, /1 warning in 1 file/);
    assert.equal(run(["check"]).code, 0);
    assert.equal(run(["check", "--max-warnings", "0"]).code, 1);
    assert.match(run(["check", "--quiet"]).out, /no problems/);
    const { code, out } = run(["check", "-", "--format", "json", "--stdin-filename", "x/y.alloy.json"], {
      input: WRONG,
    });
    assert.equal(code, 1);
    assert.equal(JSON.parse(out).files[0].file, path.join("x", "y.alloy.json"));
  });

  test("check: sarif, github and junit", () => {
    write("a b.alloy.json", WRONG);
    write("lax.alloy.json", LAX);
    write("empty.alloy.json", "");
    write("ümlaut %#1.alloy.json", WRONG);
    assertSarif(JSON.parse(run(["check", "--format", "sarif"]).out));
    rmSync(path.join(folder, "empty.alloy.json"));
    const uris = JSON.parse(run(["check", "--format", "sarif"]).out).runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    assert.ok(uris.includes("%C3%BCmlaut%20%25%231.alloy.json"), uris.join());
    rmSync(path.join(folder, "ümlaut %#1.alloy.json"));
    assertSarif(JSON.parse(run(["check", "--format", "sarif", "lax.alloy.json", "--quiet"]).out));
    const log = JSON.parse(run(["check", "--format", "sarif"]).out);
    assert.equal(log.version, "2.1.0");
    const [{ tool, results }] = log.runs;
    assert.equal(results.length, 2);
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
      assert.ok(["error", "warning", "note"].includes(level));
      assert.ok(message.text);
      assert.ok(locations[0].physicalLocation.region.startColumn >= 1);
    }
    assert.equal(results[0].locations[0].physicalLocation.artifactLocation.uri, "a%20b.alloy.json");
    assert.match(
      run(["check", "--format", "github"]).out,
      /^::error file=a b\.alloy\.json,line=1,col=\d+,endLine=1,endColumn=\d+,title=stage\/unknown-type::Unknown stage type "evl"/,
    );
    const { out } = run(["check", "--format", "junit"]);
    assert.match(out, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites/);
    assert.match(out, /<failure type="error" message="Unknown stage type &quot;evl&quot;/);
    assert.equal(out.match(/<testsuite /g)?.length, out.match(/<\/testsuite>/g)?.length);
  });

  test("check --fix fixes files, keeps their mode, and leaves published alloys alone", () => {
    const file = write("wrong.alloy.json", FIXABLE);
    chmodSync(file, 0o640);
    assert.equal(run(["check", "--fix-dry-run"]).code, 0);
    assert.equal(read("wrong.alloy.json"), FIXABLE);
    assert.equal(run(["check", "--fix"]).code, 0);
    assert.equal(read("wrong.alloy.json"), GOOD);
    if (!WINDOWS) assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder), ["wrong.alloy.json"]);
  });

  test("check --fix goes on where there is more to mend than is told at once", () => {
    const many = (stage: string) => GOOD.replace('"stages": [', `"stages": [${`${stage}, `.repeat(3000)}`);
    const right = '{"type": "prune", "strategy": "entropy", "level": 0.3}';
    write("keys.alloy.json", many(right.replace("0.3", '"0.3"')));
    write("commas.alloy.json", many(right.replace("}", ",}")));
    write("brackets.alloy.json", "[".repeat(3000));
    run(["check", "--fix"]);
    assert.equal(read("keys.alloy.json"), many(right));
    assert.equal(read("commas.alloy.json"), many(right));
    assert.equal(read("brackets.alloy.json"), "[".repeat(3000) + "]".repeat(3000));
  });

  test("check --fix invents nothing, and deletes nothing that somebody wrote", () => {
    const bare = '{"name": "a", "version": "1.0.0", "stages": [{"type": "evl"}], "cycles": 1.5}';
    write("bare.alloy.json", bare);
    assert.equal(run(["check", "--fix"]).code, 1);
    assert.equal(read("bare.alloy.json"), bare);
    const left = JSON.parse(run(["check", "--format", "json"]).out).files[0].diagnostics;
    assert.ok(left.some(({ code }: Reported) => code === "schema/required"));
    assert.ok(left.every(({ fix }: { fix: string | null }) => fix !== "safe"));
    write("bare.alloy.json", `${GOOD}${GOOD}`);
    assert.equal(run(["check", "--fix"]).code, 1);
    assert.equal(read("bare.alloy.json"), `${GOOD}${GOOD}`);
    // Of two equal keys, either may be the one that is meant, and both were written by somebody.
    for (const value of ["2.0.0", "1.0.0"]) {
      const twice = GOOD.replace("{", `{"version": "${value}", `);
      write("bare.alloy.json", twice);
      run(["check", "--fix"]);
      assert.equal(read("bare.alloy.json"), twice);
    }
  });

  test("check --fix changes what a link leads to, and says what it cannot write", function () {
    skipIf(this, WINDOWS, NO.accounts);
    const file = write("real/wrong.alloy.json", FIXABLE);
    chmodSync(file, 0o666);
    symlinkSync(file, path.join(folder, "link.alloy.json"));
    assert.equal(run(["check", "--fix", "link.alloy.json"]).code, 0);
    assert.ok(lstatSync(path.join(folder, "link.alloy.json")).isSymbolicLink());
    assert.equal(readFileSync(file, "utf8"), GOOD);
    assert.equal(statSync(file).mode & 0o777, 0o666, "whatever the umask is");

    if (process.getuid?.() === 0) return; // root may write everything
    write("real/wrong.alloy.json", FIXABLE);
    chmodSync(file, 0o444);
    const { code, out, err } = run(["check", "--fix", "real"]);
    assert.equal(code, 2);
    assert.match(err, /^error: cannot write real.wrong\.alloy\.json: permission denied\n$/);
    assert.match(out, /json\/trailing-comma/);
    assert.equal(readFileSync(file, "utf8"), FIXABLE);
  });

  test("check: nothing to check is not the same as nothing wrong", () => {
    write("wrong.alloy.json", WRONG);
    write("empty/notes.txt", "");
    const glob = run(["check", "*.alloi.json", "wrong.alloy.json"]);
    assert.equal(glob.code, 2);
    assert.match(glob.err, /error: no file matches \*\.alloi\.json/);
    assert.match(glob.out, /stage\/unknown-type/, "the rest goes on");
    const empty = run(["check", "empty"]);
    assert.equal(empty.code, 2);
    assert.match(empty.err, /^warning: no files checked: .*\nhint: --allow-empty/);
    assert.equal(run(["check", "empty", "--allow-empty"]).code, 0);
    assert.match(run(["fmt", "empty"]).err, /^warning: no files checked/);
  });

  test("check: standard input is no text, or is to be changed", () => {
    const latin = spawnSync(process.execPath, [BIN, "check", "-"], {
      cwd: folder,
      input: Buffer.of(0x22, 0xe4),
    });
    assert.equal(latin.status, 2);
    assert.match(latin.stderr.toString(), /^error: cannot read standard input: it is not UTF-8/);
    const fix = run(["check", "--fix", "-"], { input: WRONG });
    assert.deepEqual([fix.code, fix.out], [2, ""]);
    assert.equal(run(["check", "--fix-dry-run", "-"], { input: FIXABLE }).code, 0);
  });

  test("pretty: terminals get nothing to obey, and the marks stand under the place", () => {
    const evil = WRONG.replace('"evl"', '"\\u001b]0;x\\u0007ev\\u202el"').replace('"a"', '"\u001b[2J"');
    write("evil.alloy.json", evil);
    for (const command of ["check", "stats", "show"])
      assert.ok(!/[^\P{Cc}\n]|\u202e/u.test(run([command, "evil.alloy.json"]).out), command);
    write("wide.alloy.json", '{"名前": 1, "nome\u0301": 2, "👍": True,');
    const [, line = "", mark = ""] =
      /\n1 \| (.*True.*)\n {2}\| (.*)\n/.exec(run(["check", "wide.alloy.json"]).out) ?? [];
    // Two columns for each ideogram and picture, none for the accent: five more than there are letters, and one less.
    assert.equal(mark, `${" ".repeat([...line].indexOf("T") + 3 - 1)}^^^^`);
    write("long.alloy.json", WRONG.replace('"name"', `"x": "${"y".repeat(300)}", "name"`));
    assert.match(run(["check", "long.alloy.json"]).out, /\n1 \| ….*"evl".*\n/);
  });

  test("output that cannot be written is a sentence, too", function () {
    skipIf(this, !existsSync("/dev/full"), "there is no /dev/full");
    write("wrong.alloy.json", WRONG);
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [BIN, "check"], {
      cwd: folder,
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    assert.equal(status, 2);
    assert.equal(stderr.toString(), "error: cannot write the output: the disk is full\n");
  });

  test("a current folder that was deleted is a sentence, too", function () {
    skipIf(this, WINDOWS, "a folder that is in use cannot be deleted on Windows");
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${BIN}" check`],
      { cwd: folder, encoding: "utf8" },
    );
    assert.deepEqual([status, stderr], [2, "error: the current folder no longer exists\n"]);
  });

  test("configuration: the nearest one, suppressions, and the unused ones", () => {
    write("deep/lax.alloy.json", LAX);
    const suppression = {
      code: "schema/number-as-text",
      files: ["deep/lax.alloy.json"],
      pointer: "/stages/0",
      reason: "so",
    };
    write(".forge-alloy/config.json", JSON.stringify({ suppressions: [suppression] }));
    assert.deepEqual(run(["check"]).out, "no problems in 1 file\n");
    write("deep/lax.alloy.json", GOOD);
    assert.match(run(["check"]).out, /\.forge-alloy[\\/]config\.json:1:\d+ warning Unused suppression/);
    write(".forge-alloy/config.json", '{"rules": {"stage/unknwn": "off"}}');
    assert.match(run(["check"]).out, /configuration\/unknown-rule/);
    write("deep/lax.alloy.json", LAX);
    write("other.json", '{"rules": {"schema": "error"}}');
    assert.match(run(["check", "--config", "other.json"]).out, /1 error in 1 file/);
    write("other.json", '{"rules": {"schema": "off"}}');
    assert.deepEqual(run(["check", "--config", "other.json"]).out, "no problems in 1 file\n");
    write("other.json", '{"rules": {"stage/unknwn": "off"}}');
    assert.match(
      run(["check", "--config", "other.json"]).out,
      /other\.json:1:\d+ .*configuration\/unknown-rule/,
    );
    assert.equal(run(["check", "--config", "nowhere.json"]).code, 2);
  });

  test("domains: those of the folder, and those that are named", () => {
    cpSync(path.join(ROOT, "examples/lab-batch.alloy.json"), path.join(folder, "lab-batch.alloy.json"));
    assert.equal(run(["check"]).code, 1);
    const domain = path.join(ROOT, "examples/.forge-alloy/domains");
    assert.equal(run(["check", "--domain", path.join(domain, "lab-batch.json")]).code, 0);
    assert.equal(run(["check", "--domain", domain]).code, 0);
    assert.equal(run(["check", "--domain", "nowhere"]).code, 2);
    cpSync(domain, path.join(folder, "elsewhere"), { recursive: true });
    assert.equal(run(["check", "--domain", "elsewhere"]).out, "no problems in 1 file\n");
    write("thin.json", '{"id": "thin", "version": "1.0.0", "title": "T", "description": "D."}');
    const faulty = run(["check", "--domain", "thin.json", "--domain", "elsewhere"]).out;
    assert.match(faulty, /thin\.json:1:2 .*The domain lacks "status" and "stages"/);
    cpSync(domain, path.join(folder, ".forge-alloy/domains"), { recursive: true });
    assert.equal(run(["check"]).code, 0);
    assert.match(
      run(["domains"]).out,
      /lab-batch 1\.0\.0 — Laboratory batches, \.forge-alloy[\\/]domains[\\/]lab-batch\.json\n {2}compound, /,
    );
    const named = run(["check", ".forge-alloy/domains/lab-batch.json"]);
    assert.equal(named.code, 0, named.out);
    write(
      ".forge-alloy/domains/thin.json",
      '{"id": "thin", "version": "1.0.0", "title": "T", "description": "D."}',
    );
    const thin = run(["check", ".forge-alloy/domains/thin.json"]).out;
    assert.match(thin, /:1:2 .*The domain lacks "status" and "stages"/);
    assert.equal(thin.match(/"status"/g)?.length, 1, thin);
    rmSync(path.join(folder, ".forge-alloy/domains/thin.json"));
    write(".forge-alloy/domains/bad.json", "{");
    assert.equal(run(["domains"]).code, 1);
  });

  test("gate: the verdict as exit code, table, JSON, annotations and Markdown", () => {
    const example = (name: string) => path.join(ROOT, "examples", `${name}.alloy.json`);
    assert.equal(run(["gate", example("executed-ships")]).code, 0);
    const rework = run(["gate", example("executed-rework")]);
    assert.equal(rework.code, 1);
    assert.match(
      rework.out,
      /✗ "ifeval": dropped 8\.8 pp from base \(80\.2% → 71\.4%\); at most 3 pp allowed\./,
    );
    assert.equal(run(["gate", example("moe-coder")]).code, 3);
    assert.equal(run(["gate", write("good.alloy.json", GOOD)]).code, 4);
    const broken = run(["gate", write("bad.alloy.json", "{")]);
    assert.equal(broken.code, 2);
    assert.match(broken.out, /bad\.alloy\.json: Invalid: 1 error\n/);
    const { verdict, checks } = JSON.parse(run(["gate", "--format", "json", example("executed-rework")]).out);
    assert.equal(verdict, "rework");
    assert.equal(checks.filter((check: { state: string }) => check.state === "fail").length, 3);
    const lines = run(["gate", "--format", "github", example("executed-rework")]).out;
    assert.equal(lines.match(/^::error file=[^,]+,line=\d+,col=\d+,title=acceptance gate::/gm)?.length, 3);
    assert.match(
      run(["gate", "--format", "markdown", example("executed-ships")]).out,
      /^\| humaneval anchorDelta \| 81\.7% \| 85\.3% \| −3\.6 pp \| anchorDelta −3\.6 pp \| ✓ passed \|$/m,
    );
  });

  test("gate --allow: what is pending, or not there at all, may pass; nothing else may", () => {
    const alloy = (criteria: string) =>
      GOOD.replace('"stages"', `"acceptanceCriteria": ${criteria}, "stages"`);
    const cases: [criteria: string, allow: string[], code: number][] = [
      ['{"benchmarks": {"humaneval": {"min": 0.5}}}', [], 3],
      ['{"benchmarks": {"humaneval": {"min": 0.5}}}', ["--allow", "unmeasured"], 0],
      ['{"benchmarks": {"humaneval": {"min": 0.5}}}', ["--allow", "no-criteria"], 3],
      ['{"benchmarks": {"humaneval": {"min": 0.5}}}', ["--allow=no-criteria,unmeasured"], 0],
      ['{"benchmarks": {"humaneval": {"min": 0.5, "max": 1}}}', ["--allow", "unmeasured"], 3],
      ["null", [], 4],
      ["null", ["--allow", "unmeasured", "--allow", "no-criteria"], 0],
      ["{}", ["--allow", "no-criteria"], 0],
      ['{"benchmarks": {"humaneval": {}}}', ["--allow", "unmeasured,no-criteria"], 2],
      ["null", ["--allow", "rework"], 2],
      ["null", ["--allow", ""], 2],
    ];
    for (const [criteria, allow, code] of cases) {
      write("a.alloy.json", alloy(criteria));
      const found = run(["gate", "a.alloy.json", ...allow]);
      assert.equal(found.code, code, `${criteria} ${allow}: ${found.out}${found.err}`);
      assert.equal(/allowed by --allow/.test(found.out), code === 0, found.out);
      if (allow.includes("rework") || allow.includes("")) continue;
      const json = JSON.parse(run(["gate", "a.alloy.json", "--format", "json", ...allow]).out);
      assert.equal(json.allowed, code === 0);
    }
  });

  test("gate: nothing of the file is markup in a Markdown report", () => {
    const name = "a|b\\n# c [x](http://y) <b>`d`";
    write(
      "a.alloy.json",
      GOOD.replace('"stages"', `"acceptanceCriteria": {"benchmarks": {"${name}": {"min": 0.5}}}, "stages"`),
    );
    const { out } = run(["gate", "a.alloy.json", "--format", "markdown"]);
    const rows = out.split("\n").filter((line) => line.startsWith("| a"));
    assert.equal(rows.length, 1, out);
    assert.equal(rows[0]?.replace(/\\./g, "").split("|").length, 8, out);
    assert.doesNotMatch(out.replace(/\\./g, ""), /^#|[<`[]/m);
  });

  test("gate and fmt read standard input", () => {
    const file = path.join(ROOT, "examples/executed-ships.alloy.json");
    const { code, out } = run(["gate", "-", "--format", "json"], { input: readFileSync(file, "utf8") });
    assert.deepEqual([code, JSON.parse(out).verdict], [0, "ship"]);
    const lax = '{"name":"a",\n"version":"1.0.0"}';
    const laid = run(["fmt", "-"], { input: lax });
    assert.deepEqual(laid, { code: 0, out: '{\n  "name": "a",\n  "version": "1.0.0"\n}', err: "" });
    assert.equal(run(["fmt", "--check", "-"], { input: lax }).code, 1);
    assert.equal(run(["fmt", "--check", "-"], { input: laid.out }).code, 0);
    assert.equal(run(["fmt", "-"], { input: "{" }).code, 2);
  });

  test("show: text, image, page and Markdown", () => {
    const file = path.join(ROOT, "examples/executed-rework.alloy.json");
    const text = run(["show", file]);
    assert.deepEqual([text.code, text.err], [0, ""]);
    assert.match(text.out, /Acceptance gate Rework: /);
    assert.match(run(["show", file, "--svg"]).out, /^<svg xmlns=/);
    assert.match(run(["show", file, "--html"]).out, /^<!DOCTYPE html>/);
    assert.match(run(["show", file, "--markdown"]).out, /^# executed-rework 0\.3\.0\n/);
    assert.equal(run(["show", file, "--svg", "--html"]).code, 2);
    assert.equal(run(["show", "nowhere"]).code, 2);
    const broken = run(["show", write("broken.alloy.json", `${GOOD.slice(0, -3)}`)]);
    assert.match(broken.err, /^warning: the preview is incomplete: .* is not valid JSON\nhint: /);
    assert.match(broken.out, /1 eval/);
  });

  test("fmt: lays out, or says who is not laid out", () => {
    write("a.alloy.json", '{"name":"a",\n"version":"1.0.0"}');
    assert.deepEqual(run(["fmt", "--check"]), { code: 1, out: "a.alloy.json\n", err: "" });
    assert.equal(run(["fmt"]).code, 0);
    assert.equal(read("a.alloy.json"), '{\n  "name": "a",\n  "version": "1.0.0"\n}');
    assert.deepEqual(run(["fmt", "--check"]), { code: 0, out: "", err: "" });
    write("b.alloy.json", '{"name":"a",');
    const broken = run(["fmt"]);
    assert.deepEqual(
      [broken.code, broken.err],
      [
        2,
        "error: cannot format b.alloy.json: it is not valid JSON\nhint: forge-alloy check shows the problems\n",
      ],
    );
    assert.equal(read("b.alloy.json"), '{"name":"a",');
  });

  test("what cannot be read as an alloy is told why, by every command", () => {
    const texts: [string, RegExp][] = [
      ["{", /a\.alloy\.json.* is not valid JSON\n/],
      [`${"[".repeat(300)}1${"]".repeat(300)}`, /a\.alloy\.json.* is nested deeper than 256 levels\n/],
      [`[${"0,".repeat(5_000_000)}0]`, /a\.alloy\.json.* has more than 5000000 keys and values\n/],
    ];
    for (const [text, reason] of texts) {
      write("a.alloy.json", text);
      for (const command of ["fmt", "show"]) {
        const { code, err } = run([command, "a.alloy.json"]);
        assert.equal(code, command === "show" ? 0 : 2);
        assert.match(err, reason);
        assert.match(err, /\nhint: forge-alloy check shows the problems\n$/);
      }
      assert.equal(read("a.alloy.json"), text);
    }
  });

  test("hash, explain, stats, help", () => {
    write("good.alloy.json", GOOD);
    const digest = createHash("sha256").update(GOOD).digest("hex");
    assert.equal(run(["hash", "good.alloy.json"]).out, `sha256:${digest}  good.alloy.json\n`);
    assert.equal(
      run(["hash", "good.alloy.json", "--verify", `sha256:${digest.slice(0, 12).toUpperCase()}`]).code,
      0,
    );
    assert.equal(run(["hash", "good.alloy.json", "--verify", "0".repeat(12)]).code, 1);
    assert.equal(run(["hash", "nowhere"]).code, 2);
    assert.match(run(["explain", "stage/phase-order"]).out, /^# stage\/phase-order\n/);
    assert.match(run(["explain", "stage"]).out, /stage\/keep-count/);
    assert.match(run(["explain"]).out, /^stage\/phase-order +hint +\S/m);
    assert.match(
      run(["explain", "nonsense"]).err,
      /^error: unknown rule "nonsense"\nhint: forge-alloy explain lists all rules\n/,
    );
    assert.match(run(["explain", "stage/phase-ordr"]).err, /Did you mean "stage\/phase-order"\?/);
    assert.match(run(["stats"]).out, /1 alloy\n\ndomains\n {6}1 {2}llm-forge/);
    assert.match(run(["--help"]).out, /check .*\n[\s\S]*gate /);
    const commands = [...run(["--help"]).out.matchAll(/^ {2}(\w+) (?:\[options\]|[<[])/gm)].map(
      ([, name]) => name as string,
    );
    assert.ok(commands.length > 10);
    for (const command of commands.filter((name) => name !== "help")) {
      const help = run([command, "--help"]);
      assert.equal(help.code, 0);
      assert.match(help.out, /\nExamples:\n {2}.*forge-alloy /, command);
    }
    assert.match(run(["--version"]).out, /^\d+\.\d+\.\d+\n$/);
  });

  test("schema: one document for other tools", () => {
    const { code, out } = run(["schema", "llm-forge", "ticketing"]);
    assert.equal(code, 0);
    const { $schema, properties } = JSON.parse(out);
    assert.match($schema, /2020-12/);
    assert.ok(properties.stages.items.allOf.length > 25);
    assert.equal(run(["schema", "nowhere"]).code, 2);
    const draft7 = JSON.parse(run(["schema", "--draft", "7", "--id", "https://example.org/a.json"]).out);
    assert.deepEqual(
      [draft7.$schema, draft7.$id],
      ["http://json-schema.org/draft-07/schema#", "https://example.org/a.json"],
    );
    for (const wrong of [
      ["--draft", "4"],
      ["--id", "a.json"],
      ["--id", "https://example.org/#a"],
    ])
      assert.equal(run(["schema", ...wrong]).code, 2);
  });

  test("colour where it is wanted", () => {
    write("wrong.alloy.json", WRONG);
    assert.ok(!run(["check"]).out.includes("\u001B["));
    assert.ok(run(["check"], { env: { NO_COLOR: "", FORCE_COLOR: "1" } }).out.includes("\u001B[31merror"));
  });
});

suite("editor and command line", () => {
  withFolder();
  const LEVELS = { error: 1, warning: 2, information: 3, hint: 4 };
  const folders = [
    "examples",
    ...["published", "examples", "recipes"].map((name) => `../shared/corpus/${name}`),
  ]
    .map((name) => path.join(ROOT, name))
    .filter((name) => existsSync(name));

  /** Compares what both say about every alloy of a folder. */
  async function compare(client: Client, from: string): Promise<void> {
    const args = ["check", "--format", "json", "--level", "hint"];
    const reports = JSON.parse(run(args, { cwd: from }).out).files;
    assert.ok(reports.length > 0);
    for (const { file, diagnostics } of reports) {
      const uri = pathToFileURL(path.join(from, file)).href;
      await client.open(uri, readFileSync(path.join(from, file), "utf8"));
      const served = (await client.pull(uri)).map(({ code, severity, message, range }: Diagnostic) => ({
        code,
        severity,
        message,
        range,
      }));
      const printed = diagnostics.map(({ code, severity, message, range }: Reported) => ({
        code,
        severity: LEVELS[severity],
        message,
        range,
      }));
      assert.equal(JSON.stringify(printed), JSON.stringify(served), file);
      await client.close(uri);
    }
  }

  test("say the same, to the byte", async function () {
    this.timeout(120_000);
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    for (const from of folders) await compare(client, from);
    await client.stop();
  });

  test("say the same about damaged alloys, too", async function () {
    this.timeout(120_000);
    const texts = folders.flatMap((from) =>
      readdirSync(from, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json") && !name.includes(".forge-alloy"))
        .map((name) => readFileSync(path.join(from, name), "utf8")),
    );
    // The same damage in every run: a failure can be looked at.
    const damaged = fc.sample(fc.tuple(fc.constantFrom(...texts), damage()), { numRuns: 300, seed: 6 });
    damaged.forEach(([text, wreck], i) => {
      write(`${i}.alloy.json`, wreck(text));
    });
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    await compare(client, folder);
    await client.stop();
  });
});

interface Reported {
  readonly code: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  readonly range: object;
}

/** What happens to a text that is written by hand, merged badly or cut off. */
function damage(): fc.Arbitrary<(text: string) => string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const at = (text: string, where: number) => Math.floor(where * text.length);
  return fc.oneof(
    place.map((where) => (text: string) => text.slice(0, at(text, where))),
    fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(([where, length]) => (text: string) => {
      const start = at(text, where);
      return text.slice(0, start) + text.slice(start + length);
    }),
    fc.tuple(place, place, fc.integer({ min: 1, max: 200 })).map(([from, to, length]) => (text: string) => {
      const piece = text.slice(at(text, from), at(text, from) + length);
      return text.slice(0, at(text, to)) + piece + text.slice(at(text, to));
    }),
    fc
      .tuple(
        place,
        fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "-", "null", "\n", "é", "\u2028"),
      )
      .map(
        ([where, piece]) =>
          (text: string) =>
            text.slice(0, at(text, where)) + piece + text.slice(at(text, where)),
      ),
    place.map((where) => (text: string) => {
      const start = text.slice(at(text, where)).search(/\d/) + at(text, where);
      return `${text.slice(0, start)}-1e9${text.slice(start + 1)}`;
    }),
    fc.constant((text: string) => text.replaceAll("\n", "\r\n")),
    fc.constant((text: string) => `\uFEFF${text}`),
    fc.constant((text: string) => text.replaceAll("type", "tpye")),
  );
}
