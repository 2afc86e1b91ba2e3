/** The formats of `forge-alloy check` for other tools: structure, positions, and that nothing is omitted. */
import assert from "node:assert/strict";
import { FORMATS } from "../../server/src/cli/reporters/index.js";
import { GOOD, LAX, run, WRONG, withFolder, write } from "./support.js";

function report(format: string, args: readonly string[] = []) {
  return run(["check", "--format", format, ...args]);
}

suite("formats of forge-alloy check", () => {
  withFolder();

  for (const format of FORMATS)
    test(`${format}: a file that cannot be read appears, and its reason; a good one does no harm`, () => {
      write("a.alloy.json", Buffer.from([0x7b, 0, 0x7d]));
      write("b.alloy.json", GOOD);
      write("c.alloy.json", WRONG);
      const { code, out } = report(format);
      assert.equal(code, 2);
      for (const words of ["a.alloy.json", "it is a binary file", "c.alloy.json", "Unknown stage type"])
        assert.ok(out.includes(words), words);
    });

  test("rdjson: columns count bytes of UTF-8; a fix of one place is a suggestion", () => {
    write("a.alloy.json", LAX.replace('"name": "a"', '"name": "é😀"'));
    const { source, diagnostics } = JSON.parse(report("rdjson").out);
    assert.deepEqual(source, { name: "forge-alloy" });
    const [{ location, severity, code, suggestions }] = diagnostics;
    const line = LAX.replace('"name": "a"', '"name": "é😀"');
    const column = Buffer.byteLength(line.slice(0, line.indexOf('"5"'))) + 1;
    const range = { start: { line: 1, column }, end: { line: 1, column: column + 3 } };
    assert.deepEqual(location, { path: "a.alloy.json", range });
    assert.deepEqual([severity, code.value], ["WARNING", "schema/number-as-text"]);
    assert.match(code.url, /^file:.*\/rules\/schema-number-as-text\.md$/);
    assert.deepEqual(suggestions, [{ range, text: "5" }]);
    assert.deepEqual(JSON.parse(report("rdjson", ["--level", "error"]).out).diagnostics, []);
  });

  test("gitlab: one fingerprint a problem, the same while lines move", () => {
    const text = WRONG.replace('"stages": [', '"stages": [{"type": "lora", "rank": 900, "rank": 901}, ');
    write("a.alloy.json", text);
    write("b.alloy.json", text);
    const issues = JSON.parse(report("gitlab").out);
    const names = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    assert.equal(new Set(names).size, names.length);
    write("a.alloy.json", `\n\n${text}`);
    write("b.alloy.json", `\n\n${text}`);
    const moved = JSON.parse(report("gitlab").out);
    assert.deepEqual(
      moved.map(({ fingerprint }: { fingerprint: string }) => fingerprint),
      names,
    );
    const { description, check_name, severity, location } = issues.find(
      ({ check_name }: { check_name: string }) => check_name === "stage/unknown-type",
    );
    assert.deepEqual(
      { description, check_name, severity, location },
      {
        description: 'Unknown stage type "evl". Did you mean "eval"?',
        check_name: "stage/unknown-type",
        severity: "critical",
        location: { path: "a.alloy.json", lines: { begin: 1, end: 1 } },
      },
    );
  });

  test("checkstyle: one file element a file, one error element a problem", () => {
    write("a.alloy.json", WRONG);
    write("b.alloy.json", GOOD);
    assert.equal(
      report("checkstyle").out,
      `<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="a.alloy.json">
    <error line="1" column="112" severity="error" message="Unknown stage type &quot;evl&quot;. Did you mean &quot;eval&quot;?" source="forge-alloy.stage/unknown-type"/>
  </file>
</checkstyle>
`,
    );
  });

  test("html: a page without scripts that shows texts as they are", () => {
    write("a.alloy.json", GOOD.replace('"eval"', '"<script>alert(1)</script>"'));
    const { out } = report("html");
    assert.match(out, /^<!DOCTYPE html>\n[\s\S]*default-src 'none'[\s\S]*<\/html>\n$/);
    assert.doesNotMatch(out, /<script/);
    assert.match(out, /&lt;script&gt;/);
    assert.match(out, /<p>1 error in 1 file/);
  });

  test("sarif: a page for each rule, a fingerprint and fixes for each problem, what the run did", () => {
    write("a.alloy.json", WRONG);
    const [run] = JSON.parse(report("sarif").out).runs;
    for (const { id, helpUri } of run.tool.driver.rules)
      assert.ok(new URL(helpUri).href.endsWith(`${id.replace("/", "-")}.md`));
    const [{ partialFingerprints, fixes }] = run.results;
    assert.match(partialFingerprints["forgeAlloyProblem/v1"], /^[0-9a-f]{64}$/);
    assert.deepEqual(fixes, [
      {
        description: { text: 'Change to "eval"' },
        artifactChanges: [
          {
            artifactLocation: { uri: "a.alloy.json" },
            replacements: [
              {
                deletedRegion: { startLine: 1, startColumn: 112, endLine: 1, endColumn: 117 },
                insertedContent: { text: '"eval"' },
              },
            ],
          },
        ],
      },
    ]);
    assert.deepEqual(run.invocations, [{ executionSuccessful: true }]);
  });
});
