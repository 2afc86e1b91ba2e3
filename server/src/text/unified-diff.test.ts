import assert from "node:assert/strict";
import { cpuTime } from "../testing/cpu-time.js";
import fc from "../testing/property.js";
import { unifiedDiff } from "./unified-diff.js";

/** Applies a diff strictly: each line that it shows must be where it says. */
function patch(text: string, diff: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const parts = diff.match(/[^\n]*\n/g) ?? [];
  for (let i = 2; i < parts.length; i++) {
    const part = parts[i] as string;
    const range = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n$/.exec(part);
    if (range) {
      const start = Number(range[1]) - (range[2] === "0" ? 0 : 1);
      while (at < start) result.push(lines[at++] as string);
      assert.equal(result.length, Number(range[3]) - (range[4] === "0" ? 0 : 1), "the place in the new text");
      continue;
    }
    const isLast = parts[i + 1]?.startsWith("\\");
    const line = isLast ? part.slice(1, -1) : part.slice(1);
    if (isLast) i++;
    if (part[0] !== "+") assert.equal(lines[at++], line);
    if (part[0] !== "-") result.push(line);
  }
  return [...result, ...lines.slice(at)].join("");
}

suite("unified diff", () => {
  test("shows three lines around a change, and joins what is near", () => {
    const before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
    assert.equal(unifiedDiff("x", before, before), "");
    assert.equal(
      unifiedDiff("deep/x.json", before, before.replace("f", "F")),
      "--- a/deep/x.json\n+++ b/deep/x.json\n@@ -3,7 +3,7 @@\n c\n d\n e\n-f\n+F\n g\n h\n i\n",
    );
    const near = unifiedDiff("x", before, before.replace("b\n", "").replace("i", "I"));
    assert.equal(near.match(/^@@ /gm)?.length, 1, near);
    const far = unifiedDiff("x", before, before.replace("a\n", "").replace("l", "L"));
    assert.equal(far.match(/^@@ /gm)?.length, 2, far);
  });

  test("ends of files, empty files, carriage returns, odd names", () => {
    assert.equal(
      unifiedDiff("x", "a\nb", "a\nc"),
      "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
    );
    assert.equal(unifiedDiff("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    assert.equal(unifiedDiff("x", "a\n", ""), "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-a\n");
    assert.match(unifiedDiff("x", "a\r\nb\r\n", "a\r\nc\r\n"), /\n a\r\n-b\r\n\+c\r\n$/);
    assert.match(unifiedDiff('a\n+++ "b"', "", "a"), /^--- "a\/a\\012\+\+\+ \\"b\\""\n\+\+\+ "b\//);
  });

  test("leads from one text to the other, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\r\n", "\n", "d"), { maxLength: 40 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [before, after] = [one.join(""), other.join("")];
        assert.equal(patch(before, unifiedDiff("x", before, after)), after);
      }),
      { numRuns: 500 },
    );
  });

  test("is as short as it can be for few changes in a long text, and soon there for many", () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i % 50}\n`);
    const before = lines.join("");
    const few = lines.filter((_, i) => i % 3000 !== 7).join("");
    assert.equal(unifiedDiff("x", before, few).match(/^[-+][^-+]/gm)?.length, 10);
    const every = lines.map((line, i) => (i % 3 === 0 ? `x${line}` : line)).join("");
    const other = [...lines].reverse().join("");
    const time = cpuTime(() => {
      for (const after of [every, other]) assert.equal(patch(before, unifiedDiff("x", before, after)), after);
    });
    assert.ok(time < 20_000);
  });
});
