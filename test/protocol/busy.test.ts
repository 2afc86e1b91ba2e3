/** A server that is busy without end must not outlive its client, and one that comes back must not have missed anything. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Writable } from "node:stream";
import { skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { SERVER } from "./client.js";

/** Keeps the event loop of the server's thread from turning, once there is the file `SPIN_NOW`: for `SPIN` milliseconds. */
const SPIN = `data:text/javascript,${encodeURIComponent(`
  import { BroadcastChannel, isMainThread } from "node:worker_threads";
  import { existsSync, rmSync, writeSync } from "node:fs";
  const spin = () => { writeSync(2, "busy\\n"); const end = Date.now() + Number(process.env.SPIN); while (Date.now() < end); };
  const signal = new BroadcastChannel("spin");
  signal.unref();
  if (!isMainThread) signal.onmessage = spin;
  else setInterval(() => {
    if (!existsSync(process.env.SPIN_NOW)) return;
    rmSync(process.env.SPIN_NOW);
    if (process.argv.includes("--node-ipc")) signal.postMessage("");
    else spin();
  }, 20).unref();
`)}`;

/** It ends when it is no longer busy. */
const UNREAD = "on Windows, a second thread cannot read the input of a busy server";

/** ms; far more than it takes, for a machine with much to do. */
const PATIENCE = 20_000;

function framed(message: object): string {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const EXIT = framed({ id: 2, method: "shutdown" }) + framed({ method: "exit" });

suite("a server that is busy", function () {
  this.timeout(2 * PATIENCE);
  let server: ChildProcess;
  let input: Writable;
  let output = "";
  let errors = "";
  let folder: string;
  const environment = (spin: number) => ({
    ...process.env,
    SPIN: String(spin),
    SPIN_NOW: path.join(folder, "spin"),
  });

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-busy-"));
  });
  teardown(() => {
    server?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  async function start(spin: number, processId: number | null | undefined, way = "--stdio"): Promise<void> {
    output = "";
    errors = "";
    server = spawn(process.execPath, ["--import", SPIN, SERVER, way], {
      stdio: ["pipe", "pipe", "pipe"],
      env: environment(spin),
    });
    server.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    server.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    input = server.stdin as Writable;
    if (processId !== undefined) await initialize(processId);
  }

  async function startOverIpc(processId: number | undefined): Promise<void> {
    errors = "";
    server = spawn(process.execPath, ["--import", SPIN, SERVER, "--node-ipc"], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: environment(1e9),
    });
    server.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    const params = { processId, rootUri: null, capabilities: {} };
    server.send({ jsonrpc: "2.0", id: 1, method: "initialize", params });
    await once(server, "message");
  }

  async function initialize(processId: number | null): Promise<void> {
    const params = { processId, rootUri: null, capabilities: {} };
    input.write(framed({ id: 1, method: "initialize", params }));
    await until(() => output.includes('"id":1'));
    // The thread has been started by then, at the latest.
    await later(1000);
  }

  async function makeBusy(): Promise<void> {
    writeFileSync(path.join(folder, "spin"), "");
    await until(() => errors.includes("busy"));
  }

  async function isEnded(): Promise<void> {
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    assert.match(errors, /The client disconnected/);
  }

  for (const [name, act] of Object.entries({
    "its input ends": async (): Promise<void> => {
      input.end();
    },
    "it is told to exit": async (): Promise<void> => {
      input.write(EXIT);
    },
    "it is told to exit in pieces": async (): Promise<void> => {
      for (const piece of [EXIT.slice(0, 50), EXIT.slice(50, -8), EXIT.slice(-8)]) {
        input.write(piece);
        await later(300);
      }
    },
  })) {
    test(`ends when ${name}`, async function () {
      skipIf(this, WINDOWS, UNREAD);
      await start(1e9, process.pid);
      await makeBusy();
      await act();
      await isEnded();
    });
  }

  test("ends when its client dies, though the line stays open", async () => {
    const client = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await start(1e9, client.pid);
    await makeBusy();
    client.kill("SIGKILL");
    await isEnded();
  });

  test("ends when its client closes the socket", async function () {
    skipIf(this, WINDOWS, UNREAD);
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    assert.ok(address && typeof address === "object");
    await start(1e9, undefined, `--socket=${address.port}`);
    const [socket] = (await once(listener, "connection")) as [Socket];
    input = socket;
    socket.on("data", (chunk) => {
      output += chunk;
    });
    await initialize(null);
    await makeBusy();
    socket.destroy();
    listener.close();
    await isEnded();
  });

  for (const [name, act] of Object.entries({
    "the channel is closed": () => server.disconnect(),
    "it is told to exit": () => {
      server.send({ jsonrpc: "2.0", id: 2, method: "shutdown" });
      server.send({ jsonrpc: "2.0", method: "exit" });
    },
  })) {
    test(`ends over Node's IPC channel when ${name}`, async () => {
      await startOverIpc(process.pid);
      await makeBusy();
      act();
      await isEnded();
    });
  }

  test("ends over Node's IPC channel when its client dies, though the channel stays open", async () => {
    const client = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await startOverIpc(client.pid);
    await makeBusy();
    client.kill("SIGKILL");
    await isEnded();
  });

  test("goes on while its client is there, and answers in order what came meanwhile", async () => {
    await start(4000, process.pid);
    await makeBusy();
    const at = { textDocument: { uri: "file:///a.alloy.json" }, position: { line: 0, character: 0 } };
    const ids = Array.from({ length: 100 }, (_, i) => 1000 + i);
    for (const id of ids) {
      const text = framed({ id, method: "textDocument/hover", params: at });
      // Some in pieces, before, while and after the thread reads, and after the server has come back.
      input.write(text.slice(0, id % 7 === 0 ? 60 : undefined));
      await later(50);
      if (id % 7 === 0) input.write(text.slice(60));
    }
    input.write(framed({ id: 2, method: "shutdown" }));
    await until(() => output.includes('"id":2,'));
    assert.deepEqual(
      [...output.matchAll(/"id":(1\d{3}),/g)].map(([, id]) => Number(id)),
      ids,
    );
    input.write(framed({ method: "exit" }));
    assert.deepEqual(await once(server, "exit"), [0, null]);
    assert.equal(errors, "busy\n");
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !condition(); await later(20)) assert.ok(Date.now() < end);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
