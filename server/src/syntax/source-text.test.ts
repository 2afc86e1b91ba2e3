import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { SourceText } from "./source-text.js";

suite("the text of a document", () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(8),
    put: fc.string({ maxLength: 8 }),
  });

  test("after any edits, its slices, its letters, and the whole are those of a string", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.array(edit, { maxLength: 12 }),
        fc.nat(20),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        (first, edits, most, joined) => {
          let plain = first;
          let text = SourceText.of(first, most);
          edits.forEach(({ at, cut, put }, index) => {
            const start = Math.floor(at * plain.length);
            const end = Math.min(start + cut, plain.length);
            const before = text;
            const plainBefore = plain;
            text = text.edited(start, end, put);
            plain = plain.slice(0, start) + put + plain.slice(end);
            assert.equal(text.length, plain.length);
            assert.equal(text.slice(), plain);
            assert.equal(before.slice(), plainBefore, "the version before is another one");
            for (let i = 0; i <= plain.length; i++) {
              assert.equal(text.charAt(i), plain.charAt(i));
              assert.equal(text.charCodeAt(i), plain.charCodeAt(i));
              assert.equal(text.slice(i, i + most), plain.slice(i, i + most));
            }
            assert.ok(text.equals(SourceText.of(plain)));
            assert.equal(text.equals(before), plain === plainBefore);
            if (joined[index]) assert.equal(text.toString(), plain);
          });
        },
      ),
    );
  });

  test("offsets outside of it are moved to its ends", () => {
    const text = SourceText.of("abcdefgh", 2).edited(4, 5, "X");
    assert.equal(text.slice(-3, 2), "ab");
    assert.equal(text.slice(6, 99), "gh");
    assert.equal(text.slice(5, 3), "");
    assert.equal(text.slice(99), "");
    assert.equal(text.charAt(-1), "");
    assert.ok(Number.isNaN(text.charCodeAt(8)));
  });

  test("an equal length is no equal text", () => {
    const text = SourceText.of("abcdefgh", 2);
    for (let at = 0; at < 8; at++) {
      assert.ok(!text.edited(at, at + 1, "X").equals(text));
      assert.ok(
        text
          .edited(at, at + 1, "X")
          .edited(at, at + 1, text.charAt(at))
          .equals(text),
      );
    }
  });
});
