import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type {
  CodeAction,
  CompletionItem,
  Hover,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
} from "vscode-languageserver/node";
import { applyEdits, Client, fileUri, ROOT, rangeOf } from "./client.js";

const ACME = readFileSync(path.join(ROOT, "examples/.forge-alloy/executors/acme-forge.json"), "utf8");
const alloy = (architecture: string) =>
  `{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "${architecture}"}, "stages": [{"type": "train", "learningRate": "1e-3"}, {"type": "lora"}, {"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}`;
const NOVA = alloy("nova1");

suite("executor profiles of one's own over stdio", () => {
  let folder: string;
  let client: Client;
  const uriOf = (name: string) => fileUri(path.join(folder, name));
  const profileUri = () => uriOf(".forge-alloy/executors/acme-forge.json");

  async function start(
    options: { isTrusted?: boolean; insertSnippetCommand?: string; snippetEditSupport?: boolean } = {},
  ): Promise<void> {
    const { isTrusted = true, insertSnippetCommand, snippetEditSupport = false } = options;
    client = await Client.start({
      capabilities: {
        workspace: {
          workspaceEdit: { documentChanges: true, resourceOperations: ["create"], snippetEditSupport },
        },
        window: { showDocument: { support: true } },
      },
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
      initializationOptions: { isTrusted, ...(insertSnippetCommand && { insertSnippetCommand }) },
    });
  }

  function write(name: string, text: string): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
  });

  teardown(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const messages = async (uri: string) =>
    (await client.pull(uri))
      .filter(({ code }) => String(code).startsWith("executor/"))
      .map(({ message }) => String(message));

  async function addActions(uri: string, text: string): Promise<CodeAction[]> {
    const range = rangeOf(text, '"gemma4"');
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    return actions.filter(({ title }) => title.startsWith("Add architecture"));
  }

  test("found in the workspace; an edit shows in open alloys at once, and only in those of the family", async () => {
    write(".forge-alloy/executors/acme-forge.json", ACME);
    await start();
    const [nova, qwen] = [uriOf("deep/nova.alloy.json"), uriOf("qwen.alloy.json")];
    await client.open(nova, NOVA);
    await client.open(qwen, alloy("qwen2"));
    assert.deepEqual(await messages(nova), [
      '"lora" is not implemented by acme-forge for "nova1"; the stage will fail or be skipped. Implemented: "prune", "train".',
    ]);
    await client.published(nova, 1);

    // On disk, as another program would change it.
    const more = ACME.replace('"stages": ["prune", "train"]', '"stages": ["train", "lora"]');
    assert.notEqual(more, ACME);
    writeFileSync(path.join(folder, ".forge-alloy/executors/acme-forge.json"), more);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: profileUri(), type: 2 }],
    });
    await client.publishedWhen(nova, (found) =>
      found.every(({ code }) => code !== "executor/stage-not-implemented"),
    );

    // In the editor, before it is saved.
    await client.open(profileUri(), ACME);
    await client.publishedWhen(nova, (found) =>
      found.some(({ code }) => code === "executor/stage-not-implemented"),
    );
    await client.change(profileUri(), 2, [{ text: ACME.replace('"nova1"', '"nova2"') }]);
    await client.publishedWhen(nova, (found) =>
      found.some(({ code }) => code === "executor/unknown-architecture"),
    );
  });

  test("the profile itself is checked, completed, and explained", async () => {
    await start();
    const text = '{"id": "acme-forge", "title": "Acme", "architectures": {"a": {"stages": ["trian"]}}}';
    await client.open(profileUri(), text);
    assert.deepEqual(
      (await client.pull(profileUri())).map(({ code, message }) => [code, message]),
      [
        [
          "profile/stage",
          'Unknown stage type "trian": not defined in domain "llm-forge". Did you mean "train"?',
        ],
      ],
    );
    const at = (word: string) => ({
      textDocument: { uri: profileUri() },
      position: rangeOf(text, word).start,
    });
    const inside = at('trian"');
    const items = await client.request<CompletionItem[]>("textDocument/completion", inside);
    assert.ok(items.some(({ label }) => label === "expert-prune"));
    const hover = await client.request<Hover>("textDocument/hover", at("architectures"));
    assert.match(JSON.stringify(hover.contents), /Exact value of source\.architecture/);
  });

  test("a mistake in the extended profile shows in the one that extends it", async () => {
    write(".forge-alloy/executors/base.json", '{"id": "base", "title": "Base", "architectures": {}}');
    await start();
    const text = '{"id": "acme-forge", "title": "Acme", "extends": "base", "architectures": {}}';
    await client.open(profileUri(), text);
    assert.deepEqual(await client.pull(profileUri()), []);
    await client.open(
      uriOf(".forge-alloy/executors/base.json"),
      '{"id": "base", "title": 5, "architectures": {}}',
    );
    const [problem] = await client.pull(profileUri());
    assert.equal(problem?.message, 'The file of the extended profile "base" has errors.');
  });

  test("the configuration selects, and an unknown executor is reported there", async () => {
    write(".forge-alloy/executors/acme-forge.json", ACME);
    await start();
    const [nova, configuration] = [uriOf("nova.alloy.json"), uriOf(".forge-alloy/config.json")];
    await client.open(nova, NOVA);
    await client.open(configuration, '{"executor": "reference"}');
    assert.match(
      (await messages(nova))[0] ?? "",
      /^Unknown architecture "nova1".* Known to the reference executor:/,
    );
    await client.change(configuration, 2, [{ text: '{"executor": "acme-forge"}' }]);
    assert.match((await messages(nova))[0] ?? "", /by acme-forge/);
    assert.deepEqual(await client.pull(configuration), []);
    await client.change(configuration, 3, [{ text: '{"executor": "acme-froge"}' }]);
    assert.deepEqual(
      (await client.pull(configuration)).map(({ message }) => String(message)),
      ['Unknown executor "acme-froge". Did you mean "acme-forge"? Available: "reference", "acme-forge".'],
    );
    assert.match(
      (await messages(nova))[0] ?? "",
      /^Unknown executor "acme-froge", selected in the configuration/,
    );
  });

  test("in a workspace that is not trusted, profiles are named and not used", async () => {
    write(".forge-alloy/executors/acme-forge.json", ACME);
    await start({ isTrusted: false });
    const nova = uriOf("nova.alloy.json");
    await client.open(nova, NOVA);
    const [first, second] = await messages(nova);
    assert.match(first ?? "", /is not used because this workspace is not trusted\.$/);
    assert.match(second ?? "", /^Unknown architecture "nova1"/);
    await client.connection.sendNotification("forgeAlloy/trusted");
    assert.match((await messages(nova))[0] ?? "", /by acme-forge/);
  });

  const GEMMA = alloy("gemma4");

  test("an unknown architecture is added to a new profile, which then applies", async () => {
    await start();
    const uri = uriOf("gemma.alloy.json");
    await client.open(uri, GEMMA);
    const [action, ...others] = await addActions(uri, GEMMA);
    assert.deepEqual(others, []);
    assert.equal(action?.title, 'Add architecture "gemma4" in .forge-alloy/executors…');
    assert.equal(action?.isPreferred, undefined);
    const [create, edit] = action?.edit?.documentChanges ?? [];
    const local = uriOf(".forge-alloy/executors/local.json");
    assert.deepEqual(create, { kind: "create", uri: local, options: { ignoreIfExists: true } });
    const [insert] = (edit as TextDocumentEdit).edits as TextEdit[];
    const text = insert?.newText ?? "";
    assert.deepEqual(JSON.parse(text).architectures.gemma4.stages, ["train", "lora"]);
    await client.open(local, text);
    assert.deepEqual(await client.pull(local), []);
    assert.deepEqual(await messages(uri), []);
    assert.deepEqual(await addActions(uri, GEMMA), []);
  });

  test("it is never part of Fix All", async () => {
    await start();
    const uri = uriOf("gemma.alloy.json");
    await client.open(uri, GEMMA);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: rangeOf(GEMMA, '"gemma4"'),
      context: { diagnostics: [], only: ["source.fixAll"] },
    });
    assert.deepEqual(actions, []);
  });

  test("it is added to the profile of the workspace that is there, with tab stops if the client has them", async () => {
    write(".forge-alloy/executors/acme-forge.json", ACME);
    await start({ snippetEditSupport: true });
    const uri = uriOf("gemma.alloy.json");
    await client.open(uri, GEMMA);
    const [action] = await addActions(uri, GEMMA);
    assert.equal(action?.title, 'Add architecture "gemma4" to acme-forge.json…');
    const [edit] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.equal(edit?.textDocument.uri, profileUri());
    const [{ range, snippet }] = (edit?.edits ?? []) as [SnippetTextEdit];
    assert.match(snippet.value, /"moe": \$\{3:false\}/);
    const plain = snippet.value.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\\([\\$}])/g, "$1");
    const after = JSON.parse(applyEdits(ACME, [{ range, newText: plain }]));
    assert.deepEqual(Object.keys(after.architectures), ["nova1", "gemma4"]);
  });

  test("a client with a command of its own gets the snippet in it", async () => {
    await start({ insertSnippetCommand: "insert.it" });
    const uri = uriOf("gemma.alloy.json");
    await client.open(uri, GEMMA);
    const [action] = await addActions(uri, GEMMA);
    assert.equal(action?.edit, undefined);
    const { command, arguments: given = [] } = action?.command ?? {};
    assert.equal(command, "insert.it");
    assert.equal(given[0], uriOf(".forge-alloy/executors/local.json"));
    assert.match(String(given[2]), /"gemma4": \{\n {6}"title": "\$\{2:gemma4\}"/);
  });
});
