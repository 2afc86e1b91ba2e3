import assert from "node:assert/strict";
import { outline } from "../features/outline.js";
import { semanticTokens } from "../features/semantic-tokens.js";
import { NO_SETTINGS } from "../lint/configuration.js";
import { diagnose } from "../lint/lint.js";
import { referencesTo } from "../model/references.js";
import { bundled } from "../schema/bundled.js";
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
  const convert = new Converter(document, "utf-16", undefined, SUPPORT);
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
      let document = new DocumentVersion(URI, 1, text, bundled);
      document.problems(NO_SETTINGS);
      const at = document.lines.positionAt(text.indexOf("0.3", text.length / 2), "utf-16");
      const end = { line: at.line, character: at.character + 3 };
      document = document.changed(2, [{ range: { start: at, end }, text: "30" }], "utf-16");
      const { made } = document.alloy.tree;
      const { checkedStages, problems } = diagnose(document.alloy, NO_SETTINGS);
      assert.ok(problems.some(({ code }) => code === "schema/range"));
      return { made, checkedStages };
    });
    assert.deepEqual(costs[0], { made: 6, checkedStages: 1 });
    assert.deepEqual(costs[1], costs[0]);
  });

  test("a keystroke never puts the whole text together", () => {
    const original = SourceText.prototype.toString;
    let count = 0;
    SourceText.prototype.toString = function () {
      count++;
      return original.call(this);
    };
    try {
      const stages = Array.from({ length: 2000 }, () => ({ type: "prune", strategy: "entropy", level: 0.3 }));
      const text = JSON.stringify({ name: "a", version: "1.0.0", stages }, null, 2);
      let document = new DocumentVersion(URI, 1, text, bundled);
      document.problems(NO_SETTINGS);
      const start = document.lines.positionAt(text.indexOf("0.3", text.length / 2), "utf-16");
      for (let version = 2; version < 6; version++) {
        const end = { line: start.line, character: start.character + (version % 2 === 0 ? 0 : 1) };
        document = document.changed(
          version,
          [{ range: { start, end }, text: version % 2 === 0 ? "1" : "" }],
          "utf-16",
        );
        assert.ok(!document.isLarge);
        document.problems(NO_SETTINGS);
      }
    } finally {
      SourceText.prototype.toString = original;
    }
    assert.equal(count, 0);
  });

  test("what a stage is judged by is not forgotten: the source, the domains", () => {
    const edited = (text: string, from: string, to: string) => {
      const document = new DocumentVersion(URI, 1, text, bundled);
      visible(document);
      const start = document.lines.positionAt(text.indexOf(from), "utf-16");
      const end = document.lines.positionAt(text.indexOf(from) + from.length, "utf-16");
      const next = document.changed(2, [{ range: { start, end }, text: to }], "utf-16");
      const fresh = visible(new DocumentVersion(URI, 2, next.text, bundled, { original: text }));
      assert.deepEqual(visible(next), fresh);
      return fresh.problems.map(({ code }) => code);
    };
    const text =
      '{"domains": ["llm-forge"], "source": {"architecture": "qwen2"}, "stages": [{"type": "prune", "strategy": "entropy"}]}';
    assert.ok(edited(text, "qwen2", "qwen3_moe").includes("executor/prune-on-experts"));
    assert.ok(edited(text, "llm-forge", "ticketing").includes("stage/undeclared-domain"));
    assert.ok(edited(text, '"prune"', '"prun"').includes("stage/unknown-type"));
  });

  test("an older version still answers, from its own text", () => {
    const document = new DocumentVersion(URI, 1, '{"tags": null}', bundled);
    const before = document.problems(NO_SETTINGS).map(({ code }) => code);
    const start = { line: 0, character: 9 };
    const next = document.changed(
      2,
      [{ range: { start, end: { line: 0, character: 13 } }, text: "[]" }],
      "utf-16",
    );
    assert.ok(!next.problems(NO_SETTINGS).some(({ code }) => code === "schema/null"));
    assert.deepEqual(
      document.problems(NO_SETTINGS).map(({ code }) => code),
      before,
    );
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
    assert.deepEqual(seenIn(documents), visible(new DocumentVersion(uriOf("first"), 2, text, bundled)));
  });

  test("a long one stays at hand", () => {
    const { documents, before } = opened(`{"name": "${"x".repeat(200_000)}"}`);
    work(documents, 20);
    assert.equal(documents.get(uriOf("first"))?.alloy, before.alloy);
  });
});
