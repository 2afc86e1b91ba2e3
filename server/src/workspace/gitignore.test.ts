import assert from "node:assert/strict";
import fc from "fast-check";
import ignore from "ignore";
import { parseGitignore } from "./gitignore.js";

const CASES: [rules: string, ignored: string[], others: string[]][] = [
  ["a", ["a", "b/a", "a/"], ["ab", "b"]],
  ["a/", ["a/", "b/a/"], ["a", "b/a"]],
  ["/a", ["a"], ["b/a"]],
  ["b/a", ["b/a"], ["c/b/a"]],
  ["*.json\n!keep.json", ["a.json", "b/a.json"], ["keep.json", "b/keep.json"]],
  ["**/a", ["a", "b/a", "b/c/a"], ["ab"]],
  ["a/**", ["a/b", "a/b/c"], ["a", "a/"]],
  ["a/**/b", ["a/b", "a/c/b", "a/c/d/b"], ["a/c"]],
  ["a**b", ["ab", "axb"], ["a/b"]],
  ["# a\n\n\\#b\n\\!c", ["#b", "!c"], ["a", "# a", "b", "c"]],
  ["a  \nb\\ ", ["a", "b "], ["a  ", "b"]],
  ["[ab]\n[^cd]x\n[!e]y", ["a", "bx", "zy"], ["cx", "ey"]],
  ["{a,b}", ["{a,b}"], ["a", "b"]],
  ["a\r\nb", ["a", "b"], ["a\r"]],
  ["\uFEFFa", ["a"], []],
  ["", [], ["a"]],
  ["/\n!\n//", [], ["a", "a/"]],
];

function isIgnored(rules: string, path: string): boolean {
  return parseGitignore(rules).isIgnored(path.replace(/\/$/, ""), path.endsWith("/")) === true;
}

suite(".gitignore", () => {
  for (const [rules, ignored, others] of CASES) {
    test(JSON.stringify(rules), () => {
      for (const path of ignored) assert.ok(isIgnored(rules, path), path);
      for (const path of others) assert.ok(!isIgnored(rules, path), path);
    });
  }

  test("means what a well-known library means by it", () => {
    const name = fc.constantFrom("a", "b", "ab", "c.json", "{a}");
    const piece = fc.oneof(name, fc.constantFrom("*", "?", "**", "[ab]", "*.json", "a*"));
    const pattern = fc
      .record({
        parts: fc.array(piece, { minLength: 1, maxLength: 3 }),
        begin: fc.constantFrom("", "", "/", "!"),
        end: fc.constantFrom("", "", "/"),
      })
      .map(({ parts, begin, end }) => begin + parts.join("/") + end);
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (patterns, names, isFolder) => {
          const rules = patterns.join("\n");
          const ours = parseGitignore(rules);
          // The library asks the folders around a path first, as a walk does.
          const around = names
            .slice(0, -1)
            .some((_, i) => ours.isIgnored(names.slice(0, i + 1).join("/"), true));
          const path = names.join("/");
          assert.equal(
            around || ours.isIgnored(path, isFolder) === true,
            ignore()
              .add(rules)
              .ignores(isFolder ? `${path}/` : path),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("where letter case makes no other file, it matters in no pattern", () => {
    const rules = parseGitignore("Build/\n!/Keep/build/\n[A-C].json", true);
    assert.equal(rules.isIgnored("BUILD", true), true);
    assert.equal(rules.isIgnored("keep/Build", true), false);
    assert.equal(rules.isIgnored("b.JSON", false), true);
    assert.equal(rules.isIgnored("d.json", false), undefined);
    assert.equal(parseGitignore("Build/").isIgnored("build", true), undefined);
  });

  test("a pattern on which regular expressions backtrack for years is answered at once", () => {
    for (const pattern of [`${"**/a/".repeat(40)}b`, `${"*a".repeat(40)}b`, "**/".repeat(500)])
      assert.ok(!isIgnored(pattern, `${"a/".repeat(500)}c`), pattern);
  });
});
