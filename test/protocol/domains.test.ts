import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CodeAction, CompletionItem, Location, TextDocumentEdit } from "vscode-languageserver/node";
import { applyEdits, Client, fileUri, ROOT, rangeOf, textIn } from "./client.js";

const LAB = readFileSync(path.join(ROOT, "examples/.forge-alloy/domains/lab-batch.json"), "utf8");
const BATCH = readFileSync(path.join(ROOT, "examples/lab-batch.alloy.json"), "utf8");
const FORGE =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}';

suite("domains of one's own over stdio", () => {
  let folder: string;
  let client: Client;
  const uriOf = (name: string) => fileUri(path.join(folder, name));
  const domainUri = () => uriOf(".forge-alloy/domains/lab-batch.json");

  async function start(options: { isTrusted?: boolean; configuration?: () => unknown } = {}): Promise<void> {
    client = await Client.start({
      capabilities: {
        workspace: {
          configuration: options.configuration !== undefined,
          workspaceEdit: { documentChanges: true, resourceOperations: ["create"] },
        },
        window: { showDocument: { support: true } },
      },
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
      ...(options.configuration && { configuration: options.configuration }),
      initializationOptions: { isTrusted: options.isTrusted ?? true, trustCommand: "trust.me" },
    });
  }

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    cpSync(path.join(ROOT, "examples/.forge-alloy"), path.join(folder, ".forge-alloy"), { recursive: true });
  });

  teardown(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const codes = async (uri: string) => (await client.pull(uri)).map(({ code }) => code);

  test("found in the workspace, with definition into their file", async () => {
    await start();
    const uri = uriOf("deep/batch.alloy.json");
    await client.open(uri, BATCH);
    assert.deepEqual(await codes(uri), []);
    const [target] = await client.request<Location[]>("textDocument/definition", {
      textDocument: { uri },
      position: rangeOf(BATCH, "synthesize").start,
    });
    assert.equal(target?.uri, domainUri());
    assert.equal(textIn(LAB, target.range), '"synthesize"');
    const [field] = await client.request<Location[]>("textDocument/typeDefinition", {
      textDocument: { uri },
      position: rangeOf(BATCH, "celsius").start,
    });
    assert.equal(field && textIn(LAB, field.range), '"celsius"');
  });

  test("an alloy that was never saved knows them, too", async () => {
    await start();
    await client.open("untitled:Untitled-1", BATCH);
    assert.deepEqual(await codes("untitled:Untitled-1"), []);
  });

  test("an edit of the file shows in open alloys at once, and only in those that use it", async () => {
    await start();
    const [batch, forge] = [uriOf("batch.alloy.json"), uriOf("forge.alloy.json")];
    await client.open(batch, BATCH);
    await client.open(forge, FORGE);
    assert.deepEqual((await client.published(batch, 1)).length, 0);
    await client.published(forge, 1);
    const before = client.publications(forge);

    // On disk, as another program would change it.
    const narrow = LAB.replace('"maximum": 400', '"maximum": 50');
    writeFileSync(path.join(folder, ".forge-alloy/domains/lab-batch.json"), narrow);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: domainUri(), type: 2 }],
    });
    await client.publishedWhen(batch, (found) => found.some(({ code }) => code === "schema/range"));

    // In the editor, before it is saved.
    await client.open(domainUri(), LAB);
    await client.publishedWhen(batch, (found) => found.length === 0);
    await client.change(domainUri(), 2, [{ text: LAB.replaceAll('"synthesize"', '"react"') }]);
    await client.publishedWhen(batch, (found) => found.some(({ code }) => code === "stage/unknown-type"));
    assert.equal(client.publications(forge), before);
  });

  test("a closed alloy of the domain is read under it: its suppression is needed", async () => {
    const hot = BATCH.replace(/"celsius": \d+/, '"celsius": 9999');
    writeFileSync(path.join(folder, "hot.alloy.json"), hot);
    const configuration = '{"suppressions": [{"code": "schema/range", "reason": "the new furnace"}]}';
    await start();
    const uri = uriOf(".forge-alloy/config.json");
    writeFileSync(path.join(folder, ".forge-alloy/config.json"), configuration);
    await client.open(uri, configuration);
    assert.deepEqual(await codes(uri), []);
  });

  test("a broken file is reported in itself and named where it is used", async () => {
    const broken = LAB.replace('"phase": "input"', '"phase": "inptu"');
    writeFileSync(path.join(folder, ".forge-alloy/domains/lab-batch.json"), broken);
    await start();
    const uri = uriOf("batch.alloy.json");
    await client.open(uri, BATCH);
    await client.open(domainUri(), broken);
    const [problem, ...others] = await client.pull(uri);
    assert.deepEqual(others, []);
    assert.match(String(problem?.message), /its file "\.forge-alloy\/domains\/lab-batch\.json" has errors/);
    const [own] = await client.pull(domainUri());
    assert.deepEqual([own?.code, own && textIn(broken, own.range)], ["vocabulary/phase", '"inptu"']);
  });

  test("two files with one id: the later one is told where the other stands", async () => {
    mkdirSync(path.join(folder, "more"));
    const other = LAB.replace(/"title": "[^"]*"/, '"title": "Other"');
    writeFileSync(path.join(folder, ".forge-alloy/domains/zz-other.json"), other);
    await start();
    const uri = uriOf(".forge-alloy/domains/zz-other.json");
    await client.open(uri, other);
    const [problem] = await client.pull(uri);
    assert.equal(problem?.code, "vocabulary/clash");
    assert.match(String(problem.message), /\.forge-alloy\/domains\/lab-batch\.json/);
    await client.open(domainUri(), LAB);
    assert.deepEqual(await codes(domainUri()), []);
  });

  test("an untrusted workspace has none, says so, and has them once it is trusted", async () => {
    await start({ isTrusted: false });
    const uri = uriOf("batch.alloy.json");
    await client.open(uri, BATCH);
    const problems = await client.pull(uri);
    assert.equal(problems.length, 1);
    assert.match(String(problems[0]?.message), /not trusted/);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: rangeOf(BATCH, '"lab-batch"'),
      context: { diagnostics: [] },
    });
    assert.ok(actions.some(({ command }) => command?.command === "trust.me"));
    await client.connection.sendNotification("forgeAlloy/trusted");
    await client.publishedWhen(uri, (found) => found.length === 0);
  });

  // The client library of VS Code writes `[null]` where it is given `undefined`.
  for (const [form, params] of [
    ["absent", []],
    ["{}", [{}]],
    ["[null]", [undefined]],
  ] as const)
    test(`trust is understood with parameters that are ${form}`, async () => {
      await start({ isTrusted: false });
      const uri = uriOf("batch.alloy.json");
      await client.open(uri, BATCH);
      await client.publishedWhen(uri, (found) => found.length === 1);
      await client.connection.sendNotification("forgeAlloy/trusted", ...(params as [object]));
      await client.publishedWhen(uri, (found) => found.length === 0);
    });

  test("more places by the setting: a file and a folder", async () => {
    rmSync(path.join(folder, ".forge-alloy"), { recursive: true });
    mkdirSync(path.join(folder, "node_modules/@team/domains"), { recursive: true });
    writeFileSync(path.join(folder, "node_modules/@team/domains/lab.json"), LAB);
    writeFileSync(path.join(folder, "node_modules/@team/domains/package.json"), '{"name": "@team/domains"}');
    await start({ configuration: () => ({ domains: ["node_modules/@team/domains"] }) });
    const uri = uriOf("batch.alloy.json");
    await client.open(uri, BATCH);
    assert.deepEqual(await codes(uri), []);
  });

  test("an unknown id can be made into a domain", async () => {
    await start();
    const uri = uriOf("new.alloy.json");
    const text = FORGE.replace('"source"', '"domains": ["my-lab"], "source"').replace(
      /"stages".*/,
      '"stages": [{"type": "step"}]}',
    );
    await client.open(uri, text);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: rangeOf(text, "my-lab"),
      context: { diagnostics: [] },
    });
    const action = actions.find(({ title }) => title.startsWith('Create the domain "my-lab"'));
    const [create, change] = action?.edit?.documentChanges ?? [];
    assert.ok(create && "kind" in create && create.kind === "create");
    const made = applyEdits("", (change as TextDocumentEdit).edits as never);
    await client.open(create.uri, made);
    assert.deepEqual(await codes(uri), ["domain/draft"]);
    assert.deepEqual(await codes(create.uri), []);
  });

  test("the file is completed like any other", async () => {
    await start();
    const text = '{"stages": {"a": {"phase": ""}}}';
    await client.open(domainUri(), text);
    const { start: at } = rangeOf(text, '""');
    const items = await client.request<CompletionItem[]>("textDocument/completion", {
      textDocument: { uri: domainUri() },
      position: { line: 0, character: at.character + 1 },
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ["input", "transform", "delivery"],
    );
  });
});
