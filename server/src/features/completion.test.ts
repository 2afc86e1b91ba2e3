import assert from "node:assert/strict";
import { expectCompletion } from "../testing/fixtures.js";

suite("completion", () => {
  test("offers the stage types of the default domain, drafts left out", () => {
    const found = expectCompletion('{"stages": [{"type": "|"}]}')
      .toOffer("prune", "train", "expert-activation-profile", "deliver", "publish")
      .notToOffer("capture", "issued");
    assert.equal(found.items.length, 24);
    assert.match(found.items.find(({ label }) => label === "prune")?.detail ?? "", /^transform · \S/);
  });

  test("offers the stage types of exactly the declared domains", () => {
    expectCompletion('{"domains": ["ticketing"], "stages": [{"type": "|"}]}').toBe(
      "issued",
      "transferred",
      "scanned",
    );
    expectCompletion('{"domains": [], "stages": [{"type": "|"}]}').toBe();
  });

  test("completes the fields of the stage under the cursor, required ones first", () => {
    expectCompletion('{"stages": [{"type": "prune", "|"}]}')
      .toStartWith("strategy", "level")
      .notToOffer("type");
    expectCompletion('{"stages": [{"type": "prune", "level": 0.3, |}]}')
      .toStartWith("strategy")
      .notToOffer("level");
  });

  test("offers only the type while a stage has none", () => {
    expectCompletion('{"stages": [{|}]}').toBe("type");
    expectCompletion('{"stages": [{ "ty|').toBe("type");
  });

  test("works in unfinished text", () => {
    expectCompletion('{ "stages": [ { "type": "|').toOffer("prune");
    expectCompletion('{ "stages": [ { "type": "pru|\n  }\n]}').toOffer("prune");
    expectCompletion('{ "stages": [ { "type": |').toOffer("prune");
    expectCompletion('{ "stages": [ { "type": "prune",|').toStartWith("strategy");
    expectCompletion('{ "stages": [ { "type": "prune", "|').toStartWith("strategy");
    expectCompletion('{ "stages": [ { "type": "prune", lev|').toOffer("level");
    expectCompletion('{ "|').toStartWith("name", "version", "source");
    expectCompletion("|").toBe("alloy");
  });

  test("writes quotes, colons and commas where they are missing", () => {
    expectCompletion('{"stages": [{"type": "|"}]}').toWrite("prune", '{"stages": [{"type": "prune"}]}');
    expectCompletion('{"stages": [{"type": |}]}').toWrite("prune", '{"stages": [{"type": "prune"}]}');
    expectCompletion('{"stages": [{"type": |\n"x": 1}]}').toWrite(
      "prune",
      '{"stages": [{"type": "prune",\n"x": 1}]}',
    );
    expectCompletion('{"stages": [{"type": "|\n"x": 1}]}').toWrite(
      "prune",
      '{"stages": [{"type": "prune",\n"x": 1}]}',
    );
    expectCompletion('{"cycles": 1\n  |}').toWrite("author", '{"cycles": 1,\n  "author": ""}');
    expectCompletion('{"cycles": 1\n  "|"\n}').toWrite("author", '{"cycles": 1,\n  "author": ""\n}');
    expectCompletion('{| "cycles": 1}').toWrite("author", '{"author": "", "cycles": 1}');
    expectCompletion('{"au|": "me"}').toWrite("author", '{"author": "me"}');
    expectCompletion('{"tags": [], |}').toWrite("license", '{"tags": [], "license": "apache-2.0"}');
  });

  test("does not eat the rest of the line behind an unclosed text", () => {
    expectCompletion('{"stages": [{"type": "pru|}]}').toWrite("prune", '{"stages": [{"type": "prune"}]}');
    expectCompletion('{"stages": [{"type": "pru|, "level": 0.3}]}').toWrite(
      "prune",
      '{"stages": [{"type": "prune", "level": 0.3}]}',
    );
  });

  test("offers choices, booleans and defaults of a field", () => {
    expectCompletion('{"stages": [{"type": "prune", "strategy": "|"}]}').toStartWith("entropy", "magnitude");
    expectCompletion('{"stages": [{"type": "publish", "private": |}]}').toBe("true", "false");
    expectCompletion('{"stages": [{"type": "lora", "quantizeBits": |}]}').toOffer("4", "8");
    expectCompletion('{"search": {"maxCandidates": |}}').toBe("5");
  });

  test("offers registered domains that are not declared yet", () => {
    expectCompletion('{"domains": ["llm-forge", "|"]}').toBe("photo-provenance", "ticketing");
  });

  test("offers everything under acceptanceCriteria, with the benchmarks of the eval stages first", () => {
    const stages = '"stages": [{"type": "eval", "benchmarks": [{"name": "my_bench"}, {"name": "ifeval"}]}]';
    expectCompletion(`{${stages}, "acceptanceCriteria": {|}}`).toBe(
      "benchmarks",
      "hardware",
      "integrity",
      "notes",
    );
    expectCompletion(`{${stages}, "acceptanceCriteria": {"benchmarks": {"|"}}}`).toStartWith(
      "my_bench",
      "ifeval",
      "humaneval",
    );
    expectCompletion(`{${stages}, "acceptanceCriteria": {"benchmarks": {"ifeval": {}, "|"}}}`).notToOffer(
      "ifeval",
    );
    expectCompletion(`{${stages}, "acceptanceCriteria": {"benchmarks": {"ifeval": {|}}}}`).toStartWith(
      "min",
      "anchorDelta",
    );
    expectCompletion(`{${stages}, "acceptanceCriteria": {"hardware": {|}}}`).toBe("maxVramGb", "deviceTier");
    expectCompletion(`{${stages}, "acceptanceCriteria": {"integrity": {"modelHashRequired": |}}}`).toBe(
      "true",
      "false",
    );
    expectCompletion(
      `{${stages}, "acceptanceCriteria": {"benchmarks": {"a": {"anchorBenchmark": "|"}}}}`,
    ).toStartWith("my_bench");
  });

  test("offers whole acceptance criteria to start from", () => {
    const found = expectCompletion('{"acceptanceCriteria": |}').toBe(
      "A coder.",
      "A general model.",
      "A vision-language model.",
    );
    const after = JSON.parse(`{"acceptanceCriteria": ${found.items[0]?.edit.text}}`);
    assert.equal(after.acceptanceCriteria.benchmarks.humaneval_plus.anchorDelta, -3);
  });

  test("humaneval+ and humaneval_plus are one benchmark", () => {
    expectCompletion('{"acceptanceCriteria": {"benchmarks": {"humaneval+": {}, "|"}}}').notToOffer(
      "humaneval_plus",
    );
  });

  test("offers corpora that the file declares", () => {
    expectCompletion(
      '{"calibrationCorpora": [{"id": "code", "path": "a"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": "|"}]}',
    ).toBe("code");
  });

  test("offers whole stages in stages[], as valid JSON in the file's indentation", () => {
    const found = expectCompletion('{\n    "stages": [|]\n}').toOffer("train (intent only)");
    found.toInsert("train (intent only)", '{\n    "type": "train",\n    "method": "lora"\n}');
    for (const item of found.items) JSON.parse(item.edit.text);
  });

  test("snippets have tab stops, choices and escapes", () => {
    const options = { snippets: true, retriggers: false };
    expectCompletion('{"stages": [{"type": "prune", |}]}', options).toInsert(
      "strategy",
      '"strategy": "${1|entropy,magnitude,gradient,random,activation-magnitude,calibration-aware-activation-count,per-layer-normalized-router-importance|}"',
    );
    expectCompletion('{"stages": [{"type": "publish", |}]}', options).toInsert(
      "repoNameTemplate",
      '"repoNameTemplate": "${1:{base\\}-{domain\\}-forged}"',
    );
    expectCompletion('{"stages": [{"type": "prune", |}]}', { snippets: true, retriggers: true }).toInsert(
      "strategy",
      '"strategy": "$1"',
    );
  });

  test("offers nothing behind a complete value, in a number's place or outside", () => {
    expectCompletion('{"name": "a"|}').toBe();
    expectCompletion('{"name": "a"} |').toBe();
    expectCompletion('{"anything": {"else": |}}').toBe();
  });

  test("offers the domain's own fields of source", () => {
    expectCompletion('{"source": {|}}')
      .toStartWith("baseModel", "architecture")
      .toOffer("numExpertsPerLayer");
    expectCompletion('{"domains": ["ticketing"], "source": {|}}').notToOffer("numExpertsPerLayer");
    expectCompletion('{"domains": ["ticketing"], |}').notToOffer("calibrationCorpora");
  });
});
