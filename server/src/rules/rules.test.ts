import assert from "node:assert/strict";
import { afterEdits, alloyOf, isJson, problemsOf, withRanges } from "../testing/fixtures.js";
import { diagnose, MAX_PROBLEMS } from "./diagnose.js";
import { rules } from "./index.js";

suite("rules: every example of every rule", () => {
  for (const rule of rules) {
    for (const example of rule.examples.bad) {
      test(`${rule.code} reports ${example.slice(0, 60)}`, () => {
        const { text, ranges } = withRanges(example);
        const found = problemsOf(text).filter(({ code }) => code === rule.code);
        assert.deepEqual(
          found.map(({ start, end }) => text.slice(start, end)),
          ranges.map(({ start, end }) => text.slice(start, end)),
        );
        assert.deepEqual(
          found.map(({ start, end }) => ({ start, end })),
          ranges,
        );
        for (const { message } of found) assert.match(message, /^\S.*[.?]$/);
      });

      test(`${rule.code}: each fix removes the problem of ${example.slice(0, 50)}`, () => {
        const { text } = withRanges(example);
        const found = problemsOf(text).filter(({ code }) => code === rule.code);
        for (const problem of found) {
          for (const fix of problem.fixes()) {
            const after = afterEdits(text, fix.edits);
            const left = problemsOf(after).filter(({ code }) => code === rule.code).length;
            assert.ok(left < found.length, `"${fix.title}" leaves the problem in ${after}`);
            if (found.length === 1 && rule.code.startsWith("json/") && rule.severity === "error") {
              assert.ok(isJson(after), `"${fix.title}" leaves no JSON: ${after}`);
            }
          }
        }
      });
    }
    for (const example of rule.examples.good) {
      test(`${rule.code} says nothing about ${example.slice(0, 60)}`, () => {
        assert.deepEqual(
          problemsOf(example).filter(({ code }) => code === rule.code),
          [],
        );
      });
    }
  }

  test("codes are unique and well formed", () => {
    const codes = rules.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.match(code, /^[a-z]+\/[a-z-]+$/);
  });
});

suite("diagnose", () => {
  test("a setting changes a severity or switches a rule off", () => {
    const alloy = alloyOf('{"tags": null}');
    const codes = (settings: Parameters<typeof diagnose>[1]) =>
      diagnose(alloy, settings).map(({ code, severity }) => `${code} ${severity}`);
    assert.ok(codes({}).includes("schema/null error"));
    assert.ok(codes({ "schema/null": "hint" }).includes("schema/null hint"));
    assert.ok(!codes({ schema: "off" }).some((entry) => entry.startsWith("schema/")));
    assert.ok(codes({ schema: "off", "schema/null": "warning" }).includes("schema/null warning"));
    assert.ok(!codes({ "schema/null": "off" }).some((entry) => entry.startsWith("schema/null")));
  });

  test("of very many problems the gravest are shown, and the number of the others", () => {
    const hints = '{"type": "train", "learninRate": "1e-4"},'.repeat(MAX_PROBLEMS + 7);
    const found = problemsOf(`{"stages": [${hints} {"type": "prun"}]}`);
    assert.equal(found.length, MAX_PROBLEMS + 1);
    assert.match(found[0]?.message ?? "", /^11 more problems are not shown/);
    assert.ok(found.some(({ code }) => code === "stage/unknown-type"));
  });

  test("one problem is one message", () => {
    const cases: [string, string[]][] = [
      ['{"stages": [{"type": "prune", "stratgy": "entropy", "level": 0.3}]}', ["schema/required"]],
      ['{"stages": [{"type": "prune", "strategy": 5, "level": 0.3}]}', ["schema/type"]],
      ['{"stages": [{"type": "prune", "strategy": null, "level": 0.3}]}', ["schema/null"]],
      ['{"stages": [{"type": "lora", "rank": "4096"}]}', ["schema/number-as-text", "schema/range"]],
      ['{"stages": [{"type": "prun"}]}', ["stage/unknown-type"]],
      ['{"stages": [{}]}', ["schema/required"]],
      ['{"stages": ["prune"]}', ["schema/type"]],
      ['{"stages": [{"type": "prune", "strategy": , "level": 0.3}]}', ["json/syntax"]],
      ['{"domains": ["nowhere"], "stages": [{"type": "a"}, {"type": "b"}]}', ["domain/unknown"]],
      [
        '{"source": {"base_model": "a", "architecture": "b"}, "stages": [{"type": "deliver"}]}',
        ["field/snake-case"],
      ],
    ];
    for (const [text, expected] of cases) {
      const envelope = '"name": "a", "version": "1.0.0", ';
      const source = text.includes('"source"') ? "" : '"source": {"baseModel": "a", "architecture": "b"}, ';
      const whole = `{${envelope}${source}${text.slice(1)}`;
      // What else may be said about so small an alloy is not the point here.
      const isAside = /^(executor|stage\/nothing-evaluated)/;
      assert.deepEqual(
        problemsOf(whole)
          .map(({ code }) => code)
          .filter((code) => !isAside.test(code)),
        expected,
        whole,
      );
    }
  });
});
