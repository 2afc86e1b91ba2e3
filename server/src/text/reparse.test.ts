import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { shift } from "./nodes.js";
import { parseJson } from "./parse.js";
import type { JsonTree, Member, ValueNode } from "./tree.js";

/** A tree as plain data: all that can be seen of it, parents included by the offsets they give. */
function plain(node: ValueNode | Member | undefined): unknown {
  if (!node) return undefined;
  const { kind, start, end } = node;
  switch (node.kind) {
    case "object":
      for (const member of node.members) assert.equal(member.parent, node);
      return { kind, start, end, closed: node.closed, members: node.members.map(plain) };
    case "array":
      for (const item of node.items) assert.equal(item.parent, node);
      return { kind, start, end, closed: node.closed, items: node.items.map(plain) };
    case "member": {
      const { key, colon, value } = node;
      if (value) assert.equal(value.parent, node);
      const { start: from, end: to, quoted, closed } = key;
      return { start, end, key: { from, to, name: key.value, quoted, closed }, colon, value: plain(value) };
    }
    case "invalid":
      return { kind, start, end };
    default:
      return { ...(node.kind === "string" && { closed: node.closed }), kind, start, end, value: node.value };
  }
}

function visible({ root, problems }: JsonTree) {
  return { root: plain(root), problems };
}

interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}

/** Applies edits, each a share of the text; `batch` of them before the text is read again. */
function replay(original: string, edits: readonly Edit[], batch: number): void {
  let text = original;
  let tree = parseJson(text);
  edits.forEach(({ at, cut, put }, index) => {
    const start = Math.floor(at * text.length);
    const end = Math.min(start + cut, text.length);
    text = text.slice(0, start) + put + text.slice(end);
    shift(tree.root, { start, end, length: put.length });
    if (index % batch !== batch - 1) return;
    tree = parseJson(text, tree.root);
    assert.deepEqual(visible(tree), visible(parseJson(text)), text);
  });
}

const pieces = fc.constantFrom(
  ..."{}[],:\"\\ \n1-e/*'tn".split(""),
  ...['"a"', '"a": 1,', "{}", "[1, {}]", "// c\n", "/*", "*/", '{"a": [1]}', "null", "\r\n", "\uFEFF"],
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(40)),
  put: fc.oneof({ weight: 4, arbitrary: pieces }, fc.constant("")),
});

suite("parsing again after an edit", () => {
  test("gives the tree that parsing anew gives, whatever is edited", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.nat(2),
        fc.array(edit, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (value, indent, edits, batch) =>
          replay(
            JSON.stringify({ value, stages: [value, {}, { a: 1 }, value, [2], { b: value }] }, null, indent),
            edits,
            batch,
          ),
      ),
      { numRuns: 4000 },
    );
  });

  test("reads no more of a long list than what was edited", () => {
    const counts = [10, 1000].map((length) => {
      const stage = { type: "prune", strategy: "entropy", level: 0.3, notes: ["a", "b"] };
      const text = JSON.stringify(
        { name: "a", stages: Array.from({ length }, () => stage), after: [{}] },
        null,
        2,
      );
      const tree = parseJson(text);
      const at = text.indexOf("0.3", text.length / 2);
      const next = `${text.slice(0, at)}0.25${text.slice(at + 3)}`;
      shift(tree.root, { start: at, end: at + 3, length: 4 });
      const { made, root } = parseJson(next, tree.root);
      assert.deepEqual(plain(root), plain(parseJson(next).root));
      return made;
    });
    assert.deepEqual(counts, [7, 7]);
  });
});
