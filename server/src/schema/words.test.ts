import assert from "node:assert/strict";
import { expectation, list, rangeWords, show, typeWords } from "./words.js";

suite("schemas in words", () => {
  test("what a value must be", () => {
    assert.equal(expectation({ enum: ["a", null, 2] }), 'one of "a", 2');
    assert.equal(expectation({ enum: ["a", null] }), '"a"');
    assert.equal(expectation({ enum: [] }), "any value");
    assert.equal(expectation({ type: ["integer", "null"], minimum: 1 }), "an integer of at least 1");
    assert.equal(expectation({ type: "number", maximum: 2 }), "a number of at most 2");
    assert.equal(expectation({ type: "number", minimum: 0, maximum: 2 }), "a number from 0 to 2");
    assert.equal(
      expectation({ type: ["string", "boolean", "array"] }),
      "a string, true or false, or an array",
    );
    assert.equal(expectation({ type: "array", items: { type: "string" } }), "an array of strings");
    assert.equal(expectation({ type: "array", items: { type: "array" } }), "an array of arrays");
    const many = Array.from({ length: 9 }, (_, i) => i);
    assert.equal(expectation({ enum: many }), "one of 0, 1, 2, 3, 4, 5, 6, 7, … (9 in total)");
    assert.equal(expectation({ enum: many.slice(1) }), "one of 1, 2, 3, 4, 5, 6, 7, 8");
  });

  test("types as hover shows them", () => {
    assert.equal(typeWords({ type: ["string", "null"] }), "string or null");
    assert.equal(typeWords({ type: "array", items: { type: "integer" } }), "array of integers");
    assert.equal(typeWords({ type: "array", items: {} }), "array");
    assert.equal(typeWords({ type: "array" }), "array");
  });

  test("ranges, lists and values", () => {
    assert.equal(rangeWords({}), "");
    assert.deepEqual(
      [[], ["a"], ["a", "b"], ["a", "b", "c"]].map((items) => list(items, "and")),
      ["", "a", "a and b", "a, b, and c"],
    );
    assert.equal(list(["a", "b"], "or"), "a or b");
    const many = Array.from({ length: 51 }, (_, i) => `n${i}`);
    assert.match(list(many.slice(1), "or"), /^n1, n2, .*, n49, or n50$/);
    assert.match(list(many, "or"), /^n0, n1, .*, n49, … \(51 in total\)$/);
    assert.equal(show("x".repeat(58)), `"${"x".repeat(58)}"`);
    assert.equal(show("x".repeat(59)), `"${"x".repeat(56)}…`);
    assert.equal(show(undefined), "nothing");
  });
});
