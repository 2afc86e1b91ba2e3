/** Code actions as editors ask for them: kinds, what may be applied unasked, and how edits are sent. */
import assert from "node:assert/strict";
import type {
  CodeAction,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { applyEdits, Client } from "./client.js";

const FIX_ALL = "source.fixAll.forge-alloy";
const URI = "file:///a.alloy.json";
const EVERYWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
const TEXT = `{
  "name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [{"type": "train", "steps": "200"}, {"type": "lora", "rank": "8"}, {"type": "evl"}]
}
`;
const PUBLISHED = TEXT.replace(
  '"stages"',
  '"receipt": {"issuedAt": "2026-01-01T00:00:00Z", "publications": [{"target": "hf"}]}, "receipt": {}, "stages"',
);

function editsIn(edit: WorkspaceEdit | undefined, uri = URI): TextEdit[] {
  const versioned = edit?.documentChanges?.[0] as TextDocumentEdit | undefined;
  return edit?.changes?.[uri] ?? ((versioned?.edits ?? []) as TextEdit[]);
}

suite("code actions over stdio", () => {
  let client: Client;
  setup(async () => {
    client = await Client.start();
  });
  teardown(() => client.stop());

  function ask(only?: string[], of = client, range = EVERYWHERE): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only && { only }) };
    return of.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: URI },
      range,
      context,
    });
  }

  test("kinds are compared part by part, and the empty kind holds all", async () => {
    await client.open(URI, TEXT);
    const kinds = async (only?: string[]) => new Set((await ask(only)).map(({ kind }) => kind));
    const hasFixAll = async (...only: string[]) => (await kinds(only)).has(FIX_ALL);
    for (const only of ["", "source", "source.fixAll", FIX_ALL]) assert.ok(await hasFixAll(only), only);
    for (const only of [
      "s",
      "source.fix",
      "source.fixAll.forge",
      "source.fixAll.forge-alloy.x",
      "sourc",
      ".",
    ])
      assert.deepEqual(await ask([only]), [], only);
    assert.ok(!(await kinds()).has(FIX_ALL), "unasked for in the menu");
    assert.deepEqual(await kinds(["quickfix"]), new Set(["quickfix"]));
    const all = await kinds([""]);
    for (const kind of ["quickfix", "refactor.rewrite", FIX_ALL]) assert.ok(all.has(kind), kind);
    assert.ok(!(await kinds(["refactor"])).has("quickfix"));
    assert.deepEqual(await kinds(["refactor.rewrite", FIX_ALL]), new Set(["refactor.rewrite", FIX_ALL]));
  });

  test("fixing all applies safe fixes of errors and warnings only", async () => {
    await client.open(URI, TEXT);
    const [all, ...rest] = await ask(["source.fixAll"]);
    assert.deepEqual(rest, []);
    const after = applyEdits(TEXT, editsIn(all?.edit));
    assert.equal(after, TEXT.replace('"200"', "200").replace('"8"', "8"));
    await client.change(URI, 2, [{ text: after }]);
    assert.deepEqual(await ask(["source.fixAll"]), [], "nothing is left to do");
  });

  test("a published alloy is fixed by single fixes only", async () => {
    for (const text of [PUBLISHED, `${PUBLISHED.trimEnd().slice(0, -1)},`]) {
      await client.open(URI, text);
      for (const only of ["", "source", "source.fixAll", FIX_ALL])
        assert.ok(!(await ask([only])).some(({ kind }) => kind === FIX_ALL), only);
      const fixes = await ask(["quickfix"]);
      assert.ok(fixes.some(({ edit }) => applyEdits(text, editsIn(edit)) === text.replace('"200"', "200")));
      assert.ok(!fixes.some(({ title }) => /^Fix (all )?\d/.test(title)));
      await client.close(URI);
    }
  });

  test("a published alloy is not formatted, although its second receipt has no publications", async () => {
    await client.open(URI, PUBLISHED);
    client.connection.onRequest("window/showMessageRequest", () => null);
    const options = { tabSize: 2, insertSpaces: true };
    const textDocument = { uri: URI };
    assert.deepEqual(await client.request("textDocument/formatting", { textDocument, options }), []);
    const range = EVERYWHERE;
    assert.deepEqual(
      await client.request("textDocument/rangeFormatting", { textDocument, options, range }),
      [],
    );
  });

  test("a client that takes commands only gets no action", async () => {
    const old = await Client.start({ takesCodeActions: false });
    await old.open(URI, TEXT);
    for (const only of [undefined, [""], ["quickfix"]]) assert.deepEqual(await ask(only, old), []);
    await old.stop();
  });

  test("edits are for one version of the document, if the client can tell versions", async () => {
    const workspaceEdit = { documentChanges: true };
    const versioned = await Client.start({ capabilities: { workspace: { workspaceEdit } } });
    await versioned.open(URI, TEXT, 7);
    const [all] = await ask(["source.fixAll"], versioned);
    assert.equal(all?.edit?.changes, undefined);
    const [change] = (all?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri: URI, version: 7 });
    assert.ok(change && change.edits.length > 0);
    for (const action of await ask(undefined, versioned)) {
      const [first] = (action.edit?.documentChanges ?? []) as TextDocumentEdit[];
      if (first?.textDocument?.uri === URI) assert.equal(first.textDocument.version, 7, action.title);
      assert.equal(action.edit?.changes, undefined, action.title);
    }
    await versioned.stop();

    await client.open(URI, TEXT, 7);
    const [plain] = await ask(["source.fixAll"]);
    assert.equal(plain?.edit?.documentChanges, undefined);
    assert.ok(editsIn(plain?.edit).length > 0);
  });

  test("rename is for one version, too", async () => {
    const text =
      '{"acceptanceCriteria": {"benchmarks": {"ab": {"min": 0.5}}}, "stages": [{"type": "eval", "benchmarks": [{"name": "ab"}]}]}';
    const workspaceEdit = { documentChanges: true };
    const versioned = await Client.start({ capabilities: { workspace: { workspaceEdit } } });
    for (const [of, version] of [
      [versioned, 3],
      [client, undefined],
    ] as const) {
      await of.open(URI, text, 3);
      const edit = await of.request<WorkspaceEdit>("textDocument/rename", {
        textDocument: { uri: URI },
        position: { line: 0, character: text.lastIndexOf('"ab"') + 2 },
        newName: "cd",
      });
      const [change] = (edit.documentChanges ?? []) as TextDocumentEdit[];
      assert.equal(change?.textDocument.version, version);
      assert.equal(applyEdits(text, editsIn(edit)), text.replaceAll('"ab"', '"cd"'));
    }
    await versioned.stop();
  });

  test("commands with other arguments than theirs are refused, and so are unknown ones", async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const command = "forge-alloy.server.showDocument";
    const wrong: object[] = [
      { command },
      { command, arguments: null },
      { command, arguments: [] },
      { command, arguments: [URI] },
      { command, arguments: [5, range] },
      { command, arguments: ["", range] },
      { command, arguments: ["no address", range] },
      { command, arguments: [URI, "range"] },
      { command, arguments: [URI, { start: range.start }] },
      { command, arguments: [URI, range, 1] },
      { command, arguments: { 0: URI, 1: range } },
      { command: "forge-alloy.server.other", arguments: [URI, range] },
      { command: "constructor", arguments: [] },
      { command: 5 },
      {},
    ];
    for (const params of wrong)
      await assert.rejects(
        client.request("workspace/executeCommand", params),
        ({ code }: { code: number }) => code === -32602,
        JSON.stringify(params),
      );
    assert.deepEqual(client.errors, []);
  });

  test("placeholder numbers are tab stops for clients that know them in edits, and plain JSON for others", async () => {
    const text = TEXT.replace('{"type": "evl"}', '{"type": "eval", "benchmarks": [{"name": "bbh"}]}');
    const create = async (of: Client) => {
      await of.open(URI, text);
      const action = (await ask(["refactor"], of)).find(({ title }) => title.includes("placeholder"));
      return (action?.edit?.documentChanges?.[0] as TextDocumentEdit | undefined)?.edits[0];
    };
    const workspace = { workspaceEdit: { documentChanges: true } };
    const plain = await Client.start({ capabilities: { ...CODE_ACTIONS, workspace } });
    const snippets = await Client.start({
      capabilities: {
        ...CODE_ACTIONS,
        workspace: { workspaceEdit: { ...workspace.workspaceEdit, snippetEditSupport: true } },
      },
    });
    try {
      assert.match(JSON.stringify(await create(plain)), /"newText":.*min\\": 0\.35/);
      assert.match(
        JSON.stringify(await create(snippets)),
        /"snippet":\{"kind":"snippet","value":.*min\\": \$\{1:0\.35\}/,
      );
    } finally {
      await plain.stop();
      await snippets.stop();
    }
  });
});

const CODE_ACTIONS = {
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["refactor"] } } },
  },
};
