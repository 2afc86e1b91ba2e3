/**
 * Long texts of which something once took time squared: then these tests would run into the time limit of the test
 * runner, and for many times that long.
 */
import assert from "node:assert/strict";
import { outline } from "../../server/src/features/outline.js";
import { diagnose } from "../../server/src/lint/lint.js";
import { MAX_SHOWN, sceneOf } from "../../server/src/preview/scene.js";
import { alloyOf } from "../../server/src/testing/fixtures.js";

const times = (count: number, one: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i)).join(",");

/** The longest message or title among the problems of a text and all their fixes. */
function longestSentence(text: string): number {
  const { problems } = diagnose(alloyOf(text));
  return problems
    .flatMap((problem) => [problem.message, ...problem.fixes().map(({ title }) => title)])
    .reduce((longest, { length }) => Math.max(longest, length), 0);
}

suite("long texts", () => {
  test("a million digits that are no number, a million blanks in a text that is not closed", () => {
    longestSentence(
      `{"stages": [{"type": "train", "steps": "${"1".repeat(1e6)}x", "notes": "${" ".repeat(1e6)}x\n}]}`,
    );
  });

  test("lists of tens of thousands of names that are not known", () => {
    longestSentence(`{"domains": [${times(30_000, (i) => `"d${i}"`)}]}`);
    const corpora = times(20_000, (i) => `{"id": "c${i}", "path": "a"}`);
    const stages = times(1000, (i) => `{"type": "expert-activation-profile", "calibrationCorpus": "d${i}"}`);
    assert.ok(longestSentence(`{"calibrationCorpora": [${corpora}], "stages": [${stages}]}`) < 3000);
  });

  test("tens of thousands of snake_case keys that are one field", () => {
    longestSentence(`{"stages": [{"type": "train", ${times(30_000, () => '"learning_rate": "1"')}}]}`);
  });

  test("twenty thousand benchmarks, demanded and measured", () => {
    const results = times(20_000, (i) => `{"name": "b${i}", "score": 50}`);
    const demands = times(20_000, (i) => `"b${i}": {"min": 0.4, "anchorDelta": -1}`);
    const text = `{"results": {"benchmarks": [${results}]}, "acceptanceCriteria": {"benchmarks": {${demands}}}}`;
    assert.equal(sceneOf(alloyOf(text), []).gate?.bars.length, MAX_SHOWN);
  });

  test("an outline has no more entries than an editor shows, those of a list before what is in them", () => {
    const entries = outline(alloyOf(`{"a": [${times(100_000, () => '{"b": 1}')}], "c": 1}`));
    assert.deepEqual(
      entries.map(({ name }) => name),
      ["a", "c"],
    );
    assert.ok((entries[0]?.children.length ?? 0) < 100_000);
  });

  test("sentences that quote a key of a megabyte are cut", () => {
    const key = "k".repeat(1e6);
    assert.ok(longestSentence(`{"${key}": 1, "${key}": 2}`) < 3000);
  });
});
