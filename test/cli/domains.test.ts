/** Domains on the command line: the tutorial of docs/domains-tutorial.md from an empty folder, and `domains`. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../protocol/client.js";
import { folder, read, run, withFolder, write } from "./support.js";
import { runTutorial } from "./tutorial.js";

const BAKERY = {
  id: "bakery",
  version: "1.0.0",
  title: "Bakery",
  description: "What happens to a loaf.",
  status: "stable",
  stages: {
    bake: {
      phase: "transform",
      summary: "Bakes",
      description: "Bakes a batch.",
      type: "object",
      properties: { celsius: { type: "number", description: "Temperature.", maximum: 320 } },
    },
  },
};
const alloy = (celsius: number) =>
  `{"name": "a", "version": "1.0.0", "domains": ["bakery"], "source": {"baseModel": "a/b", "architecture": "c"}, "stages": [{"type": "bake", "celsius": ${celsius}}]}\n`;

suite("the tutorial about domains", () => {
  withFolder();

  test("its files and commands do what it says, up to a passing gate", () => {
    const text = readFileSync(path.join(ROOT, "docs/domains-tutorial.md"), "utf8");
    assert.deepEqual(runTutorial(text), { files: 5, commands: 11, codes: [0, 0, 1, 0, 0, 0, 0, 3, 0, 1, 0] });
    assert.match(read("docs/acme-diffusion.md"), /### license/);
  });
});

suite("domains on the command line", () => {
  withFolder();

  const put = (more: object = {}, file = "bakery") =>
    write(`.forge-alloy/domains/${file}.json`, JSON.stringify({ ...BAKERY, ...more }));

  test("`domains new` writes a domain without problems, and never over a file", () => {
    assert.equal(run(["domains", "new", "bakery"]).code, 0);
    const file = ".forge-alloy/domains/bakery.json";
    assert.equal(run(["check", file, "--level", "hint"]).code, 0);
    assert.match(run(["domains"]).out, /^bakery 0\.1\.0 \(draft\) — Bakery, /m);
    const before = read(file);
    const again = run(["domains", "new", "bakery"]);
    assert.match(again.err, /^error: .*bakery\.json already exists\n$/);
    assert.deepEqual([again.code, read(file)], [2, before]);
    assert.equal(run(["domains", "new", "b-lab", "-o", "b.json"]).code, 0);
    assert.ok(existsSync(path.join(folder, "b.json")));
    assert.match(run(["domains", "new", "B Lab"]).err, /^error: invalid domain ID "B Lab"\nhint: /);
  });

  test("`domains test` compares what is found, in any order", () => {
    put();
    write("bad.alloy.json", alloy(999));
    assert.deepEqual(run(["domains", "test"]).code, 2);
    assert.equal(run(["domains", "test", "--update"]).code, 0);
    assert.equal(
      read("bad.alloy.expected.json"),
      '[\n  { "code": "schema/range", "pointer": "/stages/0/celsius", "severity": "error" }\n]\n',
    );
    assert.match(run(["domains", "test"]).out, /^1 passed, 0 failed\.\n$/);
    // A domain that finds less fails its test.
    put({ version: "1.1.0", stages: { bake: { ...BAKERY.stages.bake, properties: {} } } });
    const { code, out } = run(["domains", "test"]);
    assert.equal(code, 1);
    assert.match(
      out,
      /FAILED bad\.alloy\.json\n {2}missing: {4}error schema\/range at \/stages\/0\/celsius\n/,
    );
    write("bad.alloy.expected.json", "{}");
    const broken = run(["domains", "test"]);
    assert.match(broken.err, /bad\.alloy\.expected\.json is not an array of/);
    assert.equal(broken.code, 2);
  });

  test("`domains docs` prints a page, or says why not", () => {
    put();
    assert.match(run(["domains", "docs", "bakery"]).out, /^# Bakery\n\nDomain `bakery`, version 1\.0\.0\./);
    assert.match(run(["domains", "docs", "bakry"]).err, /unknown domain "bakry"\. Did you mean "bakery"\?/);
    put({ extends: "nowhere" });
    const { err, code } = run(["domains", "docs", "bakery"]);
    assert.match(err, /was not loaded: it extends "nowhere", which is not available/);
    assert.equal(code, 2);
  });

  test("of two versions, the newest is used, and the other one is named", () => {
    put();
    put({ version: "1.10.0", title: "New bakery" }, "new-bakery");
    write("a.alloy.json", alloy(200));
    const { out, code } = run(["check"]);
    assert.match(out, /information Several versions of "bakery" are available: 1\.10\.0 \(.*\), 1\.0\.0 \(/);
    assert.equal(code, 0);
    assert.match(run(["domains"]).out, /^bakery 1\.10\.0 — New bakery/m);
  });

  test("a configuration pins a version", () => {
    put();
    put({ version: "1.10.0", title: "New bakery" }, "new-bakery");
    write("a.alloy.json", alloy(200));
    write(".forge-alloy/config.json", '{"versions": {"bakery": "~1.0"}}');
    assert.match(run(["check"]).out, /^no problems/);
    assert.match(run(["domains"]).out, /^bakery 1\.0\.0 — Bakery/m);
    write(".forge-alloy/config.json", '{"versions": {"bakery": "^2"}}');
    assert.match(run(["check"]).out, /No version of domain "bakery" is in the range "\^2"/);
  });

  test("`check` looks at domains of a folder without alloys", () => {
    put({ title: 5 });
    const { out, code } = run(["check"]);
    assert.match(out, /bakery\.json:1:\d+ error "title" must be a string, but is 5/);
    assert.equal(code, 1);
    put();
    assert.match(run(["check"]).out, /^no problems in 1 file/);
  });

  test("`--version --verbose` says which revision the bundled domains agree with", () => {
    assert.match(
      run(["--version", "--verbose"]).out,
      /^\d+\.\d+\.\d+\nllm-forge \S+ \(https:\/\/github\.com\/CambrianTech\/forge-alloy at [0-9a-f]{40}\)\n/,
    );
  });
});
