import assert from "node:assert/strict";
import { expectCompletion, hoverText } from "../testing/fixtures.js";

const inStage = (stage: string, architecture = "qwen2") =>
  `{"source": {"architecture": "${architecture}"}, "stages": [${stage}]}`;

suite("what the architecture's executor does with a field", () => {
  test("hover says whether it is read", () => {
    const read = hoverText(inStage('{"type": "train", "st|eps": 5}'));
    assert.match(read, /^Read by the reference executor\./);
    const ignored = hoverText(inStage('{"type": "train", "batch|Size": 5}'));
    assert.match(ignored, /^Not read by the reference executor\./);
    const logged = hoverText(inStage('{"type": "prune", "strat|egy": "entropy"}'));
    assert.match(logged, /^Only written to the log by the reference executor\./);
    assert.match(hoverText(inStage('{"type": "train", "batchSize": |5}')), /^Not read by/);
  });

  test("a stage with a teacher is run another way", () => {
    const lora = (more: string) => hoverText(inStage(`{"type": "lora", "target|Modules": []${more}}`));
    assert.match(lora(""), /Not read by/);
    assert.match(lora(', "teacher": "a/b"'), /^Read by/);
    for (const none of ["null", '""']) assert.match(lora(`, "teacher": ${none}`), /Not read by/);
  });

  test("nothing is said of an executor that is not known, or does not run the stage", () => {
    const train = '{"type": "train", "batch|Size": 5}';
    assert.doesNotMatch(hoverText(inStage(train, "own")), /read by/i);
    assert.doesNotMatch(hoverText(inStage(train, "mixtral")), /read by/i);
    assert.doesNotMatch(hoverText(inStage('{"type": "eval", "benchmarks": [{"na|me": "a"}]}')), /executor/);
  });

  test("a stage type says what is read", () => {
    assert.match(
      hoverText(inStage('{"type": "tr|ain"}')),
      /Read by the reference executor: `domain`, `steps`, and `learningRate`\./,
    );
    assert.doesNotMatch(hoverText('{"stages": [{"type": "tr|ain"}]}'), /Read by/);
  });

  test("the five training domains, whatever the architecture", () => {
    const domains = ["code", "reasoning", "general", "chat", "science"];
    for (const architecture of ["qwen2", "own"])
      expectCompletion(inStage('{"type": "train", "domain": |}', architecture)).toBe(...domains);
    const hover = hoverText(inStage('{"type": "train", "dom|ain": "code"}', "own"));
    for (const [domain, dataset] of [
      ["code", "m-a-p/CodeFeedback-Filtered-Instruction"],
      ["reasoning", "gsm8k"],
      ["general", "Salesforce/wikitext"],
      ["chat", "stingning/ultrachat"],
      ["science", "scientific_papers"],
    ])
      assert.match(hover, new RegExp(`"${domain}".*${dataset}`));
    assert.match(hoverText(inStage('{"type": "train", "domain": "ch|at"}')), /^`"chat"` — .*ultrachat/);
  });

  test("completion has what is read first and what is not read last", () => {
    const { labels, items } = expectCompletion(inStage('{"type": "train", |}'));
    assert.deepEqual(labels.slice(0, 3), ["domain", "steps", "learningRate"]);
    assert.ok(labels.indexOf("notes") < labels.indexOf("dataset"), labels.join(" "));
    const last = items.slice(labels.indexOf("dataset"));
    for (const { label, detail } of last)
      assert.match(detail ?? "", /not read by the reference executor$/, label);
    // Without a known executor the order is the vocabulary's.
    const plain = expectCompletion(inStage('{"type": "train", |}', "own"));
    assert.deepEqual(plain.labels.slice(0, 3), ["domain", "dataset", "steps"]);
    expectCompletion(inStage(`{"type": "prune", |}`)).toStartWith("all required fields", "strategy", "level");
  });
});
