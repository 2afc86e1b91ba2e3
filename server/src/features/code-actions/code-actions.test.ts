import assert from "node:assert/strict";
import { diagnose } from "../../lint/lint.js";
import type { Problem } from "../../lint/rule.js";
import { applyEdits } from "../../syntax/edits.js";
import { afterEdits, alloyOf, problemsOf, withCursor } from "../../testing/fixtures.js";
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
    assert.equal(fix?.title, "Change to 200");
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
    assert.deepEqual([add?.title, add?.isPreferred], ['Add "name"', false]);
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

  test("all of one kind are fixed together by safe fixes only", () => {
    const misspelled = '{"stages": [{"type": "lora", "ran|k_": 8}, {"type": "lora", "rank_": 8}]}';
    assert.ok(actions(misspelled).some(({ problem }) => problem?.code === "field/misspelled"));
    assert.ok(!actions(misspelled).some(({ title }) => /^Fix (all )?\d/.test(title)));
    const twins = '"totalExperts": 1, "total_experts": 2';
    const mixed = actions(`{"source": {"base_mo|del": "a/b", "is_moe": true, ${twins}}}`);
    const some = mixed.find(({ title }) => title === "Fix 2 of 3: a field is written in snake_case");
    assert.equal(some?.after, `{"source": {"baseModel": "a/b", "isMoE": true, ${twins}}}`);
  });

  test("a guess where the gate is decided is never preferred; what is read the same may be", () => {
    const criteria = (key: string) => `{"acceptanceCriteria": {"benchmarks": {"a": {${key}}}}}`;
    for (const text of [criteria('"min": 7|8'), criteria('"mi|m": 0.5'), '{"results": {"modelHas|h": 1}}']) {
      const fixes = actions(text).filter(({ kind }) => kind === "quickfix");
      assert.ok(
        fixes.every(({ isPreferred }) => !isPreferred),
        text,
      );
    }
    const [snake] = actions(criteria('"min": 0.5, "anchor_delta|": -1'));
    assert.equal(snake?.isPreferred, true);
    assert.ok(snake?.after.includes('"anchorDelta": -1'));
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

/** A problem with fixes that each replace the first characters of a text. */
function problem(
  fixes: readonly { by: string; safe?: boolean; preferred?: boolean; isPlaceholder?: boolean }[],
  { severity = "error" as Problem["severity"], start = 0 } = {},
): Problem {
  return {
    code: "test/test",
    severity,
    message: "",
    start,
    end: start + 1,
    related: [],
    fixes: () =>
      fixes.map(({ by, safe = false, ...rest }) => ({
        title: by,
        edits: by === "" ? [] : [{ start, end: start + 1, text: by }],
        safe,
        ...rest,
      })),
  };
}

suite("fixes that are applied together", () => {
  const elsewhere = '{"a": 1}';
  const gate = '{"results": 1}';
  const chosen = (one: Problem, text = elsewhere) => fixAll([one], alloyOf(text))?.fixes[0]?.fix.title;

  test("unsafe ones only if asked for, and only if they leave nothing to choose", () => {
    const one = problem([{ by: "a" }]);
    assert.equal(fixAll([one]), undefined);
    assert.equal(chosen(one), "a");
    assert.equal(chosen(problem([{ by: "a" }, { by: "b" }])), undefined);
    assert.equal(chosen(problem([{ by: "a" }, { by: "b", preferred: true }])), "b");
    const both = [
      { by: "a", preferred: true },
      { by: "b", preferred: true },
    ];
    assert.equal(chosen(problem(both)), undefined);
    assert.equal(chosen(problem([{ by: "a", preferred: true, isPlaceholder: true }])), undefined);
    assert.equal(chosen(problem([{ by: "" }])), undefined);
    assert.equal(chosen(problem([{ by: "a" }, { by: "" }])), "a");
    for (const severity of ["information", "hint"] as const)
      assert.equal(chosen(problem([{ by: "a", safe: true }], { severity })), undefined);
  });

  test("where the gate is decided, only the one fix there is", () => {
    const at = { start: gate.indexOf("1") };
    assert.equal(chosen(problem([{ by: "a" }], at), gate), "a");
    const two = [{ by: "a" }, { by: "b", preferred: true }];
    assert.equal(chosen(problem(two, at), gate), undefined);
    assert.equal(chosen(problem(two, at), '{"elsewher": 1}'), "b");
    for (const key of ["acceptanceCriteria", "acceptance_criteria", "receipt"]) {
      const text = `{"${key}": 1}`;
      assert.equal(chosen(problem(two, { start: text.indexOf("1") }), text), undefined, key);
    }
  });

  test("safe ones first: what they reveal may be no guess any more", () => {
    const safe = problem([{ by: "s", safe: true }]);
    const unsafe = problem([{ by: "u" }], { start: 4 });
    const titles = (problems: readonly Problem[]) =>
      fixAll(problems, alloyOf(elsewhere))?.fixes.map(({ fix }) => fix.title);
    assert.deepEqual(titles([unsafe, safe]), ["s"]);
    assert.deepEqual(titles([unsafe]), ["u"]);
  });

  test("what touches waits for the next round", () => {
    const problems = [problem([{ by: "x", safe: true }]), problem([{ by: "y", safe: true }], { start: 1 })];
    const all = fixAll(problems);
    assert.equal(all?.fixes.length, 1);
    assert.equal(applyEdits("ab", all?.edits ?? []), "xb");
  });
});
