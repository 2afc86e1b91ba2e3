/** Our parser agrees with `JSON.parse` on whether any text is JSON, and on its value. */
import assert from "node:assert/strict";
import { MAX_DEPTH } from "../../server/src/syntax/limits.js";
import { parseJson } from "../../server/src/syntax/parser.js";
import { type JsonTree, toValue } from "../../server/src/syntax/tree.js";
import { isJson } from "../../server/src/testing/fixtures.js";
import fc from "../../server/src/testing/property.js";
import { Client } from "../protocol/client.js";
import { EVERYTHING, everyRequest } from "../protocol/every-request.js";
import { SAMPLE, TEXTS } from "./texts.js";

/**
 * Returns whether our parser accepts the text as JSON. Text that is too deeply nested or has too many nodes
 * is JSON too: a warning reports that it is not parsed. A byte order mark is rejected, as `JSON.parse` does.
 */
function accepts({ problems }: JsonTree): boolean {
  return problems.every(({ kind }) => kind === "too-deep" || kind === "too-many");
}

/** Asserts that our parser accepts a text exactly if `JSON.parse` does, and with the same value. */
function compare(text: string): void {
  const tree = parseJson(text);
  const isRead = accepts(tree);
  assert.equal(isRead, isJson(text), JSON.stringify(text.slice(0, 200)));
  if (!isRead || tree.problems.length > 0) return;
  // The same values and the same order of keys; objects of ours have no prototype.
  assert.deepEqual(
    toValue(tree.root),
    withoutPrototypes(JSON.parse(text)),
    JSON.stringify(text.slice(0, 200)),
  );
  assert.equal(JSON.stringify(toValue(tree.root)), JSON.stringify(JSON.parse(text)));
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== "object" || value === null) return value;
  const object = Object.create(null);
  for (const [key, inner] of Object.entries(value)) object[key] = withoutPrototypes(inner);
  return object;
}

const truncations = Array.from({ length: SAMPLE.length + 1 }, (_, end) => SAMPLE.slice(0, end));

suite("JSON", () => {
  for (const [name, texts] of Object.entries(TEXTS)) {
    test(`${name}: accepted exactly when JSON.parse accepts it, and read the same`, () => {
      for (const text of texts) {
        compare(text);
        // Also as an item of an array and as the value of a key.
        compare(`[${text}]`);
        compare(`{"a": ${text}, "b": 1}`);
      }
    });
  }

  test("cut off at any place", () => {
    truncations.forEach(compare);
  });

  test("one character left out, doubled or another one", () => {
    for (let at = 0; at < SAMPLE.length; at++) {
      compare(SAMPLE.slice(0, at) + SAMPLE.slice(at + 1));
      for (const put of "{}[]:,\"\\/ \n\t\u000001e-.+ntfu'#\ufeff\ud800\u2028")
        for (const cut of [0, 1]) compare(SAMPLE.slice(0, at) + put + SAMPLE.slice(at + cut));
    }
  });

  test("any JSON, and any JSON with some of it overwritten", () => {
    const scrap = fc.oneof(
      fc.constantFrom(
        ...Object.values(TEXTS)
          .flat()
          .filter(({ length }) => length < 20),
      ),
      fc.string({ maxLength: 3, unit: "binary" }),
      fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "0", ".", "e", "-", "\n", "\u0000"),
    );
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(6), put: scrap });
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }),
        fc.nat(3),
        fc.array(edit, { maxLength: 3 }),
        (value, indent, edits) => {
          let text = JSON.stringify(value, null, indent);
          for (const { at, cut, put } of edits) {
            const start = Math.floor(at * text.length);
            text = text.slice(0, start) + put + text.slice(start + cut);
          }
          compare(text);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("any characters that JSON is made of", () => {
    const unit = fc.constantFrom(...'{}[]:,"\\/ \n\r\t0123-+.eEaulntrfs\u0000\ufeff\ud800\udc00\u2028');
    fc.assert(fc.property(fc.string({ unit, maxLength: 30 }), compare), { numRuns: 20_000 });
  });

  test("deeper than we read: JSON all the same, with one warning", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const deep = open.repeat(MAX_DEPTH + 1) + (open === "[" ? "" : "1") + close.repeat(MAX_DEPTH + 1);
      const tree = parseJson(deep);
      assert.deepEqual(
        tree.problems.map(({ kind }) => kind),
        ["too-deep"],
      );
      assert.ok(isJson(deep) && accepts(tree));
    }
  });
});

suite("JSON over stdio", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start({ capabilities: EVERYTHING });
  });
  suiteTeardown(() => client.stop());

  for (const [name, texts] of Object.entries({ ...TEXTS, truncated: truncations })) {
    test(`${name}: every request answers`, async () => {
      for (const [index, text] of texts.entries())
        await everyRequest(client, `file:///json/${encodeURIComponent(name)}-${index}.alloy.json`, text);
    }).timeout(120_000);
  }
});
