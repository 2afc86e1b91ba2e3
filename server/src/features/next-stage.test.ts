import assert from "node:assert/strict";
import { applyEdits } from "../syntax/edits.js";
import { withCursor } from "../testing/fixtures.js";
import { nextStageAt } from "./next-stage.js";

const PRUNE = '{\n      "type": "prune",\n      "strategy": "entropy",\n      "level": 0.3\n    }';

function after(marked: string, others: readonly (readonly string[])[] = []): string | undefined {
  const { alloy, text, offset } = withCursor(marked);
  const edit = nextStageAt(alloy, offset, others);
  return edit && applyEdits(text, [edit]);
}

function types(text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : JSON.parse(text).stages.map(({ type }: { type: string }) => type);
}

suite("next stage", () => {
  test("what templates have after the stage before the cursor, in its layout", () => {
    const written = after(`{\n  "stages": [\n    ${PRUNE}|\n  ]\n}`);
    assert.deepEqual(types(written), ["prune", "train"]);
    assert.match(written ?? "", /\n {4}\},\n {4}\{\n {6}"type": "train",\n/);
    assert.deepEqual(types(after(`{\n  "stages": [\n    ${PRUNE},|\n  ]\n}`)), ["prune", "train"]);
    const blank = after(`{\n  "stages": [\n    ${PRUNE},\n    |\n  ]\n}`);
    assert.equal(blank, written);
    assert.equal(after(`{\n  "stages": [\n    ${PRUNE},\n|\n  ]\n}`), written);
  });

  test("what the alloys of the workspace do counts more", () => {
    const text = `{\n  "stages": [\n    ${PRUNE}|\n  ]\n}`;
    assert.deepEqual(types(after(text, [["prune", "lora", "eval"]])), ["prune", "lora"]);
    assert.equal(after(text, [["modality", "prune"]]), undefined, "in them it is the last stage");
  });

  test("between stages, with the comma that is missing, and never against the order of phases", () => {
    const evaluate = '{ "type": "eval", "benchmarks": [] }';
    const written = after(`{\n  "stages": [\n    ${PRUNE},\n    |\n    ${evaluate}\n  ]\n}`);
    assert.deepEqual(types(written), ["prune", "train", "eval"]);
    const modality = '{ "type": "modality", "modality": "vision" }';
    assert.equal(after(`{"stages": [${PRUNE}|\n, ${modality}]}`), undefined);
  });

  test("a type that the alloy has already is not offered again", () => {
    const train = '{ "type": "train", "method": "lora" }';
    const written = after(`{\n  "stages": [\n    ${train},\n    ${PRUNE}|\n  ]\n}`);
    assert.notEqual(types(written)?.at(-1), "train");
  });

  test("on one line", () => {
    assert.equal(
      after('{"stages":[{"type":"prune","strategy":"entropy","level":0.3}|]}'),
      '{"stages":[{"type":"prune","strategy":"entropy","level":0.3},{"type":"train","method":"lora"}]}',
    );
  });

  test("nothing after an incomplete or unknown stage, inside one, before text, and elsewhere", () => {
    for (const marked of [
      '{"stages": [{"type": "prune", "strategy": "entropy"}|]}',
      '{"stages": [{"type": "unheard-of"}|]}',
      '{"stages": [{"type": "train", |"method": "lora"}]}',
      '{"stages": [{"type": "train", "method": "lora"},, |]}',
      '{"stages": [{"type": "train", "method": "lora"}| x]}',
      '{"stages": [|]}',
      '{"stages": [{"type": "train", "method": "lora"}]|}',
      '{"stages": [{"type": "train", "method": "lora"|',
      "|",
    ])
      assert.equal(after(marked), undefined, marked);
  });

  test("a domain without templates: the next phase", () => {
    const written = after('{"domains": ["ticketing"], "stages": [{"type": "issued"}|]}');
    if (written !== undefined) JSON.parse(written);
  });
});
