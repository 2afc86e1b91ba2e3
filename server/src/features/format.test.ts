import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { alloyOf, isJson, withCursor } from "../testing/fixtures.js";
import fc from "../testing/property.js";
import { applyEdits } from "../text/edits.js";
import { SourceText } from "../text/source-text.js";
import { TokenReader } from "../text/tokens.js";
import { format, formatOnType } from "./format.js";

const OPTIONS = { tabSize: 2, insertSpaces: true };
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");

function formatted(text: string, options = OPTIONS): string {
  const result = format(alloyOf(text), options);
  assert.ok("edits" in result);
  return applyEdits(text, result.edits);
}

/** The tokens as they are spelled. */
function spelling(text: string): string[] {
  const tokens: string[] = [];
  const reader = new TokenReader(SourceText.of(text), 0, () => {});
  for (let token = reader.read(); token.kind !== "end"; token = reader.read())
    tokens.push(text.slice(token.start, token.end));
  return tokens;
}

suite("formatting", () => {
  test("one element a line; what stood on one line stays there while it fits", () => {
    assert.equal(
      formatted('{"name":"a","tags":["x","y"],\n"source":{"baseModel":"b"},"stages":[\n{"type":"eval"}]}'),
      '{\n  "name": "a",\n  "tags": ["x", "y"],\n  "source": {"baseModel": "b"},\n  "stages": [\n    {"type": "eval"}\n  ]\n}',
    );
  });

  test("what is too long for a line is broken up, its parts only where they are too long themselves", () => {
    const long = `{"tags": [${Array.from({ length: 16 }, (_, i) => `["tag-number-${i}"]`).join(", ")}], "a": [1]}`;
    const lines = formatted(long).split("\n");
    assert.equal(lines[2], '    ["tag-number-0"],');
    assert.equal(lines.at(-2), '  "a": [1]');
  });

  test("values keep their spelling", () => {
    const text = '{"a":1e-4,"b":88.40,"c":"\\u0394","d":-0.0,"e":8.0}';
    assert.deepEqual(spelling(formatted(text)), spelling(text));
  });

  test("braces keep the blanks inside them, one empty line between elements is kept", () => {
    const text = '{\n  "a": { "b": 1 },\n\n\n  "c": {"d": 1}\n}\n';
    assert.equal(formatted(text), '{\n  "a": { "b": 1 },\n\n  "c": {"d": 1}\n}\n');
    const one = '{\n  "a": 1,\n\n  "b": 2\n}\n';
    assert.equal(formatted(one), one);
  });

  test("line ends, byte order mark, tabs", () => {
    assert.equal(formatted('{\r\n"a":1}\r\n'), '{\r\n  "a": 1\r\n}\r\n');
    assert.equal(formatted('\uFEFF  {\n"a":1}'), '\uFEFF{\n  "a": 1\n}');
    assert.equal(formatted('{\n"a":1}', { tabSize: 8, insertSpaces: false }), '{\n\t"a": 1\n}');
  });

  test("broken text as far as it is understood, and comments stay where they are", () => {
    assert.equal(formatted('{\n"a":1,\n"b":[\n1,'), '{\n  "a": 1,\n  "b": [\n    1,');
    assert.equal(formatted('{\n"a":1, // why\n"b":2}'), '{\n  "a": 1, // why\n"b": 2\n}');
    for (const text of ["", "  ", "}", "[[[", '{"a" "b"}', '{"a": "x', "nul", '{"a":: 1}']) {
      const once = formatted(text);
      assert.deepEqual(spelling(once), spelling(text), text);
      assert.equal(formatted(once), once, text);
    }
  });

  test("a text nested too deeply is refused with a sentence", () => {
    const result = format(alloyOf("[".repeat(300)), OPTIONS);
    assert.ok("refusal" in result && /deeper than 256 levels/.test(result.refusal));
  });

  test("only the lines of a range", () => {
    const text = '{\n"a":1,\n"b":2,\n"c":3\n}';
    const start = text.indexOf("\n", 4);
    const result = format(alloyOf(text), OPTIONS, { start, end: text.indexOf(",", start) });
    assert.ok("edits" in result);
    assert.equal(applyEdits(text, result.edits), '{\n"a":1,\n  "b": 2,\n"c":3\n}');
  });

  test("real alloys: twice is once, and nothing but blanks changes", () => {
    const folders = ["examples", "../shared/corpus/published", "../shared/corpus/recipes"].filter((folder) =>
      existsSync(path.join(ROOT, folder)),
    );
    for (const folder of folders) {
      for (const name of readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith(".json"))) {
        const text = readFileSync(path.join(ROOT, folder, name), "utf8");
        const once = formatted(text);
        assert.deepEqual(spelling(once), spelling(text), name);
        assert.equal(formatted(once), once, name);
        if (folder === "examples") assert.equal(once, text, `${name} is not laid out as we would lay it out`);
      }
    }
  });

  test("any JSON, laid out in any way: the same values, and twice is once", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 4, "\t"), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const once = formatted(text);
        assert.deepEqual(spelling(once), spelling(text));
        assert.ok(isJson(once));
        assert.equal(formatted(once), once);
      }),
      { numRuns: 300 },
    );
  });

  test("a large text on one line is laid out, too", () => {
    const text = JSON.stringify({
      stages: Array.from({ length: 20_000 }, () => ({ type: "eval", benchmarks: [{ name: "x" }] })),
    });
    assert.equal(formatted(text).split("\n").length, 20_004);
  });
});

suite("formatting while typing", () => {
  const typed = (marked: string, char: string) => {
    const { alloy, text, offset } = withCursor(marked);
    return applyEdits(text, formatOnType(alloy, offset, char, OPTIONS));
  };

  test("a closing bracket lays out what it closes", () => {
    assert.equal(typed('{\n  "a": [\n1,\n2 ]|\n}', "]"), '{\n  "a": [\n    1,\n    2\n  ]\n}');
    assert.equal(typed('{\n"b":2,\n  "a": [1,2]|\n}', "]"), '{\n"b":2,\n  "a": [1, 2]\n}');
    assert.equal(typed('{"a": "}|"', "}"), '{"a": "}"');
  });

  test("a new line gets its indentation", () => {
    assert.equal(typed('{\n  "stages": [\n|\n  ]\n}', "\n"), '{\n  "stages": [\n    \n  ]\n}');
    assert.equal(typed('{\n  "a": {\n|}\n}', "\n"), '{\n  "a": {\n  }\n}');
    assert.equal(typed('{\n  "a": 1,\n|', "\n"), '{\n  "a": 1,\n  ');
  });

  test("broken text keeps its words apart", () => {
    const text = '{"a":1"b":[1 2\n3],\n"c" "d"\n"e":2}';
    const after = formatted(text);
    assert.equal(after.replace(/\s/g, ""), text.replace(/\s/g, ""));
    assert.equal(formatted(after), after);
    assert.match(after, /1 "b"[\s\S]*"c" "d"\n +"e"/);
  });
});
