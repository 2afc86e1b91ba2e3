import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { codeLenses } from "./code-lens.js";

function titles(text: string): string[] {
  return codeLenses(alloyOf(text)).map(({ title, start, end }) => `${text.slice(start, end)} ${title}`);
}

suite("code lens", () => {
  test("phases over stages, with cycles", () => {
    const stages =
      '"stages": [{"type": "modality"}, {"type": "prune"}, {"type": "train"}, {"type": "eval"}, {"type": "x"}]';
    assert.deepEqual(titles(`{${stages}}`), [
      '"stages" 1 input stage · 2 transform stages · 1 delivery stage',
    ]);
    assert.deepEqual(titles(`{${stages}, "cycles": 3}`), [
      '"stages" 1 input stage · 2 transform stages × 3 cycles · 1 delivery stage',
    ]);
    assert.deepEqual(titles('{"stages": []}'), []);
  });

  test("the verdict over acceptanceCriteria", () => {
    const valid =
      '"name": "n", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "target": {}';
    const criteria = '"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5, "anchorDelta": -3}}}';
    const result = (score: number) =>
      `"results": {"benchmarks": [{"name": "a", "score": ${score}, "baseScore": 80}]}`;
    assert.deepEqual(titles(`{${valid}, ${criteria}}`), ['"acceptanceCriteria" Not measured: 2 pending']);
    assert.deepEqual(titles(`{${valid}, ${criteria}, ${result(79)}}`), [
      '"acceptanceCriteria" Ship: 2 passed',
    ]);
    assert.deepEqual(titles(`{${valid}, ${criteria}, ${result(74.8)}}`), [
      '"acceptanceCriteria" Rework: 1 failed ("a"), 1 passed',
    ]);
    assert.deepEqual(titles(`{${criteria}, ${result(79)}}`), [
      '"acceptanceCriteria" Invalid: 4 errors, 2 passed',
    ]);
  });
});
