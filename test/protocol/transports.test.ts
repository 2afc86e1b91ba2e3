/** Every way to talk to the server, and its end when the one who talks is gone. */
import assert from "node:assert/strict";
import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import {
  createClientPipeTransport,
  createProtocolConnection,
  generateRandomPipeName,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  type PublishDiagnosticsParams,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { SERVER } from "./client.js";

/** Initializes, opens a wrong alloy, waits for its diagnostics, and ends the session as clients do. */
async function converse(reader: MessageReader, writer: MessageWriter, server: ChildProcess): Promise<void> {
  const connection = createProtocolConnection(reader, writer);
  const published = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.onNotification("textDocument/publishDiagnostics", resolve);
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  assert.ok(capabilities.hoverProvider);
  await connection.sendNotification("initialized", {});
  const textDocument = { uri: "file:///a.alloy.json", languageId: "forge-alloy", version: 1, text: "{" };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
  assert.ok((await published).diagnostics.length > 0);
  const ended = once(server, "exit");
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.deepEqual((await ended)[0], 0);
  connection.dispose();
}

suite("transports", () => {
  let server: ChildProcess;
  teardown(() => server.kill("SIGKILL"));

  test("--stdio", async () => {
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin && server.stdout);
    await converse(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin), server);
  });

  test("--node-ipc", async () => {
    server = fork(SERVER, ["--node-ipc"]);
    await converse(new IPCMessageReader(server), new IPCMessageWriter(server), server);
  });

  for (const form of [(port: number) => [`--socket=${port}`], (port: number) => ["--socket", String(port)]]) {
    test(form(9999).join(" ").replace("9999", "PORT"), async () => {
      const listener = createServer().listen(0, "127.0.0.1");
      await once(listener, "listening");
      const address = listener.address();
      assert.ok(address && typeof address === "object");
      server = spawn(process.execPath, [SERVER, ...form(address.port)], { stdio: "inherit" });
      const [socket] = (await once(listener, "connection")) as [Socket];
      await converse(new SocketMessageReader(socket), new SocketMessageWriter(socket), server);
      socket.destroy();
      listener.close();
    });
  }

  test("--pipe=NAME", async () => {
    const name = generateRandomPipeName();
    const transport = await createClientPipeTransport(name);
    server = spawn(process.execPath, [SERVER, `--pipe=${name}`], { stdio: "inherit" });
    const [reader, writer] = await transport.onConnected();
    await converse(reader, writer, server);
  });

  test("ends when its client is gone, though the line stays open", async () => {
    const client = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin && server.stdout);
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    await connection.sendRequest("initialize", { processId: client.pid, rootUri: null, capabilities: {} });
    const ended = once(server, "exit");
    client.kill("SIGKILL");
    await ended;
    connection.dispose();
  });

  test("ends when its parent dies and leaves the line open to nobody", async () => {
    const program = `
      const { spawn } = require("node:child_process");
      const server = spawn(process.execPath, [${JSON.stringify(SERVER)}, "--stdio"], { stdio: ["pipe", "ignore", "ignore"] });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    server = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    assert.ok(server.stdout);
    const [printed] = await once(server.stdout, "data");
    const pid = Number(String(printed));
    process.kill(pid, 0); // it is there
    server.kill("SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test("a port where nobody listens is a sentence, not a stack trace", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    assert.ok(address && typeof address === "object");
    listener.close();
    await once(listener, "close");
    server = spawn(process.execPath, [SERVER, `--socket=${address.port}`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    server.stderr?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    const [code] = await once(server, "close");
    assert.equal(code, 2);
    assert.match(said, /nothing is listening/);
    assert.ok(!said.includes("    at "), said);
  });

  test("arguments that make no sense are a sentence, too", () => {
    for (const arg of ["--socket", "--socket=99999", "--socket=abc", "--loud"]) {
      const { status, stderr } = spawnSync(process.execPath, [SERVER, arg], { encoding: "utf8" });
      assert.equal(status, 2, arg);
      assert.match(stderr, /^[^\n]+--help lists the transports\.\n$/);
    }
  });
});

/** Clients hold on to the line in different ways; the server must let go in all of them. */
suite("the end of the one who talks", () => {
  let server: ChildProcess;
  teardown(() => server.kill("SIGKILL"));

  const initialize = (processId: number | undefined) => ({ processId, rootUri: null, capabilities: {} });

  /** The server on a socket or pipe, initialized by this process, which lives on. */
  async function overSocket(
    form: (address: string | number) => string,
    at: string | number,
  ): Promise<Socket> {
    const listener = createServer();
    if (typeof at === "number") listener.listen(at, "127.0.0.1");
    else listener.listen(at);
    await once(listener, "listening");
    const address = listener.address();
    assert.ok(address);
    const connecting = once(listener, "connection");
    server = spawn(process.execPath, [SERVER, form(typeof address === "string" ? address : address.port)], {
      stdio: "inherit",
    });
    const [socket] = (await connecting) as [Socket];
    listener.close();
    const connection = createProtocolConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    connection.listen();
    await connection.sendRequest("initialize", initialize(process.pid));
    return socket;
  }

  const LINES: Record<string, () => Promise<Socket>> = {
    "--socket": () => overSocket((port) => `--socket=${port}`, 0),
    "--pipe": () => overSocket((name) => `--pipe=${name}`, generateRandomPipeName()),
  };
  for (const [name, open] of Object.entries(LINES)) {
    for (const end of ["end", "destroy"] as const) {
      test(`${name}: the line is cut (${end}), and the client lives on`, async () => {
        const socket = await open();
        const ended = once(server, "exit");
        socket[end]();
        assert.deepEqual(await ended, [1, null]);
      });
    }
  }

  test("--stdio: the line is cut, and the client lives on", async () => {
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin && server.stdout);
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    await connection.sendRequest("initialize", initialize(process.pid));
    const ended = once(server, "exit");
    server.stdin.destroy();
    assert.deepEqual(await ended, [1, null]);
  });

  test("--node-ipc: the line is cut, and the client lives on", async () => {
    server = fork(SERVER, ["--node-ipc"]);
    const connection = createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
    connection.listen();
    await connection.sendRequest("initialize", initialize(process.pid));
    const ended = once(server, "exit");
    server.disconnect();
    assert.deepEqual(await ended, [1, null]);
  });

  /** A client of its own process, which starts a server, says which, initializes it, and waits to be killed. */
  const PARENTS: Record<string, string> = {
    "--stdio": `
      const server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
      const line = Promise.resolve([server.stdin, server.stdout]);`,
    "--node-ipc": `
      const server = fork(SERVER, ["--node-ipc"]);
      const line = undefined;
      server.send(JSON.parse(INITIALIZE));
      server.once("message", () => console.log(server.pid));`,
    "--socket": `
      const listener = createServer().listen(0, "127.0.0.1", () => {
        server = spawn(process.execPath, [SERVER, "--socket=" + listener.address().port]);
      });
      let server;
      const line = once(listener, "connection").then(([socket]) => [socket, socket]);`,
    "--pipe": `
      const listener = createServer().listen(NAME, () => {
        server = spawn(process.execPath, [SERVER, "--pipe=" + NAME]);
      });
      let server;
      const line = once(listener, "connection").then(([socket]) => [socket, socket]);`,
  };
  for (const [name, start] of Object.entries(PARENTS)) {
    test(`${name}: the client is killed`, async () => {
      const program = `
        const { fork, spawn } = require("node:child_process");
        const { once } = require("node:events");
        const { createServer } = require("node:net");
        const SERVER = ${JSON.stringify(SERVER)};
        const NAME = ${JSON.stringify(generateRandomPipeName())};
        const INITIALIZE = JSON.stringify({
          jsonrpc: "2.0", id: 1, method: "initialize",
          params: { processId: process.pid, rootUri: null, capabilities: {} },
        });
        ${start}
        line?.then(([input, output]) => {
          input.write("Content-Length: " + INITIALIZE.length + "\\r\\n\\r\\n" + INITIALIZE);
          output.once("data", () => console.log(server.pid));
        });
        setInterval(() => {}, 1000);`;
      const parent = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
      server = parent;
      assert.ok(parent.stdout);
      const pid = Number(String((await once(parent.stdout, "data"))[0]));
      assert.ok(isAlive(pid));
      parent.kill("SIGKILL");
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
    });
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
