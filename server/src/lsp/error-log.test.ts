/** Tests what the client is told when parts of the server fail unexpectedly. */
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import {
  CancellationTokenSource,
  type Connection,
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver/node";
import { bundled } from "../schema/bundled.js";
import type { Registry } from "../schema/registry.js";
import { NO_FILES } from "../testing/files.js";
import type { FileSystem } from "../workspace/file-system.js";
import type { Host } from "./host.js";
import { LifecycleGuard } from "./lifecycle-guard.js";
import { serve } from "./server.js";
import { Session } from "./session.js";

const GOOD = "file:///work/good.alloy.json";
const BAD = "file:///work/bad.alloy.json";
const FINE = '{"name": "a", "domains": ["llm-forge"]}';
/** A domain whose mention makes the vocabularies fail. */
const BROKEN = '{"name": "a", "domains": ["broken"]}';

const REQUEST_FAILED = -32803;
const REQUEST_CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;

const HOST: Host = {
  registry: failingFor("broken"),
  version: "0",
  files: NO_FILES,
  rulePages: undefined,
  vocabularies: undefined,
};

suite("what fails is said once, and the session goes on", () => {
  let connection: Connection;
  let client: ProtocolConnection;
  let errors: string[];
  let details: string[];
  let published: PublishDiagnosticsParams[];
  const stops: (() => void)[] = [];

  teardown(() => {
    for (const stop of stops.splice(0)) stop();
  });

  async function start(
    files: Partial<FileSystem> = {},
    capabilities: object = {},
    host: Partial<Host> = {},
  ): Promise<void> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const writer = new StreamMessageWriter(toClient);
    const { reader, options } = new LifecycleGuard(new StreamMessageReader(toServer), writer);
    connection = createConnection(ProposedFeatures.all, reader, writer, options);
    serve(connection, { ...HOST, ...host, files: { ...NO_FILES, ...files } });
    client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    errors = [];
    details = [];
    published = [];
    client.onNotification("window/logMessage", ({ type, message }) => {
      (type === 1 ? errors : details).push(message);
    });
    client.onNotification("textDocument/publishDiagnostics", (params) => {
      published.push(params);
    });
    client.listen();
    stops.push(() => {
      client.dispose();
      connection.dispose();
    });
    await client.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities,
      workspaceFolders: [{ uri: "file:///work", name: "work" }],
    });
    await client.sendNotification("initialized", {});
  }

  async function open(uri: string, text: string): Promise<void> {
    await client.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "forge-alloy", version: 1, text },
    });
  }

  async function codeOf(request: Promise<unknown>): Promise<number | undefined> {
    try {
      await request;
      return undefined;
    } catch (error) {
      assert.ok(error instanceof ResponseError);
      assert.ok(!error.message.includes("    at "), error.message);
      return error.code;
    }
  }

  const hover = (uri: string) =>
    client.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 2 } });

  test("a request", async () => {
    await start({}, { textDocument: { diagnostic: {} } });
    await open(BAD, BROKEN);
    await open(GOOD, FINE);
    for (let i = 0; i < 3; i++) assert.equal(await codeOf(hover(BAD)), REQUEST_FAILED);
    for (const method of ["textDocument/documentSymbol", "textDocument/codeLens", "textDocument/diagnostic"])
      assert.equal(await codeOf(client.sendRequest(method, { textDocument: { uri: BAD } })), REQUEST_FAILED);
    assert.equal(await codeOf(hover(GOOD)), undefined);
    const hovering = errors.filter((text) => text.includes("textDocument/hover"));
    assert.deepEqual(hovering, [`textDocument/hover failed for ${BAD}: the vocabularies are broken`]);
    for (const text of errors) assert.ok(!text.includes("    at "), text);
    // Where it happened is among the details of the log.
    assert.ok(details.some((text) => text.includes("    at ")));
  });

  test("problems that are published", async () => {
    await start();
    await open(BAD, BROKEN);
    await open(GOOD, '{"name": 5}');
    while (!published.some(({ uri }) => uri === GOOD)) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(!published.some(({ uri }) => uri === BAD));
    assert.ok(errors.some((text) => text.startsWith("Checking failed")));
    assert.equal(await codeOf(hover(GOOD)), undefined);
  });

  test("a notification, and work that nobody waits for", async () => {
    await start();
    const session = new Session(connection, HOST);
    const fail = () => {
      throw new Error("a bug");
    };
    session.onNotification("test/fails", fail);
    for (let i = 0; i < 3; i++) await client.sendNotification("test/fails", { textDocument: { uri: GOOD } });
    session.inBackground("Something", async () => fail());
    await open(GOOD, FINE);
    assert.equal(await codeOf(hover(GOOD)), undefined);
    assert.deepEqual(errors.sort(), ["Something failed: a bug", `test/fails failed for ${GOOD}: a bug`]);
  });

  test("a folder that cannot be walked", async () => {
    await start({
      find: () => {
        throw new Error("no folder");
      },
    });
    await open(GOOD, FINE);
    assert.equal(await codeOf(client.sendRequest("workspace/symbol", { query: "" })), REQUEST_FAILED);
    assert.equal(await codeOf(hover(GOOD)), undefined);
  });

  test("a file of the workspace: the others are reported all the same", async () => {
    const texts: Record<string, string> = { [BAD]: BROKEN, [GOOD]: '{"name": 5}' };
    await start(
      {
        read: async (uri) => (texts[uri] === undefined ? undefined : { text: texts[uri] }),
        async *find() {
          yield* Object.keys(texts);
        },
      },
      { textDocument: { diagnostic: {} } },
    );
    const { items } = await client.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [],
    });
    assert.deepEqual(
      items.map(({ uri }) => uri),
      [GOOD],
    );
    const symbols = await client.sendRequest<unknown[]>("workspace/symbol", { query: "" });
    assert.ok(Array.isArray(symbols));
    assert.ok(errors.some((text) => text.includes(BAD)));
  });

  test("a request that is cancelled while it waits, and one whose text is changed meanwhile", async () => {
    let proceed = () => {};
    const ready = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const read = (uri: string) =>
      uri.startsWith("data:") ? ready.then(() => ({ text: "{}" })) : Promise.resolve(undefined);
    await start({ read }, { textDocument: { diagnostic: {} } }, { vocabularies: "data:/vocabularies" });
    await open(GOOD, FINE);
    const params = {
      textDocument: { uri: GOOD },
      position: { line: 0, character: FINE.indexOf("llm-forge") + 1 },
    };
    const source = new CancellationTokenSource();
    const cancelled = codeOf(client.sendRequest("textDocument/definition", params, source.token));
    const outdated = codeOf(client.sendRequest("textDocument/definition", params));
    assert.equal(await codeOf(hover(GOOD)), undefined);
    source.cancel();
    await client.sendNotification("textDocument/didChange", {
      textDocument: { uri: GOOD, version: 2 },
      contentChanges: [{ text: "{}" }],
    });
    assert.equal(await codeOf(hover(GOOD)), undefined);
    proceed();
    assert.equal(await cancelled, REQUEST_CANCELLED);
    assert.equal(await outdated, CONTENT_MODIFIED);
    assert.deepEqual(errors, []);
  });

  test("files that cannot be read for a reason nobody thought of", async () => {
    let isBroken = true;
    const broken = async () => {
      if (isBroken) throw new Error("the disk is on fire");
      return undefined;
    };
    await start({ read: broken, kind: broken }, { textDocument: { diagnostic: {} } });
    await open(GOOD, FINE);
    const pull = () => client.sendRequest("textDocument/diagnostic", { textDocument: { uri: GOOD } });
    assert.equal(await codeOf(pull()), REQUEST_FAILED);
    assert.equal(await codeOf(hover(GOOD)), undefined);
    assert.ok(errors.some((text) => text.includes("the disk is on fire")));
    // What failed once is tried again.
    isBroken = false;
    assert.equal(await codeOf(pull()), undefined);
  });
});

/** The vocabularies of the product, which fail when they are asked for one domain. */
function failingFor(id: string): Registry {
  return new Proxy(bundled, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (args[0] === id) throw new Error("the vocabularies are broken");
        return value.apply(target, args);
      };
    },
  });
}
