import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { placesOf, rounded, scaled } from "./decimal.js";

suite("decimal numbers", () => {
  test("are multiplied and divided exactly, whatever their length", () => {
    const cases: [string, number, number, string | undefined][] = [
      ["78", 1, 100, "0.78"],
      ["30.50", 1, 100, "0.305"],
      ["-3", 1, 100, "-0.03"],
      ["8192", 1, 1024, "8"],
      ["1.5", 1024, 1, "1536"],
      ["12345678901234567890123", 1, 100, "123456789012345678901.23"],
      ["1e21", 1, 1, "1000000000000000000000"],
      ["5e-3", 1, 10, "0.0005"],
      ["0.0", 1, 100, "0"],
      ["1", 1, 3, undefined],
      ["100", 1, 60, undefined],
      ["90", 1, 60, "1.5"],
      ["1e401", 1, 1, undefined],
      ["1e-9999999", 1, 1, undefined],
      ["0x10", 1, 1, undefined],
      ["", 1, 1, undefined],
    ];
    for (const [number, by, over, expected] of cases)
      assert.equal(scaled(number, by, over), expected, `${number} * ${by} / ${over}`);
    assert.equal(scaled("9".repeat(401), 1), undefined);
  });

  test("of few digits are what they are as numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99999, max: 99999 }), fc.nat(4), (digits, places) => {
        const number = (digits / 10 ** places).toFixed(places);
        assert.equal(
          Number(scaled(number, 5, 4)),
          Number(((digits * 5) / 4 / 10 ** places).toFixed(places + 3)),
        );
        if (Number.isInteger(Number(number))) assert.equal(rounded(number), undefined);
        else assert.equal(Math.abs(Number(rounded(number))), Math.round(Math.abs(Number(number))), number);
      }),
    );
  });

  test("have places, and are rounded in both directions", () => {
    assert.deepEqual(["1", "1.50", "x"].map(placesOf), [0, 2, 0]);
    assert.deepEqual(["1.5", "-1.5", "1.4", "25e-2", "12345678901234567890.5", "3", "3.0"].map(rounded), [
      "2",
      "-2",
      "1",
      "0",
      "12345678901234567891",
      undefined,
      undefined,
    ]);
  });
});
