/** `forgeAlloy/effective`, which only our own client asks, and "Expand target into stages". */
import assert from "node:assert/strict";
import type { CodeAction, TextDocumentEdit, TextEdit } from "vscode-languageserver/node";
import { applyEdits, Client } from "./client.js";

const URI = "file:///w/a%20b.alloy.json";
const TITLE = "Expand target into stages";
const TARGET = '"target": {"domain": "code", "publish": true}';
const TEXT = `{
    "name": "a",
    "version": "1.0.0",
    "source": {"baseModel": "a/b", "architecture": "qwen2"},
    ${TARGET},
    "limitations": []
}
`;

suite("plans over stdio", () => {
  let client: Client;
  setup(async () => {
    client = await Client.start();
  });
  teardown(() => client.stop());

  let version = 1;
  const change = (text: string) => client.change(URI, ++version, [{ text }]);
  const effective = (uri = URI) =>
    client.request<{ text: string; fault: string } | null>("forgeAlloy/effective", { textDocument: { uri } });

  async function actionsAt(line: number, character = 6): Promise<CodeAction[]> {
    const at = { line, character };
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: URI },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    return actions.filter(({ title }) => title === TITLE);
  }

  /** The text after the action at a line. */
  async function expanded(text: string, line: number): Promise<string> {
    const [action] = await actionsAt(line);
    assert.equal(action?.kind, "refactor.rewrite");
    const { edit } = action.edit
      ? action
      : await client.request<CodeAction>("codeAction/resolve", action as CodeAction);
    const versioned = edit?.documentChanges?.[0] as TextDocumentEdit | undefined;
    return applyEdits(text, edit?.changes?.[URI] ?? (versioned?.edits as TextEdit[]));
  }

  test("the effective alloy follows the text", async () => {
    await client.open(URI, TEXT);
    const first = await effective();
    assert.equal(first?.fault, "");
    assert.match(first?.text ?? "", /^\/\/ Effective alloy of a b\.alloy\.json: /);
    assert.match(first?.text ?? "", /"steps": 200, \/\/ family adapter\n/);
    await change(TEXT.replace("qwen2", "qwen3_vl"));
    assert.match((await effective())?.text ?? "", /"steps": 1000, \/\/ assumed\n/);
    await change(TEXT.slice(0, 60));
    assert.deepEqual(await effective(), { text: "", fault: "The file has syntax errors." });
    await change("[]");
    assert.deepEqual(await effective(), { text: "", fault: "The file is not a JSON object." });
  });

  test("large, hostile, and other documents", async () => {
    assert.equal(await effective("file:///w/none.alloy.json"), null);
    await client.open("file:///w/.forge-alloy/config.json", "{}");
    assert.equal(await effective("file:///w/.forge-alloy/config.json"), null);
    const huge = TEXT.replace('"limitations": []', `"cycles": 1e9, "tags": [${'"x", '.repeat(900_000)}"y"]`);
    await client.open("file:///w/large.alloy.json", huge);
    const { text, fault } = (await effective("file:///w/large.alloy.json")) ?? { text: "", fault: "" };
    assert.deepEqual([text, fault], ["", "This file is too large to plan."]);
    const hostile = TEXT.replace('"limitations": []', '"cycles": 1e9').replace("qwen2", "\\u001b[2J\\n");
    await client.open("file:///w/%E0%A4%A.alloy.json", hostile);
    const page = (await effective("file:///w/%E0%A4%A.alloy.json"))?.text ?? "";
    assert.match(page, /\n {2}"cycles": 1e9/);
    assert.doesNotMatch(page, /[^\n\P{Cc}]/u);
  });

  test("the action writes stages after the target, in the layout of the file", async () => {
    await client.open(URI, TEXT);
    const text = await expanded(TEXT, 4);
    const stages = `"stages": [
        {
            "type": "train",
            "domain": "code"
        },
        {
            "type": "publish",
            "includeAlloy": true,
            "cardFromBenchmarks": true,
            "org": "<org>"
        }
    ],
    "cycles": 3,
`;
    assert.equal(text, TEXT.replace(`${TARGET},\n`, `${TARGET},\n    ${stages}`));
  });

  test("an empty array is filled, on one line if the file is one", async () => {
    const line = '{"name":"a","source":{"architecture":"qwen2"},"target":{"domain":"code"},"stages":[]}';
    await client.open(URI, line);
    const at = await actionsAt(0, line.indexOf('"stages"') + 2);
    assert.equal(at.length, 1);
    const [action] = at;
    const { edit } = action?.edit
      ? action
      : await client.request<CodeAction>("codeAction/resolve", action as CodeAction);
    const versioned = edit?.documentChanges?.[0] as TextDocumentEdit | undefined;
    assert.equal(
      applyEdits(line, edit?.changes?.[URI] ?? (versioned?.edits as TextEdit[])),
      line.replace('"stages":[]', '"stages":[{"type":"train","domain":"code"}],"cycles":3'),
    );
  });

  test("offered at the target and at the stages only, and only if something follows", async () => {
    await client.open(URI, TEXT);
    assert.deepEqual([(await actionsAt(4)).length, (await actionsAt(1)).length], [1, 0]);
    for (const text of [
      TEXT.replace('"limitations": []', '"stages": [{"type": "train"}]'),
      TEXT.replace(TARGET, '"target": {}'),
      TEXT.replace(TARGET, '"target": null'),
      TEXT.replace(TARGET, '"target": {"domain": 5}'),
    ]) {
      await change(text);
      assert.equal((await actionsAt(4)).length, 0, text);
    }
  });
});
