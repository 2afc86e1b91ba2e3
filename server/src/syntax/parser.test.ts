import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { MAX_DEPTH } from "./limits.js";
import { parseJson } from "./parser.js";
import type { ValueNode } from "./tree.js";

/** The value that a tree stands for. */
function readBack(node: ValueNode | undefined): unknown {
  if (!node) return undefined;
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key.value, readBack(value)]));
    case "array":
      return node.items.map(readBack);
    case "invalid":
      return undefined;
    default:
      return node.value;
  }
}

function kinds(text: string): string[] {
  return parseJson(text).problems.map(({ kind }) => kind);
}

suite("parseJson", () => {
  test("accepts exactly what JSON.parse accepts, and reads the same", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent * 2);
        const tree = parseJson(text);
        assert.deepEqual(tree.problems, []);
        assert.deepEqual(JSON.parse(JSON.stringify(readBack(tree.root))), JSON.parse(text));
      }),
    );
  });

  test("mutilated JSON is refused where JSON.parse refuses it, and never throws", () => {
    const text = JSON.stringify({ a: [1, -2.5e3, 'x\\u00e9"', null, true], b: { c: {}, d: [] } }, null, 2);
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(3),
        fc.constantFrom("", '"', "{", "]", ",", ":", "1", "\\", "\n", "e"),
        (at, cut, put) => {
          const broken = text.slice(0, at) + put + text.slice(at + cut);
          assert.equal(kinds(broken).length === 0, accepts(broken), broken);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("any text at all gives a tree whose nodes lie inside the text and inside each other", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."{}[],:\"\\ \n\ta1-.e/*'\uD800"), maxLength: 60 }),
        (text) => {
          check(parseJson(text).root, 0, text.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("numbers, strings and words that JSON does not know", () => {
    for (const text of [
      "01",
      "1.",
      "-",
      ".5",
      "+1",
      "1e",
      "0x1",
      "NaN",
      "'a'",
      '"\t"',
      '"\\x"',
      '"\\u12"',
      "True",
      "[1 2]",
      '{"a" 1}',
      "{a:1}",
      "[,]",
      "[1,]",
      "1 2",
      "\uFEFF1",
      "// c\n1",
    ]) {
      assert.equal(accepts(text), false, text);
      assert.equal(kinds(text).length > 0, true, text);
    }
    for (const text of [
      '"\u2028"',
      '"\uD800"',
      '"\\uD800"',
      " \t\r\n1 ",
      "-0",
      "1E+2",
      '{"":{"__proto__":1}}',
    ]) {
      assert.equal(accepts(text), true, text);
      assert.deepEqual(kinds(text), [], text);
    }
  });

  test("one slip is one problem", () => {
    assert.deepEqual(kinds('{"a": 1 "b": 2}'), ["missing-comma"]);
    assert.deepEqual(kinds('{"a":\n"b": 1}'), ["missing-value"]);
    assert.deepEqual(kinds('{"tags": ["a", "source": {"b": 1}}'), ["unclosed-bracket"]);
    assert.deepEqual(kinds('{"stages": [{"type": "prune", {"type": "quant"}]}'), ["unclosed-bracket"]);
    assert.deepEqual(kinds('{"a": 12GB}'), ["bad-number"]);
    assert.deepEqual(kinds('{"a": "b,\n"c": 1}'), ["unclosed-string"]);
    assert.deepEqual(kinds('{"a": [1, 2}'), ["unclosed-bracket"]);
    assert.deepEqual(kinds('["a", "b": 2]'), ["unexpected"]);
  });

  test("behind a text without its closing quote, what is wrong is told again", () => {
    assert.deepEqual(kinds('{"a": "x\n, "b": [1] "c": 2}'), ["unclosed-string", "missing-comma"]);
    assert.deepEqual(kinds('["x\n, {"b": 1} 2]'), ["unclosed-string", "missing-comma"]);
  });

  test("counts the values that it reads, plain ones and others", () => {
    assert.equal(parseJson('{"a": [1, 2, {"b": null}], "c": "x"}').made, 7);
    assert.equal(parseJson('{"a": ["\\n", 2 ,], c: {}}').made, 5);
  });

  test("a hundred thousand open brackets are one problem of depth and one of missing brackets", () => {
    for (const open of ["[", '{"a":', '[{"a":']) {
      assert.deepEqual(new Set(kinds(open.repeat(100_000))), new Set(["too-deep", "unclosed-at-end"]));
    }
    assert.deepEqual(kinds("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)), []);
  });

  test("keys such as __proto__ are ordinary keys", () => {
    const tree = parseJson('{"__proto__": {"a": 1}, "constructor": 2}');
    assert.deepEqual(tree.root?.kind === "object" && tree.root.members.map(({ name }) => name), [
      "__proto__",
      "constructor",
    ]);
  });
});

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function check(node: ValueNode | undefined, from: number, to: number): void {
  if (!node) return;
  assert.ok(from <= node.start && node.start <= node.end && node.end <= to);
  let last = node.start;
  const inner = node.kind === "object" ? node.members : node.kind === "array" ? node.items : [];
  for (const element of inner) {
    assert.ok(last <= element.start);
    last = element.end;
    if (element.kind !== "member") check(element, node.start, node.end);
    else check(element.value, element.key.end, element.end);
  }
}
