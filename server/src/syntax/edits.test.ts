import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { applyEdits, fewEdits, insertItem, insertMembers, removeElement } from "./edits.js";
import { parseJson } from "./parser.js";

function rootOf(text: string) {
  const tree = parseJson(text);
  return { tree, root: tree.root };
}

suite("edits", () => {
  test("very many edits are one that changes as much; fewer stay as they are", () => {
    const text = "ab, ".repeat(5000);
    const all = Array.from({ length: 5000 }, (_, i) => ({ start: 4 * i + 1, end: 4 * i + 2, text: `${i}` }));
    for (const [edits, count] of [
      [all, 1],
      [all.slice(7, 2008), 1],
      [all.slice(7, 2007), 2000],
      [all.slice(7, 8), 1],
      [[], 0],
    ] as const) {
      const few = fewEdits(text, edits);
      assert.equal(few.length, count);
      assert.equal(applyEdits(text, few), applyEdits(text, edits));
    }
    assert.equal(fewEdits(text, all.slice(7))[0]?.start, 29);
  });

  test("an item inserted into any array, in any layout, is there and nothing else changes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        fc.nat(),
        fc.constantFrom(0, 2, "\t"),
        fc.jsonValue({ maxDepth: 2 }),
        (items, at, indent, value) => {
          const text = JSON.stringify(items, null, indent);
          const { tree, root } = rootOf(text);
          assert.equal(root?.kind, "array");
          if (root?.kind !== "array") return;
          const index = at % (items.length + 1);
          const after = JSON.parse(applyEdits(text, insertItem(tree, root, index, value)));
          assert.deepEqual(
            after,
            JSON.parse(JSON.stringify(items)).toSpliced(index, 0, JSON.parse(JSON.stringify(value))),
          );
        },
      ),
    );
  });

  test("an element removed is gone and nothing else changes", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { minKeys: 1 }),
        fc.nat(),
        fc.constantFrom(0, 2),
        (value, at, indent) => {
          const text = JSON.stringify(value, null, indent);
          const { tree, root } = rootOf(text);
          if (root?.kind !== "object") return assert.fail();
          const index = at % root.members.length;
          const key = root.members[index]?.key.value as string;
          const after = JSON.parse(applyEdits(text, [removeElement(tree, root, index)]));
          const expected = JSON.parse(text);
          delete expected[key];
          assert.deepEqual(after, expected);
        },
      ),
    );
  });

  test("keeps tabs, line endings, one-line layout and padding", () => {
    const insert = (text: string) => {
      const { tree, root } = rootOf(text);
      if (root?.kind !== "object") return assert.fail();
      return applyEdits(
        text,
        insertMembers(tree, root, root.members.length, [
          ["b", 2],
          ["c", [3]],
        ]),
      );
    };
    assert.equal(insert('{\r\n\t"a": 1\r\n}'), '{\r\n\t"a": 1,\r\n\t"b": 2,\r\n\t"c": [3]\r\n}');
    assert.equal(insert('{ "a": 1 }'), '{ "a": 1, "b": 2, "c": [3] }');
    assert.equal(insert('{"a":1}'), '{"a":1,"b":2,"c":[3]}');
    assert.equal(insert("{}"), '{\n  "b": 2,\n  "c": [3]\n}');
    assert.equal(insert('{"a": 1,}'), '{"a": 1, "b": 2, "c": [3]}');
  });

  test("adds the commas that half-typed text lacks", () => {
    const text = '{\n  "a": 1\n  "z": 2\n}';
    const { tree, root } = rootOf(text);
    if (root?.kind !== "object") return assert.fail();
    assert.equal(
      applyEdits(text, insertMembers(tree, root, 1, [["b", 2]])),
      '{\n  "a": 1,\n  "b": 2,\n  "z": 2\n}',
    );
  });
});
