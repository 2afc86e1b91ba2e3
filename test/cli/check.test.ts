/** `forge-alloy check` as other programs rely on it: the report, what is in it, exit codes, and what fixes do. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { check } from "../../server/src/library/index.js";
import { has, NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { ROOT } from "../protocol/client.js";
import { FIXABLE, FIXED, folder, GOOD, LAX, read, run, WRONG, withFolder, write } from "./support.js";

interface Report {
  readonly formatVersion: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly files: readonly {
    readonly file: string;
    readonly diagnostics: readonly Record<string, unknown>[];
    readonly fixes?: readonly Record<string, unknown>[];
    readonly unreadable?: string;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/check.schema.json"), "utf8"));
const isReport = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
const isReportAndNoMore = new Ajv2020({ strict: true, strictTypes: false }).compile(closed(schema));

/** The same schema, with every object limited to the properties that it describes. */
function closed(part: object): object {
  return JSON.parse(JSON.stringify(part), (_, value) =>
    value?.type === "object" ? { ...value, additionalProperties: false } : value,
  );
}

function reportOf(out: string): Report {
  const report = JSON.parse(out);
  isReport(report);
  assert.deepEqual(isReport.errors, null);
  isReportAndNoMore(report);
  assert.deepEqual(isReportAndNoMore.errors, null);
  return report;
}

/** Runs `check --format json` and reads its report. */
function json(args: readonly string[] = [], input?: string) {
  const { code, out, err } = run(
    ["check", "--format", "json", ...args],
    input === undefined ? {} : { input },
  );
  return { code, err, ...reportOf(out) };
}

/** One problem of each severity under `LEVELS`; the warning has a safe fix, the error an unsafe one. */
const ALL = GOOD.replace(
  '"stages": [',
  '"cycles": 1, "stages": [{"type": "lora", "rank": "8"}, {"type": "lora", "rank": 4.0}, {"type": "delivr"}, ',
);
const LEVELS = '{"rules": {"schema/whole-float": "info"}}';

const PUBLISHED = LAX.replace(
  '"name": "a"',
  '"name": "a", "receipt": {"issuedAt": "2026-01-01T00:00:00Z", "publications": [{"target": "hf", "url": "https://example.org/a"}]}',
);

