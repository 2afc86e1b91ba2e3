/** Clients that cancel, leave, share a folder, or talk nonsense. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { BIN, FIXABLE, GOOD } from "../cli/support.js";
import { connect, ERAS, folder, read, withServers, write } from "./support.js";

suite("mcp connections", () => {
  withServers();

  for (const era of ERAS) {
    test(`long work tells how far it is, in revision ${era}`, async () => {
      weights(3_000_000_000);
      const { call } = await connect({ era });
      const seen: number[] = [];
      const controller = new AbortController();
      const verified = call(
        "verify_alloy",
        { path: "a.alloy.json", modelDir: "." },
        {
          signal: controller.signal,
          onprogress: ({ progress, total }) => {
            assert.ok(total === undefined || progress <= total);
            seen.push(progress);
            controller.abort();
          },
        },
      );
      await assert.rejects(verified);
      assert.ok(seen.length > 0);
      assert.deepEqual(
        seen,
        [...seen].sort((a, b) => a - b),
      );
      // It is not busy with what was canceled.
      assert.equal((await call("check_alloy", { text: GOOD })).data.summary.errors, 0);
    });
  }

  test("a batch can be canceled between two alloys", async () => {
    for (let i = 0; i < 300; i++) write(`models/${i}.alloy.json`, GOOD);
    const { call } = await connect();
    const controller = new AbortController();
    const batch = call(
      "evaluate_gate",
      { path: "models" },
      { signal: controller.signal, onprogress: () => controller.abort() },
    );
    await assert.rejects(batch);
    assert.equal((await call("check_alloy", { text: GOOD })).data.summary.errors, 0);
  });

  test("two agents in one folder do not undo each other's changes", async () => {
    write("a.alloy.json", FIXABLE);
    const [one, two] = await Promise.all([connect(), connect()]);
    const edit = (value: string) => [{ op: "add", pointer: `/tags`, value: [value] }];
    await one.call("fix_alloy", { path: "a.alloy.json", write: true });
    const args = { path: "a.alloy.json", write: true };
    const answers = await Promise.allSettled([
      one.call("edit_alloy", { ...args, edits: edit("one") }),
      two.call("edit_alloy", { ...args, edits: [{ op: "add", pointer: "/description", value: "two" }] }),
    ]);
    const alloy = JSON.parse(read("a.alloy.json"));
    const done = answers.map(({ status }) => status === "fulfilled");
    // A change that was reported is there, unless the other one was made on top of it and kept it.
    assert.ok(done.some(Boolean));
    if (done[0]) assert.deepEqual(alloy.tags, ["one"]);
    if (done[1]) assert.equal(alloy.description, "two");
  });

  test("standard output carries messages only, whatever comes in", async () => {
    const server = started();
    const lines: string[] = [];
    let rest = "";
    server.stdout.on("data", (chunk) => {
      rest += chunk;
      const parts = rest.split("\n");
      rest = parts.pop() as string;
      lines.push(...parts);
    });
    const wait = async (count: number) => {
      while (lines.length < count) await once(server.stdout, "data");
    };
    server.stdin.write("nonsense\n\n{}\n[1]\n");
    server.stdin.write(`${message(1, "initialize", INITIALIZE)}\n`);
    await wait(1);
    server.stdin.write(
      `${message(2, "tools/call", { name: "check_alloy", arguments: { text: '{"a": ' } })}\n`,
    );
    await wait(2);
    server.stdin.write(`${message(3, "no/such/method", {})}\n`);
    await wait(3);
    server.stdin.end();
    const [code] = await once(server, "exit");
    assert.equal(code, 0);
    assert.equal(rest, "");
    for (const line of lines) assert.equal(JSON.parse(line).jsonrpc, "2.0");
  });

  test("ends when the client is gone, also in the middle of an answer", async () => {
    const server = started();
    server.stdin.write(`${message(1, "initialize", INITIALIZE)}\n`);
    await once(server.stdout, "data");
    server.stdout.destroy();
    server.stdin.write(`${message(2, "tools/list", {})}\n`);
    const [code] = await once(server, "exit");
    assert.equal(code, 141); // as of any command whose reader is gone
  });

  test("takes no arguments, and describes itself", async () => {
    const { stdout, exited } = finished("mcp", "--help");
    assert.equal(await exited, 0);
    assert.match(stdout(), /Model Context Protocol/);
  });
});

const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "test", version: "1" },
};

function message(id: number, method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

function started(): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [BIN, "mcp"], { cwd: folder });
}

function finished(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  return { stdout: () => out, exited: once(child, "close").then(([code]) => code as number) };
}

/** An alloy with weights of so many bytes, which take no room on the disk. */
function weights(bytes: number): void {
  const file = openSync(path.join(folder, "model.safetensors"), "w");
  writeSync(file, "x");
  ftruncateSync(file, bytes);
  closeSync(file);
  const fileHashes = [{ filename: "model.safetensors", sha256: "0".repeat(64), size: bytes }];
  write(
    "a.alloy.json",
    GOOD.replace('"stages"', `"results": ${JSON.stringify({ integrity: { fileHashes } })}, "stages"`),
  );
}
