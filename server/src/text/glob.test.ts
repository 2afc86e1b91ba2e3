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
  ["{a,{b},c}", ["a", "{b}", "c"], ["b", "{a,{b},c}"]],
  ["{,a/}b", ["b", "a/b"], ["a/", "ab"]],
  ["{**,a}/b", ["b", "x/b", "x/y/b", "a/b"], ["xb"]],
  ["{*,a}{*,b}/c", ["x/c", "c", "x/y/c", "ab/c"], ["x/y"]],
  ["a{/**,}/b", ["a/b", "a/x/b"], ["ab"]],
  ["{a,b", ["{a,b"], ["a"]],
  ["a,b}", ["a,b}"], ["a"]],
  ["[a/b]", ["[a/b]"], ["a"]],
  ["[/]", ["[/]"], ["/"]],
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
    assert.ok(parseGlob("{a,b}".repeat(40)).matches("ab".repeat(20)));
  });

  test("a glob takes at most so many steps as it is long, times the path, and as much again for its folders", () => {
    const nested = (depth: number) => `${"{a,".repeat(depth)}b${"}".repeat(depth)}`;
    const globs = [
      "{a,b}".repeat(200),
      nested(300),
      "{a,b,}".repeat(150),
      "**/".repeat(300),
      "{**/,**/}".repeat(100),
      `${"*?".repeat(400)}b`,
      `${"*a".repeat(400)}b`,
      `[${"a-z".repeat(300)}]`,
      `{${"**,".repeat(300)}}/b`,
    ];
    const path = `${"a".repeat(50)}/`.repeat(20);
    for (const text of globs) {
      const glob = parseGlob(text);
      glob.matches(path);
      assert.ok(glob.steps > 0 && glob.steps <= 6 * text.length * path.length, `${text}: ${glob.steps}`);
    }
  });

  test("braces mean all of their alternatives, however deep", () => {
    const piece = fc.constantFrom("a", "b", "*", "?", "/", "**/", "[ab]", "");
    const { glob } = fc.letrec<{ glob: readonly string[]; part: readonly string[] }>((tie) => ({
      // Each with the globs that it stands for, itself first.
      glob: fc
        .array(tie("part"), { maxLength: 4 })
        .map((parts) =>
          parts.reduce<readonly string[]>(
            ([text = "", ...all], [partText = "", ...partAll]) => [
              text + partText,
              ...all.slice(0, 50).flatMap((one) => partAll.slice(0, 50).map((other) => one + other)),
            ],
            ["", ""],
          ),
        ),
      part: fc.oneof(
        { maxDepth: 2, depthIdentifier: "braces" },
        piece.map((one) => [one, one]),
        fc
          .array(tie("glob"), { minLength: 2, maxLength: 3 })
          .map((choices) => [
            `{${choices.map(([text]) => text).join()}}`,
            ...choices.flatMap(([, ...all]) => all),
          ]),
      ),
    }));
    const paths = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 6 }).map((all) => all.join(""));
    fc.assert(
      fc.property(glob, fc.array(paths, { minLength: 5, maxLength: 5 }), ([text = "", ...all], some) => {
        fc.pre(all.length < 50);
        for (const path of some)
          assert.equal(
            parseGlob(text).matches(path),
            all.some((one) => parseGlob(one).matches(path)),
            `${text} ${path}`,
          );
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  test("the base is a folder above all that matches", () => {
    const piece = fc.constantFrom("a", "b", "*", "/", "**/", "{a/,b}", "{a,ab}", "{/a,/a/b}", "\\");
    const globs = fc.array(piece, { maxLength: 6 }).map((all) => all.join(""));
    const paths = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 8 }).map((all) => all.join(""));
    fc.assert(
      fc.property(globs, fc.array(paths, { minLength: 9, maxLength: 9 }), (text, some) => {
        const { base, matches } = parseGlob(text);
        for (const path of some)
          if (matches(path)) assert.ok(base === "" || path.startsWith(`${base}/`), `${text} ${base} ${path}`);
      }),
      { seed: 7, numRuns: 2000 },
    );
    assert.equal(parseGlob("{a/x,a/y}/*").base, "a");
    assert.equal(parseGlob(`{${"a/b,".repeat(5000)}a/b}/*`).base, "");
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