suite("forge-alloy check: the report", () => {
  withFolder();

  test("has the described form: nothing, problems, fixes, unreadable files, broken texts", () => {
    const version = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).version;
    write("notes.txt", "");
    const nothing = json();
    assert.equal(nothing.code, 2);
    assert.deepEqual([nothing.formatVersion, nothing.tool], [1, { name: "forge-alloy", version }]);
    assert.deepEqual(nothing.files, []);
    assert.deepEqual(Object.values(nothing.summary), Array(8).fill(0));
    write("all.alloy.json", ALL);
    write("binary.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
    write("broken.alloy.json", '{"a": [1, 2');
    write("empty.alloy.json", "");
    write("good.alloy.json", GOOD);
    write("twice.alloy.json", GOOD.replace("{", '{"a/b~": 1, "a/b~": 2, '));
    for (const level of ["error", "warning", "information", "hint"])
      for (const more of [[], ["--fix-dry-run"], ["--fix-dry-run", "--unsafe"], ["--diff"]])
        json(["--level", level, ...more]);
    const { files, summary } = json();
    assert.deepEqual(
      files.map(({ file }) => file),
      ["all", "binary", "broken", "empty", "good", "twice"].map((name) => `${name}.alloy.json`),
    );
    assert.equal(summary.files, 6);
    assert.ok(
      files.every(({ fixes }) => fixes === undefined),
      "nothing was to be fixed",
    );
  });

  test("positions, pointer, fix, tags and related places", () => {
    const text = `{"x": "😀", "x": "😀",\n${WRONG.slice(1)}`;
    write("wrong.alloy.json", text);
    const [file] = json().files;
    const start = text.split("\n")[1]?.indexOf('"evl"') ?? -1;
    const problem = file?.diagnostics.find(({ code }) => code === "stage/unknown-type");
    assert.deepEqual(
      { ...problem, message: "" },
      {
        code: "stage/unknown-type",
        severity: "error",
        message: "",
        range: { start: { line: 1, character: start }, end: { line: 1, character: start + 5 } },
        line: 2,
        column: start + 1,
        pointer: "/stages/0/type",
        fix: "unsafe",
      },
    );
    const double = file?.diagnostics.find(({ code }) => code === "json/duplicate-key") as {
      fix: string;
      related: { range: object; line: number; column: number }[];
    };
    assert.equal(double.fix, "unsafe");
    assert.deepEqual(double.related[0]?.range, {
      start: { line: 0, character: 1 },
      end: { line: 0, character: 4 },
    });
    assert.deepEqual([double.related[0]?.line, double.related[0]?.column], [1, 2]);
    mkdirSync(path.join(folder, ".forge-alloy"));
    write(".forge-alloy/config.json", '{"suppressions": [{"code": "schema/null", "reason": "r"}]}');
    const tagged = json(["--level", "hint"])
      .files.flatMap(({ diagnostics }) => diagnostics)
      .find(({ tags }) => tags !== undefined);
    assert.deepEqual(tagged?.tags, ["unnecessary"]);
  });

  test("the library reports the same", () => {
    for (const text of [ALL, WRONG, '{"a": [1, 2', `{"x": "😀", "x": 1,\n${LAX.slice(1)}`]) {
      const { files } = json(["-", "--level", "hint"], text);
      assert.deepEqual(JSON.parse(JSON.stringify(check(text))), files[0]?.diagnostics);
    }
  });

  test("an unreadable file, folder or path appears in every format, and the rest goes on", () => {
    write("bad.alloy.json", Buffer.from([0x22, 0xe4, 0x22]));
    write("wrong.alloy.json", WRONG);
    const paths = ["nowhere.json", "bad.alloy.json", "none-*.json", "wrong.alloy.json"];
    const { code, files, summary, err } = json(paths);
    assert.equal(code, 2);
    assert.deepEqual(
      new Map(files.map(({ file, unreadable }) => [file, unreadable !== undefined])),
      new Map([
        ["nowhere.json", true],
        ["bad.alloy.json", true],
        ["none-*.json", true],
        ["wrong.alloy.json", false],
      ]),
    );
    assert.equal(summary.errors, 1);
    assert.equal(err.trim().split("\n").length, 3);
    for (const format of ["pretty", "sarif", "github", "junit"]) {
      const { code, out } = run(["check", "--format", format, ...paths]);
      assert.equal(code, 2, format);
      for (const name of [/nowhere\.json/, /bad\.alloy\.json/, /wrong\.alloy\.json/]) assert.match(out, name);
    }
    assert.match(
      run(["check", "bad.alloy.json", "--format", "github"]).out,
      /^::error file=bad\.alloy\.json/,
    );
    assert.match(run(["check", "bad.alloy.json", "--format", "junit"]).out, /errors="1"[\s\S]*<error /);
    const [sarif] = JSON.parse(run(["check", "--format", "sarif"]).out).runs;
    assert.equal(sarif.invocations[0].executionSuccessful, false);
    assert.equal(sarif.invocations[0].toolExecutionNotifications.length, 1);
    const [sound] = JSON.parse(run(["check", "--format", "sarif", "wrong.alloy.json"]).out).runs;
    assert.deepEqual(sound.invocations, [{ executionSuccessful: true }]);
  });

  test("a folder that cannot be read is in the report", function () {
    skipIf(this, WINDOWS, NO.accounts);
    skipIf(this, process.getuid?.() === 0, "root may read everything");
    write("a.alloy.json", GOOD);
    mkdirSync(path.join(folder, "closed"));
    chmodSync(path.join(folder, "closed"), 0);
    try {
      const { code, files } = json();
      assert.equal(code, 2);
      assert.deepEqual(files.find(({ unreadable }) => unreadable)?.file, "closed");
    } finally {
      chmodSync(path.join(folder, "closed"), 0o755);
    }
  });

  test("standard output carries the report alone, whatever else is said", () => {
    write("a.alloy.json", LAX);
    write("published.alloy.json", PUBLISHED);
    for (const more of [
      ["--fix-dry-run", "--diff"],
      ["--diff"],
      ["--max-warnings", "0"],
      ["--fix", "--diff"],
    ]) {
      reportOf(run(["check", "--format", "json", ...more]).out);
      JSON.parse(run(["check", "--format", "sarif", ...more]).out);
      assert.match(run(["check", "--format", "github", ...more]).out, /^(::[^\n]*\n)*$/);
    }
  });
});

