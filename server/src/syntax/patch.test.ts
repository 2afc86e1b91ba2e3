import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "./parser.js";
import { PatchError, type PatchOperation, patchText } from "./patch.js";

function patched(text: string, ...operations: PatchOperation[]): string {
  return operations.reduce((before, operation) => patchText(parseJson(before), operation), text);
}

const ALLOY = `{
  "name": "a",
  "stages": [
    { "type": "train", "learningRate": "2e-4", "epochs": 4.0 },
    { "type": "quant", "quantTypes": ["Q4_K_M"] }
  ]
}
`;

suite("patch", () => {
  test("changes a value and leaves the rest as it is", () => {
    assert.equal(
      patched(ALLOY, { op: "replace", pointer: "/stages/0/learningRate", value: "1e-4" }),
      ALLOY.replace("2e-4", "1e-4"),
    );
    assert.equal(
      patched(ALLOY, { op: "add", pointer: "/stages/1/quantTypes/-", value: "Q8_0" }),
      ALLOY.replace('["Q4_K_M"]', '["Q4_K_M", "Q8_0"]'),
    );
    assert.equal(
      patched(ALLOY, { op: "remove", pointer: "/stages/0/epochs" }),
      ALLOY.replace(', "epochs": 4.0', ""),
    );
  });

  test("adds members and items in the layout of their neighbors", () => {
    const eval_ = { type: "eval", benchmarks: [{ name: "humaneval" }] };
    assert.equal(
      patched(ALLOY, { op: "add", pointer: "/stages/1", value: eval_ }),
      ALLOY.replace(
        '    { "type": "quant"',
        '    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] },\n    { "type": "quant"',
      ),
    );
    assert.equal(
      patched(ALLOY, { op: "add", pointer: "/hardware", value: { minVramGb: 8 } }),
      ALLOY.replace("  ]\n}", '  ],\n  "hardware": {\n    "minVramGb": 8\n  }\n}'),
    );
    assert.equal(patched('{"a":1}', { op: "add", pointer: "/b", value: [1, 2] }), '{"a":1,"b":[1,2]}');
  });

  test("moves and copies with the spelling of the file", () => {
    const moved = patched(ALLOY, { op: "move", from: "/stages/0", pointer: "/stages/1" });
    assert.match(moved, /"quant".*\n.*"train", "learningRate": "2e-4", "epochs": 4\.0 \}/);
    const odd = '{"a": {"b": [1e-4, "\\u0041", 4.0]}}';
    assert.equal(
      patched(odd, { op: "copy", from: "/a/b", pointer: "/c" }),
      '{"a": {"b": [1e-4, "\\u0041", 4.0]}, "c": [1e-4, "\\u0041", 4.0]}',
    );
  });

  test("asks where a new member belongs", () => {
    const tree = parseJson('{"a": 1, "c": 3}');
    const text = patchText(tree, { op: "add", pointer: "/b", value: 2 }, (path, keys, key) => {
      assert.deepEqual([path, keys, key], [[], ["a", "c"], "b"]);
      return 1;
    });
    assert.equal(text, '{"a": 1, "b": 2, "c": 3}');
  });

  test("refuses what leads nowhere, and texts that are not JSON", () => {
    const cases: [string, PatchOperation, RegExp][] = [
      [ALLOY, { op: "replace", pointer: "/stages/7/type", value: 1 }, /does not exist: no "7"/],
      [ALLOY, { op: "add", pointer: "/stages/9", value: {} }, /the array has 2 items/],
      [ALLOY, { op: "add", pointer: "/name/x", value: 1 }, /not an object or an array/],
      [ALLOY, { op: "replace", pointer: "name", value: 1 }, /is not a JSON pointer/],
      [ALLOY, { op: "remove", pointer: "" }, /cannot be removed/],
      [ALLOY, { op: "move", from: "/stages", pointer: "/stages/0" }, /into itself/],
      [ALLOY, { op: "test", pointer: "/name", value: "b" }, /has a different value/],
      ['{"a": 1,}', { op: "remove", pointer: "/a" }, /not valid JSON/],
      ['{"a": {"b": 1, "b": 2}}', { op: "move", from: "/a", pointer: "/c" }, /defines a key twice/],
    ];
    for (const [text, operation, reason] of cases)
      assert.throws(
        () => patched(text, operation),
        (error) => error instanceof PatchError && reason.test(error.message),
        JSON.stringify(operation),
      );
  });

  test("means the same as on the parsed value, in any layout", () => {
    const layouts = fc.constantFrom(undefined, 2, "\t");
    const objects = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    fc.assert(
      fc.property(
        objects,
        layouts,
        fc.nat(),
        fc.jsonValue({ maxDepth: 2 }),
        (object, layout, pick, value) => {
          const keys = Object.keys(object);
          const key = keys[pick % Math.max(1, keys.length)];
          const text = JSON.stringify(object, undefined, layout);
          const pointer = (name: string) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
          const added = JSON.parse(patched(text, { op: "add", pointer: pointer("new key"), value }));
          assert.deepEqual(added, JSON.parse(JSON.stringify({ ...object, "new key": value })));
          if (key === undefined) return;
          const { [key]: old, ...others } = object;
          assert.deepEqual(
            JSON.parse(patched(text, { op: "remove", pointer: pointer(key) })),
            parsed(others),
          );
          const moved = patched(text, { op: "move", from: pointer(key), pointer: pointer("new key") });
          assert.deepEqual(JSON.parse(moved), parsed({ ...others, "new key": old }));
        },
      ),
    );
  });
});

function parsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
