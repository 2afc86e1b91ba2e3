/** Folders full of files: what is read, by several threads, in order, and as it changes. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { has, makeLinks, NO, skipIf, WINDOWS, WINE } from "../../server/src/testing/skip.js";
import { BIN, FIXED, folder, GOOD, LAX, read, remove, run, WRONG, withFolder, write } from "./support.js";

/** More than are checked without threads. */
const MANY = 300;

/** What a terminal gets to forget its last line. */
const WIPED = "\u001B[1G\u001B[0K";

suite("forge-alloy with many files", () => {
  withFolder();

  test("threads say what one process says, in the order of the files", () => {
    const texts = [GOOD, WRONG, LAX, "{", ""];
    for (let i = 0; i < MANY; i++)
      write(`${i % 7}/a${String(i).padStart(4, "0")}.alloy.json`, texts[i % texts.length] as string);
    write("3/binary.alloy.json", Buffer.from([0]));
    write(
      ".forge-alloy/config.json",
      '{"suppressions": [{"code": "stage", "reason": "so", "files": ["3/**"]}]}',
    );
    const together = run(["check", "--format", "json"]);
    assert.equal(together.code, 2);
    const binary = path.join("3", "binary.alloy.json");
    assert.match(together.err, /^error: cannot read 3.binary\.alloy\.json: it is a binary file\n$/);
    const reports: { file: string; unreadable?: string }[] = JSON.parse(together.out).files;
    const files = reports.map(({ file }) => file);
    assert.equal(files.length, MANY + 1);
    assert.deepEqual(files, [...files].sort());
    assert.deepEqual(
      reports.filter(({ unreadable }) => unreadable !== undefined).map(({ file }) => file),
      [binary],
    );
    const alone = [0, 1, 2, 3, 4, 5, 6].flatMap(
      (part) => JSON.parse(run(["check", String(part), "--format", "json"]).out).files,
    );
    assert.deepEqual(reports, alone);
    for (const format of ["sarif", "junit", "github", "pretty"]) {
      const { out } = run(["check", "--format", format]);
      assert.ok(out.includes("a0299.alloy.json") || out.includes("a0298.alloy.json"), format);
      if (format === "sarif") JSON.parse(out);
    }
    assert.match(run(["check"]).out, / in 300 files \(.*1 could not be read or written\)\n$/);
  });

  test("--fix fixes by threads, too, and names each file", () => {
    for (let i = 0; i < MANY; i++) write(`a${i}.alloy.json`, LAX);
    const { code, out, err } = run(["check", "--fix"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(out.match(/^Fixed 1 problem in a\d+\.alloy\.json\.$/gm)?.length, MANY);
    assert.ok(out.endsWith("Fixed 300 problems in 300 files.\nno problems in 300 files\n"), out.slice(-200));
    assert.equal(read("a299.alloy.json"), FIXED);
  });

  test("a reader that has seen enough ends it without a word", function () {
    skipIf(this, WINDOWS, NO.shell);
    for (let i = 0; i < MANY; i++) write(`a${i}.alloy.json`, WRONG);
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${BIN}" check | head -1`],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^a0\.alloy\.json:1/);
  });

  test(".gitignore: nested, negated, from the folders of the repository above", () => {
    write(".git/HEAD", "");
    write(".gitignore", "*.tmp.alloy.json\n/top\nbuild/\n");
    for (const name of [
      "top/a",
      "build/a",
      "deep/build/a",
      "deep/top/a",
      "deep/x.tmp",
      "deep/kept.tmp",
      ".hidden/a",
    ])
      write(`${name}.alloy.json`, GOOD);
    write("deep/.gitignore", "!kept.tmp.alloy.json\n");
    const checked = (args: readonly string[], cwd = folder) =>
      JSON.parse(run(["check", "--format", "json", ...args], { cwd }).out).files.flatMap(
        ({ file, unreadable }: { file: string; unreadable?: string }) => (unreadable ? [] : [file]),
      );
    assert.deepEqual(checked([]), ["deep/kept.tmp.alloy.json", "deep/top/a.alloy.json"].map(path.normalize));
    assert.deepEqual(checked([], path.join(folder, "deep")), [
      "kept.tmp.alloy.json",
      path.join("top", "a.alloy.json"),
    ]);
    assert.deepEqual(checked(["**/a.*"]), [path.join("deep", "top", "a.alloy.json")]);
    assert.deepEqual(checked([".hidden/*.json"]), [path.join(".hidden", "a.alloy.json")]);
    assert.deepEqual(checked(["**/.hidden/*"]), [path.join(".hidden", "a.alloy.json")]);
    assert.deepEqual(checked(["deep/{top,x}/*.alloy.json", "deep", "deep"]).length, 2);
    assert.deepEqual(checked(["nothing-{a,b}*"]), []);
  });

  test("links to files are followed, links to folders are not", function () {
    write("real/forge-alloy.json", GOOD);
    makeLinks(this, () => {
      symlinkSync(path.join(folder, "real/forge-alloy.json"), path.join(folder, "link.alloy.json"));
      symlinkSync(folder, path.join(folder, "real/loop"));
      symlinkSync(path.join(folder, "nowhere"), path.join(folder, "dangling.alloy.json"));
    });
    assert.deepEqual(run(["check"]), { code: 0, out: "no problems in 2 files\n", err: "" });
  });

  test("settings that are no text are said once", () => {
    write("a.alloy.json", GOOD);
    write(".forge-alloy/config.json", Buffer.from("{\xe4}", "latin1"));
    const { code, err } = run(["check"]);
    assert.equal(code, 2);
    assert.match(err, /^error: cannot read [^\n]*config\.json: it is not UTF-8\n$/);
  });

  test("broken settings are said once, at their place", () => {
    for (const name of ["a", "b/b", "b/c"]) write(`${name}.alloy.json`, GOOD);
    write(".forge-alloy/domains/lab.json", '{"id": "lab"}');
    write(
      ".forge-alloy/domains/ticketing.json",
      '{"id": "ticketing", "version": "1.0.0", "title": "t", "status": "stable", "stages": {}}',
    );
    const { code, out } = run(["check"]);
    assert.equal(code, 1);
    assert.equal(out.match(/lab\.json:1:\d+ error/g)?.length, out.match(/lab\.json/g)?.length, out);
    assert.match(out, /lab\.json:1:1 error .*"stages"|lab\.json:1:1 error/);
    assert.match(out, /ticketing\.json:1:\d+ error .*the built-in one/);
  });

  test("a terminal sees how far it is, and a report without remains", function () {
    const program = `${process.execPath} ${BIN} check --format github`;
    skipIf(this, !has("script"), NO.terminal);
    for (let i = 0; i < 1500; i++) write(`${i % 9}/a${i}.alloy.json`, i === 0 ? WRONG : GOOD);
    const { status, stdout } = spawnSync("script", ["-qec", program, "/dev/null"], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.equal(status, 1);
    assert.match(stdout, /\d+ files checked …/);
    // The last of it is wiped away, and the problem stands on a line of its own.
    assert.ok(stdout.endsWith(WIPED));
    assert.ok(stdout.includes(`${WIPED}::error file=0/a0.alloy.json`) || stdout.startsWith("::error"));
    assert.ok(!run(["check", "--format", "github"]).err.includes("checked"));
  });
});

suite("forge-alloy check --watch", () => {
  let watching: ChildProcessWithoutNullStreams | undefined;
  let out: string;

  setup(() => {
    out = "";
  });
  // Before its folder is removed, which Windows does not do while a program runs in it.
  teardown(async () => {
    const exit = watching && watching.exitCode === null ? once(watching, "exit") : undefined;
    watching?.kill();
    await exit;
    watching = undefined;
  });
  withFolder();

  /** Resolves to what is printed from now on until it is all that a run says. */
  async function nextRun(change: () => void, wanted: RegExp): Promise<string> {
    out = "";
    change();
    for (;;) {
      const [last] = out.split("Waiting for changes").slice(-2, -1);
      if (last !== undefined && wanted.test(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  function start(...args: string[]): void {
    const program = spawn(process.execPath, [BIN, "check", "--watch", ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1" },
    });
    watching = program;
    for (const stream of [program.stdout, program.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        out += text;
      });
  }

  test("files change, come, go and are replaced; settings change", async function () {
    skipIf(this, WINE, NO.wineWatch);
    write("a.alloy.json", GOOD);
    write("deep/b.alloy.json", GOOD);
    await nextRun(() => start(), /no problems in 2 files/);
    await nextRun(() => write("deep/b.alloy.json", WRONG), /b\.alloy\.json:1[\s\S]*1 error in 2 files/);
    await nextRun(() => write("new/folder/c.alloy.json", WRONG), /2 errors in 3 files/);
    await nextRun(() => write("new/folder/c.alloy.json", GOOD), /1 error in 3 files/);
    await nextRun(() => remove("new"), /1 error in 2 files/);
    await nextRun(() => {
      write("deep/.saved", GOOD);
      renameSync(path.join(folder, "deep/.saved"), path.join(folder, "deep/b.alloy.json"));
    }, /no problems in 2 files/);
    await nextRun(() => {
      remove("deep");
      write("deep/b.alloy.json", WRONG);
    }, /1 error in 2 files/);
    await nextRun(() => write("deep/b.alloy.json", GOOD), /no problems in 2 files/);
    await nextRun(() => write("a.alloy.json", LAX), /1 warning in 2 files/);
    await nextRun(
      () => write(".forge-alloy/config.json", '{"rules": {"schema": "off"}}'),
      /no problems in 2 files/,
    );
    await nextRun(
      () => write(".forge-alloy/config.json", '{"rules": {"schema": "error"}}'),
      /1 error in 2 files/,
    );
    await nextRun(() => remove(".forge-alloy"), /1 warning in 2 files/);
    await nextRun(() => write(".gitignore", "deep"), /1 warning in 1 file\b/);
  });

  test("only what matters wakes it: not a report in the same folder, but settings that are named", async () => {
    write("a.alloy.json", LAX);
    write("c.json", "{}");
    await nextRun(() => start("--config", "c.json"), /1 warning in 1 file/);
    write("report.txt", "one more file");
    write(".a.alloy.json.1.tmp", GOOD);
    await nextRun(() => write("c.json", '{"rules": {"schema": "error"}}'), /1 error in 1 file/);
    assert.equal(out.match(/Waiting for changes/g)?.length, 1, out);
  });

  test("a named file goes and comes again", async () => {
    write("a.alloy.json", WRONG);
    await nextRun(() => start("a.alloy.json"), /1 error in 1 file/);
    await nextRun(
      () => rmSync(path.join(folder, "a.alloy.json")),
      /error: cannot read a\.alloy\.json: no such file or folder/,
    );
    await nextRun(() => write("a.alloy.json", GOOD), /no problems in 1 file/);
    assert.equal(run(["check", "--watch", "nowhere"]).code, 2);
    assert.equal(run(["check", "--watch", "-"]).code, 2);
  });
});