suite("forge-alloy check: options", () => {
  withFolder();

  test("--level leaves out what is below, in every format, and no exit code depends on it", () => {
    write("a.alloy.json", ALL);
    write(".forge-alloy/config.json", LEVELS);
    const all = json(["--level", "hint"]);
    const { errors = 0, warnings = 0, information = 0, hints = 0 } = all.summary;
    for (const count of [errors, warnings, information, hints]) assert.ok(count > 0);
    assert.equal(all.summary.hidden, 0);
    const total = errors + warnings + information + hints;
    const shown = { error: errors, warning: errors + warnings, information: total - hints, hint: total };
    for (const [level, count] of Object.entries(shown)) {
      const { code, files, summary } = json(["--level", level]);
      assert.equal(code, 1);
      assert.equal(files[0]?.diagnostics.length, count, level);
      assert.deepEqual(summary, { ...all.summary, hidden: total - count });
      const of = (format: string) => run(["check", "--format", format, "--level", level]).out;
      assert.equal(of("github").match(/^::/gm)?.length, count, level);
      assert.equal(JSON.parse(of("sarif")).runs[0].results.length, count, level);
      assert.equal(of("junit").match(/<testcase /g)?.length, count, level);
      assert.equal(of("pretty").match(/^a\.alloy\.json:/gm)?.length, count, level);
    }
    const standard = json();
    assert.equal(standard.summary.hidden, hints, "the default is information");
    assert.deepEqual(json(["--quiet"]), json(["--level", "error"]));
    assert.equal(run(["check", "--quiet", "--level", "error"]).code, 2);
    assert.equal(run(["check", "--level", "loud"]).code, 2);
    write("a.alloy.json", LAX);
    assert.deepEqual(
      ["0", "1"].map((limit) => json(["--level", "error", "--max-warnings", limit]).code),
      [1, 0],
    );
    assert.match(
      run(["check", "--quiet"]).out,
      /^no problems in 1 file \(1 fixable .*1 hidden by --level error\)\n$/,
    );
  });

  test("no file at all is exit 2, unless --allow-empty", () => {
    write("notes.txt", "");
    for (const format of ["pretty", "json", "sarif", "github", "junit"]) {
      assert.equal(run(["check", "--format", format]).code, 2, format);
      assert.equal(run(["check", "--format", format, "--allow-empty"]).code, 0, format);
    }
    assert.match(run(["check"]).out, /^no files checked\n$/);
    assert.match(run(["check"]).err, /--allow-empty/);
    assert.equal(run(["check", "nowhere", "--allow-empty"]).code, 2);
    assert.equal(run(["check", "none-*", "--allow-empty"]).code, 2);
    write(".gitignore", "a.alloy.json\n");
    write("a.alloy.json", WRONG);
    assert.equal(run(["check"]).code, 2);
    assert.equal(run(["check", "a.alloy.json"]).code, 1);
  });

  test("--unsafe needs something to apply to, and a dry run does not write", () => {
    write("a.alloy.json", LAX);
    for (const args of [["--unsafe"], ["--unsafe", "--format", "json"], ["--fix", "--fix-dry-run"]]) {
      const { code, out, err } = run(["check", ...args]);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, /--unsafe|--fix-dry-run/);
    }
    for (const other of ["--fix-dry-run", "--diff"]) assert.equal(run(["check", "--unsafe", other]).code, 0);
    assert.equal(read("a.alloy.json"), LAX);
  });

  test("what begins with a dash behind -- is a file", () => {
    write("--config=evil.alloy.json", WRONG);
    write("evil.alloy.json", '{"rules": {"stage": "off"}}');
    write("a.alloy.json", GOOD);
    const hooks = parse(readFileSync(path.join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as {
      entry: string;
    }[];
    for (const { entry } of hooks) {
      assert.match(entry, /^forge-alloy \w+ (?:.* )?--$/);
      assert.ok(!entry.includes("--fix"));
    }
    const { code, files } = json(["--", "--config=evil.alloy.json", "a.alloy.json"]);
    assert.equal(code, 1);
    assert.deepEqual(
      files.map(({ file, diagnostics }) => [file, diagnostics.length]),
      [
        ["--config=evil.alloy.json", 1],
        ["a.alloy.json", 0],
      ],
    );
    assert.equal(json().code, 1, "nor does it change what a folder means");
  });
});

suite("forge-alloy check --fix", () => {
  withFolder();

  test("says what it did: a count and the names, in the report for people, beside it for programs", () => {
    write("a.alloy.json", LAX);
    write("b.alloy.json", GOOD);
    write("c.alloy.json", FIXABLE);
    const lines = (verb: string) =>
      `${verb} 1 problem in a.alloy.json.\n${verb} 1 problem in c.alloy.json.\n${verb} 2 problems in 2 files.\n`;
    const end = "no problems in 3 files\n";
    assert.deepEqual(run(["check", "--fix-dry-run"]), { code: 0, out: lines("Would fix") + end, err: "" });
    const dry = json(["--fix-dry-run"]);
    assert.equal(dry.err, lines("Would fix"));
    assert.equal(read("a.alloy.json"), LAX);
    const fixed = json(["--fix"]);
    assert.equal(fixed.err, lines("Fixed"));
    assert.deepEqual(fixed.files, dry.files);
    assert.deepEqual(fixed.summary, dry.summary);
    assert.equal(fixed.summary.fixed, 2);
    assert.deepEqual(
      fixed.files.map(({ fixes }) => fixes?.map(({ code, safe, pointer }) => [code, safe, pointer])),
      [
        [["schema/number-as-text", true, "/stages/0/benchmarks/0/nShot"]],
        [],
        [["json/trailing-comma", true, "/stages/0/benchmarks/0"]],
      ],
    );
    assert.deepEqual([read("a.alloy.json"), read("b.alloy.json"), read("c.alloy.json")], [FIXED, GOOD, GOOD]);
    assert.deepEqual(run(["check", "--fix"]), {
      code: 0,
      out: `Fixed 0 problems in 0 files.\n${end}`,
      err: "",
    });
  });

  test("--diff prints what patch reads", function () {
    write("deep/a b.alloy.json", ALL.replaceAll(", ", ",\r\n"));
    const before = read("deep/a b.alloy.json");
    const dry = run(["check", "--fix-dry-run", "--diff"]);
    const only = run(["check", "--diff"]);
    const programs = run(["check", "--diff", "--format", "json"]);
    const diffIn = (text: string) => /--- [^\n]*\n(?:[-+ @\\][^\n]*\n)+/.exec(text)?.[0] ?? "";
    assert.match(dry.out, /^--- a\/deep\/a b\.alloy\.json\n\+\+\+ b\/deep\/a b\.alloy\.json\n@@ /);
    assert.equal(read("deep/a b.alloy.json"), before);
    assert.ok(only.out.includes('"rank": "8"'), "without --fix, the file is reported as it is");
    assert.ok(!only.out.includes("fix 1"), only.out);
    assert.ok(programs.err.startsWith("--- a/deep"), "beside the report");
    const fix = run(["check", "--fix", "--diff"]);
    const after = read("deep/a b.alloy.json");
    assert.notEqual(after, before);
    assert.equal(diffIn(fix.out).slice(0, 200), diffIn(dry.out).slice(0, 200));
    skipIf(this, !has("git"), NO.git);
    write("deep/a b.alloy.json", before);
    const { status, stderr } = spawnSync("git", ["apply", "-"], {
      cwd: folder,
      input: diffIn(only.out),
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    assert.equal(read("deep/a b.alloy.json"), after);
  });

  test("applies safe fixes; with --unsafe those, too, that leave nothing to choose", () => {
    write("a.alloy.json", ALL);
    write(".forge-alloy/config.json", LEVELS);
    const plain = json(["--fix"]);
    const safely = ALL.replace('"8"', "8");
    assert.equal(read("a.alloy.json"), safely);
    assert.ok(plain.files[0]?.fixes?.every(({ safe }) => safe));
    const unsafe = json(["--fix", "--unsafe"]);
    assert.equal(read("a.alloy.json"), safely.replace("delivr", "deliver"));
    assert.deepEqual(
      unsafe.files[0]?.fixes?.map(({ code, safe }) => [code, safe]),
      [["stage/unknown-type", false]],
    );
    // Two values to choose from, and fields that only the author knows.
    for (const text of [
      GOOD.replace("{", '{"license": "mit", "license": "x", '),
      '{"name": "a", "stages": [{}]}',
    ]) {
      write("a.alloy.json", text);
      const { code, files } = json(["--fix", "--unsafe"]);
      assert.equal(code, text.startsWith('{"lic') ? code : 1);
      assert.deepEqual(files[0]?.fixes, []);
      assert.equal(read("a.alloy.json"), text);
    }
  });

  test("a published alloy is left alone, whatever its receipt looks like, unless --allow-published", () => {
    const second = PUBLISHED.replace('"stages"', '"receipt": {}, "stages"');
    const object = PUBLISHED.replace("[{", "{").replace("}]}", "}}");
    const broken = `${PUBLISHED.trimEnd().slice(0, -1)},`;
    for (const text of [PUBLISHED, second, object, broken]) {
      write("a.alloy.json", text);
      for (const more of [[], ["--unsafe"]]) {
        const { err, files, summary } = json(["--fix", "--diff", ...more]);
        assert.match(err, /^warning: a\.alloy\.json is published and was not changed/);
        assert.deepEqual(files[0]?.fixes, []);
        assert.equal(summary.fixed, 0);
        assert.equal(summary.fixable, 0, "nothing that is not done is promised");
        assert.equal(read("a.alloy.json"), text);
      }
      assert.ok(!run(["check", "--diff"]).out.includes("@@"));
      const { summary } = json(["--fix", "--allow-published"]);
      assert.ok((summary.fixed ?? 0) > 0);
      assert.notEqual(read("a.alloy.json"), text);
    }
    write("a.alloy.json", PUBLISHED.replace('"5"', "5"));
    assert.equal(
      json(["--fix"]).err,
      "Fixed 0 problems in 0 files.\n",
      "nothing is said if there is nothing to fix",
    );
  });

  test("settings that are fixed along the way are named, too", () => {
    write("a.alloy.json", GOOD);
    write(".forge-alloy/config.json", '{"rules": {},}');
    const { err, files } = json(["--fix"]);
    assert.match(err, /^Fixed 1 problem in \.forge-alloy.config\.json\.\nFixed 1 problem in 1 file\.\n$/);
    assert.deepEqual(
      files.map(({ file, fixes }) => [path.basename(file), fixes?.length]),
      [
        ["a.alloy.json", 0],
        ["config.json", 1],
      ],
    );
    assert.ok(existsSync(path.join(folder, ".forge-alloy/config.json")));
  });
});
