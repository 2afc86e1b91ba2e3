import assert from "node:assert/strict";
import { outline } from "../features/outline.js";
import { semanticTokens } from "../features/semantic-tokens.js";
import { NO_SETTINGS } from "../lint/configuration.js";
import { diagnose } from "../lint/lint.js";
import { referencesTo } from "../model/references.js";
import { bundled } from "../schema/bundled.js";
import type { Position } from "../syntax/lines.js";
import { SourceText } from "../syntax/source-text.js";
import { Converter } from "./convert.js";
import { Documents, DocumentVersion } from "./documents.js";
import { supportOf } from "./support.js";

const URI = "file:///a.alloy.json";
const SUPPORT = supportOf({
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
});

/** All that people see of a document. */
function visible(document: DocumentVersion) {
  const { alloy, lines } = document;
  const convert = new Converter(document, "utf-16", { rulePages: undefined }, SUPPORT);
  const problems = document.problems(NO_SETTINGS).map((problem) => ({
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    from: lines.positionAt(problem.start, "utf-8"),
    to: lines.positionAt(problem.end, "utf-8"),
    related: problem.related,
    tag: problem.tag,
    fixes: problem.fixes().map(({ title, edits }) => ({ title, edits })),
  }));
  const benchmarks = referencesTo(alloy, "benchmark").map(({ name, at }) => [name, at.start, at.end]);
  return {
    problems,
    benchmarks,
    outline: convert.symbols(outline(alloy)),
    tokens: convert.semanticTokens(semanticTokens(alloy, { start: 0, end: document.text.length })),
    stages: alloy.stages.map(({ index, type, node }) => [index, type?.name, node.start]),
  };
}

suite("a document while it is edited", () => {
  test("a keystroke in a stage costs the same in a short and in a long alloy", () => {
    const costs = [10, 2000].map((count) => {
      const stage = { type: "prune", strategy: "entropy", level: 0.3 };
      const stages = Array.from({ length: count }, () => stage);
      const source = { baseModel: "a/b", architecture: "qwen2" };
      const text = JSON.stringify({ name: "a", version: "1.0.0", source, stages, tags: ["a"] }, null, 2);
      let document = new DocumentVersion(URI, 1, SourceText.of(text), bundled);
      const at = document.lines.positionAt(text.indexOf("0.3", text.length / 2), "utf-16");
      const end = { line: at.line, character: at.character + 3 };
      const before = diagnose(document.alloy, NO_SETTINGS).keep();
      document = document.changed(2, [{ range: { start: at, end }, text: "30" }], "utf-16");
      const { made } = document.alloy.tree;
      const { checkedStages, problems } = diagnose(document.alloy, NO_SETTINGS, {}, before);
      assert.ok(problems.some(({ code }) => code === "schema/range"));
      return { made, checkedStages };
    });
    assert.deepEqual(costs[0], { made: 4, checkedStages: 1 });
    assert.deepEqual(costs[1], costs[0]);
  });

  test("what a stage is judged by is not forgotten: the source, the domains", () => {
    const edited = (text: string, from: string, to: string) => {
      const document = new DocumentVersion(URI, 1, SourceText.of(text), bundled);
      visible(document);
      const start = document.lines.positionAt(text.indexOf(from), "utf-16");
      const end = document.lines.positionAt(text.indexOf(from) + from.length, "utf-16");
      const next = document.changed(2, [{ range: { start, end }, text: to }], "utf-16");
      const fresh = visible(
        new DocumentVersion(URI, 2, SourceText.of(next.text), bundled, { original: SourceText.of(text) }),
      );
      assert.deepEqual(visible(next), fresh);
      return fresh.problems.map(({ code }) => code);
    };
    const text =
      '{"domains": ["llm-forge"], "source": {"architecture": "qwen2"}, "stages": [{"type": "prune", "strategy": "entropy"}]}';
    assert.ok(edited(text, "qwen2", "qwen3_moe").includes("executor/prune-on-experts"));
    assert.ok(edited(text, "llm-forge", "ticketing").includes("stage/undeclared-domain"));
    assert.ok(edited(text, '"prune"', '"prun"').includes("stage/unknown-type"));
  });

  test("an older version stays whole while the document is edited", async () => {
    const text = '{"name": "a", "stages": [{"type": "prune", "level": 30}, {"type": "eval"}], "tags": null}';
    const held: DocumentVersion[] = [new DocumentVersion(URI, 1, SourceText.of(text), bundled)];
    const before: unknown[] = [];
    const type = async (at: string, inserted: string, cut = 0) => {
      const last = held.at(-1) as DocumentVersion;
      const offset = last.text.indexOf(at) + at.length;
      const [start, end] = [offset, offset + cut].map((one) => last.lines.positionAt(one, "utf-16"));
      const range = { start: start as Position, end: end as Position };
      held.push(last.changed(held.length + 1, [{ range, text: inserted }], "utf-16"));
      await Promise.resolve();
    };
    // A reader keeps using a version across an await, during which the document is edited.
    const reader = async (index: number) => {
      const document = held[index] as DocumentVersion;
      const { root } = document.alloy.tree;
      const stages = document.alloy.stages.slice();
      await new Promise((resolve) => setTimeout(resolve));
      assert.equal(document.alloy.tree.root, root);
      assert.deepEqual(
        stages.map(({ node }) => document.text.slice(node.start, node.end).at(-1)),
        stages.map(() => "}"),
      );
      assert.deepEqual(
        visible(document),
        visible(
          new DocumentVersion(URI, 1, SourceText.of(document.text), bundled, {
            original: SourceText.of(text),
          }),
        ),
      );
    };
    before.push(visible(held[0] as DocumentVersion));
    const reading = [reader(0)];
    await type('"level": 3', "x");
    reading.push(reader(1));
    await type('"level": 3', "", 1);
    await type('{"name"', ' : "b", "n"');
    await type('"stages": [', '{"type": "quant"}, ');
    reading.push(reader(3), reader(4));
    await type('{"type": "eval"', ', "benchmarks": [{"name": "mmlu"}]');
    await type('"tags": ', "[]", 4);
    await Promise.all(reading);
    for (const document of held)
      assert.deepEqual(
        visible(document),
        visible(
          new DocumentVersion(URI, 1, SourceText.of(document.text), bundled, {
            original: SourceText.of(text),
          }),
        ),
        document.text,
      );
    assert.deepEqual(visible(held[0] as DocumentVersion), before[0]);
  });

  test("versions share what an edit did not touch, and nothing else", () => {
    const text = '{"stages": [{"type": "prune"}, {"type": "eval"}, {"type": "quant"}]}';
    const before = new DocumentVersion(URI, 1, SourceText.of(text), bundled);
    const greens = before.alloy.stages.map(({ node }) => node.green);
    const start = before.lines.positionAt(text.indexOf("eval"), "utf-16");
    const after = before.changed(2, [{ range: { start, end: start }, text: "cv-" }], "utf-16");
    const shared = after.alloy.stages.map(({ node }, index) => node.green === greens[index]);
    assert.deepEqual(shared, [true, false, true]);
    assert.ok(after.alloy.stages.every(({ node }, index) => node !== before.alloy.stages[index]?.node));
  });
});

