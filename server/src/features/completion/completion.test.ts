import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withDomains } from "../../lint/load-domain.js";
import { Alloy } from "../../model/alloy.js";
import { registries } from "../../schema/bundled.js";
import type { DocumentKind } from "../../schema/document-kind.js";
import { applyEdits } from "../../syntax/edits.js";
import { parseJson } from "../../syntax/parser.js";
import { styleOf } from "../../syntax/style.js";
import { alloyOf, expectCompletion, isJson, problemsOf } from "../../testing/fixtures.js";
import fc from "../../testing/property.js";
import { expand } from "../../testing/snippets.js";
import { completionsAt } from "./completion.js";
import type { CompletionItem } from "./completion-item.js";
import { SnippetWriter } from "./snippet.js";

const EXAMPLES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../../examples");

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
      .toStartWith("all required fields", "strategy", "level")
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
    expectCompletion('{ "stages": [ { "type": "prune",|').toStartWith("all required fields", "strategy");
    expectCompletion('{ "stages": [ { "type": "prune", "|').toStartWith("all required fields", "strategy");
    expectCompletion('{ "stages": [ { "type": "prune", lev|').toOffer("level");
    expectCompletion('{ "|').toStartWith("all required fields", "name", "version", "source");
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
      "Code model.",
      "General-purpose model.",
      "Vision-language model.",
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
      .toStartWith("all required fields", "baseModel", "architecture")
      .toOffer("numExpertsPerLayer");
    expectCompletion('{"domains": ["ticketing"], "source": {|}}').notToOffer("numExpertsPerLayer");
    expectCompletion('{"domains": ["ticketing"], |}').notToOffer("calibrationCorpora");
  });

  test("all required fields at once, and all fields of a small object", () => {
    expectCompletion('{"stages": [{"type": "prune", |}]}')
      .toStartWith("all required fields", "strategy", "level")
      .toWrite("all required fields", '{"stages": [{"type": "prune", "strategy": "entropy", "level": 0}]}');
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

  test("all required fields of an empty object are written on lines of their own, with stages", () => {
    expectCompletion("{|}").toWrite(
      "all required fields",
      '{\n  "name": "",\n  "version": "",\n  "source": {\n    "baseModel": "",\n    "architecture": ""\n  },\n  "stages": [\n    \n  ]\n}',
    );
    expectCompletion("{\n  |\n}").toWrite("all required fields", /^\{\n {2}"name": "",\n/);
  });

  test("objects are written as their neighbors are", () => {
    const benchmarks = (neighbor: string) =>
      expectCompletion(
        `{\n  "acceptanceCriteria": {\n    "benchmarks": {\n      "a": ${neighbor},\n      |\n    }\n  }\n}`,
      );
    benchmarks('{ "min": 0.5 }').toWrite("humaneval", /"humaneval": \{ "min": 0 \}/);
    benchmarks('{\n        "min": 0.5\n      }').toWrite("humaneval", /"humaneval": \{\n {2}"min": 0\n\}/);
    const stages = (neighbor: string) =>
      expectCompletion(`{\n  "stages": [\n    ${neighbor},\n    |\n  ]\n}`);
    stages('{"type": "prune"}').toWrite("lora", /\{"type": "lora", [^\n]*\}/);
    stages('{\n      "type": "prune"\n    }').toWrite("lora", /\{\n {2}"type": "lora",\n/);
  });

  test("what is written into an empty object opens it, unless objects next to it are on one line", () => {
    const written = (marked: string, label: string, snippets = false) =>
      expectCompletion(marked, { snippets, retriggers: false }).items.find((item) => item.label === label)
        ?.edit.text;
    assert.equal(
      written('{\n  "results": {|}\n}', "benchmarks"),
      '\n  "benchmarks": [\n    {"name": ""}\n  ]\n',
    );
    assert.equal(written('{\n  "results": {"ben|"}\n}', "finalPerplexity"), '\n  "finalPerplexity": 0\n');
    assert.equal(written('{\n  "name": "a", |\n}', "results", true), '"results": {\n  $1\n}');
    assert.equal(written('{\n  "name": "a", |\n}', "results"), '"results": {}');
    // An object that has a member stays as it is, and so does one in a text on one line.
    assert.equal(written('{\n  "results": {"finalPerplexity": 5, |}\n}', "finalSizeGb"), '"finalSizeGb": 0');
    assert.equal(written('{\n  "results": {| "finalPerplexity": 5}\n}', "finalSizeGb"), '"finalSizeGb": 0,');
    assert.equal(written('{"results": {|}}', "benchmarks"), '"benchmarks": [{"name": ""}]');
    const benchmarks = (neighbor: string) =>
      written(
        `{\n  "acceptanceCriteria": {"benchmarks": {\n    "a": ${neighbor},\n    "b": {|}\n  }}\n}`,
        "min",
      );
    assert.equal(benchmarks('{"min": 0.5}'), '"min": 0');
    assert.equal(benchmarks('{\n      "min": 0.5\n    }'), '\n  "min": 0\n');
  });

  test("suggestions open where a new field has something to choose", () => {
    const options = { snippets: true, retriggers: true };
    const retriggers = (marked: string, label: string) =>
      expectCompletion(marked, options).items.find((item) => item.label === label)?.retrigger;
    for (const field of ["stages", "results", "acceptanceCriteria"])
      assert.equal(retriggers("{|}", field), true, field);
    assert.equal(retriggers('{"stages": [{"type": "eval", |}]}', "benchmarks"), true);
    assert.equal(retriggers('{"results": {|}}', "benchmarks"), true);
    assert.equal(retriggers('{"acceptanceCriteria": {|}}', "benchmarks"), true);
    for (const field of ["name", "description", "cycles"])
      assert.equal(retriggers("{|}", field), false, field);
  });

  test("architectures in the order that the base model suggests", () => {
    const first = (baseModel: string) =>
      expectCompletion(`{"source": {"baseModel": "${baseModel}", "architecture": "|"}}`).items[0]?.label;
    assert.equal(first("Qwen/Qwen3-Coder-30B-A3B-Instruct"), "qwen3_moe");
    assert.equal(first("Qwen/Qwen2.5-Coder-7B"), "qwen2");
    assert.equal(first("mistralai/Mixtral-8x7B-v0.1"), "mixtral");
    assert.equal(first("org/unheard-of"), first(""));
  });

  test("$schema comes last", () => {
    const { items } = expectCompletion("{|}", undefined, "configuration");
    assert.equal(items.findLast(({ kind }) => kind === "field")?.label, "$schema");
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

  test("a token is replaced as a whole, with its quotation marks, wherever the cursor is in it", () => {
    for (const token of [
      '|"prune"',
      '"|prune"',
      '"pr|une"',
      '"prune|"',
      '"|"',
      "pr|une",
      '"pr|une',
      "'pr|une'",
    ])
      expectCompletion(`{"stages": [{"type": ${token}}]}`).toWrite("lora", '{"stages": [{"type": "lora"}]}');
    for (const key of ['"|"', '"ty|pe"', '"type|"', '|"type"'])
      expectCompletion(`{"stages": [{${key}: "prune"}]}`).toWrite("type", '{"stages": [{"type": "prune"}]}');
    expectCompletion('{"stages": [{"type": \'pr|\'}]}').toFilterBy("prune", "'prune'");
  });

  test("a quotation mark typed before an old string replaces it", () => {
    const after = '{"stages": [{"type": "lora", "x": 1}]}';
    for (const old of ['"|"prune"', '"pr|"prune"', '"|"./a, \\" b"', '"|""'])
      expectCompletion(`{"stages": [{"type": ${old}, "x": 1}]}`).toWrite("lora", after);
    expectCompletion('{"|"nome": "a"}').toWrite("name", '{"name": "a"}');
    expectCompletion('{"domains": ["|"x", "llm-forge"]}').toWrite(
      "ticketing",
      '{"domains": ["ticketing", "llm-forge"]}',
    );
    expectCompletion('{"stages": [{"type": ""pr|une", "x": 1}]}').toBe();
  });

  test("keys that stand in snake_case, and names that only the cursor is at, are not offered", () => {
    expectCompletion('{"source": {"base_model": "a", |}}').toOffer("architecture").notToOffer("baseModel");
    expectCompletion('{"stages": [{"type": "train", "learning_rate": "1e-4", "|"}]}')
      .toOffer("steps")
      .notToOffer("learningRate");
    expectCompletion('{"acceptanceCriteria": {"benchmarks": {"a": {"anchorBenchmark": "hu|"}}}}').notToOffer(
      "hu",
    );
  });

  test("comments: nothing in them, and commas beside them", () => {
    for (const text of ['{"a": 1 // x|', "{ /* | */ }", "{ /* |", "// |\n{}"]) expectCompletion(text).toBe();
    expectCompletion('{"cycles": 1 // x, y\n  |}').toWrite(
      "author",
      '{"cycles": 1, // x, y\n  "author": ""}',
    );
    expectCompletion('{| /* x */ "cycles": 1}').toWrite("author", '{"author": "", /* x */ "cycles": 1}');
    expectCompletion('{"private": /* x */ |}').notToOffer("author");
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

/** Applies an item as a client does that knows no more than the plain edit. */
function accepted(text: string, { edit, additionalEdits, isSnippet }: CompletionItem): string {
  return applyEdits(text, [...additionalEdits, { ...edit, text: isSnippet ? expand(edit.text) : edit.text }]);
}

function syntaxProblems(text: string): number {
  return parseJson(text).problems.length;
}

/** Tries each item at an offset; those that were tried in the same place already are in `seen`. */
function tryAll(alloy: Alloy, offset: number, seen = new Set<string>()): void {
  const text = alloy.tree.text;
  const before = alloy.tree.problems.length;
  for (const snippets of [false, true]) {
    const items = completionsAt(alloy, offset, { snippets, retriggers: snippets });
    // Of hundreds that differ in a word only, some will do.
    const some = items.length > 30 ? [...items.slice(0, 20), ...items.slice(-10)] : items;
    for (const item of some) {
      const { edit, additionalEdits, filterText, label } = item;
      const id = JSON.stringify([edit, additionalEdits, item.isSnippet]);
      if (seen.has(id)) continue;
      seen.add(id);
      const after = accepted(text, item);
      const where = `${label} at ${offset} of ${text.slice(Math.max(offset - 50, 0), offset)}|`;
      assert.ok(syntaxProblems(after) <= before, `${where}\n${after}`);
      assert.ok(edit.start <= offset && offset <= edit.end, where);
      assert.ok(!/[\r\n]/.test(text.slice(edit.start, edit.end)), where);
      assert.equal(/^["']/.exec(filterText)?.[0], /^["']/.exec(text.slice(edit.start, edit.end))?.[0], where);
    }
  }
}

suite("accepting any completion leaves the text as whole as it was", () => {
  for (const name of readdirSync(EXAMPLES).filter((file) => file.endsWith(".alloy.json"))) {
    test(name, () => {
      const text = readFileSync(path.join(EXAMPLES, name), "utf8");
      const alloy = alloyOf(text);
      const seen = new Set<string>();
      for (let offset = 0; offset <= text.length; offset++) {
        // In the middle of a word it is the same as one letter before.
        if (!/\w{3}/.test(text.slice(Math.max(offset - 2, 0), offset + 1))) tryAll(alloy, offset, seen);
      }
    });
  }

  const FIXTURES: readonly [DocumentKind, string][] = [
    [
      "alloy",
      '{"name": "a", "stages": [{"type": "prune", "level": 0.3}, {"type": "publish"}], "tags": ["a"]}',
    ],
    [
      "alloy",
      '{"acceptanceCriteria":{"benchmarks":{"a":{"min":0.5}},"integrity":{"modelHashRequired":true}}}',
    ],
    ["alloy", '{\n\t"source": {},\n\t"stages": [\n\t]\n}\n'],
    ["alloy", '{"stages": [{"type": "lora" /* a, b */, "rank": 8 // c\n}]}'],
    [
      "configuration",
      '{"$schema": "x", "rules": {"schema/null": "off"}, "suppressions": [{"code": "schema/null", "reason": ""}], "executors": []}',
    ],
    [
      "domain",
      '{"id": "a", "version": "1", "title": "A", "phases": [], "stages": {"x": {"phase": "transform", "properties": {"y": {"type": "string"}}}}}',
    ],
  ];
  for (const [kind, text] of FIXTURES) {
    test(`${kind}: ${text.slice(0, 30)}`, () => {
      const alloy = alloyOf(text, kind);
      for (let offset = 0; offset <= text.length; offset++) tryAll(alloy, offset);
    });

    // With a comment, a text is not whole to begin with.
    if (!isJson(text)) continue;
    test(`${kind}, with a quotation mark typed or missing: ${text.slice(0, 30)}`, () => {
      for (let offset = 0; offset <= text.length; offset++) {
        const typed = `${text.slice(0, offset)}"${text.slice(offset)}`;
        tryAll(alloyOf(typed, kind), offset + 1);
        if (text[offset] !== '"') continue;
        const missing = text.slice(0, offset) + text.slice(offset + 1);
        for (const at of [offset - 1, offset, offset + 1]) tryAll(alloyOf(missing, kind), Math.max(at, 0));
      }
    });
  }
});

/** A domain file may contain any string: none of them is a tab stop, a variable, or the end of a string. */
const HOSTILE = [
  "$TM_FILENAME",
  "${1:x}",
  "a}b",
  "a\\b",
  'a"b',
  "a,b|c",
  "$",
  "}",
  "\n",
  "\\",
  "\u0000",
  "`$(x)`",
  "",
];

function hostileRegistry(strings: readonly string[]) {
  const fields = Object.fromEntries(strings.map((one) => [`k${one}`, { type: "string", default: one }]));
  const byKey = Object.fromEntries(strings.map((one) => [one, one]));
  const file = {
    id: "hostile",
    version: "1.0.0",
    title: "Hostile",
    description: "All of it is hostile.",
    status: "stable",
    phases: [{ id: "transform", title: "T", description: "" }],
    stages: {
      odd: {
        phase: "transform",
        summary: "Odd",
        description: "An odd stage.",
        type: "object",
        required: Object.keys(fields),
        properties: {
          ...fields,
          choice: { type: "string", enum: strings },
          mixed: { enum: [1, ...strings] },
          named: { type: "string", suggestions: strings },
          list: { type: "array", items: { type: "string", enum: strings } },
          map: {
            type: "object",
            additionalProperties: { type: "object" },
            propertyNames: { suggestions: strings },
          },
        },
        snippets: [
          {
            label: "odd",
            description: "d",
            body: { type: "odd", choice: strings[0], list: strings, map: byKey },
          },
        ],
      },
    },
  };
  const registry = withDomains(
    registries.alloy,
    [{ uri: "x", place: "x", text: JSON.stringify(file) }],
    true,
  );
  assert.ok(registry.domain("hostile"));
  return registry;
}

suite("strings of a domain file are never snippets", () => {
  const check = (strings: readonly string[]) => {
    const registry = hostileRegistry(strings);
    const count = { items: 0 };
    for (const marked of [
      '{"domains": ["hostile"], "stages": [|]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", |}]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", "choice": "|"}]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", "mixed": |}]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", "named": "|"}]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", "map": {|}}]}',
      '{"domains": ["hostile"], "stages": [{"type": "odd", "list": |}]}',
    ]) {
      const offset = marked.indexOf("|");
      const text = marked.slice(0, offset) + marked.slice(offset + 1);
      const alloy = Alloy.parse(text, registry);
      const [plain, withStops] = [false, true].map((snippets) =>
        completionsAt(alloy, offset, { snippets, retriggers: false }).map((item) => accepted(text, item)),
      );
      for (const [i, after] of (plain as string[]).entries()) {
        assert.ok(isJson(after), after);
        assert.deepEqual(JSON.parse(withStops?.[i] ?? ""), JSON.parse(after));
        count.items++;
      }
    }
    return count.items;
  };

  test("examples", () => {
    assert.ok(check(HOSTILE) > 40);
    assert.ok(check([...HOSTILE].reverse()) > 40);
  });

  test("any strings", () => {
    const some = fc.uniqueArray(fc.stringMatching(/^[a${}\\|,"1:/ ]{0,6}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(some, (strings) => {
        check(strings);
      }),
      { numRuns: 60 },
    );
  });

  test("a list of choices escapes what separates them, and one that cannot be a list is a tab stop", () => {
    const { vocabulary } = alloyOf("{}");
    const write = (values: unknown[]) => {
      const place = vocabulary.member(vocabulary.root, "name");
      assert.ok(place);
      const writer = new SnippetWriter(vocabulary, { style: styleOf(parseJson("{}")), tabStops: true });
      return writer.empty({ ...place, schema: { enum: values } });
    };
    assert.equal(write(["a,b", "c|d", 'e"f', "g\\h"]), '"${1|a\\,b,c\\|d,e\\\\"f,g\\\\\\\\h|}"');
    assert.equal(write(["a", "$b"]), '"${1:a}"');
    assert.equal(write([1, "x}"]), "${1:1}");
    assert.equal(write(["", "b"]), '"$1"');
  });
});
