/** Nobody waits for a hover behind long work of others. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ClientCapabilities, Diagnostic } from "vscode-languageserver/node";
import { Client } from "./client.js";

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
    for (let i = 0; i < 200; i++) writeFileSync(path.join(folder, `a/${i}.alloy.json`), alloy(20));
    client = await Client.start({
      capabilities: PULLS,
      workspaceFolders: [{ name: "w", uri: pathToFileURL(folder).href }],
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
});
