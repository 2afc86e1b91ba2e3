import assert from "node:assert/strict";
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Hover,
  InlayHint,
  TextEdit,
} from "vscode-languageserver/node";
import { applyEdits, Client, positionAt } from "./client.js";

function withCursor(marked: string) {
  const offset = marked.indexOf("|");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: positionAt(text, offset) };
}

let opened = 0;
async function at(client: Client, marked: string) {
  const { text, position } = withCursor(marked);
  const uri = `file:///language-${++opened}.alloy.json`;
  await client.open(uri, text);
  return { text, uri, params: { textDocument: { uri }, position } };
}

suite("completion, hover and actions over stdio", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start();
  });
  suiteTeardown(() => client.stop());

  test("completion without snippets is plain JSON, documented at once", async () => {
    const { text, params } = await at(client, '{"stages": [{"type": "prune", |}]}');
    const items = await client.request<CompletionItem[]>("textDocument/completion", params);
    const item = items.find(({ label }) => label === "level");
    assert.equal(item?.insertTextFormat, 1);
    assert.ok(JSON.stringify(item?.documentation).includes("fraction"));
    const edited = applyEdits(text, [item?.textEdit as TextEdit]);
    assert.deepEqual(Object.keys(JSON.parse(edited).stages[0]), ["type", "level"]);
  });

  test("completion with snippets and resolve", async () => {
    const completionItem = { snippetSupport: true, resolveSupport: { properties: ["documentation"] } };
    const other = await Client.start({ capabilities: { textDocument: { completion: { completionItem } } } });
    const { params } = await at(other, '{"domains": ["ticketing"], "stages": [{"type": "|"}]}');
    const items = await other.request<CompletionItem[]>("textDocument/completion", params);
    assert.deepEqual(
      items.map(({ label }) => label),
      ["issued", "transferred", "scanned"],
    );
    assert.equal(items[0]?.documentation, undefined);
    const resolved = await other.request<CompletionItem>(
      "completionItem/resolve",
      items[0] as CompletionItem,
    );
    assert.ok(JSON.stringify(resolved.documentation).includes("ticketing"));
    const fields = await at(other, '{"stages": [{"type": "prune", |}]}');
    const [first] = await other.request<CompletionItem[]>("textDocument/completion", fields.params);
    assert.equal(first?.insertTextFormat, 2);
    await other.stop();
  });

  test("hover on anchorDelta has the rule and the numbers", async () => {
    const results = '"results": {"benchmarks": [{"name": "a", "score": 88.4, "baseScore": 92.1}]}';
    const { params } = await at(
      client,
      `{${results}, "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5, "|anchorDelta": -3.7}}}}`,
    );
    const hover = await client.request<Hover>("textDocument/hover", params);
    const text = JSON.stringify(hover.contents);
    assert.match(text, /dropped 3\.7 pp from base \(92\.1% → 88\.4%\); at most 3\.7 pp allowed/);
    assert.match(text, /percentage points/);
  });

  test("the intent-only train stage, and the filter by kind", async () => {
    const { text, uri, params } = await at(
      client,
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": |0.3}, {"type": "deliver"}]}',
    );
    const range = { start: params.position, end: params.position };
    const ask = (only?: string[]) =>
      client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range,
        context: { diagnostics: [], only },
      });
    const actions = (await ask(["refactor.rewrite"])).filter(({ title }) => title.startsWith("Insert"));
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Insert "train" (intent only) after stage 1', 'Insert "train" (intent only) before stage 1'],
    );
    const after = JSON.parse(applyEdits(text, actions[0]?.edit?.changes?.[uri] ?? []));
    assert.deepEqual(after.stages[1], { type: "train", method: "lora" });
    assert.ok(!(await ask(["quickfix"])).some(({ kind }) => kind !== "quickfix"));
  });

  test("the edits of a refactoring are made when it is chosen, for a client that asks then", async () => {
    const codeAction = { resolveSupport: { properties: ["edit"] } };
    const other = await Client.start({ capabilities: { textDocument: { codeAction } } });
    const { text, uri, params } = await at(
      other,
      '{"stages": [{"type": "prun|"}, {"type": "deliver"}], "tags": []}',
    );
    const offered = await other.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: params.position, end: params.position },
      context: { diagnostics: [] },
    });
    const fix = offered.find(({ kind }) => kind === "quickfix");
    assert.ok(fix?.edit, "a fix has its edits at once");
    const down = offered.find(({ title }) => title === "Move stage 1 prun down") as CodeAction;
    assert.equal(down.edit, undefined);
    const { edit } = await other.request<CodeAction>("codeAction/resolve", down);
    const after = JSON.parse(applyEdits(text, edit?.changes?.[uri] ?? []));
    assert.deepEqual(
      after.stages.map(({ type }: { type: string }) => type),
      ["deliver", "prun"],
    );
    const beside = uri.replace(/[^/]*$/, "beside.alloy.json");
    await other.open(beside, text.replace("deliver", "publish"));
    const [first] = await other.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: beside },
      range: { start: params.position, end: params.position },
      context: { diagnostics: [], only: ["refactor.rewrite"] },
    });
    const inserted = await other.request<CodeAction>("codeAction/resolve", first as CodeAction);
    assert.deepEqual(Object.keys(inserted.edit?.changes ?? {}), [beside]);
    const again = await other.request<CodeAction>("codeAction/resolve", down);
    assert.deepEqual(again.edit, edit, "what was offered for another document meanwhile changes nothing");

    const isRefused = () =>
      assert.rejects(
        other.request("codeAction/resolve", down),
        (error: { code: number }) => error.code === -32801,
      );
    await other.change(uri, 2, [{ text: `${text} ` }]);
    await isRefused();
    await other.close(uri);
    await isRefused();
    await other.open(uri, text);
    const reopened = await other.request<CodeAction>("codeAction/resolve", down);
    assert.deepEqual(reopened.edit, edit, "edits are made from the document as it is now");
    await other.stop();
  });

  test("code lenses show phases and verdict", async () => {
    const { params } = await at(
      client,
      '|{"stages": [{"type": "deliver"}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}}',
    );
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", params);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ["1 delivery stage", "Invalid: 3 errors, 1 pending"],
    );
  });

  test("inlay hints show what was measured", async () => {
    const results = '"results": {"benchmarks": [{"name": "a", "score": 74.8}]}';
    const { uri } = await at(
      client,
      `|{${results}, "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.75}}}}`,
    );
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request<InlayHint[]>("textDocument/inlayHint", {
      textDocument: { uri },
      range,
    });
    assert.deepEqual(
      hints.map(({ label }) => label),
      ["= 75%", "✗ 74.8%"],
    );
  });

  test("a document that is not open gets empty answers; a cancelled request harms nothing", async () => {
    const params = {
      textDocument: { uri: "file:///nowhere.alloy.json" },
      position: { line: 0, character: 0 },
    };
    assert.deepEqual(await client.request("textDocument/completion", params), []);
    assert.equal(await client.request("textDocument/hover", params), null);
    const { params: known } = await at(client, '{"stages": [{"type": "|"}]}');
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest("textDocument/completion", known, source.token);
    source.cancel();
    await asked.catch((error: { code?: number }) => assert.equal(error.code, -32800));
    assert.ok((await client.request<CompletionItem[]>("textDocument/completion", known)).length > 0);
  });
});
