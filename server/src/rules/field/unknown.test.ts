/** Alloys may carry any field; configurations and domain files may not. */
import assert from "node:assert/strict";
import { afterEdits, problemsOf } from "../../testing/fixtures.js";

suite("fields that a configuration does not have", () => {
  test("the field is named, with those that may stand there still, and can be removed", () => {
    const text = '{"suppressions": [{"code": "schema/null", "xyzzy": 1, "reason": "r"}], "xyzzy": 2}';
    const found = problemsOf(text, "configuration").filter(({ code }) => code === "field/unknown");
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        'Unknown field "xyzzy". Available: "files", "pointer".',
        'Unknown field "xyzzy". Available: "$schema", "rules", "overrides", "ignores", "extends", "domains", "executors", "executor", … (10 in total).',
      ],
    );
    const after = found.map((problem) =>
      problem.fixes().map(({ title, edits }) => [title, afterEdits(text, edits)]),
    );
    assert.deepEqual(after, [
      [['Remove "xyzzy"', text.replace('"xyzzy": 1, ', "")]],
      [['Remove "xyzzy"', text.replace(', "xyzzy": 2', "")]],
    ]);
  });

  test("nothing more is known where all fields are there, and a slip of a known one is told as such", () => {
    const all = '{"overrides": [{"files": ["a"], "rules": {}, "xyzzy": 1}]}';
    const [problem] = problemsOf(all, "configuration").filter(({ code }) => code === "field/unknown");
    assert.equal(problem?.message, 'Unknown field "xyzzy". All available fields are already set.');
    const slip = problemsOf('{"overides": []}', "configuration").map(({ code }) => code);
    assert.deepEqual(slip, ["field/misspelled"]);
  });
});
