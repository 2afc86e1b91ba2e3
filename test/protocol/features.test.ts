import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type {
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  LinkedEditingRanges,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { hashOf } from "../../server/src/text/l10n.js";
import { applyEdits, Client, ROOT, rangeOf, textIn } from "./client.js";

const ALLOY = `{
  "name": "a",
  "stages": [
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "humaneval": { "min": 0.8, "anchorBenchmark": "humaneval" } } }
}
`;
const URI = "file:///features.alloy.json";
const document = { textDocument: { uri: URI } };
const OPTIONS = { tabSize: 2, insertSpaces: true };

suite("every other feature over stdio", () => {
  let client: Client;

  setup(async () => {
    client = await Client.start({
      capabilities: {
        textDocument: {
          rename: { prepareSupport: true },
          inlayHint: { resolveSupport: { properties: ["tooltip"] } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          foldingRange: {},
          selectionRange: {},
          linkedEditingRange: {},
          semanticTokens: {
            requests: { full: { delta: true }, range: true },
            tokenTypes: [],
            tokenModifiers: [],
            formats: ["relative"],
          },
        },
        workspace: { applyEdit: true },
      },
    });
    await client.open(URI, ALLOY);
  });
  teardown(() => client.stop());

  test("a client that cannot ask for something is not told of it", async () => {
    const plain = await Client.start({});
    for (const name of [
      "inlayHintProvider",
      "foldingRangeProvider",
      "selectionRangeProvider",
      "linkedEditingRangeProvider",
      "semanticTokensProvider",
    ] as const) {
      assert.equal(plain.initialized.capabilities[name], undefined, name);
      assert.ok(client.initialized.capabilities[name], name);
    }
    await plain.stop();
  });

  test("what is advertised is answered, for a document that is not open too", async () => {
    const nowhere = { textDocument: { uri: "file:///nowhere.alloy.json" } };
    const position = { line: 0, character: 0 };
    const range = { start: position, end: position };
    for (const [method, params] of [
      ["definition", { position }],
      ["typeDefinition", { position }],
      ["references", { position, context: { includeDeclaration: true } }],
      ["documentHighlight", { position }],
      ["documentSymbol", {}],
      ["formatting", { options: OPTIONS }],
      ["rangeFormatting", { range, options: OPTIONS }],
      ["onTypeFormatting", { position, ch: "}", options: OPTIONS }],
      ["prepareRename", { position }],
      ["rename", { position, newName: "x" }],
      ["documentLink", {}],
      ["codeLens", {}],
      ["foldingRange", {}],
      ["selectionRange", { positions: [position] }],
      ["linkedEditingRange", { position }],
      ["semanticTokens/full", {}],
      ["semanticTokens/full/delta", { previousResultId: "0" }],
      ["semanticTokens/range", { range }],
      ["inlayHint", { range }],
    ] as const) {
      await client.request(`textDocument/${method}`, { ...nowhere, ...params });
      await client.request(`textDocument/${method}`, { ...document, ...params }).catch((error: Error) => {
        assert.fail(`${method}: ${error.message}`);
      });
    }
  });

  test("symbols, folding, selections", async () => {
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", document);
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["name", "stages", "acceptanceCriteria"],
    );
    assert.equal(symbols[1]?.children?.[0]?.name, "1 eval · humaneval");
    const folds = await client.request<FoldingRange[]>("textDocument/foldingRange", document);
    assert.deepEqual(
      folds.map(({ startLine, endLine, kind }) => [startLine, endLine, kind]),
      [
        [0, 5, undefined],
        [2, 3, "region"],
      ],
    );
    const [selection] = await client.request<SelectionRange[]>("textDocument/selectionRange", {
      ...document,
      positions: [rangeOf(ALLOY, "eval").end],
    });
    assert.equal(textIn(ALLOY, selection?.range as never), "eval");
    assert.equal(textIn(ALLOY, selection?.parent?.parent?.range as never), '"type": "eval"');
  });

  test("rename in all places, with the reason where it is refused", async () => {
    const position = rangeOf(ALLOY, "humaneval").start;
    const prepared = await client.request<{ placeholder: string }>("textDocument/prepareRename", {
      ...document,
      position,
    });
    assert.equal(prepared.placeholder, "humaneval");
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", {
      ...document,
      position,
      newName: "mbpp",
    });
    assert.equal(applyEdits(ALLOY, edit.changes?.[URI] ?? []), ALLOY.replaceAll("humaneval", "mbpp"));
    await assert.rejects(
      client.request("textDocument/rename", { ...document, position, newName: "" }),
      /must not be empty/,
    );
    const linked = await client.request<LinkedEditingRanges>("textDocument/linkedEditingRange", {
      ...document,
      position: rangeOf(ALLOY, 'humaneval": {').start,
    });
    assert.deepEqual(
      linked.ranges.map((range) => textIn(ALLOY, range)),
      ["humaneval", "humaneval"],
    );
  });

  test("semantic tokens: all, the difference, a part", async () => {
    const full = await client.request<SemanticTokens>("textDocument/semanticTokens/full", document);
    const changed = ALLOY.replace('"name": "a"', '"nome": "a"');
    await client.change(URI, 2, [{ text: changed }]);
    const delta = await client.request<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", {
      ...document,
      previousResultId: full.resultId,
    });
    const data = [...full.data];
    for (const { start, deleteCount, data: inserted = [] } of delta.edits)
      data.splice(start, deleteCount, ...inserted);
    const fresh = await client.request<SemanticTokens>("textDocument/semanticTokens/full", document);
    assert.deepEqual(data, fresh.data);
    assert.notDeepEqual(full.data, fresh.data);
    assert.equal(delta.edits.length, 1);
    const part = await client.request<SemanticTokens>("textDocument/semanticTokens/range", {
      ...document,
      range: rangeOf(changed, '"nome"'),
    });
    assert.deepEqual(part.data, [1, 2, 6, 2, 1]);
  });

  test("inlay hints get their tooltip when they are looked at", async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { ...document, range });
    assert.deepEqual(
      hints.map(({ label, tooltip }) => [label, tooltip]),
      [["= 80%", undefined]],
    );
    const resolved = await client.request<InlayHint>("inlayHint/resolve", hints[0] as InlayHint);
    assert.equal(resolved.tooltip, "Unit: fraction 0..1");
  });

  test("formatting; a published alloy is left alone until somebody insists", async () => {
    const odd = '{"name":"a",\n"receipt":{"publications":[{"target":"hf","url":"https://example.org"}]}}';
    const plain = odd.replace("publications", "others");
    await client.change(URI, 2, [{ text: plain }]);
    const edits = await client.request<TextEdit[]>("textDocument/formatting", {
      ...document,
      options: OPTIONS,
    });
    assert.match(applyEdits(plain, edits), /^\{\n {2}"name": "a",\n/);

    const asked = new Promise<string>((resolve) => {
      client.connection.onRequest("window/showMessageRequest", ({ message, actions }) => {
        resolve(message);
        return actions[0];
      });
    });
    const applied = new Promise<WorkspaceEdit>((resolve) => {
      client.connection.onRequest("workspace/applyEdit", ({ edit }) => {
        resolve(edit);
        return { applied: true };
      });
    });
    await client.change(URI, 3, [{ text: odd }]);
    assert.deepEqual(await client.request("textDocument/formatting", { ...document, options: OPTIONS }), []);
    assert.match(await asked, /published; formatting would change its hash/);
    assert.match(applyEdits(odd, (await applied).changes?.[URI] ?? []), /^\{\n {2}"name": "a",\n/);
  });

  test("speaks the language of the client, where there is a table of it", async () => {
    const folder = path.join(ROOT, "server/dist/l10n");
    const file = path.join(folder, "xx.json");
    const key = "{0} must be {1}, but is null. Remove the field or set a value.";
    const keys: number[] = JSON.parse(readFileSync(path.join(folder, "keys.json"), "utf8"));
    const texts = keys.map((hash) => (hash === hashOf(key) ? "{0}: kein null, sondern {1}!" : null));
    writeFileSync(file, JSON.stringify(texts));
    try {
      const foreign = await Client.start({ locale: "xx-YY" });
      await foreign.open(URI, '{"tags": null}');
      const messages = (await foreign.pull(URI)).map(({ message }) => message);
      assert.ok(messages.includes('"tags": kein null, sondern an array of strings!'), String(messages));
      await foreign.stop();
    } finally {
      rmSync(file);
    }
  });

  test("speaks the words that the client hands over, and survives odd ones", async () => {
    const key = "{0} must be {1}, but is null. Remove the field or set a value.";
    const translations = { [key]: "{0}: nie null", 'Did you mean "{0}"?': 7 };
    const foreign = await Client.start({ initializationOptions: { translations } });
    await foreign.open(URI, '{"tags": null}');
    const messages = (await foreign.pull(URI)).map(({ message }) => message);
    assert.ok(messages.includes('"tags": nie null'), String(messages));
    await foreign.stop();
    const odd = await Client.start({ initializationOptions: { translations: "none" } });
    await odd.open(URI, '{"tags": null}');
    assert.ok((await odd.pull(URI)).length > 0);
    await odd.stop();
  });

  test("a text nested too deeply is not formatted, and says why", async () => {
    const warned = new Promise<string>((resolve) => {
      client.connection.onNotification("window/showMessage", ({ message }) => resolve(message));
    });
    await client.change(URI, 2, [{ text: "[".repeat(100_000) }]);
    assert.deepEqual(await client.request("textDocument/formatting", { ...document, options: OPTIONS }), []);
    assert.match(await warned, /deeper than 256 levels/);
  });
});
