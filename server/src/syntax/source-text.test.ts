import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { LineIndex } from "./lines.js";
import { parseJson } from "./parser.js";
import { SourceText } from "./source-text.js";

const PIECE = fc.constantFrom(
  "\n",
  "\r\n",
  "\r",
  '{"a": 1}',
  "[",
  "]",
  ",",
  '"b',
  "/* c",
  "*/",
  "// d",
  "'e'",
  "tru",
  "😀",
);
const TEXT = fc.array(PIECE, { maxLength: 30 }).map((parts) => parts.join(""));
const EDIT = fc.record({ at: fc.nat(), cut: fc.nat(12), put: TEXT });

suite("SourceText", () => {
  test("edited, it is what a string would be, and so are its lines and what is parsed of it", () => {
    fc.assert(
      fc.property(
        TEXT,
        fc.integer({ min: 1, max: 9 }),
        fc.array(EDIT, { maxLength: 6 }),
        (text, length, edits) => {
          let expected = text;
          let source = SourceText.of(text, length);
          for (const { at, cut, put } of edits) {
            const start = at % (expected.length + 1);
            const end = Math.min(start + cut, expected.length);
            expected = expected.slice(0, start) + put + expected.slice(end);
            source = source.edited(start, end, put);
          }
          assert.equal(source.pieces.map((piece) => piece.text).join(""), expected);
          for (let offset = 0; offset <= expected.length; offset++) {
            assert.equal(source.charAt(offset), expected.charAt(offset));
            assert.equal(
              source.slice(offset, expected.length - 1),
              expected.slice(offset, Math.max(expected.length - 1, offset)),
            );
            assert.deepEqual(
              new LineIndex(source).positionAt(offset, "utf-8"),
              new LineIndex(SourceText.of(expected).uncut).positionAt(offset, "utf-8"),
            );
          }
          const problemsOf = (one: SourceText) =>
            parseJson(one).problems.map(({ kind, start, end }) => [kind, start, end]);
          assert.deepEqual(problemsOf(source), problemsOf(SourceText.of(expected).uncut));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("an edit makes anew what it touches, and keeps the other pieces", () => {
    const line = `${"x".repeat(99)}\n`;
    const source = SourceText.of(line.repeat(10_000));
    const edited = source.edited(500_000, 500_001, "yy");
    const kept = edited.pieces.filter((piece) => source.pieces.includes(piece)).length;
    assert.ok(source.pieces.length > 30);
    assert.equal(kept, source.pieces.length - 1);
    assert.ok(!edited.equals(source));
    assert.ok(edited.edited(500_000, 500_002, "x").equals(source));
  });

  test("a text without line breaks is one piece", () => {
    assert.equal(SourceText.of("x".repeat(100_000)).pieces.length, 1);
  });
});
