import assert from "node:assert/strict";
import { compare, isInRange, isRange, isVersion } from "./versions.js";

suite("versions of domains", () => {
  test("ranges are read as npm reads them", () => {
    const inside = [
      "1.2.0 ^1.2",
      "1.3.5 ^1.2",
      "1.2.9 ~1.2.3",
      "1.5.0 >=1.0 <2.0",
      "1.5.0 1.x",
      "2.1.0 1.x || 2.x",
      "1.5.0 1",
      "1.2.7 1.2",
      "1.2.0 1.2.0",
      "1.5.0 1.0 - 2.0",
      "1.5.0 *",
      "1.5.0 x",
      "1.5.0 >= 1.5.0",
      "2.0.0-rc.1 ^2.0.0-beta",
      "0.1.4 ^0.1",
    ];
    const outside = [
      "2.0.0 ^1.2",
      "1.3.0 ~1.2.3",
      "2.0.0 >=1.0 <2.0",
      "2.0.0 1",
      "1.3.0 1.2",
      "0.2.0 ^0.1",
      "2.1.0 1.0 - 2.0",
      "1.3.0-rc.1 ^1.2",
      "1.0 ^1.0",
      "1.0.0 newest",
    ];
    for (const one of inside) assert.ok(isInRange(...split(one)), one);
    for (const one of outside) assert.ok(!isInRange(...split(one)), one);
  });

  test("a text that is neither a range nor a version is known as such", () => {
    for (const text of ["newest", "", "^", "1..2", "^1.2 |", "9".repeat(300)])
      assert.ok(!isRange(text), text);
    for (const text of ["1.2", "v1.2.3", "1.2.3.4", "01.2.3", "x"]) assert.ok(!isVersion(text), text);
    assert.ok(isVersion("1.2.3+build.5"));
  });

  test("newer versions come later", () => {
    assert.ok(compare("1.10.0", "1.9.0") > 0);
    assert.ok(compare("1.0.0-rc.1", "1.0.0") < 0);
    assert.ok(compare("old", "0.0.1") < 0);
    assert.equal(compare("a", "b"), 0);
  });
});

function split(one: string): [string, string] {
  const at = one.indexOf(" ");
  return [one.slice(0, at), one.slice(at + 1)];
}
