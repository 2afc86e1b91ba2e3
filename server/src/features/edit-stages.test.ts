import assert from "node:assert/strict";
import { applyEdits } from "../syntax/edits.js";
import { alloyOf, problemsOf } from "../testing/fixtures.js";
import { editStages, type StageEdit } from "./edit-stages.js";

const TEXT = `{
  "stages": [
    {
      "type": "prune",
      "strategy": "entropy",
      "level": 0.30
    },
    { "type": "train", "method": "lora" },
    { "type": "lora" },
    { "type": "eval", "benchmarks": [] }
  ],
  "cycles": 2
}
`;

function after(edit: StageEdit, text = TEXT): { text: string; selected: string | undefined } | undefined {
  const change = editStages(alloyOf(text), edit);
  if (!change) return undefined;
  const written = applyEdits(text, change.edits);
  JSON.parse(written);
  return {
    text: written,
    selected: change.selection && written.slice(change.selection.start, change.selection.end),
  };
}

const types = (text: string | undefined, key = "stages"): string[] =>
  JSON.parse(text ?? "{}")[key]?.map(({ type }: { type: string }) => type);

suite("edit stages", () => {
  test("a stage is moved within its phase, and the others make room", () => {
    const down = after({ action: "move", index: 0, to: 2 });
    assert.deepEqual(types(down?.text), ["train", "lora", "prune", "eval"]);
    assert.match(down?.selected ?? "", /^\{\n {6}"type": "prune",[\s\S]*0\.30\n {4}\}$/);
    const up = after({ action: "move", index: 2, to: 0 });
    assert.deepEqual(types(up?.text), ["lora", "prune", "train", "eval"]);
    assert.equal(up?.selected, '{ "type": "lora" }');
  });

  test("and not into another phase, nor anywhere", () => {
    for (const to of [0, 3, 4, -1])
      assert.equal(after({ action: "move", index: 0, to }), undefined, String(to));
    assert.equal(after({ action: "remove", index: 9 }), undefined);
  });

  test("duplicate and remove", () => {
    assert.deepEqual(types(after({ action: "duplicate", index: 1 })?.text), [
      "prune",
      "train",
      "train",
      "lora",
      "eval",
    ]);
    assert.deepEqual(types(after({ action: "remove", index: 1 })?.text), ["prune", "lora", "eval"]);
  });

  test("a disabled stage is kept as it is written, and comes back where it belongs", () => {
    const first = after({ action: "disable", index: 0 });
    assert.deepEqual(types(first?.text), ["train", "lora", "eval"]);
    assert.match(
      first?.text ?? "",
      /\n {2}\],\n {2}"disabledStages": \[\n {4}\{\n {6}"type": "prune",\n {6}"strategy": "entropy",\n {6}"level": 0\.30\n {4}\}\n {2}\],\n {2}"cycles": 2\n/,
    );
    const second = after({ action: "disable", index: 2 }, first?.text);
    assert.deepEqual(types(second?.text, "disabledStages"), ["prune", "eval"]);
    const third = after({ action: "enable", index: 1 }, second?.text);
    assert.deepEqual(types(third?.text), ["train", "lora", "eval"]);
    const last = after({ action: "enable", index: 0 }, third?.text);
    assert.deepEqual(types(last?.text), ["train", "lora", "prune", "eval"]);
    assert.match(last?.selected ?? "", /"level": 0\.30/);
    assert.doesNotMatch(last?.text ?? "", /disabledStages/);
  });

  test("the only stage, and a text on one line", () => {
    const one = after({ action: "disable", index: 0 }, '{"stages": [{"type": "train"}]}');
    assert.equal(one?.text, '{"stages": [], "disabledStages": [{"type": "train"}]}');
    assert.equal(after({ action: "enable", index: 0 }, one?.text)?.text, '{"stages": [{"type": "train"}]}');
  });

  test("a broken text is not touched, and disabled stages are no problem", () => {
    assert.equal(after({ action: "remove", index: 0 }, TEXT.replace("[", "[[")), undefined);
    const text = after({ action: "disable", index: 2 })?.text ?? "";
    assert.deepEqual(
      problemsOf(text).filter(({ message }) => message.includes("disabledStages")),
      [],
    );
  });
});
