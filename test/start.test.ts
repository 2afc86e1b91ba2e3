/** How the command line and the server start: from their bundles alone, leaving nothing behind. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "./protocol/client.js";

const BIN = path.join(ROOT, "server/bin");
const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...ENVIRONMENT } = process.env;

suite("start", () => {
  let home: string;
  setup(() => {
    home = mkdtempSync(path.join(tmpdir(), "forge-alloy-start-"));
  });
  teardown(() => rmSync(home, { recursive: true }));

  /** Starts a program as a user whose folders are all in `home`. */
  function start(program: string, args: readonly string[], bin = BIN) {
    return spawnSync(process.execPath, [path.join(bin, program), ...args], {
      cwd: home,
      encoding: "utf8",
      input: "",
      env: {
        ...ENVIRONMENT,
        HOME: home,
        USERPROFILE: home,
        LOCALAPPDATA: home,
        XDG_CACHE_HOME: path.join(home, "cache"),
        TMPDIR: home,
        TEMP: home,
        TMP: home,
      },
    });
  }

  const all = () => readdirSync(home, { recursive: true, encoding: "utf8" }).sort();

  test("neither program writes or removes a file of the user", () => {
    // Where earlier versions kept compiled code: files of somebody else may stand there now.
    mkdirSync(path.join(home, "cache/forge-alloy"), { recursive: true });
    for (let i = 0; i < 40; i++) writeFileSync(path.join(home, `cache/forge-alloy/cli-${i}`), "precious");
    const before = all();
    assert.equal(start("forge-alloy.js", ["explain", "stage/phase-order"]).status, 0);
    assert.equal(start("forge-alloy.js", ["explain", "stage/phase-order"]).status, 0);
    assert.equal(start("forge-alloy-language-server.js", ["--version"]).status, 0);
    start("forge-alloy-language-server.js", ["--stdio"]); // ends with its input
    assert.deepEqual(all(), before);
  });

  test("each program is its bundle, whatever else stands in its folder", () => {
    const there = path.join(home, "package");
    for (const part of ["bin", "dist", "package.json"])
      cpSync(path.join(ROOT, "server", part), path.join(there, part), { recursive: true });
    for (const name of ["cli.js", "server.js", "cli.cjs.cache"])
      writeFileSync(path.join(there, "dist", name), "throw new Error('hacked')");
    const { stdout } = start("forge-alloy.js", ["--version"], path.join(there, "bin"));
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8"));
    assert.equal(stdout, `${version}\n`);
  });
});
