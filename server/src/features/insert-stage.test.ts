import assert from "node:assert/strict";
import { afterEdits, problemsOf, withCursor } from "../testing/fixtures.js";
import { insertableStages, insertStageActions } from "./insert-stage.js";

function actions(marked: string): { title: string; after: string }[] {
  const { alloy, text, offset } = withCursor(marked);
  return insertStageActions(alloy, alloy.stageAt(offset)).map(({ title, edits }) => ({
    title,
    after: afterEdits(text, edits),
  }));
}

const BLOCK = `{
  "stages": [
    {
      "type": "prune",
      "strategy": "entropy",
      "level": 0.3
    },
    {
      "type": "eval",|
      "benchmarks": []
    }
  ]
}
`;

suite("insert an intent-only train stage", () => {
  test("before and after the stage under the cursor, in its layout", () => {
    const [before, after, ...rest] = actions(BLOCK);
    assert.equal(rest.length, 0);
    assert.equal(before?.title, 'Insert "train" (intent only) before stage 2');
    assert.equal(after?.title, 'Insert "train" (intent only) after stage 2');
    const text = BLOCK.replace("|", "");
    const stage = '    {\n      "type": "train",\n      "method": "lora"\n    }';
    assert.equal(
      before?.after,
      text.replace('    {\n      "type": "eval"', `${stage},\n    {\n      "type": "eval"`),
    );
    assert.equal(after?.after, text.replace("[]\n    }", `[]\n    },\n${stage}`));
  });

  test("from anywhere in the file, where the order of the phases puts it", () => {
    const [only, ...rest] = actions(BLOCK.replace("|", "").replace("{", "{|"));
    assert.equal(rest.length, 0);
    assert.equal(only?.title, 'Insert "train" (intent only) after stage 1 (transform phase)');
    assert.deepEqual(
      JSON.parse(only?.after ?? "").stages.map(({ type }: { type: string }) => type),
      ["prune", "train", "eval"],
    );
  });

  test("keeps one-line stages, tabs and line endings", () => {
    const oneLine = '{\n\t"stages": [\n\t\t{ "type": "quant" }|\n\t]\n}';
    assert.match(
      actions(oneLine)[0]?.after ?? "",
      /\n\t\t\{ "type": "train", "method": "lora" \},\n\t\t\{ "type": "quant" \}\n/,
    );
    const crlf = BLOCK.replaceAll("\n", "\r\n");
    for (const { after } of actions(crlf)) assert.ok(!/[^\r]\n/.test(after));
    const minified = '{"stages":[{"type":"quant"|}]}';
    assert.equal(
      actions(minified)[0]?.after,
      '{"stages":[{"type":"train","method":"lora"},{"type":"quant"}]}',
    );
  });

  test("into an empty array, and where there is no stages", () => {
    assert.equal(
      actions('{\n  "stages": [|]\n}')[0]?.after,
      '{\n  "stages": [\n    {\n      "type": "train",\n      "method": "lora"\n    }\n  ]\n}',
    );
    const [missing] = actions('{\n  "name": "a",|\n  "cycles": 1\n}');
    assert.deepEqual(JSON.parse(missing?.after ?? ""), {
      name: "a",
      stages: [{ type: "train", method: "lora" }],
      cycles: 1,
    });
    assert.deepEqual(JSON.parse(actions("{|}")[0]?.after ?? ""), {
      stages: [{ type: "train", method: "lora" }],
    });
  });

  test("mends the comma in half-typed text", () => {
    assert.ok(
      actions('{"stages": [{"type": "prune"}|, ]}')[0]?.after.includes('{"type": "prune"}, {"type": "train"'),
    );
  });

  test("is offered only where a declared domain has it", () => {
    assert.deepEqual(actions('{"domains": ["ticketing"], "stages": [{"type": "issued"|}]}'), []);
    assert.deepEqual(actions("[|]"), []);
    assert.deepEqual(actions("|"), []);
  });

  test("what is inserted has no problem of its own", () => {
    for (const { after } of actions(BLOCK.replace("|", "").replace("{", "{|"))) {
      assert.equal(problemsOf(after).length, problemsOf(BLOCK.replace("|", "")).length);
    }
  });

  test("every stage of the declared domains is offered with what it says and the places where it may go", () => {
    const { alloy, offset } = withCursor(
      '{"domains": ["llm-forge"], "stages": [{"type": "pr|une"}, {"type": "eval"}]}',
    );
    const stages = insertableStages(alloy, offset);
    const quant = stages.find(({ preview }) => JSON.parse(preview).type === "quant");
    assert.equal(quant?.phase, "delivery");
    assert.ok((quant?.summary.length ?? 0) > 5);
    assert.deepEqual(
      quant?.places.map(({ title }) => title.replace(quant.label, "…")),
      ['Insert "…" after stage 2 (delivery phase)', 'Insert "…" before stage 1', 'Insert "…" after stage 1'],
    );
  });

  test("a place that was chosen is the only one, and one beyond the stages is the end", () => {
    const text = '{\n  "stages": [\n    { "type": "prune" },\n    { "type": "eval" }\n  ]\n}';
    const types = (text: string, index?: number) => {
      const { alloy } = withCursor(`${text}|`);
      const train = insertableStages(alloy, undefined, index).find(({ phase }) => phase === "transform");
      assert.equal(train?.places.length, 1);
      const [place] = train.places;
      const written = afterEdits(text, place?.edits ?? []);
      const stages = JSON.parse(written).stages as { type: string }[];
      return [place?.title.split('" ').at(-1), stages.findIndex(({ type }) => !/^(prune|eval)$/.test(type))];
    };
    const other = text.replace('"prune"', '"eval"');
    assert.deepEqual(types(other, 0), ["before stage 1", 0]);
    assert.deepEqual(types(text, 2)[1], 2);
    assert.deepEqual(types(text, 9)[1], 2);
    assert.deepEqual(types(text, -1)[1], 0);
    assert.deepEqual(types('{"stages": []}', 0), ["as the first stage", 0]);
    assert.equal(types('{"name": "a"}', 0)[1], 0);
  });

  test("before the first stage where all others run later, without one, and in no list", () => {
    const titles = (marked: string) => {
      const { alloy, offset } = withCursor(marked);
      return insertStageActions(alloy, alloy.stageAt(offset)).map(({ title }) =>
        title.replace(/^.*\) (?=as|after|before)/, ""),
      );
    };
    assert.deepEqual(titles('{|"stages": [{"type": "eval"}]}'), ["before stage 1 (transform phase)"]);
    assert.deepEqual(titles('{|"stages": []}'), ["as the first stage"]);
    assert.deepEqual(titles('{"stages": [{|}]}'), ["after stage 1", "before stage 1"]);
    assert.deepEqual(titles('{|"stages": 5}'), []);
    assert.deepEqual(titles("|[]"), []);
  });
});
