import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { applyEdits } from "../syntax/edits.js";
import { TokenReader } from "../syntax/lexer.js";
import { alloyOf, isJson, withCursor } from "../testing/fixtures.js";
import fc from "../testing/property.js";
import { type FormatOptions, format, formatOnType } from "./format.js";

const OPTIONS = { tabSize: 2, insertSpaces: true };
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");

function formatted(text: string, options: FormatOptions = OPTIONS): string {
  const result = format(alloyOf(text), options);
  assert.ok("edits" in result);
  return applyEdits(text, result.edits);
}

/** The tokens as they are spelled. */
function spelling(text: string): string[] {
  const tokens: string[] = [];
  const reader = new TokenReader(text, 0, () => {});
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

  test("broken text is refused unless its structure is certain, and comments stay where they are", () => {
    for (const [text, expected] of [
      ['{\n"a":1, // why\n"b":2}', '{\n  "a": 1, // why\n"b": 2\n}'],
      ['{\n"a":[1,2,],\n}', '{\n  "a": [1, 2,],\n}'.replace(",\n}", ",\n}")],
      ['{\n"a":12GB,"b":True,c:.5}', '{\n  "a": 12GB,\n  "b": True,\n  c: .5\n}'],
      ['{\n"a":"\\q",\n"b":"\t"}', '{\n  "a": "\\q",\n  "b": "\t"\n}'],
    ] as const)
      assert.equal(formatted(text), expected);
    for (const text of [
      "",
      "  ",
      "}",
      "[[[",
      '{\n"a" "b"}',
      '{\n"a": "x',
      '{\n"a":: 1}',
      '{\n"a":1,\n"b":[\n1,',
      '{\n"a":1\n"b":2}',
      "{\n'a': 1}",
      '[\n"a"]]',
      '[\nx"]',
      '["x, "//"], ["y"\n]]',
    ]) {
      const result = format(alloyOf(text), OPTIONS);
      assert.ok("refusal" in result && result.isBroken, text);
      assert.match(result.refusal, /syntax errors/);
    }
    const comments = `[${"/**/".repeat(1000)}\n1 2]`;
    assert.ok("refusal" in format(alloyOf(comments), OPTIONS), "problems beyond those that are recorded");
  });

  test("blanks at the end of lines and of the text, as the client asks", () => {
    const text = '{\n  "a": 1, /* b */  \n  // c\n  "d": 2\n}\n \n\n';
    assert.equal(formatted(text), text.replace("\n \n\n", "\n"));
    const asked = { ...OPTIONS, trimTrailingWhitespace: true, trimFinalNewlines: false };
    assert.equal(formatted(text, asked), text.replace("*/  ", "*/").replace("\n \n", "\n\n"));
    const final = { ...OPTIONS, insertFinalNewline: true, trimFinalNewlines: true };
    assert.equal(formatted("[1]", final), "[1]\n");
    assert.equal(formatted("[1] // x", final), "[1] // x\n");
    assert.equal(formatted("[1] // x\r\n \r\n", final), "[1] // x\r\n");
    assert.equal(formatted("[1] /* x", final), "[1] /* x");
    assert.equal(formatted("[1]\r\n\r\n", final), "[1]\r\n");
    assert.equal(formatted("[1]", { ...OPTIONS, insertFinalNewline: false }), "[1]");
    assert.equal(formatted("[1] // x  ", { ...OPTIONS, trimTrailingWhitespace: true }), "[1] // x  ");
    assert.equal(formatted("[1] /**/  ", { ...OPTIONS, trimTrailingWhitespace: true }), "[1] /**/");
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

  test("in broken text, the indentation of a closing bracket's own line only", () => {
    assert.equal(typed('{\n"b":2\n  "a": [\n1,\n2\n    ]|\n}', "]"), '{\n"b":2\n  "a": [\n1,\n2\n  ]\n}');
    assert.equal(typed('{\n"b":2\n  "a": [1,2 ]|\n}', "]"), '{\n"b":2\n  "a": [1,2 ]\n}');
  });

  test("a line in a comment keeps its blanks", () => {
    assert.equal(typed("{ /* a\n|    b */\n}", "\n"), "{ /* a\n    b */\n}");
  });
});

/** Where to make a slip of the hand: each bracket, comma, colon, and quotation mark that is not inside a string. */
function structuralOffsets(text: string): number[] {
  const offsets: number[] = [];
  const reader = new TokenReader(text, 0, () => {});
  for (let token = reader.read(); token.kind !== "end"; token = reader.read()) {
    if ("{}[],:".includes(token.kind) || token.kind === "string") offsets.push(token.start);
    if (token.kind === "string") offsets.push(token.end - 1);
  }
  return offsets;
}

/** Formats, and says where an offset is afterward. */
function formattedWith(
  text: string,
  offset: number,
  range?: { start: number; end: number },
): [string, number] {
  const result = format(alloyOf(text), OPTIONS, range);
  if (!("edits" in result)) return [text, offset];
  const moved = result.edits.filter(({ end }) => end <= offset);
  return [
    applyEdits(text, result.edits),
    moved.reduce((sum, { start, end, text: added }) => sum + added.length - (end - start), offset),
  ];
}

/** Makes each slip, formats, undoes it, and formats again. */
function expectUndoable(text: string, every = 1): void {
  const expected = formatted(text);
  for (const [i, offset] of structuralOffsets(text).entries()) {
    if (i % every > 0) continue;
    const char = text.charAt(offset);
    for (const slip of ["", char + char]) {
      const broken = text.slice(0, offset) + slip + text.slice(offset + 1);
      const line = { start: broken.lastIndexOf("\n", offset) + 1, end: offset + 200 };
      for (const range of [undefined, line]) {
        const [after, at] = formattedWith(broken, offset, range);
        const undone = after.slice(0, at) + char + after.slice(at + slip.length);
        assert.equal(after.slice(at, at + slip.length), slip);
        if (undone !== text)
          assert.equal(formatted(undone), expected, `${JSON.stringify(slip)} at ${offset}`);
      }
    }
  }
}

suite("formatting after a slip of the hand can be undone", () => {
  const folders = ["examples", "../shared/corpus/published", "../shared/corpus/recipes"];
  for (const folder of folders.map((one) => path.join(ROOT, one)).filter((one) => existsSync(one))) {
    test(path.basename(folder), () => {
      for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
        const text = readFileSync(path.join(folder, name), "utf8");
        if (isJson(text)) expectUndoable(text, Math.ceil(text.length / 4000));
      }
    });
  }

  test("any JSON, in any layout, with strings that look like something else", () => {
    const odd = fc.stringMatching(/^[a,:{}[\]"\\/* ]{0,6}$/);
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        odd,
        fc.constantFrom<unknown>(1, -2.5, true, null),
        fc.array(tie("json"), { maxLength: 4 }),
        fc.dictionary(odd, tie("json"), { maxKeys: 4 }),
      ),
    }));
    const breaks = fc.array(fc.constantFrom("", "", " ", "\n", "\n\n", "\n  "), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(json, breaks, (value, gaps) => {
        const plain = JSON.stringify(value);
        let text = "";
        let count = 0;
        const reader = new TokenReader(plain, 0, () => {});
        for (let token = reader.read(); token.kind !== "end"; token = reader.read())
          text += plain.slice(token.start, token.end) + gaps[count++ % gaps.length];
        expectUndoable(text);
      }),
      { numRuns: 1500 },
    );
  });
});
