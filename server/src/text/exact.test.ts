import assert from "node:assert/strict";
import fc from "fast-check";
import { decimalsFor, Exact, readDecimal } from "./exact.js";

function exact(text: string): Exact {
  const value = Exact.parse(text);
  assert.ok(value, text);
  return value;
}

suite("exact arithmetic", () => {
  test("decimals are exact where doubles are not", () => {
    assert.equal(exact("88.4").minus(exact("92.1")).compare(exact("-3.7")), 0);
    assert.equal(exact("0.641").times(Exact.hundred).compare(exact("64.1")), 0);
    assert.equal(exact("1e2").compare(exact("100.0")), 0);
    assert.equal(exact("-0").compare(Exact.zero), 0);
  });

  test("half a unit of the last written place", () => {
    const cases = [
      ["62.2", "0.05"],
      ["62.20", "0.005"],
      ["62", "0.5"],
      ["6.22e1", "0.05"],
      ["1e2", "50"],
      ["622E-1", "0.05"],
    ];
    for (const [text, half] of cases)
      assert.equal(readDecimal(text as string)?.tolerance.toFixed(6), half, text);
  });

  test("what is longer or larger than any figure is not read", () => {
    for (const text of [
      "1e401",
      "1e-401",
      "1".repeat(401),
      "",
      "x",
      "1.",
      ".5",
      "1e",
      "Infinity",
      "1e99999999",
    ])
      assert.equal(Exact.parse(text), undefined, text);
  });

  test("division, rounding, sign", () => {
    const share = exact("110").dividedBy(exact("164")) as Exact;
    assert.equal(share.times(Exact.hundred).toFixed(2), "67.07");
    assert.equal(exact("1").dividedBy(Exact.zero), undefined);
    assert.equal(exact("-1").dividedBy(exact("-4"))?.toFixed(2), "0.25");
    assert.equal(exact("-0.005").toFixed(2), "-0.01");
    assert.equal(exact("-0.004").toFixed(2), "0");
    assert.equal(exact("-2.34").floor(1).toFixed(3), "-2.4");
    assert.equal(exact("2.39").floor(1).toFixed(3), "2.3");
    assert.equal(exact("2.3").floor(1).toFixed(3), "2.3");
    assert.equal(exact("-3").absolute.toFixed(0), "3");
  });

  test("as many decimals as it takes to see a difference", () => {
    assert.equal(decimalsFor(exact("57.996"), exact("58")), 3);
    assert.equal(decimalsFor(exact("57.9"), exact("58")), 2);
    assert.equal(decimalsFor(exact("58"), exact("58.00")), 2);
  });

  test("agrees with doubles on numbers that both can hold", () => {
    const decimal = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(decimal, decimal, ([a, p], [b, q]) => {
        const [x, y] = [exact(`${a}e${p}`), exact(`${b}e${q}`)];
        assert.equal(x.toNumber(), Number(`${a}e${p}`) + 0);
        assert.equal(Math.sign(Number(`${a}e${p}`) - Number(`${b}e${q}`)) + 0, x.compare(y));
        assert.equal(x.minus(y).plus(y).compare(x), 0);
      }),
    );
  });
});
