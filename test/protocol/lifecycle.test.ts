/** When a client may say what, and what it hears when it says it at another time, or in no words at all. */
import assert from "node:assert/strict";
import { RawClient } from "./raw.js";

const URI = "file:///a.alloy.json";
const AT = { textDocument: { uri: URI }, position: { line: 0, character: 0 } };
const INITIALIZE = { processId: null, rootUri: null, capabilities: {} };

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
const NOT_INITIALIZED = -32002;

suite("the life of a session", () => {
  let client: RawClient;
  setup(() => {
    client = new RawClient();
  });
  teardown(() => client.process.kill("SIGKILL"));

  test("nothing is answered before initialize, and everything after it", async () => {
    assert.equal(await client.codeOf("textDocument/hover", AT), NOT_INITIALIZED);
    assert.equal(await client.codeOf("no/such/method"), NOT_INITIALIZED);
    assert.equal(await client.codeOf("shutdown"), NOT_INITIALIZED);
    client.open(URI, "{");
    for (const params of [undefined, null, 5, [], { capabilities: 5 }, { capabilities: {}, processId: "1" }])
      assert.equal(await client.codeOf("initialize", params), INVALID_PARAMS);
    assert.ok((await client.request("initialize", INITIALIZE)).result);
    assert.equal(await client.codeOf("initialize", INITIALIZE), INVALID_REQUEST);
    // What was opened too early is not open.
    assert.deepEqual((await client.request("textDocument/diagnostic", AT)).result, {
      kind: "full",
      items: [],
    });
    assert.equal(await client.codeOf("no/such/method", {}), METHOD_NOT_FOUND);
    assert.equal(await client.codeOf("__proto__", {}), METHOD_NOT_FOUND);
    assert.equal(await client.codeOf("$/unknown"), METHOD_NOT_FOUND);
    client.notify("$/unknown");
    await client.stop();
  });

  test("what was answered arrives, however soon the session ends and whoever still waits", async () => {
    await client.request("initialize", INITIALIZE);
    for (let i = 0; i < 20; i++) client.ask("workspace/diagnostic", { previousResultIds: [] });
    const id = client.ask("shutdown");
    client.notify("exit");
    assert.deepEqual(await client.exited, [0, null]);
    assert.equal((await client.answerTo(id)).result, null);
  });

  test("nothing is answered after shutdown", async () => {
    await client.request("initialize", INITIALIZE);
    assert.equal((await client.request("shutdown")).result, null);
    for (const method of ["textDocument/hover", "shutdown", "no/such/method"])
      assert.equal(await client.codeOf(method, AT), INVALID_REQUEST);
    assert.equal(await client.codeOf("initialize", INITIALIZE), INVALID_REQUEST);
    client.notify("exit");
    assert.deepEqual(await client.exited, [0, null]);
  });

  for (const [name, code, talk] of [
    ["without a word", 1, async () => {}],
    ["without shutdown", 1, async () => void (await client.request("initialize", INITIALIZE))],
  ] as const) {
    test(`exit ${name} ends with ${code}`, async () => {
      await talk();
      client.notify("exit");
      assert.deepEqual(await client.exited, [code, null]);
      assert.equal(client.stderr, "");
    });
  }

  for (const [name, end] of [
    ["in the middle of a session", async () => {}],
    ["after shutdown", async () => void (await client.request("shutdown"))],
  ] as const) {
    test(`input that ends ${name} ends the server`, async () => {
      await client.request("initialize", INITIALIZE);
      await end();
      client.process.stdin?.end();
      assert.deepEqual(await client.exited, [name === "after shutdown" ? 0 : 1, null]);
    });
  }
});

