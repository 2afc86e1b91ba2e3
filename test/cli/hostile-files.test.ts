/** Files by strangers: what is read, what is written through, and what a name may do. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { NO, skip, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { BIN, FIXABLE, folder, GOOD, read, run, WRONG, withFolder, write } from "./support.js";

const LOOSE = GOOD.replace("{", "{\n");
/** Content outside the workspace that no command in these tests may read, let alone change. */
const SECRET = '{"name": "secret-name", "stages": 5}';
/** ID of a user and of a group that no system has. */
const OTHER = 54_321;
const isRoot = process.getuid?.() === 0;

const at = (name: string) => path.join(folder, name);

function pipe(name: string): string {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  assert.equal(spawnSync("mkfifo", [at(name)]).status, 0);
  return at(name);
}

function link(target: string, name: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  symlinkSync(target, at(name));
}

/** Runs a command without input, and asserts that it ends within 20 seconds. */
function quick(args: readonly string[], cwd = folder) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    input: "",
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
    env: { ...process.env, NO_COLOR: "1" },
  });
  assert.equal(signal, null, `${args.join(" ")} hangs`);
  return { code: status, out: stdout, err: stderr };
}

suite("files by strangers", () => {
  withFolder();
  setup(function () {
    skipIf(this, WINDOWS, NO.deviceFiles);
  });

  const SPECIAL: [what: string, make: (name: string) => void][] = [
    ["a named pipe", (name) => pipe(name)],
    ["a link to a named pipe", (name) => link(pipe("elsewhere/pipe"), name)],
    ["a link to an endless device", (name) => link("/dev/zero", name)],
    ["a folder", (name) => mkdirSync(at(name), { recursive: true })],
    ["a link in a circle", (name) => link(path.basename(name), name)],
    ["a link to nothing", (name) => link("nothing", name)],
  ];
  for (const [what, make] of SPECIAL) {
    test(`${what} in the place of a file never hangs: it is left out in a walk, and refused where it is named`, () => {
      write("good.alloy.json", GOOD);
      make("x.alloy.json");
      for (const args of [["check"], ["check", "--fix"], ["check", "*.json"], ["fmt"], ["stats"]]) {
        const { code, err, out } = quick(args);
        assert.equal(code, 0, args.join(" ") + err + out);
      }
      for (const command of ["check", "fmt", "gate", "show", "hash", "check --fix"]) {
        if (what === "a folder" && /check|fmt/.test(command)) continue; // holds no alloys
        const { code, err } = quick([...command.split(" "), "x.alloy.json"]);
        assert.equal(code, 2, command);
        assert.match(err, /x\.alloy\.json/, command);
      }
      assert.notEqual(quick(["new", "x.alloy.json", "-t", "empty"]).code, 0);
    });

    test(`${what} in the place of settings never hangs, and is not passed over in silence`, () => {
      const isThere = !/circle|nothing/.test(what);
      write("good.alloy.json", GOOD);
      make(".forge-alloy/config.json");
      const found = quick(["check"]);
      assert.equal(found.code, isThere ? 2 : 0, found.err);
      if (isThere) assert.match(found.err, /cannot read .*config\.json: it is a/);
      assert.equal(quick(["check", "--config", ".forge-alloy/config.json"]).code, 2);
      rmSync(at(".forge-alloy"), { recursive: true });
      rmSync(at("elsewhere"), { recursive: true, force: true });
      make(".forge-alloy/domains/lab.json");
      for (const command of ["check", "gate good.alloy.json", "show good.alloy.json", "stats", "domains"]) {
        const { code, err } = quick(command.split(" "));
        assert.ok(isThere ? code === 2 : code !== 2, command);
        if (isThere) assert.match(err, /cannot read .*lab\.json: it is a/);
      }
      if (what !== "a folder")
        assert.equal(quick(["check", "--domain", ".forge-alloy/domains/lab.json"]).code, 2);
      rmSync(at(".forge-alloy"), { recursive: true });
      rmSync(at("elsewhere"), { recursive: true, force: true });
      mkdirSync(at(".git"));
      make(".gitignore");
      assert.deepEqual(quick(["check"]).code, 0);
    });
  }

  test("settings that cannot be read are said once, however many files they are about", function () {
    this.timeout(120_000);
    for (let i = 0; i < 300; i++) write(`${i}.alloy.json`, GOOD); // by threads
    pipe(".forge-alloy/config.json");
    const { code, err } = quick(["check"]);
    assert.equal(code, 2);
    assert.equal(err.match(/cannot read/g)?.length, 1, err);
  });

  test("a .gitignore that takes exponential time elsewhere takes none", () => {
    mkdirSync(at(".git"));
    write(".gitignore", `${"**/a/".repeat(40)}b\n${"*a".repeat(40)}b\n/left-out.alloy.json\n`);
    write(`${"a/".repeat(60)}wrong.alloy.json`, WRONG);
    write("left-out.alloy.json", WRONG);
    const { code, out } = quick(["check"]);
    assert.equal(code, 1);
    assert.match(out, /1 error in 1 file/);
  });

  suite("links", () => {
    setup(() => {
      write("outside/secret.alloy.json", SECRET);
      write("work/good.alloy.json", GOOD);
    });
    const inWork = (args: readonly string[]) => quick(args, at("work"));

    test("found in a walk, they lead nowhere outside, and a sentence says so", () => {
      link("../outside/secret.alloy.json", "work/out.alloy.json");
      link("../outside", "work/folder");
      link("good.alloy.json", "work/twin.alloy.json");
      for (const args of [
        ["check"],
        ["check", "*.json"],
        ["check", "--format", "json"],
        ["stats"],
        ["fmt"],
      ]) {
        const { code, out, err } = inWork(args);
        assert.equal(code, 0, args.join(" ") + err);
        assert.ok(!out.includes("secret-name") && !err.includes("secret-name"));
        assert.match(
          err,
          /^warning: skipped out\.alloy\.json: it is a link to a location outside \.; specify it .*\n$/,
        );
      }
      assert.match(inWork(["check"]).out, /no problems in 2 files/);
    });

    test("named, they are read and written through", () => {
      write("outside/fixable.alloy.json", FIXABLE);
      link("../outside/fixable.alloy.json", "work/out.alloy.json");
      assert.match(inWork(["check", "out.alloy.json"]).out, /json\/trailing-comma/);
      assert.equal(inWork(["check", "--fix", "out.alloy.json"]).code, 0);
      assert.equal(read("outside/fixable.alloy.json"), GOOD);
      assert.ok(lstatSync(at("work/out.alloy.json")).isSymbolicLink());
    });

    test("found in a walk, they are never written through, not even within", () => {
      for (const [command, text] of [
        ["check --fix", FIXABLE],
        ["fmt", LOOSE],
      ] as const) {
        rmSync(at("work"), { recursive: true });
        write("work/data.json", text); // no name of an alloy
        link("data.json", "work/in.alloy.json");
        const { err } = inWork(command.split(" "));
        assert.match(err, /^warning: skipped in\.alloy\.json: it is a link; specify it .*\n$/, command);
        assert.equal(read("work/data.json"), text);
        assert.ok(lstatSync(at("work/in.alloy.json")).isSymbolicLink());
      }
    });

    test("settings behind one that leads out are not read, which is said", () => {
      write("outside/config.json", '{"rules": {"stage": "off"}}');
      write("outside/domains/lab.json", SECRET);
      write("work/wrong.alloy.json", WRONG);
      const cases: [string, string][] = [
        ["../../outside/config.json", "work/.forge-alloy/config.json"],
        ["../../outside/domains", "work/.forge-alloy/domains"],
      ];
      for (const [target, name] of cases) {
        link(target, name);
        const { code, out, err } = inWork(["check"]);
        assert.equal(code, 2);
        assert.match(err, /cannot read .*: it is a link to a location outside /);
        assert.match(out, /stage\/unknown-type/);
        rmSync(at(name));
      }
      // Within one repository they are.
      mkdirSync(at(".git"));
      link("../../outside/config.json", "work/.forge-alloy/config.json");
      assert.equal(inWork(["check"]).code, 0);
    });

    test("new: nothing is written through a link", () => {
      link("../outside/secret.alloy.json", "work/a.alloy.json");
      link("../outside/new.alloy.json", "work/b.alloy.json");
      for (const file of ["a.alloy.json", "b.alloy.json"])
        assert.equal(inWork(["new", file, "-t", "empty"]).code, 2);
      assert.equal(read("outside/secret.alloy.json"), SECRET);
      assert.ok(!existsSync(at("outside/new.alloy.json")));
    });
  });

  suite("writing", () => {
    test("a file with other hard links is refused with a sentence, and stays one file", () => {
      for (const [command, text] of [
        [["check", "--fix"], FIXABLE],
        [["fmt"], LOOSE],
      ] as const) {
        const file = write("a.alloy.json", text);
        linkSync(file, at("other-name"));
        const { code, err } = run(command);
        assert.equal(code, 2);
        assert.match(err, /^error: cannot write a\.alloy\.json: it has other hard links, .*\n$/);
        assert.equal(statSync(file).ino, statSync(at("other-name")).ino);
        assert.equal(read("a.alloy.json"), text);
        rmSync(at("other-name"));
      }
    });

    test("owner, group and mode stay", function () {
      skipIf(this, !isRoot, NO.root);
      const file = write("a.alloy.json", FIXABLE);
      try {
        chownSync(file, OTHER, OTHER + 1);
      } catch {
        skip(this, NO.otherUser);
      }
      chmodSync(file, 0o4640);
      assert.equal(run(["check", "--fix"]).code, 0);
      const { uid, gid, mode } = statSync(file);
      assert.deepEqual([uid, gid, mode & 0o7777], [OTHER, OTHER + 1, 0o4640]);
      assert.equal(read("a.alloy.json"), GOOD);
    });

    test("who may not keep the owner is refused with a sentence", function () {
      skipIf(this, !isRoot, NO.root);
      const file = write("a.alloy.json", FIXABLE);
      try {
        chownSync(folder, OTHER, OTHER);
      } catch {
        skip(this, NO.otherUser);
      }
      chmodSync(file, 0o666);
      const { status, stderr } = spawnSync(process.execPath, [BIN, "check", "--fix"], {
        cwd: folder,
        encoding: "utf8",
        uid: OTHER,
        gid: OTHER,
        env: { PATH: process.env.PATH },
      });
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^error: cannot write a\.alloy\.json: its owner or group would change\n$/);
      assert.deepEqual([read("a.alloy.json"), statSync(file).uid], [FIXABLE, 0]);
      assert.deepEqual(readdirSync(folder), ["a.alloy.json"]);
    });

    /** Watches a folder while a program runs: the widest mode of a temporary file. */
    async function modesWhile(program: ChildProcess): Promise<number> {
      let modes = 0;
      const closed = once(program, "close");
      while (program.exitCode === null) {
        for (const name of readdirSync(folder).filter((one) => one.endsWith(".tmp"))) {
          try {
            modes |= lstatSync(at(name)).mode & 0o777;
          } catch {
            // gone meanwhile
          }
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      await closed;
      return modes;
    }

    test("at no moment a temporary file is open to more people than the file is", async function () {
      this.timeout(120_000);
      for (let i = 0; i < 60; i++) {
        write(`${i}.alloy.json`, FIXABLE.replace('"a"', `"${"a".repeat(500_000)}"`));
        chmodSync(at(`${i}.alloy.json`), 0o600);
      }
      const modes = await modesWhile(spawn(process.execPath, [BIN, "check", "--fix"], { cwd: folder }));
      assert.equal(modes, 0o600, "some were seen, and none was open to others");
      assert.equal(statSync(at("0.alloy.json")).mode & 0o777, 0o600);
    });

    test("what a killed process left is removed by the next one that writes: ours alone, and only when it is old", () => {
      const ours = ".forge-alloy.01234567-89ab-cdef-0123-456789abcdef.tmp";
      const kept = [
        ".forge-alloy.11234567-89ab-cdef-0123-456789abcdef.tmp", // young
        ".forge-alloy.tmp",
        "forge-alloy.01234567-89ab-cdef-0123-456789abcdef.tmp",
        ".forge-alloy.01234567-89ab-cdef-0123-456789abcdef.tmp.txt",
        ".forge-alloy.0123456789abcdef0123456789abcdef.tmp",
      ];
      const longAgo = Date.now() / 1000 - 86_400;
      for (const command of ["check --fix", "fmt", "check --fix a.alloy.json"]) {
        write("a.alloy.json", GOOD);
        for (const name of [ours, ...kept]) write(name, "left");
        for (const name of [ours, ...kept.slice(1)]) utimesSync(at(name), longAgo, longAgo);
        run(["check"]);
        assert.ok(existsSync(at(ours)), "who only looks removes nothing");
        run(command.split(" "));
        assert.deepEqual(readdirSync(folder).sort(), [...kept, "a.alloy.json"].sort(), command);
      }
      // A link or a folder of that name is none of ours.
      link("a.alloy.json", ours);
      run(["fmt"]);
      assert.ok(existsSync(at(ours)) && existsSync(at("a.alloy.json")));
    });
  });

  test("a file called like an option changes nothing", () => {
    write("evil.alloy.json", '{"rules": {"stage": "off"}}');
    write("--config=evil.alloy.json", WRONG);
    write("--fix", "");
    write("a.alloy.json", WRONG);
    const names = readdirSync(folder);
    const refused = run(["check", ...names]); // what a shell makes of *
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      /^error: "--config=evil\.alloy\.json" is an option, but a file in this folder has the same name\nhint: /,
    );
    for (const paths of [["--", ...names], ["."]]) {
      const { out } = run(["check", ...paths]);
      assert.match(out, /^--config=evil\.alloy\.json:1:\d+ error .*stage\/unknown-type$/m);
      assert.match(out, /^a\.alloy\.json:1:\d+ error .*stage\/unknown-type$/m);
    }
    assert.equal(read("a.alloy.json"), WRONG);
    assert.equal(run(["gate", "--", "--config=evil.alloy.json"]).err.includes("option"), false);
  });
});

suite("files that change meanwhile", () => {
  test("what was read is not written over what somebody else wrote", async () => {
    const { writeText } = await import("../../server/src/workspace/files.js");
    const { Failure } = await import("../../server/src/workspace/failure.js");
    const { mkdtempSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const there = mkdtempSync(path.join(tmpdir(), "forge-alloy-changed-"));
    try {
      const file = path.join(there, "a.alloy.json");
      for (const now of ["", "old ", "new", "oldold"]) {
        writeFileSync(file, now);
        assert.throws(
          () => writeText(file, { was: "old", text: "mine", isNamed: true }),
          (error) =>
            error instanceof Failure && /cannot write .*: it changed after it was read$/.test(error.message),
        );
        assert.equal(readFileSync(file, "utf8"), now);
        assert.deepEqual(readdirSync(there), ["a.alloy.json"]);
      }
      writeFileSync(file, "old");
      writeText(file, { was: "old", text: "mine", isNamed: false });
      assert.equal(readFileSync(file, "utf8"), "mine");
    } finally {
      rmSync(there, { recursive: true });
    }
  });
});
