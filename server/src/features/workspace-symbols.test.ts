import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { matches, summaryOf } from "./workspace-symbols.js";

suite("workspace symbols", () => {
  test("name, base model, architecture and stages, each where it stands", () => {
    const text =
      '{"name": "coder", "source": {"baseModel": "Qwen/Qwen3", "architecture": "qwen3"}, "stages": [{"type": "prune"}, {"level": 1}]}';
    const { name, symbols } = summaryOf(alloyOf(text));
    assert.equal(name, "coder");
    assert.deepEqual(
      symbols.map(({ kind, name, start, end }) => [kind, name, text.slice(start, end)]),
      [
        ["alloy", "coder", '"coder"'],
        ["model", "Qwen/Qwen3", '"Qwen/Qwen3"'],
        ["architecture", "qwen3", '"qwen3"'],
        ["stage", "1 prune", '"prune"'],
        ["stage", "2 (no type)", '{"level": 1}'],
      ],
    );
  });

  test("what is empty or of another type is left out", () => {
    assert.deepEqual(summaryOf(alloyOf('{"name": "", "source": {"baseModel": 1}}')).symbols, []);
    assert.deepEqual(summaryOf(alloyOf("")), { name: "", symbols: [], values: new Map() });
  });

  test("values that recur in other alloys, by their place", () => {
    const { values } = summaryOf(
      alloyOf(
        '{"name": "a", "author": "me", "description": "b", "source": {"baseModel": "b", "architecture": ""}}',
      ),
    );
    assert.deepEqual(
      [...values.values()].map((set) => [...set]),
      [["me"], ["b"]],
    );
  });

  test("a query matches letters in their order", () => {
    for (const query of ["", "coder", "CDR", "c r", "q3c"]) assert.ok(matches(query, "qwen3-Coder"), query);
    for (const query of ["rdc", "coderr", "x"]) assert.ok(!matches(query, "qwen3-Coder"), query);
  });
});
