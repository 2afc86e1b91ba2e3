/** Files that cannot be written, or not to their end: what was there stays. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { makeLinks, NO, skip, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { BIN, FIXED, folder, GOOD, LAX, read, run, withFolder, write } from "./support.js";

/** An alloy with a problem and wrong formatting, larger than the smallest file size limit of a shell. */
const LARGE = LAX.replace('"name": "a"', `"name": "${"a".repeat(5000)}"`);

suite("files that are not to be damaged", () => {
  withFolder();

  test("the disk is full: the old text stays, nothing else is left, the others are still checked", function () {
    skipIf(this, WINDOWS, "no limits of file sizes can be set");
    write("a.alloy.json", LARGE);
    write("b.alloy.json", LAX);
    for (const args of ["check --fix", "fmt"]) {
      // The shell's limit of file sizes fails a write as a full disk does: in the middle.
      const { status, stderr } = spawnSync(
        "sh",
        ["-c", `ulimit -f 4; "${process.execPath}" "${BIN}" ${args}`],
        {
          cwd: folder,
          encoding: "utf8",
        },
      );
      assert.equal(status, 2);
      assert.match(stderr, /cannot write .*a\.alloy\.json.*: the file is too large\n$/);
      assert.equal(read("a.alloy.json"), LARGE);
      assert.deepEqual(readdirSync(folder), ["a.alloy.json", "b.alloy.json"]);
    }
    assert.notEqual(read("b.alloy.json"), LAX);
  });

  test("the disk is really full", function () {
    const small = path.join(folder, "disk");
    mkdirSync(small);
    const disk = ["-t", "tmpfs", "-o", "size=16k", "tmpfs", small];
    const { status: mounted, error } = spawnSync("mount", disk, { stdio: "ignore" });
    skipIf(this, error !== undefined || mounted !== 0, "a small disk cannot be mounted here");
    try {
      write("disk/a.alloy.json", LARGE);
      // What is left has no room for a second one of this size.
      write("disk/filler", "x".repeat(4096));
      for (const args of [["check", "--fix"], ["fmt"]]) {
        const { code, err } = run(args, { cwd: small });
        assert.equal(code, 2, err);
        assert.equal(err, "error: cannot write a.alloy.json: the disk is full\n");
        assert.equal(read("disk/a.alloy.json"), LARGE);
        assert.deepEqual(readdirSync(small).sort(), ["a.alloy.json", "filler"]);
      }
      write("disk/filler", "x".repeat(8192));
      const { code, err } = run(["new", "b.alloy.json", "-t", "moe-coder"], { cwd: small });
      assert.equal(code, 2, err);
      assert.match(err, /cannot write .*: the disk is full\n$/);
      assert.deepEqual(readdirSync(small).sort(), ["a.alloy.json", "filler"]);
    } finally {
      spawnSync("umount", [small]);
    }
  });

  test("a file or a folder that may not be written stays as it is", function () {
    const uid = process.getuid?.();
    if (uid === undefined) return skip(this, NO.accounts);
    write("a.alloy.json", LAX);
    write("kept/b.alloy.json", LAX);
    chmodSync(path.join(folder, "a.alloy.json"), 0o444);
    chmodSync(path.join(folder, "kept"), 0o555);
    chmodSync(folder, 0o755);
    // File permissions do not stop root, so root runs the commands as user 65534 (`nobody`).
    const user = uid === 0 ? 65_534 : uid;
    if (uid === 0) {
      const all = ["", "kept", "a.alloy.json", "kept/b.alloy.json"];
      try {
        for (const name of all) chownSync(path.join(folder, name), user, user);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EINVAL") skip(this, NO.otherUser);
        throw error;
      }
    }
    try {
      for (const command of [["check", "--fix"], ["fmt"]]) {
        const { status, stderr } = spawnSync(process.execPath, [BIN, ...command], {
          cwd: folder,
          encoding: "utf8",
          uid: user,
        });
        assert.equal(status, 2, stderr);
        assert.equal(stderr.match(/cannot write .*: permission denied\n/g)?.length, 2, stderr);
        assert.deepEqual([read("a.alloy.json"), read("kept/b.alloy.json")], [LAX, LAX]);
      }
    } finally {
      chmodSync(path.join(folder, "kept"), 0o755);
    }
  });

  test("a link that is named stays a link, and what it leads to is mended, with its rights", function () {
    const file = write("real/a.alloy.json", LAX);
    chmodSync(file, 0o600);
    mkdirSync(path.join(folder, "links"));
    const link = path.join(folder, "links/b.alloy.json");
    makeLinks(this, () => {
      symlinkSync(file, link);
      symlinkSync("round.alloy.json", path.join(folder, "links/round.alloy.json"));
      symlinkSync(folder, path.join(folder, "links/folder.alloy.json"));
    });
    assert.equal(run(["check", "--fix", "links/b.alloy.json"]).code, 0);
    assert.equal(read("real/a.alloy.json"), FIXED);
    assert.ok(lstatSync(link).isSymbolicLink());
    if (!WINDOWS) assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(run(["check", "links/round.alloy.json"]).code, 2);
  });

  test("killed while it writes: each file has its old or its new text, and what is left over is no alloy", async function () {
    this.timeout(120_000);
    const texts = new Map([LAX, FIXED].map((text, index) => [text, index === 0 ? "old" : "new"]));
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 150; i++) write(`${i % 3}/a${i}.alloy.json`, LAX);
      const child = spawn(process.execPath, [BIN, "check", "--fix"], { cwd: folder, stdio: "ignore" });
      const exit = once(child, "exit");
      const isBegun = () => read("0/a0.alloy.json") !== LAX;
      while (child.exitCode === null && !isBegun()) await new Promise((resolve) => setTimeout(resolve, 2));
      await new Promise((resolve) => setTimeout(resolve, round * 20));
      child.kill("SIGKILL");
      await exit;
      for (let i = 0; i < 150; i++) {
        const state = texts.get(read(`${i % 3}/a${i}.alloy.json`));
        assert.ok(state, "a file with neither text");
        seen.add(state);
      }
    }
    assert.ok(seen.has("new"));
    write(".a0.alloy.json.1.0.tmp", "{");
    write("0/.a0.alloy.json.1.0.tmp", "{");
    const { code, out, err } = run(["check", "--fix"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /Fixed 0|Fixed \d+ problems? in \d+ files?\.\nno problems in 150 files\n$/);
  });

  test("files that come and go while they are checked", async function () {
    this.timeout(120_000);
    for (let i = 0; i < 400; i++) write(`${i % 4}/a${i}.alloy.json`, GOOD);
    const child = spawn(process.execPath, [BIN, "check", "--format", "json"], { cwd: folder, stdio: "pipe" });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      err += text;
    });
    const exit = once(child, "close");
    for (let i = 0; child.exitCode === null && i < 300; i++) {
      rmSync(path.join(folder, `${(399 - i) % 4}/a${399 - i}.alloy.json`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [code] = await exit;
    assert.ok(code === 0 || code === 2, err);
    JSON.parse(out);
    for (const line of err.split("\n").filter(Boolean)) assert.match(line, /cannot read .*: no such file$/);
  });
});
