import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CodeAction,
  type Diagnostic,
  DiagnosticTag,
  type TextDocumentEdit,
} from "vscode-languageserver/node";
import { readIdentity } from "../../scripts/identity.mjs";
import { applyEdits, Client, fileUri, rangeOf, textIn } from "./client.js";

const ALLOY = `{
  "name": "a", "version": "1.0.0", "tags": null,
  "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]
}
`;

const { site: SITE } = readIdentity();

suite(".forge-alloy/config.json over stdio", () => {
  let folder: string;
  let client: Client;
  let uri: string;
  let configUri: string;

  setup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    mkdirSync(path.join(folder, "deep/er"), { recursive: true });
    uri = fileUri(path.join(folder, "deep/er/a.alloy.json"));
    configUri = fileUri(path.join(folder, ".forge-alloy/config.json"));
    writeFileSync(path.join(folder, "deep/er/a.alloy.json"), ALLOY);
    client = await start();
  });

  function start(initializationOptions: object = {}): Promise<Client> {
    return Client.start({
      initializationOptions,
      capabilities: {
        workspace: {
          workspaceEdit: { documentChanges: true, resourceOperations: ["create"] },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
        window: { showDocument: { support: true } },
        textDocument: { publishDiagnostics: { codeDescriptionSupport: true, tagSupport: { valueSet: [1] } } },
      },
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
    });
  }

  teardown(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  function write(text: string): void {
    mkdirSync(path.join(folder, ".forge-alloy"), { recursive: true });
    writeFileSync(path.join(folder, ".forge-alloy/config.json"), text);
  }

  async function codes(): Promise<string[]> {
    return (await client.pull(uri)).map(({ code, severity }) => `${code} ${severity}`);
  }

  test("is found above the alloy, and again when it changes on disk", async () => {
    write(
      '{"rules": {"schema": "hint"}, "overrides": [{"files": ["other/**"], "rules": {"schema": "off"}}]}',
    );
    await client.open(uri, ALLOY);
    assert.ok((await codes()).includes("schema/null 4"));
    write('{"overrides": [{"files": ["deep/**"], "rules": {"schema": "off"}}]}');
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: configUri, type: 2 }],
    });
    assert.ok(!(await codes()).some((one) => one.startsWith("schema/")));
  });

  test("the nearest one takes precedence, and one that is open counts as it is in the editor", async () => {
    write('{"rules": {"schema": "hint"}}');
    mkdirSync(path.join(folder, "deep/.forge-alloy"));
    writeFileSync(path.join(folder, "deep/.forge-alloy/config.json"), "{}");
    await client.open(uri, ALLOY);
    assert.ok((await codes()).includes("schema/null 4"));
    const nearer = fileUri(path.join(folder, "deep/.forge-alloy/config.json"));
    await client.open(nearer, '{"rules": {"schema": "warning"}}');
    assert.ok((await codes()).includes("schema/null 2"));
    await client.change(nearer, 2, [{ text: '{"root": true}' }]);
    assert.ok((await codes()).includes("schema/null 1"));
    await client.close(nearer);
    assert.ok((await codes()).includes("schema/null 4"));
  });

  test("suppress here writes the configuration, shows the reason, and is reported when nothing needs it", async () => {
    await client.open(uri, ALLOY);
    const action = await suppression();
    const [create, change] = action.edit?.documentChanges ?? [];
    assert.deepEqual(create, { kind: "create", uri: configUri, options: { ignoreIfExists: true } });
    const text = applyEdits("", (change as TextDocumentEdit).edits as never);
    assert.deepEqual(JSON.parse(text), {
      suppressions: [{ code: "schema/null", files: ["deep/er/a.alloy.json"], pointer: "/tags", reason: "" }],
    });
    const [shown, selection] = action.command?.arguments ?? [];
    assert.equal(shown, configUri);
    assert.equal(textIn(text, selection), "");

    // What the client does with it: the configuration is open, and not saved yet.
    await client.open(configUri, text);
    assert.ok(!(await codes()).includes("schema/null 1"));
    assert.deepEqual(await problemsOfConfiguration(text), [["configuration/reason", '""']]);

    const given = text.replace('"reason": ""', '"reason": "as published"');
    await client.change(configUri, 2, [{ text: given }]);
    assert.deepEqual(await problemsOfConfiguration(given), []);
    await client.change(uri, 2, [{ text: ALLOY.replace("null", "[]") }]);
    const [[code, at] = []] = await problemsOfConfiguration(given);
    assert.equal(code, "configuration/unused-suppression");
    assert.match(at ?? "", /as published/);
    assert.deepEqual((await client.pull(configUri))[0]?.tags, [DiagnosticTag.Unnecessary]);
  });

  test("a client that makes the edit and shows the place in one command gets one command", async () => {
    await client.open(uri, ALLOY);
    const { edit, command } = await suppression();
    await client.stop();
    client = await start({ editCommand: "c.edit" });
    await client.open(uri, ALLOY);
    const action = await suppression();
    assert.equal(action.edit, undefined);
    assert.equal(action.command?.command, "c.edit");
    assert.deepEqual(action.command?.arguments, [edit, ...(command?.arguments ?? [])]);
  });

  test("suppress here adds to a configuration that is there, in its style", async () => {
    const before = '{\n\t"rules": { "executor": "off" },\n\t"suppressions": []\n}\n';
    write(before);
    await client.open(uri, ALLOY);
    const [change] = (await suppression()).edit?.documentChanges ?? [];
    const after = applyEdits(before, (change as TextDocumentEdit).edits as never);
    assert.equal(JSON.parse(after).suppressions.length, 1);
    assert.ok(after.startsWith('{\n\t"rules": { "executor": "off" },\n\t"suppressions": [\n\t\t{'), after);
  });

  test("a configuration that is no object is not written to", async () => {
    write("[]");
    await client.open(uri, ALLOY);
    assert.equal((await suppressions()).length, 0);
  });

  test("the command shows the document", async () => {
    const shown = new Promise((resolve) => {
      client.connection.onRequest("window/showDocument", (params) => {
        resolve(params);
        return { success: true };
      });
    });
    const selection = { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } };
    await client.request("workspace/executeCommand", {
      command: "forge-alloy.server.showDocument",
      arguments: [configUri, selection],
    });
    assert.deepEqual(await shown, { uri: configUri, takeFocus: true, selection });
  });

  test("every message links to the page about its rule", async () => {
    await client.open(uri, ALLOY);
    const problems = await client.pull(uri);
    assert.ok(problems.length > 0);
    for (const { code, codeDescription } of problems) {
      if (SITE !== null) {
        assert.equal(codeDescription?.href, `${SITE}rules/${code}/`);
        continue;
      }
      const file = fileURLToPath(codeDescription?.href ?? "");
      assert.equal(path.basename(file), `${String(code).replace("/", "-")}.md`);
      assert.ok(readFileSync(file, "utf8").startsWith(`# ${code}\n`));
    }
  });

  async function suppressions(): Promise<CodeAction[]> {
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: rangeOf(ALLOY, "null"),
      context: { diagnostics: [] },
    });
    return actions.filter(({ title }) => title === "Suppress schema/null here");
  }

  async function suppression(): Promise<CodeAction> {
    const [action] = await suppressions();
    assert.ok(action, "the problem cannot be suppressed");
    return action;
  }

  async function problemsOfConfiguration(text: string): Promise<string[][]> {
    const problems: Diagnostic[] = await client.pull(configUri);
    return problems.map(({ code, range }) => [String(code), textIn(text, range)]);
  }
});
