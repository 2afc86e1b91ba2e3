import assert from "node:assert/strict";
import { cpuTime } from "../testing/cpu-time.js";
import { alloyOf } from "../testing/fixtures.js";
import fc from "../testing/property.js";
import { isPublished, publicationsOf } from "./receipt.js";

const LIST = '[{"target": "huggingface", "url": "https://example.org/a"}]';

/** Each text with the number of publications; 0 if it is not published. */
const TABLE: readonly (readonly [text: string, count: number])[] = [
  [`{"receipt": {"publications": ${LIST}}}`, 1],
  ['{"receipt": {"publications": [{"target": "a"}, {"target": "b"}]}}', 2],
  // Defined more than once, in either order.
  [`{"receipt": {"publications": ${LIST}}, "receipt": {}}`, 1],
  [`{"receipt": {}, "receipt": {"publications": ${LIST}}}`, 1],
  [`{"receipt": {"publications": ${LIST}}, "receipt": null}`, 1],
  [`{"receipt": {"publications": ${LIST}, "publications": []}}`, 1],
  [`{"receipt": {"publications": [], "publications": ${LIST}}}`, 1],
  // Other spellings and shapes.
  [`{"Receipt": {"Publications": ${LIST}}}`, 1],
  [`{"receipt": {"publi_cations": ${LIST}}}`, 1],
  [`{"rec\\u0065ipt": {"publicat\\u0069ons": ${LIST}}}`, 1],
  [`{"receipt": [{"publications": ${LIST}}]}`, 1],
  [`{"receipt": {"huggingface": {"publications": ${LIST}}}}`, 1],
  ['{"receipt": {"publications": {"huggingface": "https://example.org/a"}}}', 1],
  ['{"receipt": {"publications": "https://example.org/a"}}', 1],
  ['{"receipt": {"publications": 1}}', 1],
  ['{"receipt": {"publications": 0}}', 1],
  ['{"receipt": {"publications": true}}', 1],
  ['{"receipt": {"publications": [null]}}', 1],
  // Not published.
  ["{}", 0],
  ["", 0],
  ["[]", 0],
  ['{"receipt": null}', 0],
  ['{"receipt": "publications"}', 0],
  ['{"receipt": {"issuedAt": "2026-01-01T00:00:00Z"}}', 0],
  ['{"receipt": {"publications": null}}', 0],
  ['{"receipt": {"publications": []}}', 0],
  ['{"receipt": {"publications": {}}}', 0],
  ['{"receipt": {"publications": ""}}', 0],
  [`{"publications": ${LIST}}`, 0],
  [`{"results": {"receipt": {"publications": ${LIST}}}}`, 0],
  [`{"notes": "receipt, publications: ${LIST.replaceAll('"', '\\"')}"}`, 0],
];

/** Texts with syntax errors. */
const BROKEN: readonly (readonly [text: string, published: boolean])[] = [
  [`{"receipt": {"publications": ${LIST}}`, true],
  [`{"receipt": {"publications": [`, false],
  [`{"receipt": {"publications": [{`, true],
  [`{"hardware": {"a": 1, "receipt": {"publications": ${LIST}}}`, true],
  [`{"name": "a "receipt": {"publications": ${LIST}}}`, true],
  [`{"name": "a, "receipt": {"publications": ${LIST}}}`, true],
  [`{"receipt" {"publications" ${LIST}}}`, true],
  [`{receipt: {publications: ${LIST}}}`, true],
  [`{receipt: {\n  publications = ${LIST}}}`, true],
  [`{'receipt': {'publications': ${LIST}}}`, true],
  [`{“receipt”: {“publications”： ${LIST}}}`, true],
  [`{"receipt": {publications": ${LIST}}}`, true],
  [`{"receipt": {"publications: ${LIST}}}`, true],
  [`} {"receipt": {"publications": ${LIST}}}`, true],
  [`<<<<<<< ours\n{"receipt": {}}\n=======\n{"receipt": {"publications": ${LIST}}}\n>>>>>>> theirs`, true],
  [`{"a": ${"[".repeat(300)}, "receipt": {"publications": ${LIST}}}`, true],
  ['{"receipt": {"publications": []}', false],
  ['{"receipt": {"publications" : {\n}', false],
  ['{"receipt": {"publications": null},', false],
  ['{"receipt": {"publications":', false],
  ['{"receipt": {"publications": }}', false],
  ['{"receipt": {},', false],
  ['{"notes": "a receipt, no publications yet",', false],
  [`{"publications": ${LIST},`, false],
];

suite("published alloys", () => {
  test("any receipt with publications that are not provably none", () => {
    for (const [text, count] of TABLE) {
      const alloy = alloyOf(text);
      assert.equal(publicationsOf(alloy)?.count ?? 0, count, text);
      assert.equal(isPublished(alloy), count > 0, text);
    }
  });

  test("stay published in a text with syntax errors", () => {
    for (const [text, published] of BROKEN) assert.equal(isPublished(alloyOf(text)), published, text);
  });

  test("stay published with any character added or removed outside of the key", () => {
    const text = `{"name": "a", "receipt": {"issuedAt": "b", "publications": ${LIST}}, "stages": []}`;
    const key = text.indexOf('"publications"');
    const receipt = text.indexOf('"receipt"');
    const place = fc
      .nat({ max: text.length - 1 })
      .filter((at) => [key, receipt].every((start) => at < start || at > start + '"publications":'.length));
    fc.assert(
      fc.property(place, fc.constantFrom("", ",", "{", "}", "[", "]", '"', ":", "\\", "/"), (at, by) => {
        const slip = text.slice(0, at) + by + text.slice(by === "" ? at + 1 : at);
        assert.ok(isPublished(alloyOf(slip)), slip);
      }),
    );
  });

  test("in linear time", () => {
    const blanks = " ".repeat(200_000);
    for (const text of [
      `{"receipt": {"publications"${blanks}`,
      `receipt ${'"publications" : [] '.repeat(20_000)}`,
      `receipt ${`"${" ".repeat(100)}`.repeat(5000)}`,
      `receipt ${`,${"\n".repeat(100)}`.repeat(5000)}`,
      `receipt ${"\n".repeat(200_000)}`,
    ]) {
      assert.ok(cpuTime(() => isPublished(alloyOf(text))) < 10_000, text.slice(0, 40));
    }
  });
});
