/** A server that is busy without end must not outlive its client, and one that comes back must not have missed anything. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Writable } from "node:stream";
import { skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { SERVER } from "./client.js";

/**
 * Keeps the event loop of the server's thread from turning, once there is the file `SPIN_NOW`: for as many milliseconds as
 * it says. Writes what it does to standard error, and also when a thread is started.
 */
const SPIN = `data:text/javascript,${encodeURIComponent(`
  import threads, { BroadcastChannel, isMainThread, Worker } from "node:worker_threads";
  import { readFileSync, rmSync, writeSync } from "node:fs";
  const spin = (time) => { writeSync(2, "busy\\n"); const end = Date.now() + time; while (Date.now() < end); };
  threads.Worker = class extends Worker {
    constructor(...parameters) {
      super(...parameters);
      writeSync(2, "thread\\n");
    }
  };
  const signal = new BroadcastChannel("spin");
  signal.unref();
  if (!isMainThread) signal.onmessage = ({ data }) => spin(data);
  else setInterval(() => {
    let time;
    try {
      time = Number(readFileSync(process.env.SPIN_NOW, "utf8"));
    } catch {
      return;
    }
    rmSync(process.env.SPIN_NOW);
    if (process.argv.includes("--node-ipc")) signal.postMessage(time);
    else spin(time);
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

const HOVER = { textDocument: { uri: "file:///a.alloy.json" }, position: { line: 0, character: 0 } };

const EXIT = framed({ id: 2, method: "shutdown" }) + framed({ method: "exit" });

suite("a server that is busy", function () {
  this.timeout(2 * PATIENCE);
  let server: ChildProcess;
  let input: Writable;
  let output = "";
  let errors = "";
  let folder: string;
  const environment = () => ({ ...process.env, SPIN_NOW: path.join(folder, "spin") });

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-busy-"));
  });
  teardown(() => {
    server?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  async function start(processId: number | null | undefined, way = "--stdio"): Promise<void> {
    output = "";
    errors = "";
    server = spawn(process.execPath, ["--import", SPIN, SERVER, way], {
      stdio: ["pipe", "pipe", "pipe"],
      env: environment(),
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
      env: environment(),
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
  }

  /** Gives the server something that may keep it busy for long. */
  async function openLarge(): Promise<void> {
    const text = `{ "name": "${"x".repeat(200_000)}" }`;
    const textDocument = { uri: "file:///large.alloy.json", languageId: "forge-alloy", version: 1, text };
    input.write(framed({ method: "textDocument/didOpen", params: { textDocument } }));
    await answered(9);
  }

  /** Asks something, and waits until the server has answered it. */
  async function answered(id: number): Promise<void> {
    input.write(framed({ id, method: "textDocument/hover", params: HOVER }));
    await until(() => output.includes(`"id":${id},`));
    await later(500); // A thread that was started by then has begun to watch.
  }

  /** @param time in milliseconds; by default far longer than any test */
  async function makeBusy(time = 1e9): Promise<void> {
    writeFileSync(path.join(folder, "next"), String(time));
    renameSync(path.join(folder, "next"), path.join(folder, "spin"));
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
      await start(process.pid);
      await openLarge();
      await makeBusy();
      await act();
      await isEnded();
    });
  }

  test("ends if it was busy before, even with no large document open", async function () {
    skipIf(this, WINDOWS, UNREAD);
    await start(process.pid);
    await makeBusy(2000);
    await answered(9);
    errors = "";
    await makeBusy();
    input.end();
    await isEnded();
  });

  test("has a thread that watches once there is something to watch", async function () {
    this.retries(4); // on a machine with much to do, the server may count as busy from the start
    await start(process.pid);
    await answered(8);
    assert.equal(errors, "");
    await openLarge();
    assert.equal(errors, "thread\n");
  });

  test("ends when its client dies, though the line stays open", async () => {
    const client = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await start(client.pid);
    await openLarge();
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
    await start(undefined, `--socket=${address.port}`);
    const [socket] = (await once(listener, "connection")) as [Socket];
    input = socket;
    socket.on("data", (chunk) => {
      output += chunk;
    });
    await initialize(null);
    await openLarge();
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
    await start(process.pid);
    await openLarge();
    await makeBusy(4000);
    const ids = Array.from({ length: 100 }, (_, i) => 1000 + i);
    for (const id of ids) {
      const text = framed({ id, method: "textDocument/hover", params: HOVER });
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
    assert.equal(errors, "thread\nbusy\n");
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !condition(); await later(20)) assert.ok(Date.now() < end);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