suite("what is no message", () => {
  let client: RawClient;
  setup(async () => {
    client = await RawClient.initialized();
  });
  teardown(() => client.process.kill("SIGKILL"));

  test("JSON that says something else is refused, and the session goes on", async () => {
    const odd = [5, "text", null, true, [], {}, [{ jsonrpc: "2.0", id: 1, method: "shutdown" }]];
    const ids = [{}, true, null, []].map((id) => ({ jsonrpc: "2.0", id, method: "textDocument/hover" }));
    for (const message of [...odd, ...ids, { method: 5, id: "x" }, { method: { a: 1 } }])
      client.send(message);
    await client.request("textDocument/hover", AT);
    const refused = client.answers.filter(({ id }) => id === null);
    assert.equal(refused.length, 13);
    for (const { error } of refused) assert.equal(error?.code, INVALID_REQUEST);
    await client.stop();
  });

  test("answers to questions nobody asked, and cancellations of nothing, are left alone", async () => {
    for (const id of [0, 1, -5, 1e300, "x", null]) {
      client.send({ jsonrpc: "2.0", id, result: {} });
      client.send({ jsonrpc: "2.0", id, error: { code: 5, message: "no" } });
      client.send({ jsonrpc: "2.0", id, error: null });
      client.notify("$/cancelRequest", { id });
    }
    for (const params of [undefined, null, {}, [], { id: null }, { id: {} }, "1"])
      client.notify("$/cancelRequest", params);
    assert.equal((await client.request("textDocument/hover", AT)).result, null);
    await client.stop();
  });

  test("parameters that are nested very deep are invalid ones", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const write = (fields: string) => {
      const body = `{"jsonrpc": "2.0", ${fields}, "params": ${deep}}`;
      client.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    };
    write('"method": "forgeAlloy/trusted"');
    write('"id": "deep", "method": "textDocument/hover"');
    assert.equal((await client.request("textDocument/hover", AT)).result, null);
    assert.equal(client.answers.find(({ id }) => id === "deep")?.error?.code, INVALID_PARAMS);
    assert.deepEqual(client.errors, [
      "The client sent forgeAlloy/trusted with invalid parameters. The notification was ignored.",
    ]);
    await client.stop();
  });

  test("a body that is no JSON is refused, and the session goes on", async () => {
    for (const body of ["", "{", "NaN", '{"jsonrpc": "2.0", "id": NaN}', "\0", '{"id": 1,}'])
      client.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    assert.equal((await client.request("textDocument/hover", AT)).result, null);
    const refused = client.answers.filter(({ id }) => id === null);
    assert.deepEqual(new Set(refused.map(({ error }) => error?.code)), new Set([PARSE_ERROR]));
    assert.equal(refused.length, 6);
    await client.stop();
  });

  test("bytes that are no UTF-8 are read as far as they can be", async () => {
    const body = Buffer.concat([
      Buffer.from('{"jsonrpc": "2.0", "id": "odd", "method": "textDocument/hover", "params": {"x": "'),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from('"}}'),
    ]);
    client.write(
      `Content-Length: ${body.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n`,
    );
    client.write(body);
    assert.equal((await client.answerTo("odd")).error?.code, INVALID_PARAMS);
    await client.stop();
  });

  for (const [name, frame] of Object.entries({
    "a length that is no number": "Content-Length: many\r\n\r\n",
    "no length": "Content-Type: text/plain\r\n\r\n",
    "an empty header": "\r\n\r\n",
    junk: "GET / HTTP/1.1\r\nHost: nobody\r\n\r\n",
    "no colon": "Content-Length 5\r\n\r\n",
    "a negative length": "Content-Length: -5\r\n\r\n{}{}{}{}",
    "a length of minus one, and another header": "Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}",
    "a length with a word behind it": "Content-Length: 2x\r\n\r\n{}",
    "a length of a terabyte": "Content-Length: 1000000000000\r\n\r\n{}",
    "a length of 1e12": "Content-Length: 1e12\r\n\r\n{}",
    "a length of 400 digits": `Content-Length: ${"9".repeat(400)}\r\n\r\n{}`,
    "a header of 10 MB": `${"X-Nothing: at all\r\n".repeat(500_000)}Content-Length: 2\r\n\r\n{}`,
    "a header line that does not end": "x".repeat(10_000_000),
    "line feeds alone": '{"jsonrpc": "2.0"}\n\n'.repeat(1000),
  })) {
    test(`a frame with ${name} ends the server with one sentence`, async () => {
      client.write(frame);
      client.ask("textDocument/hover", AT);
      assert.deepEqual(await client.exited, [1, null]);
      assert.match(client.stderr, /^Invalid Language Server Protocol message over --stdio: /);
      assert.equal(client.stderr.trimEnd().split("\n").length, 1, client.stderr);
    });
  }

  test("a message that is shorter than it says is waited for, with a word about it", async () => {
    client.write('Content-Length: 1000\r\n\r\n{"jsonrpc": "2.0"}');
    while (!client.stderr.includes("shorter than its Content-Length"))
      await new Promise((resolve) => setTimeout(resolve, 100));
    client.process.stdin?.end();
    assert.deepEqual(await client.exited, [1, null]);
  });

  test("a message in pieces is one message", async () => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: "slow", method: "textDocument/hover", params: AT });
    for (const byte of `Content-Length: ${body.length}\r\n\r\n${body}`) {
      client.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await client.answerTo("slow")).result, null);
    await client.stop();
  });
});
