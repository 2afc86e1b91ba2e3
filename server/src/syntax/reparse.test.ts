import assert from "node:assert/strict";
import fc from "../testing/property.js";
import { parseJson } from "./parser.js";
import { joined, reparse, type TextEdit } from "./reparse.js";
import { SourceText } from "./source-text.js";
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
function replay(original: string, edits: readonly Edit[], batch: number, most?: number): void {
  let text = original;
  let tree = parseJson(text, undefined, most);
  let edit: TextEdit | undefined;
  edits.forEach(({ at, cut, put }, index) => {
    const start = Math.floor(at * text.length);
    const end = Math.min(start + cut, text.length);
    text = text.slice(0, start) + put + text.slice(end);
    const own = { start, end, length: put.length };
    edit = edit ? joined(edit, own) : own;
    if (index % batch !== batch - 1) return;
    const before = JSON.stringify(visible(tree));
    const next = reparse(tree, edit, SourceText.of(text), most);
    assert.deepEqual(visible(next), visible(parseJson(text, undefined, most)), text);
    assert.equal(JSON.stringify(visible(tree)), before, "the tree of the text before has changed");
    tree = next;
    edit = undefined;
  });
}

const pieces = fc.constantFrom(
  ..."{}[],:\"\\ \n1-e/*'tn".split(""),
  ...[
    '"a"',
    '"a": 1,',
    '"b":,',
    ',"c" 1,',
    ",]",
    "1 2, //",
    "{}",
    "[1, {}]",
    "// c\n",
    "/*",
    "*/",
    '{"a": [1]}',
    "null",
    "\r\n",
    "\uFEFF",
    "\u00a0",
    "\u200b",
    "\uff0c",
    "\uff1a",
    ";",
    "=",
    "“",
    "”",
    "`x`",
    '"a" b "c"',
    '"""',
    "1,5",
    "000",
    "x y: 1",
    "${x}",
    "{{x}}",
    "```",
    "# c",
    "\\\n",
    "\n<<<<<<< a\n",
    "\n=======\n",
    "1e400",
  ],
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(40)),
  put: fc.oneof({ weight: 4, arbitrary: pieces }, fc.constant("")),
});

/** An object of which some members stand far from any edit. */
function manyMembers(value: unknown) {
  return {
    a: 1,
    b: [],
    c: value,
    d: null,
    e: "e",
    f: { g: value },
    h: true,
    i: value,
    j: [1, 2, 3, value, 4, 5],
  };
}

suite("parsing again after an edit", () => {
  test("gives the tree that parsing anew gives, whatever is edited", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.nat(2),
        fc.array(edit, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.nat(150), { nil: undefined }),
        (value, indent, edits, batch, most) =>
          replay(
            JSON.stringify(
              {
                value,
                stages: [value, {}, { a: 1 }, value, [2], { b: value }, manyMembers(value)],
                ...manyMembers(value),
              },
              null,
              indent,
            ),
            edits,
            batch,
            most,
          ),
      ),
      { numRuns: 4000 },
    );
  });

  test("what is wrong at one place is still found after an edit at any other", () => {
    const text = '[1,2,3,[4,5,6,7],{"a":1,"b":2,"c":3,"d":4},8,9,10]';
    for (const wrong of ["/**/", ",", '"', "x", "1 2", "[", "]", "}", '"k":'])
      for (let at = 0; at <= text.length; at++) {
        const broken = text.slice(0, at) + wrong + text.slice(at);
        for (let blank = 0; blank <= broken.length; blank++) {
          const next = `${broken.slice(0, blank)} ${broken.slice(blank)}`;
          const tree = parseJson(broken);
          const again = visible(reparse(tree, { start: blank, end: blank, length: 1 }, SourceText.of(next)));
          assert.equal(JSON.stringify(again), JSON.stringify(visible(parseJson(next))), next);
        }
      }
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
      const { made, root } = reparse(tree, { start: at, end: at + 3, length: 4 }, SourceText.of(next));
      assert.deepEqual(plain(root), plain(parseJson(next).root));
      return made;
    });
    assert.deepEqual(counts, [4, 4]);
  });

  test("reads no more of a long object than what was edited", () => {
    const counts = [12, 1000].map((length) => {
      const entries = Array.from({ length }, (_, i) => [`key${i}`, i === 7 ? i : { i }]);
      const text = JSON.stringify({ before: 1, map: Object.fromEntries(entries) }, null, 2);
      const tree = parseJson(text);
      const at = text.indexOf('"key7": ') + 8;
      const next = `${text.slice(0, at)}1${text.slice(at)}`;
      const { made, root } = reparse(tree, { start: at, end: at, length: 1 }, SourceText.of(next));
      assert.deepEqual(plain(root), plain(parseJson(next).root));
      return made;
    });
    assert.deepEqual(counts, [2, 2]);
  });

  test("reads no more values of a text than the first time, however often it is edited", () => {
    let text = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ i })));
    let tree = parseJson(text, undefined, 40);
    for (let i = 0; i < 5; i++) {
      text = `[${i},${text.slice(1)}`;
      tree = reparse(tree, { start: 1, end: 1, length: 2 }, SourceText.of(text), 40);
      assert.deepEqual(visible(tree), visible(parseJson(text, undefined, 40)));
      assert.equal(tree.isWhole, false);
      assert.ok(tree.made < 10, `${tree.made} were read again`);
    }
  });

  test("reads no more of a long list while something in it is wrong", () => {
    const counts = [20, 1000].map((length) => {
      const items: string[] = Array.from({ length }, (_, i) => (i === 7 ? "x" : "{}"));
      const tree = parseJson(`[${items}]`);
      items[7] = "xy";
      return reparse(tree, { start: 24, end: 24, length: 1 }, SourceText.of(`[${items}]`)).made;
    });
    assert.deepEqual(counts, [2, 2]);
  });
});
