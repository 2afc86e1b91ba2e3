/** Workspaces with files that are no files, that lead in circles, that go while they are read, and with very many. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import { makeLinks } from "../../server/src/testing/skip.js";
import { Client, fileUri } from "./client.js";

const WRONG = '{"name": 5}';
const MANY = 2000;
/** In each of the many; all of them are more than one answer has. */
const PROBLEMS = 12;

suite("workspaces with odd files", () => {
  let folder: string;
  let client: Client;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-files-"));
  });
  teardown(() => {
    client?.process.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  const start = async () => {
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} } },
      workspaceFolders: [{ uri: fileUri(folder), name: "odd" }],
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
    makeLinks(this, () => {
      symlinkSync(folder, path.join(folder, "deep/round"));
      symlinkSync("self.alloy.json", path.join(folder, "self.alloy.json"));
      symlinkSync("nowhere", path.join(folder, "dangling.alloy.json"));
      symlinkSync(folder, path.join(folder, "folder.alloy.json"));
      symlinkSync("/dev/zero", path.join(folder, "endless.alloy.json"));
    });
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

  suite("very many", () => {
    const numbers = Array.from({ length: MANY }, (_, i) => i);
    const stages = Array(PROBLEMS).fill('{"type": "trian"}').join(", ");
    const uri = () => fileUri(path.join(folder, "a0.alloy.json"));
    setup(async () => {
      for (const i of numbers)
        writeFileSync(path.join(folder, `a${i}.alloy.json`), `{"name": "alloy ${i}", "stages": [${stages}]}`);
      await start();
      await client.open(uri(), WRONG);
    });

    test("more problems than one answer has come with the answers that follow, each once", async () => {
      const previousResultIds: { uri: string; value: string }[] = [];
      const answers: number[] = [];
      while (previousResultIds.length < MANY - 1) {
        const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
          previousResultIds,
        });
        for (const item of items) {
          assert.ok(item.kind === "full" && item.resultId);
          assert.ok(item.items.length >= PROBLEMS);
          previousResultIds.push({ uri: item.uri, value: item.resultId });
        }
        answers.push(items.length);
      }
      assert.equal(new Set(previousResultIds.map((one) => one.uri)).size, MANY - 1);
      assert.ok(answers.length > 3, `${answers.length} answers`);
      assert.equal(client.log.filter((text) => text.includes("when the client asks again")).length, 1);
      await client.stop();
    });

    test("all problems come in parts to a client that takes them; edits are answered in between", async () => {
      const found = new Set<string>();
      client.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, "parts", ({ items }) => {
        for (const item of items) found.add(item.uri);
      });
      let isDone = false;
      const report = client
        .request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
          previousResultIds: [],
          partialResultToken: "parts",
        })
        .finally(() => {
          isDone = true;
        });
      for (let version = 2; version < 10; version++) {
        await client.change(uri(), version, [{ text: version % 2 ? WRONG : "{}" }]);
        assert.equal(
          (await client.pull(uri())).some(({ code }) => code === "schema/type"),
          version % 2 === 1,
        );
      }
      assert.ok(!isDone, "the edits waited for the whole workspace");
      for (const item of (await report).items) found.add(item.uri);
      assert.equal(found.size, MANY - 1);
      await client.stop();
    });

    test("all symbols are found, the last ones too, and most of them need not be read for many", async () => {
      const symbols = async (query: string) =>
        (await client.request<WorkspaceSymbol[]>("workspace/symbol", { query })).map(({ name }) => name);
      assert.equal((await symbols("trian")).length, 500);
      assert.equal((await symbols("")).length, 500);
      for (const i of [777, MANY - 1]) {
        const found = await symbols(`alloy ${i}`);
        const letters = new RegExp(`alloy.*${[...String(i)].join(".*")}`);
        assert.equal(found.length, numbers.filter((n) => n > 0 && letters.test(`alloy ${n}`)).length);
      }
      await client.stop();
    });

    for (const method of ["workspace/diagnostic", "workspace/symbol"]) {
      test(`whoever asks for ${method} can change their mind`, async () => {
        const cancelled = new CancellationTokenSource();
        const answer = client.connection
          .sendRequest(method, { previousResultIds: [], query: "no such name" }, cancelled.token)
          .then(
            () => "an answer",
            ({ code }) => code,
          );
        // It is being worked on once something that was asked later is answered.
        await client.pull(uri());
        cancelled.cancel();
        assert.equal(await answer, LSPErrorCodes.RequestCancelled);
        await client.stop();
      });
    }
  });
});
