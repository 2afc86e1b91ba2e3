/** Refactorings of stages, through the menu of code actions. */
import assert from "node:assert/strict";
import { diagnose } from "../lint/lint.js";
import { afterEdits, withCursor } from "../testing/fixtures.js";
import { codeActionsAt } from "./code-actions/code-actions.js";

/** What the action whose title begins like this makes of the text; undefined where it is not offered. */
function act(marked: string, title: string): string | undefined {
  const { alloy, text, offset } = withCursor(marked);
  const actions = codeActionsAt(alloy, { start: offset, end: offset }, diagnose(alloy).problems);
  const action = actions.find((one) => one.title.startsWith(title));
  return action && afterEdits(text, action.edits);
}

const THREE = `{
  "stages": [
    {
      "type": "eval"
    },
    { "type": "tr|ain", "method": "lora" },
    { "type": "prune" }
  ]
}`;

suite("arranging stages", () => {
  test("up, down, double, away", () => {
    assert.equal(
      act(THREE, "Move stage 2 train up"),
      '{\n  "stages": [\n    { "type": "train", "method": "lora" },\n    {\n      "type": "eval"\n    },\n    { "type": "prune" }\n  ]\n}',
    );
    assert.match(act(THREE, "Move stage 2 train down") ?? "", /"prune" \},\n {4}\{ "type": "train"/);
    assert.match(
      act(THREE, "Duplicate stage 2 train") ?? "",
      /"lora" \},\n {4}\{ "type": "train", "method": "lora" \},\n/,
    );
    assert.deepEqual(JSON.parse(act(THREE, "Remove stage 2") ?? "").stages.length, 2);
    assert.equal(act('{"stages": [{"type": "ev|al"}]}', "Move stage"), undefined);
    assert.equal(
      act('{"stages": [{"type": "ev|al"}]}', "Duplicate"),
      '{"stages": [{"type": "eval"}, {"type": "eval"}]}',
    );
  });

  test("into the order in which they run; a stage of unknown type stays behind its neighbour", () => {
    const types = (text: string | undefined) =>
      JSON.parse(text ?? "").stages.map(({ type }: { type: string }) => type);
    assert.deepEqual(types(act(THREE, "Sort stages")), ["train", "prune", "eval"]);
    assert.deepEqual(
      types(act('{"stages": [{"type": "ev|al"}, {"type": "mine"}, {"type": "prune"}]}', "Sort stages")),
      ["prune", "eval", "mine"],
    );
    assert.equal(act('{"stages": [{"type": "pr|une"}, {"type": "eval"}]}', "Sort stages"), undefined);
  });

  test("CRLF and unfinished text", () => {
    const crlf = act(THREE.replaceAll("\n", "\r\n"), "Duplicate stage 2") ?? "";
    assert.ok(!/[^\r]\n/.test(crlf));
    assert.ok(act('{"stages": [{"type": "ev|al"}, {"type": "pr', "Move stage 1 eval down"));
  });
});

suite("rewriting stages", () => {
  const source =
    '"source": {"baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2", "totalParamsB": 7.6}';

  test("train becomes intent-only, and back", () => {
    const explicit = `{${source}, "stages": [{"type": "tr|ain", "method": "lora", "domain": "code", "steps": 200, "learningRate": "5e-5"}]}`;
    const intent = act(explicit, "Remove fields that the family");
    assert.equal(intent, `{${source}, "stages": [{"type": "train", "method": "lora"}]}`);
    const back = act(intent?.replace('"train"', '"tr|ain"') ?? "", "Add the family adapter's values");
    assert.equal(back, explicit.replace("|", ""));
  });

  test("the parts that are left out, wherever they stand", () => {
    const mixed =
      '{"source": {"architecture": "qwen2"}, "stages": [{"steps": 5, "type": "tr|ain", "domain": "x", "method": "lora", "learningRate": "1"}]}';
    assert.equal(
      act(mixed, "Remove fields that the family"),
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "method": "lora"}]}',
    );
    const unknown = mixed.replace("qwen2", "my_own");
    assert.equal(act(unknown, "Remove fields that"), undefined);
    assert.equal(act('{"stages": [{"type": "tr|ain", "method": "lora"}]}', "Add the family"), undefined);
  });

  test("lora with a teacher becomes compensation-lora", () => {
    assert.equal(
      act(
        '{"stages": [{"type": "lo|ra", "rank": 8, "alpha": 16, "teacher": "a/b"}]}',
        'Change to "compensation-lora"',
      ),
      '{"stages": [{"type": "compensation-lora", "loraRank": 8, "loraAlpha": 16, "teacher": "a/b", "calibrationCorpus": ""}]}',
    );
    assert.equal(act('{"stages": [{"type": "lo|ra", "rank": 8}]}', "Turn into"), undefined);
  });

  test("a corpus that a stage names is declared", () => {
    const stage = '"stages": [{"type": "expert-activation-profile|", "calibrationCorpus": "code"}]';
    assert.equal(
      act(`{${stage}, "calibrationCorpora": []}`, 'Declare "code" in'),
      `{${stage.replace("|", "")}, "calibrationCorpora": [{"id": "code", "path": ""}]}`,
    );
    assert.deepEqual(
      JSON.parse(act(`{"name": "a", ${stage}}`, 'Declare "code" in') ?? "").calibrationCorpora,
      [{ id: "code", path: "" }],
    );
    assert.equal(act(`{${stage}, "calibrationCorpora": [{"id": "code"}]}`, 'Declare "code"'), undefined);
  });

  test("one more domain is declared", () => {
    assert.equal(
      act('{"domains": ["llm-|forge"]}', 'Declare domain "ticketing"'),
      '{"domains": ["llm-forge", "ticketing"]}',
    );
    assert.equal(act('{"domains": ["llm-|forge"]}', 'Declare domain "llm-forge"'), undefined);
  });
});
