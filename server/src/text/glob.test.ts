import assert from "node:assert/strict";
import fc from "fast-check";
import { minimatch } from "minimatch";
import { parseGlob } from "./glob.js";

const CASES: [glob: string, matching: string[], others: string[]][] = [
  ["*.alloy.json", ["a.alloy.json", ".alloy.json"], ["a.json", "b/a.alloy.json"]],
  ["**/*.json", ["a.json", "a/b.json", "a/b/c.json"], ["a.txt"]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/x", "b"]],
  ["a/**", ["a", "a/b", "a/b/c"], ["b/a"]],
  ["a?c", ["abc", "a💡c"], ["ac", "a/c", "abbc"]],
  ["[a-c]x", ["ax", "cx"], ["dx", "[a-c]x"]],
  ["[!a-c]x", ["dx"], ["ax"]],
  ["[]]x", ["]x"], ["x"]],
  ["{a,b/c}.json", ["a.json", "b/c.json"], ["b.json"]],
  ["{a,{b,c}d}", ["a", "bd", "cd"], ["b", "{a,{b,c}d}"]],
  ["{a}", ["{a}"], ["a"]],
  ["\\*", ["*"], ["a"]],
  ["\\{a,b}", ["{a,b}"], ["a"]],
  ["a[b", ["a[b"], ["ab"]],
  ["", [""], ["a"]],
];

suite("globs", () => {
  for (const [glob, matching, others] of CASES) {
    test(JSON.stringify(glob), () => {
      const { matches } = parseGlob(glob);
      for (const path of matching) assert.ok(matches(path), path);
      for (const path of others) assert.ok(!matches(path), path);
    });
  }

  test("base: the folder in which to look", () => {
    const bases = ["a/b/*.json", "*.json", "a/{b,c}/*.json", "/x/*", "../a*", "a/b.json", "/*"];
    assert.deepEqual(
      bases.map((glob) => parseGlob(glob).base),
      ["a/b", "", "a", "/x", "..", "a", ""],
    );
    assert.ok(!parseGlob("a/b.json").hasWildcards);
    assert.ok(parseGlob("a/{b,c}.json").hasWildcards);
  });

  test("a pattern that makes regular expressions backtrack for years is answered at once", () => {
    assert.ok(!parseGlob(`${"*a".repeat(40)}b`).matches("a".repeat(1000)));
    assert.ok(!parseGlob(`${"**/a/".repeat(40)}b`).matches("a/".repeat(1000)));
    assert.ok(parseGlob("{a,b}".repeat(40)).matches("{a,b}".repeat(40)));
  });

  test("means what a well-known library means by it", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      "*",
      "?",
      "/",
      "**/",
      "[ab]",
      "[!a]",
      "{a,b}",
      "{a/,b}",
      "-",
      ".",
    );
    const globs = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(""));
    const paths = fc
      .array(fc.constantFrom("a", "b", "/", "-"), { minLength: 1, maxLength: 8 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        // What a name, an empty one or one of dots, is to a library is its own affair.
        fc.pre(
          !/\/\/|^\/|\/$|(^|\/)\.{1,2}(\/|$)/.test(path) &&
            !/\/\/|^\/|\/$|\.|\*{3}|[^/]\*\*|\{a\/|\*\*\/?$/.test(glob),
        );
        fc.pre(parseGlob(glob).matches(path) || minimatch(path, glob, { dot: true }));
        assert.equal(parseGlob(glob).matches(path), minimatch(path, glob, { dot: true }), `${glob} ${path}`);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });
});
