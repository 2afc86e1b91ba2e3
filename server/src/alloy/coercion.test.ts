import assert from "node:assert/strict";
import fc from "fast-check";
import { booleanFromNumber, booleanFromString, jsonNumber, numberFromString } from "./coercion.js";

suite("coercion as the Python package does it", () => {
  test("numbers in strings", () => {
    const cases: [string, string | undefined][] = [
      ["3", "3"],
      [" 3 ", "3"],
      ["0.9", "0.9"],
      ["1_000", "1000"],
      ["1_0.5_0", "10.50"],
      ["+1", "1"],
      ["-.5", "-0.5"],
      ["5.", "5.0"],
      ["007", "7"],
      ["1e-4", "1e-4"],
      ["0.000", "0.000"],
      ["", undefined],
      [" ", undefined],
      ["_1", undefined],
      ["1__0", undefined],
      ["1_", undefined],
      ["0x10", undefined],
      ["1,5", undefined],
      ["3 GB", undefined],
      ["１", undefined],
      ["1 000", undefined],
      ["--1", undefined],
      ["NaN", undefined],
      ["Infinity", undefined],
      ["1e999", undefined],
      ["\ufeff1", undefined],
    ];
    for (const [text, expected] of cases) assert.equal(numberFromString(text, false), expected, text);
  });

  test("integers in strings", () => {
    const cases: [string, string | undefined][] = [
      ["3", "3"],
      ["3.0", "3"],
      ["1_000", "1000"],
      ["-0", "-0"],
      ["3.5", undefined],
      ["1e3", undefined],
      ["12345678901234567890123", "12345678901234567890123"],
    ];
    for (const [text, expected] of cases) assert.equal(numberFromString(text, true), expected, text);
  });

  test("what is read from a string is JSON of the same value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?[0-9_.]{1,12}([eE][+-]?[0-9]{1,2})?$/), (text) => {
        const json = numberFromString(text, false);
        if (json !== undefined) assert.equal(JSON.parse(json), Number(text.replaceAll("_", "")) + 0);
        assert.equal(jsonNumber(json ?? "0"), json ?? "0");
      }),
    );
  });

  test("booleans", () => {
    for (const text of ["1", "true", "TRUE", "Yes", "y", "t", "on"])
      assert.equal(booleanFromString(text), true, text);
    for (const text of ["0", "False", "no", "N", "f", "off"])
      assert.equal(booleanFromString(text), false, text);
    for (const text of ["", "2", " true", "ja", "enabled"])
      assert.equal(booleanFromString(text), undefined, text);
    assert.deepEqual([1, 0, -0, 2, 0.5].map(booleanFromNumber), [true, false, false, undefined, undefined]);
  });
});
