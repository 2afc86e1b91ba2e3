import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { LineIndex, type PositionEncoding } from "./lines.js";

const TEXT = fc.string({
  unit: fc.constantFrom("a", "é", "€", "😀", "\uD800", "\n", "\r", "\r\n"),
  maxLength: 40,
});
const ENCODING = fc.constantFrom<PositionEncoding>("utf-8", "utf-16", "utf-32");

suite("LineIndex", () => {
  test("every offset comes back from its position, in every encoding", () => {
    fc.assert(
      fc.property(TEXT, ENCODING, (text, encoding) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const isInsidePair =
            encoding !== "utf-16" &&
            /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(offset - 1, offset + 1));
          const isInsideBreak = text[offset - 1] === "\r" && text[offset] === "\n";
          // A position cannot name the middle of a character, nor what follows a break that ends its line.
          if (isInsidePair || isInsideBreak) continue;
          assert.equal(lines.offsetAt(lines.positionAt(offset, encoding), encoding), offset);
        }
      }),
    );
  });

  test("counts units as the encodings do", () => {
    const lines = new LineIndex("é😀x");
    assert.deepEqual(
      (["utf-8", "utf-16", "utf-32"] as const).map((encoding) => lines.positionAt(3, encoding).character),
      [6, 3, 2],
    );
  });

  test("positions outside the text are moved into it", () => {
    const lines = new LineIndex("ab\r\ncd");
    const at = (line: number, character: number) => lines.offsetAt({ line, character }, "utf-16");
    assert.deepEqual([at(0, 99), at(1, 99), at(9, 0), at(-1, 5), at(0, -3)], [2, 6, 6, 0, 0]);
    assert.deepEqual(lines.positionAt(99, "utf-16"), { line: 1, character: 2 });
  });
});
