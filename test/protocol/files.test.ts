/** Workspaces with files that are no files, that lead in circles, that go while they are read, and with very many. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { Client } from "./client.js";

const WRONG = '{"name": 5}';
const MANY = 2000;

suite("workspaces with odd files", () => {
  let folder: string;
  let client: Client;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-files-"));
  });
  teardown(() => {
    client.process.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  const start = async () => {
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} } },
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "odd" }],
    });
  };
  const reported = async () => {
    const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [],
    });
    return items.map(({ uri }) => path.basename(uri)).sort();
  };

  test("links in circles, links to nothing, pipes and devices", async function () {
    mkdirSync(path.join(folder, "deep"));
    writeFileSync(path.join(folder, "deep/a.alloy.json"), WRONG);
    try {
      symlinkSync(folder, path.join(folder, "deep/round"));
      symlinkSync("self.alloy.json", path.join(folder, "self.alloy.json"));
      symlinkSync("nowhere", path.join(folder, "dangling.alloy.json"));
      symlinkSync(folder, path.join(folder, "folder.alloy.json"));
      symlinkSync("/dev/zero", path.join(folder, "endless.alloy.json"));
    } catch {
      this.skip(); // where links need rights
    }
    // More than there are threads to read files.
    for (let i = 0; i < 8; i++) spawnSync("mkfifo", [path.join(folder, `pipe${i}.alloy.json`)]);
    await start();
    assert.deepEqual(await reported(), ["a.alloy.json"]);
    assert.ok(await client.request("workspace/symbol", { query: "" }));
    await client.stop();
  });

  test("files that go while they are read", async () => {
    const names = Array.from({ length: 300 }, (_, i) => path.join(folder, `a${i}.alloy.json`));
    for (const name of names) writeFileSync(name, WRONG);
    await start();
    const report = reported();
    for (const name of names.slice(0, 250).reverse()) {
      rmSync(name);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok((await report).length >= 50);
    await client.stop();
  });

  test("while very many are read, an open one is answered, and whoever asked can change their mind", async function () {
    this.timeout(120_000);
    for (let i = 0; i < MANY; i++) writeFileSync(path.join(folder, `a${i}.alloy.json`), WRONG);
    await start();
    const uri = pathToFileURL(path.join(folder, "a0.alloy.json")).href;
    await client.open(uri, WRONG);
    let isDone = false;
    const report = reported().finally(() => {
      isDone = true;
    });
    await client.request("textDocument/hover", {
      textDocument: { uri },
      position: { line: 0, character: 3 },
    });
    assert.ok(!isDone, "the answer waited for the whole workspace");
    assert.equal((await report).length, MANY - 1);
    await client.stop();
  });
});
