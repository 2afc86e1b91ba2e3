/** What a start keeps for the next one: it makes a start shorter, and must never make it different. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import nodeModule from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./protocol/client.js";

const BIN = path.join(ROOT, "server/bin/forge-alloy.js");
const WRONG =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "evl"}]}';
/** A user whom no system knows. */
const OTHER = 54_321;
/** Chiefly what the environment says about where to keep something. */
const { NODE_COMPILE_CACHE: _, NODE_DISABLE_COMPILE_CACHE: __, ...ENVIRONMENT } = process.env;

suite("start", () => {
  let folder: string;
  let answer: Answer;

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-start-"));
    mkdirSync(path.join(folder, "work"));
    writeFileSync(path.join(folder, "work/a.alloy.json"), WRONG);
    answer = check({ NODE_DISABLE_COMPILE_CACHE: "1" });
    assert.match(answer.out, /1 error in 1 file/);
    assert.equal(answer.err, "");
  });
  teardown(() => rmSync(folder, { recursive: true }));

  interface Answer {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  }

  function start(args: readonly string[], env: NodeJS.ProcessEnv, bin = BIN, input = ""): Answer {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
      cwd: path.join(folder, "work"),
      encoding: "utf8",
      input,
      env: { ...ENVIRONMENT, NO_COLOR: "1", ...env },
    });
    return { code: status, out: stdout, err: stderr };
  }

  function check(env: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: folder }, bin = BIN): Answer {
    return start(["check", "a.alloy.json"], env, bin);
  }

  /** A session that ends before it has begun. */
  function serve(): Answer {
    const server = path.join(ROOT, "server/bin/forge-alloy-language-server.js");
    return start(["--stdio"], { NODE_COMPILE_CACHE: folder }, server);
  }

  const kept = (name = "") => path.join(folder, "forge-alloy", name);

  function onlyKept(): string {
    const [name, ...others] = readdirSync(kept());
    assert.deepEqual(others, []);
    return kept(name as string);
  }

  for (const [what, run] of [
    ["the command line", check],
    ["the server", serve],
  ] as const) {
    test(`${what} keeps what it compiled, once, and starts from it the next time`, () => {
      const first = run();
      const file = onlyKept();
      const { mtimeMs, ino, size } = statSync(file);
      assert.ok(size > 100_000, `${size} bytes`);
      assert.deepEqual(run(), first);
      assert.equal(onlyKept(), file);
      assert.deepEqual([statSync(file).mtimeMs, statSync(file).ino], [mtimeMs, ino]);
    });
  }

  test("is for its user alone", function () {
    if (process.platform === "win32") this.skip();
    check();
    for (const place of [kept(), onlyKept()]) assert.equal(statSync(place).mode & 0o077, 0, place);
  });

  test("each command, and the server, keeps its own", () => {
    check();
    start(["gate", "a.alloy.json"], { NODE_COMPILE_CACHE: folder });
    serve();
    const names = readdirSync(kept()).map((name) => name.replace(/-.*/, ""));
    assert.deepEqual(names.sort(), ["cli", "cli", "server"]);
  });

  test("other options of Node do not drive out what was kept without them", () => {
    check();
    const file = onlyKept();
    const { mtimeMs } = statSync(file);
    const options = { NODE_COMPILE_CACHE: folder, NODE_OPTIONS: "--max-old-space-size=3000" };
    for (let i = 0; i < 2; i++) assert.deepEqual(check(options), answer);
    assert.equal(readdirSync(kept()).length, 2);
    assert.deepEqual(check(), answer);
    assert.equal(statSync(file).mtimeMs, mtimeMs);
  });

  test("what is damaged is not run, and made anew", () => {
    check();
    const file = onlyKept();
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1] = (flipped[whole.length >> 1] as number) ^ 0xff;
    for (const damaged of [
      flipped,
      whole.subarray(0, whole.length - 1000),
      Buffer.alloc(0),
      Buffer.alloc(64),
    ]) {
      writeFileSync(file, damaged);
      assert.deepEqual(check(), answer);
      assert.ok(readFileSync(onlyKept()).length > 100_000);
      assert.ok(!readFileSync(file).equals(damaged));
    }
  });

  test("another bundle of the same length does not get what was kept of the first", () => {
    const package_ = path.join(folder, "package");
    for (const part of ["bin", "dist", "package.json"])
      cpSync(path.join(ROOT, "server", part), path.join(package_, part), { recursive: true });
    const bin = path.join(package_, "bin/forge-alloy.js");
    assert.deepEqual(check(undefined, bin), answer);
    const bundle = path.join(package_, "dist/cli.cjs");
    const code = readFileSync(bundle, "latin1");
    assert.ok(code.includes("is no stage type of"));
    writeFileSync(bundle, code.replaceAll("is no stage type of", "IS NO STAGE TYPE OF"), "latin1");
    assert.match(check(undefined, bin).out, /IS NO STAGE TYPE OF/);
  });

  test("nothing is kept where that is not wanted, or not possible, and nothing is said about it", () => {
    const blocked = path.join(folder, "blocked");
    writeFileSync(blocked, "");
    const environments: NodeJS.ProcessEnv[] = [
      { NODE_COMPILE_CACHE: folder, NODE_DISABLE_COMPILE_CACHE: "1" },
      { NODE_COMPILE_CACHE: blocked },
      { XDG_CACHE_HOME: path.join(folder, "not", "there") },
      { XDG_CACHE_HOME: "/proc" },
      // Relative paths would lead into the folder of whoever wrote the alloy.
      ...("enableCompileCache" in nodeModule ? [] : [{ NODE_COMPILE_CACHE: "cache" }]), // else Node makes it
      { XDG_CACHE_HOME: "cache", HOME: "home", LOCALAPPDATA: "cache" },
      { XDG_CACHE_HOME: "", HOME: "home", LOCALAPPDATA: "" },
    ];
    for (const env of environments) {
      assert.deepEqual(check(env), answer);
      assert.deepEqual(readdirSync(folder).sort(), ["blocked", "work"]);
      assert.deepEqual(readdirSync(path.join(folder, "work")), ["a.alloy.json"]);
    }
  });

  test("is kept in the cache folder of the user where no other is named", function () {
    if (process.platform !== "linux") this.skip();
    check({ XDG_CACHE_HOME: folder });
    onlyKept();
    check({ XDG_CACHE_HOME: "", HOME: folder });
    assert.equal(readdirSync(path.join(folder, ".cache/forge-alloy")).length, 1);
  });

  test("what somebody else put there is not run", function () {
    if (process.getuid?.() !== 0) this.skip();
    check();
    const file = onlyKept();
    try {
      chownSync(file, OTHER, OTHER);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EINVAL") this.skip(); // a namespace that has no other user
      throw error;
    }
    assert.deepEqual(check(), answer);
    assert.equal(statSync(onlyKept()).uid, 0);
  });

  test("who has no home starts all the same", function () {
    if (process.getuid?.() !== 0) this.skip();
    chmodSync(folder, 0o755);
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [BIN, "check", "a.alloy.json"], {
      cwd: path.join(folder, "work"),
      encoding: "utf8",
      uid: OTHER,
      env: { PATH: process.env.PATH, NO_COLOR: "1" },
    });
    if ((error as NodeJS.ErrnoException | undefined)?.code === "EINVAL") this.skip(); // as above
    assert.deepEqual({ code: status, out: stdout, err: stderr }, answer);
  });

  test("not more than some files are kept, the newest", () => {
    mkdirSync(kept());
    const names = Array.from({ length: 40 }, (_, i) => `cli-${String(i).padStart(16, "0")}`);
    names.forEach((name, i) => {
      writeFileSync(kept(name), "");
      const minutesAgo = Date.now() / 1000 - 60 * (i + 1);
      utimesSync(kept(name), minutesAgo, minutesAgo);
    });
    check();
    const left = readdirSync(kept());
    assert.equal(left.length, 32);
    assert.deepEqual(left.filter((name) => names.includes(name)).sort(), names.slice(0, 31));
  });

  test("what is a month old goes when something is kept", () => {
    check();
    const old = kept("cli-0123456789abcdef");
    writeFileSync(old, "");
    const longAgo = Date.now() / 1000 - 31 * 24 * 60 * 60;
    utimesSync(old, longAgo, longAgo);
    check();
    assert.equal(readdirSync(kept()).length, 2, "nothing is kept, so nothing goes");
    start(["gate", "a.alloy.json"], { NODE_COMPILE_CACHE: folder });
    assert.equal(readdirSync(kept()).length, 2);
    assert.ok(!readdirSync(kept()).includes(path.basename(old)));
  });
});
