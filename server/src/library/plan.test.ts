import assert from "node:assert/strict";
import { fix, hash, plan } from "./index.js";

const TEXT =
  '{"name": "a", "version": "1", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "target": {"domain": "code"}}';

suite("library: plan, fix, and hash", () => {
  test("a plan is what the command prints", () => {
    const { file, stages, cycles, formatVersion, tool } = plan(TEXT, { file: "a.alloy.json" });
    assert.deepEqual([file, formatVersion, tool.name, cycles], ["a.alloy.json", 1, "forge-alloy", 3]);
    assert.deepEqual(
      stages.map(({ type, outcome, runs }) => [type, outcome, runs]),
      [["train", "runs", 3]],
    );
    const executors = [
      {
        name: "acme.json",
        text: '{"id": "acme", "title": "Acme", "architectures": {"qwen2": {"stages": ["train"]}}}',
      },
    ];
    assert.equal(plan(TEXT, { executors }).executor, "acme");
  });

  test("what cannot be planned is an error of the caller", () => {
    for (const text of ["", "[]", TEXT.slice(0, 40)]) assert.throws(() => plan(text), SyntaxError, text);
    for (const margin of [-0.1, 1, Number.NaN]) assert.throws(() => plan(TEXT, { margin }), RangeError);
  });

  test("safe fixes, and none of a published alloy", () => {
    const broken = TEXT.replace('"1"', '"1",');
    const { text, fixes } = fix(broken.replace('"code"', '"code",'));
    assert.equal(text, TEXT);
    assert.ok(fixes.length > 0 && fixes.every(({ safe }) => safe), JSON.stringify(fixes));
    const published = `${TEXT.slice(0, -1)}, "receipt": {"publications": [{"target": "hf"}]},}`;
    assert.deepEqual(fix(published), { text: published, fixes: [] });
  });

  test("the hash is that of the bytes", () => {
    assert.equal(hash("é"), "sha256:4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });
});
