import assert from "node:assert/strict";
import { diagnose } from "../rules/diagnose.js";
import { afterEdits, alloyOf, problemsOf, withCursor } from "../testing/fixtures.js";
import { codeActionsAt, fixAll } from "./code-actions.js";

const TEXT =
  '{"stages": [{"type": "train", "steps": "2|00"}, {"type": "lora", "rank": "8", "precison": "bf16"}], "cycles": 1}';

function actions(marked: string) {
  const { alloy, text, offset } = withCursor(marked);
  return codeActionsAt(alloy, { start: offset, end: offset }, diagnose(alloy).problems).map((action) => ({
    ...action,
    after: afterEdits(text, action.edits),
  }));
}

suite("code actions", () => {
  test("the fix of the problem under the cursor, preferred and tied to it", () => {
    const [fix] = actions(TEXT);
    assert.equal(fix?.title, "Write 200");
    assert.equal(fix?.isPreferred, true);
    assert.equal(fix?.problem?.code, "schema/number-as-text");
    assert.ok(fix?.after.includes('"steps": 200'));
  });

  test("all problems of one kind at once, where there are several", () => {
    const all = actions(TEXT).find(({ title }) => title.startsWith("Fix all 2"));
    assert.ok(all?.after.includes('"steps": 200') && all.after.includes('"rank": 8'), all?.after);
    assert.ok(!actions(TEXT.replace('"8"', "8")).some(({ title }) => title.startsWith("Fix all")));
  });

  test("fixing everything leaves to the author what only the author knows; the lightbulb offers it", () => {
    const marked =
      '{|"version": "1.0.0", "target": {}, "source": {"baseModel": "a", "architecture": "qwen2"}}';
    assert.equal(fixAll(problemsOf(marked.replace("|", ""))), undefined);
    const [add] = actions(marked);
    assert.deepEqual([add?.title, add?.isPreferred], ['Add "name"', true]);
  });

  test("fixing everything leaves hints alone", () => {
    const text = TEXT.replace("|", "");
    const all = fixAll(problemsOf(text));
    assert.ok(all);
    const after = afterEdits(text, all.edits);
    assert.ok(after.includes('"cycles": 1'), "a default is a matter of taste");
    assert.ok(!problemsOf(after).some(({ code }) => code === "schema/number-as-text"));
    assert.equal(fixAll(problemsOf(after)), undefined);
    assert.equal(
      fixAll(diagnose(alloyOf('{"cycles": 1}')).problems.filter(({ severity }) => severity === "hint")),
      undefined,
    );
  });

  test("nothing is fixed in a file with conflict markers, whatever else is wrong with it", () => {
    for (const marker of ["<<<<<<< HEAD", "=======", ">>>>>>> theirs", "||||||| base"])
      for (const eol of ["\n", "\r\n"]) {
        const text = ["{", '  "cycles": "3",', marker, "  tags: [1,],", marker, '  "cycles": 4', "}"].join(
          eol,
        );
        const problems = problemsOf(text);
        assert.deepEqual(
          problems.map(({ code, start, end }) => [code, text.slice(start, end)]),
          [["json/syntax", marker]],
        );
        assert.deepEqual(problems[0]?.fixes(), []);
        assert.equal(fixAll(problems), undefined);
        const suppression = { index: 0, code: "schema/type", pointer: ["cycles"], covers: () => true };
        const { used } = diagnose(alloyOf(text), { layers: [], suppressions: [suppression] });
        assert.deepEqual([...used], [suppression]);
      }
    // Rulers in a string are none.
    assert.deepEqual(
      problemsOf('{"name": "=======", "tags": ["<<<<<<< a"]}').filter(({ code }) => code === "json/syntax"),
      [],
    );
  });

  test("under acceptanceCriteria, results and receipt no fix is preferred that is not safe", () => {
    const preferred = (text: string) =>
      problemsOf(text).flatMap((problem) =>
        problem
          .fixes()
          .filter(({ preferred }) => preferred)
          .map(({ title }) => title),
      );
    const level = '{"stages": [{"type": "prune", "strategy": "entropy", "level": 30}]}';
    assert.ok(preferred(level).includes("Change to 0.3 (30%)"));
    for (const root of ["acceptanceCriteria", "acceptance_criteria"]) {
      const text = `{"${root}": {"benchmarks": {"humaneval": {"min": 78}}}, "target": {}}`;
      const [range] = problemsOf(text).filter(({ code }) => code === "schema/range");
      assert.deepEqual(
        range?.fixes().map(({ title, preferred }) => [title, preferred]),
        [
          ["Change to 0.78 (78%)", false],
          ["Change to 1 (maximum)", false],
        ],
      );
    }
    const unsafe = preferred(
      '{"results": {"benchmarks": {"name": "a"}, "hardwareVerified": {}}, "receipt": {"publications": [{"target": 5}]}}',
    );
    assert.ok(!unsafe.includes("Wrap in an array"), `${unsafe}`);
    // Safe ones are, here as everywhere.
    assert.ok(preferred('{"results": {"completedAt": None}}').includes("Change to null"));
  });
});
