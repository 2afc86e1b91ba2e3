/** Executor profiles on the command line: the tutorial of docs/executors.md from an empty folder, and `executors`. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../protocol/client.js";
import { folder, read, run, withFolder, write } from "./support.js";
import { runTutorial } from "./tutorial.js";

const ALLOY =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "acme3"}, "stages": [{"type": "lora"}, {"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}\n';
const profile = (id: string, more: object = {}) =>
  `${JSON.stringify({ id, title: id, architectures: { acme3: { stages: ["prune"] } }, anyArchitecture: ["eval"], ...more }, null, 2)}\n`;

suite("the tutorial about executors", () => {
  withFolder();

  test("its files and commands do what it says, up to a passing gate", () => {
    const text = readFileSync(path.join(ROOT, "docs/executors.md"), "utf8");
    const { files, commands, codes } = runTutorial(text);
    assert.deepEqual([files, commands, codes.at(-1)], [7, 8, 0]);
  });
});

suite("executor profiles on the command line", () => {
  withFolder();

  test("the nearest profile is used; a selection leaves the others out", () => {
    write("sub/a.alloy.json", ALLOY);
    write(".forge-alloy/executors/far-forge.json", profile("far-forge"));
    assert.match(run(["check"]).out, /"lora" is not implemented by far-forge for "acme3"/);
    write("sub/.forge-alloy/executors/near-forge.json", profile("near-forge"));
    assert.match(run(["check"]).out, /"lora" is not implemented by near-forge for "acme3"/);
    write("sub/.forge-alloy/config.json", '{"executor": ["near-forge", "far-forge"]}');
    assert.match(run(["check"]).out, /"lora" is not implemented by far-forge for "acme3"/);
    write("sub/.forge-alloy/config.json", '{"executor": "reference"}');
    assert.match(run(["check"]).out, /Unknown architecture "acme3"/);
    write("sub/.forge-alloy/config.json", '{"executor": "far-froge"}');
    const { out, code } = run(["check"]);
    assert.match(out, /config\.json:1:14 error Unknown executor "far-froge"\. Did you mean "far-forge"\?/);
    assert.match(out, /a\.alloy\.json.* warning Unknown executor "far-froge", selected in the configuration/);
    assert.equal(code, 1);
  });

  test("a file with errors is reported in itself and named where it should apply; the others work", () => {
    write("a.alloy.json", ALLOY);
    write(".forge-alloy/executors/a.json", profile("a-forge"));
    write(".forge-alloy/executors/b.json", '{"id": "b-forge", "title": 5, "architectures": {}}');
    write(".forge-alloy/executors/package.json", '{"name": "not-a-profile"}');
    const { out, code } = run(["check"]);
    assert.match(out, /"lora" is not implemented by a-forge/);
    assert.match(
      out,
      /Executor profile "b-forge" was not loaded: its file ".*b\.json" has errors\. executor\/unavailable/,
    );
    assert.match(out, /b\.json:1:28 error "title" must be a string, but is 5\. schema\/type/);
    assert.equal(code, 1);
    const listed = run(["executors"]);
    assert.match(listed.out, /^reference .*\n.*\na-forge — a-forge, .*a\.json\n {2}llm-forge: acme3\n$/);
    assert.equal(
      listed.err,
      `error: executor profile "b-forge" in ${path.join(".forge-alloy/executors/b.json")} was not loaded: its file has errors\n`,
    );
    assert.equal(listed.code, 1);
  });

  test("a repository of profiles without alloys is checked; an empty one is not", () => {
    write(".forge-alloy/executors/acme-forge.json", profile("acme-forge"));
    const clean = run(["check"]);
    assert.deepEqual([clean.code, clean.out], [0, "no problems in 1 file\n"]);
    write(".forge-alloy/executors/acme-forge.json", profile("Acme"));
    assert.deepEqual(run(["check"]).code, 1);
    assert.deepEqual(run(["check", write("sub/note.txt", "").replace(/note\.txt$/, "")]).code, 2);
  });

  test("profiles that a configuration lists are used and checked, too", () => {
    write("a.alloy.json", ALLOY);
    write("team/acme.json", profile("acme-forge", { skipped: ["trian"] }));
    write(".forge-alloy/config.json", '{"executors": ["team/acme.json"], "executor": "acme-forge"}');
    const { out } = run(["check"]);
    assert.match(out, /"lora" is not implemented by acme-forge/);
    assert.match(out, /acme\.json:.* warning Unknown stage type "trian"/);
  });

  test("`executors new` writes a profile without problems, and never over a file", () => {
    assert.equal(run(["executors", "new", "acme-forge"]).code, 0);
    const file = ".forge-alloy/executors/acme-forge.json";
    assert.deepEqual(run(["check", file, "--level", "hint"]).code, 0);
    assert.match(run(["executors"]).out, /^acme-forge — Acme Forge/m);
    const before = read(file);
    const again = run(["executors", "new", "acme-forge"]);
    assert.match(again.err, /^error: .*acme-forge\.json already exists\n$/);
    assert.deepEqual([again.code, read(file)], [2, before]);
    assert.equal(run(["executors", "new", "b-forge", "-o", "b.json"]).code, 0);
    assert.ok(existsSync(path.join(folder, "b.json")));
    assert.match(run(["executors", "new", "B Forge"]).err, /^error: invalid executor ID "B Forge"\nhint: /);
  });

  test("a profile is fixed like an alloy", () => {
    const wrong = profile("acme-forge")
      .replace('"prune"', '"prnue"')
      .replace('"architectures"', '"moe": "x", "architectures"');
    const file = ".forge-alloy/executors/acme-forge.json";
    write(file, wrong.replace(/\}\n$/, ",}\n"));
    run(["check", file, "--fix", "--unsafe"]);
    assert.match(read(file), /"prune"/);
    assert.doesNotThrow(() => JSON.parse(read(file)));
  });
});
