import assert from "node:assert/strict";
import fc from "fast-check";
import {
  booleanFromNumber,
  booleanFromString,
  jsonNumber,
  numberFromString,
  plainInteger,
} from "./coercion.js";

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
      ["\u0085\u30001\u2028", "1"],
      ["\u200b1", undefined],
      ["\u001c1", undefined],
      ["1._5", "1.5"],
      ["-_1", "-1"],
      ["1_e1_0", "1e10"],
      // White space is stripped, and underscores are, but not both.
      [" 1_000", undefined],
      ["1_000 ", undefined],
      ["1e-400", "1e-400"],
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
      [" +1_000.00 ", "1000"],
      ["0_7", "7"],
      ["3.", undefined],
      [".0", undefined],
      ["1.0_0", undefined],
      ["1_.0", undefined],
      ["-_1", undefined],
      ["1__0", undefined],
      ["12345678901234567890123", "12345678901234567890123"],
    ];
    for (const [text, expected] of cases) assert.equal(numberFromString(text, true), expected, text);
  });

  test("digits are kept at any length, as far as the package reads them, and in linear time", () => {
    const digits = "123456789".repeat(400);
    assert.equal(numberFromString(digits, true), digits);
    assert.equal(numberFromString(`0.${digits}`, false), `0.${digits}`);
    assert.equal(numberFromString("1".repeat(4300), true)?.length, 4300);
    assert.equal(numberFromString(`-${"1".repeat(4300)}`, true)?.length, 4301);
    assert.equal(numberFromString("1".repeat(4301), true), undefined);
    const many = 1_000_000;
    for (const part of ["0", "1", " ", "_", ".", "1_", "e", "\u0085"])
      for (const text of [part.repeat(many), `1${part.repeat(many)}x`, `x${part.repeat(many)}1`])
        for (const isInteger of [true, false]) numberFromString(text, isInteger);
  }).timeout(120_000); // against squared time, which takes hours

  test("integers that are written as floats", () => {
    const cases: [string, string | undefined][] = [
      ["4.0", "4"],
      ["4", "4"],
      ["-4.000", "-4"],
      ["2e3", "2000"],
      ["1.25e2", "125"],
      ["1200e-2", "12"],
      ["-0.0", "0"],
      ["0e999999999", "0"],
      ["9007199254740991.0", "9007199254740991"],
      ["9007199254740992.0", undefined],
      ["1e19", undefined],
      ["4.5", undefined],
      ["1e-400", undefined],
      // The same float as 4, but not what was written.
      ["4.00000000000000000001", undefined],
      ["1e999", undefined],
    ];
    for (const [text, expected] of cases) assert.equal(plainInteger(text), expected, text);
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat({ max: 20 }), (integer, shift) => {
        const { sign, digits } = { sign: integer < 0 ? "-" : "", digits: `${Math.abs(integer)}` };
        const shifted = `${sign}${digits}${"0".repeat(shift)}e-${shift}`;
        assert.equal(plainInteger(shifted), String(integer === 0 ? 0 : integer));
        assert.equal(
          plainInteger(`${integer}.${"0".repeat(shift + 1)}`),
          String(integer === 0 ? 0 : integer),
        );
      }),
    );
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
