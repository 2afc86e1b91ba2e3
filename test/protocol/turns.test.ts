/** A hover does not wait for long work on other requests. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ClientCapabilities, Diagnostic, WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { Client, fileUri } from "./client.js";

const PULLS: ClientCapabilities = { textDocument: { diagnostic: {} } };
const SMALL = "file:///small.alloy.json";
const LARGE = "file:///large.alloy.json";
const stage = '{"type": "train", "domain": "code", "steps": "200", "learnin_rate": 1}';
const alloy = (stages: number) =>
  `{"name": "a", "version": "1.0.0",\n"source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [\n${Array(stages).fill(stage).join(",\n")}]}`;

suite("turns", () => {
  let client: Client;
  let order: string[];
  const noting = async <Result>(name: string, answer: Promise<Result>): Promise<Result> => {
    const result = await answer;
    order.push(name);
    return result;
  };
  const hover = (): Promise<unknown> =>
    noting(
      "hover",
      client.request("textDocument/hover", {
        textDocument: { uri: SMALL },
        position: { line: 0, character: 3 },
      }),
    );

  setup(() => {
    order = [];
  });
  teardown(() => client.stop());

  test("a hover is answered while a large document is checked, which is then checked in full", async () => {
    client = await Client.start({ capabilities: PULLS });
    await client.open(SMALL, alloy(1));
    await hover();
    await client.open(LARGE, alloy(20_000));
    const pulled = noting("check", client.pull(LARGE));
    await hover();
    assert.deepEqual(order, ["hover", "hover"]);
    assert.equal((await pulled).length, 1001);
  });

  test("what is edited while it is checked is checked as it is then", async () => {
    client = await Client.start({ capabilities: PULLS });
    await client.open(LARGE, alloy(20_000));
    const pulls: Promise<Diagnostic[]>[] = [];
    for (let version = 2; version < 20; version++) {
      pulls.push(client.pull(LARGE));
      await client.change(LARGE, version, [
        { range: { start: { line: 0, character: 10 }, end: { line: 0, character: 10 } }, text: "x" },
      ]);
    }
    await Promise.all(pulls);
    const found = await client.pull(LARGE);
    await client.close(LARGE);
    await client.open(LARGE, alloy(20_000).replace('"a"', `"${"x".repeat(18)}a"`));
    const fresh = await client.pull(LARGE);
    assert.deepEqual(
      found.map(({ code, range }) => [code, range]).sort(),
      fresh.map(({ code, range }) => [code, range]).sort(),
    );
  });

  test("hovers are answered while a workspace is checked for sixteen who ask", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    mkdirSync(path.join(folder, "a"));
    for (let i = 0; i < 200; i++) writeFileSync(path.join(folder, `a/${i}.alloy.json`), alloy(1));
    client = await Client.start({
      capabilities: PULLS,
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
    });
    await client.open(SMALL, alloy(1));
    const polls = Array.from({ length: 16 }, () =>
      noting("poll", client.request<{ items: unknown[] }>("workspace/diagnostic", { previousResultIds: [] })),
    );
    for (let i = 0; i < 10; i++) await hover();
    assert.deepEqual(order, Array(10).fill("hover"));
    for (const { items } of await Promise.all(polls)) assert.equal(items.length, 200);
    rmSync(folder, { recursive: true });
  });

  test("a hover waits behind few and short answers about a workspace, not behind all of them", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    for (let i = 0; i < 100; i++) writeFileSync(path.join(folder, `${i}.alloy.json`), alloy(40));
    client = await Client.start({
      capabilities: PULLS,
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
    });
    await client.open(SMALL, alloy(1));
    let answers = 0;
    const longest: number[] = [];
    const poll = async (): Promise<void> => {
      const previousResultIds: { uri: string; value: string }[] = [];
      while (previousResultIds.length < 100) {
        const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
          previousResultIds,
        });
        answers++;
        longest.push(items.reduce((sum, item) => sum + ("items" in item ? item.items.length : 0), 0));
        for (const { uri, resultId } of items) previousResultIds.push({ uri, value: resultId ?? "" });
      }
    };
    let isDone = false;
    const polls = Promise.all(Array.from({ length: 16 }, poll)).finally(() => {
      isDone = true;
    });
    const before: number[] = [];
    while (!isDone) {
      const start = answers;
      await hover();
      before.push(answers - start);
    }
    await polls;
    assert.ok(answers > 50, `${answers} answers`);
    // Those that the client has not read yet, and one that is being written; all sixteen where nothing waits.
    assert.ok(Math.max(...before) <= 8, `a hover waited behind ${Math.max(...before)} answers`);
    assert.ok(Math.max(...longest) < 2000, `an answer had ${Math.max(...longest)} diagnostics`);
    rmSync(folder, { recursive: true });
  });
});
