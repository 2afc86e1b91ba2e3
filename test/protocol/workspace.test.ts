import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type {
  Diagnostic,
  DocumentLink,
  Location,
  WorkspaceDiagnosticReport,
  WorkspaceSymbol,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { Client, fileUri, rangeOf, textIn } from "./client.js";

const WRONG =
  '{"name": "wrong", "version": "1.0.0", "source": {"baseModel": "org/base", "architecture": "qwen2"}, "stages": [{"type": "prun"}]}';
const RIGHT =
  '{"name": "right", "version": "1.0.0", "source": {"baseModel": "org/other", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval", "samplesPath": "eval/a.jsonl"}, {"name": "bbh", "samplesPath": "eval/b.jsonl"}]}]}';

suite("the workspace over stdio", () => {
  let folder: string;
  let client: Client;
  const uriOf = (name: string) => fileUri(path.join(folder, name));

  setup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    mkdirSync(path.join(folder, "deep/eval"), { recursive: true });
    mkdirSync(path.join(folder, "node_modules/x"), { recursive: true });
    writeFileSync(path.join(folder, "wrong.alloy.json"), WRONG);
    writeFileSync(path.join(folder, "deep/right.alloy.json"), RIGHT);
    writeFileSync(path.join(folder, "deep/eval/a.jsonl"), "");
    writeFileSync(path.join(folder, "node_modules/x/other.alloy.json"), WRONG);
    writeFileSync(path.join(folder, "package.json"), "{");
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
    });
  });

  teardown(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  async function pullAll(
    previous: WorkspaceDiagnosticReport["items"] = [],
  ): Promise<WorkspaceDiagnosticReport["items"]> {
    const previousResultIds = previous.map(({ uri, resultId = "" }) => ({ uri, value: resultId }));
    const report = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds,
    });
    return report.items;
  }

  const shown = (items: WorkspaceDiagnosticReport["items"]) =>
    items.map(
      (item) =>
        `${path.basename(item.uri)} ${item.kind === "full" ? item.items.map(({ code }: Diagnostic) => code) : "unchanged"}`,
    );

  test("problems of alloys that are not open, and what changed since", async () => {
    const first = await pullAll();
    assert.deepEqual(shown(first), ["wrong.alloy.json stage/unknown-type"]);

    // The next answer waits until something happens.
    const second = pullAll(first);
    writeFileSync(path.join(folder, "wrong.alloy.json"), WRONG.replace("prun", "prune"));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf("wrong.alloy.json"), type: 2 }],
    });
    assert.deepEqual(shown(await second), [
      "wrong.alloy.json stage/nothing-evaluated,schema/required,schema/required",
    ]);
  });

  for (const [who, spell] of [
    ["VS Code", (uri: string) => URI.parse(uri).toString()],
    ["other clients", (uri: string) => pathToFileURL(URI.parse(uri).fsPath).href],
  ] as const) {
    test(`an alloy is the same one however ${who} spell its URI`, async () => {
      const name = "one (1) of [2], + 'ü'.alloy.json";
      const uri = spell(uriOf(name));
      writeFileSync(path.join(folder, name), WRONG);
      const first = await pullAll();
      assert.equal(first.length, 2);
      const second = pullAll(first.map((item) => ({ ...item, uri: spell(item.uri) })));
      assert.equal((await client.request<unknown[]>("workspace/symbol", { query: "wrong" })).length, 2);
      writeFileSync(path.join(folder, name), RIGHT.replace('"right"', '5, "description": 5'));
      await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri, type: 2 }],
      });
      assert.deepEqual(
        shown(await second).map((line) => line.replace(/.* /, "")),
        ["schema/type,schema/type"],
      );
      assert.equal((await client.request<unknown[]>("workspace/symbol", { query: "wrong" })).length, 1);
    });
  }

  test("an alloy that is gone has no problems", async () => {
    const first = await pullAll();
    rmSync(path.join(folder, "wrong.alloy.json"));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf("wrong.alloy.json"), type: 3 }],
    });
    assert.deepEqual(shown(await pullAll(first)), ["wrong.alloy.json "]);
  });

  test("an open alloy is asked for by itself, and reported again when it is closed", async () => {
    await client.open(uriOf("wrong.alloy.json"), RIGHT);
    const waiting = pullAll();
    await client.close(uriOf("wrong.alloy.json"));
    assert.deepEqual(shown(await waiting), ["wrong.alloy.json stage/unknown-type"]);
  });

  test("many come in parts, when the client wants parts", async () => {
    for (let i = 0; i < 120; i++) writeFileSync(path.join(folder, `many-${i}.alloy.json`), WRONG);
    const parts: number[] = [];
    client.connection.onProgress({ __brand: "x" } as never, "part", (value: unknown) => {
      parts.push((value as WorkspaceDiagnosticReport).items.length);
    });
    const progress: string[] = [];
    client.connection.onProgress({ __brand: "x" } as never, "done", (value: unknown) => {
      progress.push((value as { kind: string }).kind);
    });
    const last = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [],
      partialResultToken: "part",
      workDoneToken: "done",
    });
    assert.deepEqual(progress, ["begin", "report", "report", "end"]);
    assert.deepEqual([...parts, last.items.length], [50, 50, 21]);
  });

  test("alloys are found by name, base model, architecture and stage", async () => {
    const find = async (query: string) =>
      (await client.request<WorkspaceSymbol[]>("workspace/symbol", { query }))
        .map(
          ({ name, containerName, location }) =>
            `${name} in ${containerName}, ${path.basename(location.uri)}`,
        )
        .sort();
    assert.deepEqual(await find("right"), ["right in right, right.alloy.json"]);
    assert.deepEqual(await find("orgba"), ["org/base in wrong, wrong.alloy.json"]);
    assert.equal((await find("qwen2")).length, 2);
    assert.deepEqual(await find("eval"), ["1 eval · humaneval, bbh in right, right.alloy.json"]);
    // For an open document, the content in the editor takes precedence over the file on disk.
    await client.open(uriOf("deep/right.alloy.json"), RIGHT.replace('"right"', '"renamed"'));
    assert.deepEqual(await find("renamed"), ["renamed in renamed, right.alloy.json"]);
    assert.deepEqual(await find("zzz"), []);
  });

  test("links to files that exist, and only to those", async () => {
    const uri = uriOf("deep/right.alloy.json");
    await client.open(uri, RIGHT);
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", {
      textDocument: { uri },
    });
    assert.deepEqual(
      links.map(({ range, target }) => [textIn(RIGHT, range), target]),
      [
        ["org/other", "https://huggingface.co/org/other"],
        ["eval/a.jsonl", uriOf("deep/eval/a.jsonl")],
      ],
    );
  });

  test("a key leads to its place in the vocabulary file", async () => {
    const uri = uriOf("deep/right.alloy.json");
    await client.open(uri, RIGHT);
    const { start } = rangeOf(RIGHT, "benchmarks");
    const [target] = await client.request<Location[]>("textDocument/typeDefinition", {
      textDocument: { uri },
      position: start,
    });
    assert.ok(target);
    const text = readFileSync(new URL(target.uri), "utf8");
    assert.equal(textIn(text, target.range), '"benchmarks"');
    assert.match(text.split("\n").slice(0, target.range.start.line).join("\n"), /"eval": \{[^}]*$|"eval"/);
  });

  test("problems of configurations and domain files that are not open", async () => {
    mkdirSync(path.join(folder, ".forge-alloy/domains"), { recursive: true });
    const suppression = {
      code: "stage/unknown-type",
      reason: "so",
      files: ["wrong.alloy.json"],
      pointer: "",
    };
    const write = (text: string) => writeFileSync(path.join(folder, ".forge-alloy/config.json"), text);
    write(JSON.stringify({ suppressions: [suppression, { ...suppression, files: ["deep/*"] }] }));
    writeFileSync(path.join(folder, ".forge-alloy/domains/lab.json"), "{");
    const first = await pullAll();
    assert.deepEqual(shown(first).sort(), [
      "config.json configuration/unused-suppression",
      "lab.json json/syntax",
    ]);
    // The configuration is fixed on disk.
    write("{}");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(".forge-alloy/config.json"), type: 2 }],
    });
    assert.deepEqual(shown(await pullAll(first)).sort(), [
      "config.json ",
      "lab.json json/syntax",
      "wrong.alloy.json stage/unknown-type",
    ]);
  });

  test("JSON files that are no alloys are left alone, whatever an editor sends", async () => {
    const open = (name: string, languageId: string) =>
      client.connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: uriOf(name), languageId, version: 1, text: WRONG },
      });
    await open("package.json", "json");
    assert.deepEqual(await client.pull(uriOf("package.json")), []);
    await open("other.alloy.json", "json");
    assert.equal((await client.pull(uriOf("other.alloy.json"))).length, 1);
    await open("unnamed", "forge-alloy");
    assert.equal((await client.pull(uriOf("unnamed"))).length, 1);
  });

  test("folders come and go", async () => {
    const other = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    writeFileSync(path.join(other, "late.alloy.json"), WRONG);
    let items = await pullAll();
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ name: "o", uri: fileUri(other) }], removed: [] },
    });
    // A client asks again at once, with what it has.
    for (let i = 0; i < 3 && !shown(items).includes("late.alloy.json stage/unknown-type"); i++)
      items = [...items, ...(await pullAll(items))];
    assert.ok(shown(items).includes("late.alloy.json stage/unknown-type"));
    rmSync(other, { recursive: true });
  });
});
