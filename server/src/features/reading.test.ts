/** Folding, selections and semantic tokens: what a document looks like beyond its letters. */
import assert from "node:assert/strict";
import { alloyOf, withCursor } from "../testing/fixtures.js";
import { foldingRanges } from "./folding.js";
import { selectionsAt } from "./selection-ranges.js";
import { semanticTokens } from "./semantic-tokens.js";

suite("folding", () => {
  test("every object and list; stages, results and samples are regions", () => {
    const text = '{"stages": [{"type": "eval"}], "results": {"samples": [1]}, "tags": []}';
    assert.deepEqual(
      foldingRanges(alloyOf(text)).map(({ start, end, kind }) => [
        text.slice(start, Math.min(start + 9, end)),
        kind,
      ]),
      [
        ['{"stages"', undefined],
        ['[{"type":', "region"],
        ['{"type": ', undefined],
        ['{"samples', "region"],
        ["[1]", "region"],
        ["[]", undefined],
      ],
    );
  });

  test("unfinished text", () => {
    assert.equal(foldingRanges(alloyOf('{"stages": [{"type": "ev')).length, 3);
    assert.deepEqual(foldingRanges(alloyOf("")), []);
  });
});

suite("selection ranges", () => {
  const selections = (marked: string) => {
    const { alloy, text, offset } = withCursor(marked);
    return selectionsAt(alloy, offset).map(({ start, end }) => text.slice(start, end));
  };

  test("text, value, member, inside, object, list, member, all", () => {
    assert.deepEqual(selections('{"stages": [{"type": "e|val", "a": 1}]} '), [
      "eval",
      '"eval"',
      '"type": "eval"',
      '"type": "eval", "a": 1',
      '{"type": "eval", "a": 1}',
      '[{"type": "eval", "a": 1}]',
      '"stages": [{"type": "eval", "a": 1}]',
      '{"stages": [{"type": "eval", "a": 1}]}',
      '{"stages": [{"type": "eval", "a": 1}]} ',
    ]);
  });

  test("a key, empty text, unfinished text", () => {
    assert.deepEqual(selections('{"na|me": 1}'), ["name", '"name"', '"name": 1', '{"name": 1}']);
    assert.deepEqual(selections("|"), [""]);
    assert.deepEqual(selections('{"a": "x|'), ['"x', '"a": "x', '{"a": "x']);
  });
});

suite("semantic tokens", () => {
  const tokens = (text: string, range = { start: 0, end: text.length }) =>
    semanticTokens(alloyOf(text), range).map(
      ({ start, end, type, modifiers }) => `${text.slice(start, end)} ${[type, ...modifiers].join(" ")}`,
    );

  test("fields that the vocabulary knows and those it does not, types, domains, names, hashes", () => {
    const hash = `sha256:${"0".repeat(64)}`;
    assert.deepEqual(
      tokens(
        `{"domains": ["llm-forge"], "mine": 1, "stages": [{"type": "eval", "benchmarks": [{"name": "a"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 1}}}, "results": {"integrity": {"modelHash": "${hash}"}}}`,
      ),
      [
        '"domains" property',
        '"llm-forge" namespace',
        '"mine" property unlisted',
        '"stages" property',
        '"type" property',
        '"eval" type',
        '"benchmarks" property',
        '"name" property',
        '"a" variable declaration',
        '"acceptanceCriteria" property',
        '"benchmarks" property',
        '"a" variable',
        '"min" property',
        '"results" property',
        '"integrity" property',
        '"modelHash" property',
        `"${hash}" string hash`,
      ],
    );
  });

  test("only of the range that is seen; unfinished text", () => {
    const text = '{"name": "a", "tags": [], "cycles": 2}';
    assert.deepEqual(tokens(text, { start: text.indexOf("tags"), end: text.indexOf("[") }), [
      '"tags" property',
    ]);
    assert.deepEqual(tokens('{"na'), ['"na property unlisted']);
  });
});