suite("many open documents", () => {
  const uriOf = (name: string | number) => `file:///${name}.alloy.json`;
  const opened = (text: string) => {
    const documents = new Documents(bundled);
    documents.open(uriOf("first"), 1, text);
    const before = { alloy: documents.get(uriOf("first"))?.alloy, seen: seenIn(documents) };
    return { documents, before };
  };
  const seenIn = (documents: Documents) => visible(documents.get(uriOf("first")) as DocumentVersion);
  const work = (documents: Documents, count: number) => {
    for (let i = 0; i < count; i++) {
      documents.open(uriOf(i), 1, "{}");
      assert.ok(documents.get(uriOf(i))?.alloy);
    }
  };

  test("what nobody works on keeps its text alone, and says the same when it is asked again", () => {
    const { documents, before } = opened('{"stages": [{"type": "prune", "level": 30}]}');
    work(documents, 3);
    assert.equal(documents.get(uriOf("first"))?.alloy, before.alloy);
    work(documents, 20);
    assert.notEqual(documents.get(uriOf("first"))?.alloy, before.alloy);
    assert.deepEqual(seenIn(documents), before.seen);
  });

  test("to ask whether others are open takes nothing out of the hand", () => {
    const { documents, before } = opened("{}");
    for (let i = 0; i < 20; i++) documents.open(uriOf(i), 1, "{}");
    for (let i = 0; i < 20; i++) assert.ok(documents.has(uriOf(i)));
    assert.ok(!documents.has(uriOf("other")));
    assert.equal(documents.get(uriOf("first"))?.alloy, before.alloy);
  });

  test("an edit of one that was put away is an edit of its text", () => {
    const { documents } = opened('{"stages": [{"type": "prune", "level": 30}]}');
    work(documents, 20);
    const place = { line: 0, character: 39 };
    documents.change(uriOf("first"), 2, [{ range: { start: place, end: place }, text: "0" }], "utf-16");
    const text = '{"stages": [{"type": "prune", "level": 030}]}';
    assert.equal(documents.get(uriOf("first"))?.text, text);
    assert.deepEqual(
      seenIn(documents),
      visible(new DocumentVersion(uriOf("first"), 2, SourceText.of(text), bundled)),
    );
  });

  test("a long one stays at hand", () => {
    const { documents, before } = opened(`{"name": "${"x".repeat(200_000)}"}`);
    work(documents, 20);
    assert.equal(documents.get(uriOf("first"))?.alloy, before.alloy);
  });
});
