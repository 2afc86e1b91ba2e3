/** Commands of the client that the server names, and what it leaves out for a client that has none. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CodeAction, CodeLens, Position, Range } from "vscode-languageserver/node";
import { Client } from "./client.js";

const URI = "file:///a.alloy.json";
const TEXT = `{
  "name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [
    {"type": "prune", "strategy": "entropy", "level": 0.3},
    {"type": "eval", "benchmarks": [{"name": "humaneval"}]}
  ],
  "acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.8, "anchorDelta": -3}}},
  "results": {"benchmarks": [{"name": "humaneval", "score": 70, "baseScore": 71}]}
}
`;

const COMMANDS = {
  selectCommand: "c.select",
  explainCommand: "c.explain",
  previewCommand: "c.preview",
  locationsCommand: "c.locations",
};

suite("commands of the client", () => {
  let client: Client;

  async function start(initializationOptions: object = COMMANDS, text = TEXT): Promise<void> {
    client = await Client.start({ initializationOptions });
    await client.open(URI, text);
  }

  teardown(() => client.stop());

  const at = (marker: string, text = TEXT): Position => {
    const lines = text.slice(0, text.indexOf(marker)).split("\n");
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };

  const lenses = () => client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: URI } });

  function actions(position: Position, triggerKind = 1): Promise<CodeAction[]> {
    return client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: URI },
      range: { start: position, end: position },
      context: { diagnostics: [], triggerKind },
    });
  }

  test("the phases open the preview, the verdict lists the criteria that are not met", async () => {
    await start();
    const [phases, verdict] = await lenses();
    assert.deepEqual(phases?.command?.arguments, [URI]);
    assert.equal(phases?.command?.command, "c.preview");
    assert.equal(verdict?.command?.command, "c.locations");
    const [uri, , locations] = verdict?.command?.arguments ?? [];
    assert.equal(uri, URI);
    assert.deepEqual(
      locations.map(({ range }: { range: Range }) => range.start),
      [at("0.8")],
    );
  });

  test("without a criterion that is not met, the verdict opens the preview", async () => {
    await start(COMMANDS, TEXT.replace('"score": 70', '"score": 81'));
    const [, verdict] = await lenses();
    assert.equal(verdict?.command?.title, "Ship: 2 passed");
    assert.equal(verdict?.command?.command, "c.preview");
  });

  test("a client without commands gets lenses to read", async () => {
    await start({});
    assert.deepEqual(
      (await lenses()).map(({ command }) => command?.command),
      ["", ""],
    );
    assert.ok(!(await actions(at('"prune"'))).some(({ command }) => command));
  });

  test("a moved and a duplicated stage are selected", async () => {
    await start();
    const all = await actions(at('"prune"'));
    const selected = (title: string) => all.find((one) => one.title === title)?.command;
    const length = '{"type": "prune", "strategy": "entropy", "level": 0.3}'.length;
    const range = (line: number): Range => ({
      start: { line, character: 4 },
      end: { line, character: 4 + length },
    });
    assert.deepEqual(selected("Move stage 1 prune down")?.arguments, [URI, range(4)]);
    assert.deepEqual(selected("Duplicate stage 1 prune")?.arguments, [URI, range(4)]);
    assert.equal(selected("Remove stage 1 prune"), undefined);
  });

  test("the lightbulb explains a rule, and does not suppress a syntax error", async () => {
    const broken = TEXT.replace("0.3}", "0.3,}");
    await start(COMMANDS, broken);
    const titles = (await actions(at(",}", broken))).map(({ title }) => title);
    assert.ok(titles.includes("Explain json/trailing-comma"), titles.join("; "));
    assert.ok(!titles.some((title) => title.startsWith("Suppress")), titles.join("; "));
  });

  test("ghost text: the next stage, unless an item of the list is selected", async () => {
    const { textDocument } = { textDocument: { inlineCompletion: {} } };
    client = await Client.start({ capabilities: { textDocument } });
    assert.equal(client.initialized.capabilities.inlineCompletionProvider, true);
    await client.open(URI, TEXT);
    const { line, character } = at(',\n    {"type": "eval"');
    const ask = (context: object) =>
      client.request<{ insertText: string }[]>("textDocument/inlineCompletion", {
        textDocument: { uri: URI },
        position: { line, character },
        context: { triggerKind: 1, ...context },
      });
    const [item] = await ask({});
    assert.match(item?.insertText ?? "", /^,\n {4}\{"type": "[a-z-]+"/);
    const range = { start: { line, character }, end: { line, character } };
    assert.deepEqual(await ask({ selectedCompletionInfo: { range, text: "x" } }), []);
  });

  test("the log shows versions, vocabulary, and how long the first check of a document took", async () => {
    await start();
    await lenses();
    const textDocument = { uri: URI };
    for (let i = 0; i < 2; i++) await client.request("textDocument/diagnostic", { textDocument });
    // The log is sent later. When it has the last document, it has what was checked before.
    const last = "file:///last.alloy.json";
    await client.open(last, TEXT);
    await client.request("textDocument/diagnostic", { textDocument: { uri: last } });
    const lines = () => client.log.flatMap((message) => message.split("\n"));
    while (!lines().some((line) => line.includes("last.alloy.json"))) await sleep(10);
    const [first, vocabulary, checked, ...rest] = lines();
    assert.match(first ?? "", /^Forge Alloy language server \d+\.\d+\.\d+ on Node\.js \d/);
    assert.match(vocabulary ?? "", /^Domains: .*llm-forge \d.*\. Executor profiles: \S.*\.$/);
    assert.match(checked ?? "", /^Checked a\.alloy\.json in \d+ ms\. Problems: \d+\.$/);
    assert.equal(rest.length, 1);
  });

  test("an editor that only decides about its lightbulb gets what applies to the place", async () => {
    await start({});
    const automatic = async (marker: string) =>
      (await actions(at(marker), 2)).filter(({ kind }) => kind?.startsWith("refactor")).length;
    assert.equal(await automatic('"name"'), 0);
    assert.equal(await automatic('"level"'), 0);
    assert.ok((await automatic('"prune"')) > 0);
    assert.ok((await actions(at('"name"'))).some(({ kind }) => kind?.startsWith("refactor")));
  });
});
