import assert from "node:assert/strict";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { afterEdits, alloyOf, problemsOf } from "../testing/fixtures.js";
import { editParameter, type FormField, type StageForm, stageForm } from "./stage-form.js";

const TEXT = `{
  "source": { "baseModel": "org/base", "architecture": "qwen2", "totalParamsB": 7 },
  "stages": [
    {
      "type": "prune",
      "level": 1.5,
      "perLayerNormalized": true,
      "strategy": "entropy"
    },
    { "type": "train", "method": "lora", "optimizations": ["a",
      "b"] },
    { "type": "mystery" }
  ]
}
`;

function formOf(index: number, text = TEXT): StageForm {
  const form = stageForm(alloyOf(text), index, problemsOf(text));
  assert.ok(form);
  return form;
}

function fieldOf(name: string, index: number, text = TEXT): FormField {
  const field = formOf(index, text).fields.find((one) => one.name === name);
  assert.ok(field, name);
  return field;
}

function after(name: string, value: string, { index = 0, stageType = "prune", text = TEXT } = {}) {
  const edits = editParameter(alloyOf(text), { index, stageType, name, value });
  return edits && afterEdits(text, edits);
}

suite("the form of a stage", () => {
  test("a control for each field of the type, with its value, the required ones first", () => {
    const { title, stageType, fields } = formOf(0);
    assert.equal(title, "Parameters of 1 prune");
    assert.equal(stageType, "prune");
    assert.deepEqual(
      fields.slice(0, 2).map(({ name, isRequired }) => [name, isRequired]),
      [
        ["strategy", true],
        ["level", true],
      ],
    );
    assert.ok(!fields.some(({ name }) => name === "type"));
    const controls = (index: number, ...names: string[]) =>
      names.map((name) => {
        const { control, value, placeholder } = fieldOf(name, index);
        return [control, value, placeholder];
      });
    assert.deepEqual(controls(0, "strategy", "level", "perLayerNormalized", "minHeadsPerLayer", "notes"), [
      ["select", "entropy", ""],
      ["number", "1.5", ""],
      ["checkbox", "true", ""],
      ["integer", "", "default: 4"],
      ["text", "", ""],
    ]);
    assert.deepEqual(controls(1, "scheduler", "optimizations", "method"), [
      ["select", "", "default: cosine"],
      ["none", '["a", "b"]', ""],
      ["text", "lora", ""],
    ]);
    assert.match(fieldOf("steps", 1).placeholder, /^adapter: \d+$/);
    assert.equal(fieldOf("steps", 1).unit, "steps");
  });

  test("descriptions are plain, with range, effect if omitted, and what the choice means", () => {
    assert.match(
      fieldOf("level", 0).description,
      /^Pruning level.* 0\.3 removes 30%.* Range: from 0 to 0\.9\.$/,
    );
    assert.match(fieldOf("strategy", 0).description, /entropy: Ranks by the entropy/);
    assert.match(fieldOf("batchSize", 1).description, /If omitted: The batch size is 4\./);
  });

  test("the problems of a field are next to it, those of the stage above", () => {
    const [problem] = fieldOf("level", 0).problems;
    assert.equal(problem?.severity, "error");
    assert.match(problem.message, /^"level" must be/);
    const text = TEXT.replace('"level": 1.5,\n', '"levle": 0.5,\n');
    assert.match(
      formOf(0, text)
        .problems.map(({ message }) => message)
        .join(),
      /"level".*levle|levle.*"level"/,
    );
    assert.deepEqual(fieldOf("level", 0, text).problems, []);
  });

  test("places are those of the field, or of the stage that omits it", () => {
    const { start, end } = fieldOf("level", 0);
    assert.equal(TEXT.slice(start, end), '"level": 1.5');
    const omitted = fieldOf("notes", 0);
    assert.match(TEXT.slice(omitted.start, omitted.end), /^\{\n {6}"type": "prune"/);
  });

  test("none for a type that no domain knows, in a broken text, and beyond the stages", () => {
    assert.equal(stageForm(alloyOf(TEXT), 2, []), undefined);
    assert.equal(stageForm(alloyOf(TEXT), 3, []), undefined);
    assert.equal(stageForm(alloyOf(TEXT), -1, []), undefined);
    assert.equal(stageForm(alloyOf(TEXT.replace('"source"', "source")), 0, []), undefined);
  });

  test("what a control cannot show as it is has none", () => {
    const notes = (value: unknown) => {
      const { control, value: shown } = fieldOf(
        "notes",
        0,
        TEXT.replace('"entropy"', `"entropy", "notes": ${JSON.stringify(value)}`),
      );
      return [control, shown];
    };
    assert.deepEqual(notes("a\nb"), ["none", '"a\\nb"']);
    assert.equal(notes("x".repeat(2000))[0], "none");
    assert.equal(String(notes("x".repeat(2000))[1]).length, 80);
    assert.deepEqual(notes({ a: 1 }), ["none", '{"a":1}']);
    assert.deepEqual(notes(null), ["text", ""]);
    assert.deepEqual(notes(5), ["text", "5"]);
    // A choice that is none can be kept.
    assert.ok(fieldOf("strategy", 0, TEXT.replace('"entropy"', '"entropie"')).choices.includes("entropie"));
  });
});

suite("a parameter that was entered", () => {
  test("replaces the value and nothing else, also by an invalid one", () => {
    assert.equal(after("level", " 0.25 "), TEXT.replace("1.5", "0.25"));
    assert.equal(after("level", "1e-1"), TEXT.replace("1.5", "1e-1"));
    assert.equal(after("level", "0,3"), TEXT.replace("1.5", '"0,3"'));
    assert.equal(after("strategy", 'a"b'), TEXT.replace("entropy", 'a\\"b'));
    assert.equal(after("perLayerNormalized", "false"), TEXT.replace("true", "false"));
  });

  test("is inserted in the order of the vocabulary, in the layout of the stage", () => {
    assert.equal(
      after("minHeadsPerLayer", "8"),
      TEXT.replace('"strategy": "entropy"', '"strategy": "entropy",\n      "minHeadsPerLayer": 8'),
    );
    const train = { index: 1, stageType: "train" };
    assert.equal(
      after("learningRate", "2e-4", train),
      TEXT.replace('"train",', '"train", "learningRate": "2e-4",'),
    );
    assert.equal(
      after("method", "full", { ...train, text: TEXT.replace(', "method": "lora"', "") })?.includes(
        '"method": "full"',
      ),
      true,
    );
  });

  test("is removed when emptied", () => {
    assert.equal(after("level", ""), TEXT.replace('      "level": 1.5,\n', ""));
    assert.equal(after("strategy", ""), TEXT.replace(',\n      "strategy": "entropy"', ""));
    assert.equal(after("notes", ""), TEXT);
  });

  test("changes no other stage, no field that the type does not have, and no broken text", () => {
    assert.equal(after("level", "0.1", { index: 1 }), undefined);
    assert.equal(after("steps", "1"), undefined);
    assert.equal(after("type", "train"), undefined);
    assert.equal(after("__proto__", "1"), undefined);
    assert.equal(after("level", "0.1", { text: TEXT.replace('"source"', "source") }), undefined);
    assert.equal(after("level", "0.1", { index: 9 }), undefined);
  });

  test("is the value that the form then shows, for every field with a control", () => {
    for (const [index, stageType] of [
      [0, "prune"],
      [1, "train"],
    ] as const)
      for (const { name, control, choices } of formOf(index).fields) {
        if (control === "none") continue;
        const value =
          choices[0] ?? { checkbox: "false", integer: "7", number: "0.5", text: '<b>"\\' }[control as "text"];
        const text = after(name, value, { index, stageType });
        assert.ok(text);
        assert.equal(fieldOf(name, index, text).value, value, name);
        assert.equal(Alloy.parse(text, bundled).tree.problems.length, 0);
      }
  });
});
