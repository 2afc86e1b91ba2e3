import assert from "node:assert/strict";
import { expectCompletion, problemsOf } from "../testing/fixtures.js";

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
    expectCompletion("|").toStartWith("alloy", "empty", "moe-coder").toOffer("executed-report", "ticketing");
  });

  test("an empty text may become any template, which is without a mistake", () => {
    for (const { label, edit, isSnippet } of expectCompletion("|").items) {
      assert.ok(!isSnippet);
      const grave = problemsOf(edit.text).filter(({ severity }) => severity === "error");
      assert.deepEqual(
        grave.map(({ code }) => code),
        label === "empty" ? ["stage/none"] : [],
        edit.text,
      );
    }
    const { items } = expectCompletion("|", { snippets: true, retriggers: false });
    assert.match(items[1]?.edit.text ?? "", /"name": "\$\{1:/);
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
      "all fields",
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
    expectCompletion(`{${stages}, "acceptanceCriteria": {"hardware": {|}}}`).toBe(
      "maxVramGb",
      "deviceTier",
      "all fields",
    );
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

  test("all required fields at once, and all fields of a small object", () => {
    expectCompletion('{"stages": [{"type": "prune", |}]}')
      .toStartWith("strategy", "level", "all required fields")
      .toWrite("all required fields", '{"stages": [{"type": "prune", "strategy": "entropy",\n"level": 0}]}');
    expectCompletion('{"stages": [{"type": "prune", "level": 0.1, |}]}').notToOffer("all required fields");
    const found = expectCompletion('{"acceptanceCriteria": {"benchmarks": {"a": {|}}}}').toOffer(
      "all fields",
    );
    const text = found.items.find(({ label }) => label === "all fields")?.edit.text ?? "";
    assert.deepEqual(Object.keys(JSON.parse(`{${text}}`)), [
      "min",
      "anchorDelta",
      "anchorBenchmark",
      "notes",
    ]);
    expectCompletion('{"stages": [{"type": "train", |}]}').notToOffer("all fields");
  });

  test("fields in the order in which the neighbours have them", () => {
    const neighbour = '{"type": "lora", "targetModules": [], "epochs": 1, "mine": 1, "rank": 8}';
    expectCompletion(`{"stages": [${neighbour}, {"type": "lora", |}]}`).toStartWith(
      "targetModules",
      "epochs",
      "rank",
    );
    expectCompletion(`{"stages": [${neighbour}, {"type": "train", |}]}`).toStartWith("domain");
  });

  test("licences: those that alloys use first, then every SPDX id", () => {
    const found = expectCompletion('{"license": "|"}').toStartWith("apache-2.0").toOffer("0bsd", "zlib");
    assert.ok(found.items.length > 500);
  });

  test("values that other alloys have at this place", () => {
    const usedElsewhere = (place: string) =>
      /baseModel$/.test(place) ? ["org/known", "org/model"] : ["wrong"];
    const options = { snippets: false, retriggers: false, usedElsewhere };
    expectCompletion('{"source": {"baseModel": "|"}}', options).toOffer("org/known", "org/model");
    expectCompletion('{"source": {"architecture": "|"}}', options).notToOffer("wrong");
  });

  test("typing on keeps what follows the cursor, accepting with replacement takes it away", () => {
    const { items } = expectCompletion('{"stages": [{"type": "pr|une"}]}');
    const text = '{"stages": [{"type": "prune"}]}';
    const [item] = items;
    assert.ok(item);
    assert.equal(text.slice(item.edit.start, item.edit.end), '"prune"');
    assert.equal(text.slice(item.edit.start, item.insertEnd), '"pr');
  });

  test("a stage type is documented with an example", () => {
    const { items } = expectCompletion('{"stages": [{"type": "|"}]}');
    const train = items.find(({ label }) => label === "train");
    assert.match(train?.documentation?.() ?? "", /```json\n\{\n {2}"type": "train"/);
  });
});

suite("snippets", () => {
  test("a name that stands twice is one tab stop: the second place follows the first", () => {
    const { items } = expectCompletion("|", { snippets: true, retriggers: false });
    const text = items[0]?.edit.text ?? "";
    const [, stop] = text.match(/"name": "\$\{(\d+):humaneval\}"/) ?? [];
    assert.ok(stop, text);
    assert.ok(text.includes(`"$${stop}": {`), text);
    const plain = expectCompletion("|").items[0]?.edit.text ?? "";
    assert.deepEqual(Object.keys(JSON.parse(plain).acceptanceCriteria.benchmarks), ["humaneval"]);
    assert.ok(!problemsOf(plain).some(({ severity }) => severity === "error"));
  });

  test("right before an item, behind its colon, and nowhere else around a value", () => {
    expectCompletion('{"stages": [|{"type": "prune"}]}').toOffer("train (intent only)");
    expectCompletion('{"tags":| }').toOffer("[ ]");
    expectCompletion('{"source": |{"baseModel": "a"}}').toBe();
    expectCompletion('{"name": "a"| }').toBe();
    expectCompletion('{"name" |}').toBe();
    expectCompletion('{"name": "a", "source"| }').toBe();
  });

  test("another kind of document begins with its own fields", () => {
    expectCompletion("|", undefined, "configuration").toBe("{ }");
    expectCompletion("|", undefined, "domain").toBe("{ }");
    expectCompletion('{"rules": {"|"}}', undefined, "configuration").toOffer("schema/null", "executor");
    expectCompletion('{"suppressions": [{"code": "|"}]}', undefined, "configuration").toOffer("schema/null");
  });

  test("domains by their ids, true and false with the default first, keys without a new value", () => {
    expectCompletion('{"domains": ["|"]}').toOffer("llm-forge", "ticketing");
    expectCompletion('{"source": {"isMoE": |}}').toStartWith("true", "false");
    expectCompletion('{"cyc|": 1}').toWrite("cycles", '{"cycles": 1}');
    expectCompletion('{"acceptanceCriteria": {"benchmarks": {"human|": {}}}}').toWrite(
      "humaneval",
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {}}}}',
    );
  });
});
