/** Thousands of requests at once: order, cancellation of some requests, and memory in use afterward. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "../../server/src/testing/property.js";
import { NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { ROOT } from "./client.js";
import { type Incoming, RawClient } from "./raw.js";

const REQUESTS = 10_000;
const CANCELLED = -32800;

const HEAP = path.join(ROOT, "test/protocol/heap.mjs");
const TEXT = readFileSync(path.join(ROOT, "examples/moe-coder.alloy.json"), "utf8");
const URI = "file:///batch.alloy.json";
const textDocument = { uri: URI };
const position = { line: 8, character: 12 };
const range = { start: { line: 0, character: 0 }, end: position };

/** Returns `initialize` parameters of a client that shows symbols as a tree, with values next to names. */
function initializing(more: object = {}): object {
  const textDocument = { documentSymbol: { hierarchicalDocumentSymbolSupport: true } };
  return { processId: null, rootUri: null, capabilities: { textDocument, ...more } };
}

/** Requests that are answered without waiting for anything. */
const AT_ONCE: readonly (readonly [string, object])[] = [
  ["textDocument/hover", { textDocument, position }],
  ["textDocument/documentSymbol", { textDocument }],
  ["textDocument/foldingRange", { textDocument }],
  ["textDocument/semanticTokens/full", { textDocument }],
  ["textDocument/completion", { textDocument, position }],
  ["no/such/method", {}],
  ["textDocument/hover", { textDocument }],
];

const ANY: readonly (readonly [string, object])[] = [
  ...AT_ONCE,
  ["textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } }],
  ["textDocument/diagnostic", { textDocument }],
  ["textDocument/documentLink", { textDocument }],
  ["workspace/symbol", { query: "" }],
  ["forgeAlloy/preview", { textDocument }],
];

suite("batches of requests", () => {
  let client: RawClient;
  teardown(() => client.process.kill("SIGKILL"));

  test("answers come in the order of the requests, refusals among them", async () => {
    client = await RawClient.initialized([], initializing());
    client.open(URI, TEXT);
    // The first answer about a folder waits for its domains to be read; a refusal waits for nothing.
    await client.answerTo(client.ask("textDocument/documentSymbol", { textDocument }));
    client.answers.length = 0;
    const ids = Array.from({ length: 500 }, (_, i) =>
      client.ask(...(AT_ONCE[i % AT_ONCE.length] as (typeof AT_ONCE)[number])),
    );
    await Promise.all(ids.map((id) => client.answerTo(id)));
    assert.deepEqual(
      client.answers.map(({ id }) => id),
      ids,
    );
    await client.stop();
  });

  test("each request sees the edits before it, and none behind it", async () => {
    client = await RawClient.initialized([], initializing());
    client.open(URI, '{"name": "v0"}', 0);
    // The first answer about a folder waits for its domains to be read.
    await client.answerTo(client.ask("textDocument/documentSymbol", { textDocument }));
    const ids: number[] = [];
    for (let version = 1; version <= 300; version++) {
      const contentChanges = [{ text: `{"name": "v${version}"}` }];
      client.notify("textDocument/didChange", { textDocument: { uri: URI, version }, contentChanges });
      ids.push(client.ask("textDocument/documentSymbol", { textDocument }));
    }
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    answers.forEach((answer, index) => {
      assert.match(JSON.stringify(answer.result), new RegExp(`v${index + 1}\\b`));
    });
    await client.stop();
  });

  test("10,000 at once, some cancelled: each is answered once, and memory comes back", async function () {
    skipIf(this, WINDOWS, NO.signals);
    this.timeout(0);
    client = await RawClient.initialized(["--expose-gc", "--import", HEAP], initializing());
    client.open(URI, TEXT);
    await batch(1); // all that is made once is made
    const before = await heapOf(client);
    await batch(2);
    const growth = (await heapOf(client)) / before - 1;
    assert.ok(growth < 0.05, `the heap grew by ${(growth * 100).toFixed(1)} %`);
    assert.deepEqual(client.errors, []);
    await client.stop();
  });

  async function batch(seed: number): Promise<void> {
    client.answers.length = 0;
    const choices = fc.sample(
      fc.record({
        request: fc.constantFrom(...ANY),
        cancelled: fc.integer({ min: 0, max: 3 }),
        back: fc.nat(50),
      }),
      { numRuns: REQUESTS, seed },
    );
    const ids = new Set<number>();
    const cancelled = new Set<number>();
    let last = 0;
    for (const { request, cancelled: chance, back } of choices) {
      last = client.ask(...request);
      ids.add(last);
      if (chance > 0) continue;
      const id = Math.max(last - back, 1);
      client.notify("$/cancelRequest", { id });
      cancelled.add(id);
    }
    while (client.answers.length < REQUESTS) await new Promise((resolve) => setTimeout(resolve, 20));
    await client.request("textDocument/hover", { textDocument, position });
    const answers = client.answers.filter(({ id }) => ids.has(id as number));
    assert.equal(answers.length, REQUESTS);
    assert.equal(new Set(answers.map(({ id }) => id)).size, REQUESTS);
    for (const { id, error } of answers) {
      if (error?.code === CANCELLED) assert.ok(cancelled.has(id as number), `${id} was not cancelled`);
      else assert.ok(!error || [-32601, -32602].includes(error.code), JSON.stringify(error));
    }
    assert.ok(answers.some(({ error }: Incoming) => error?.code === CANCELLED));
  }
});

/** Returns the size of the server's heap after a garbage collection, in bytes. */
async function heapOf(client: RawClient): Promise<number> {
  const before = client.stderr.length;
  client.process.kill("SIGUSR2");
  for (;;) {
    const [, bytes] = /heap (\d+)\n/.exec(client.stderr.slice(before)) ?? [];
    if (bytes) return Number(bytes);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

suite("documents and positions that are not as they should be", () => {
  let client: RawClient;
  teardown(() => client.process.kill("SIGKILL"));

  const change = (version: unknown, contentChanges: object[]) =>
    client.notify("textDocument/didChange", { textDocument: { uri: URI, version }, contentChanges });
  const nameOf = async () => {
    const { result } = await client.request("textDocument/documentSymbol", { textDocument });
    return JSON.stringify(result);
  };

  test("versions that stay or go back, opened twice, closed twice, never opened", async () => {
    client = await RawClient.initialized([], initializing());
    change(1, [{ text: "{" }]);
    client.notify("textDocument/didClose", { textDocument });
    assert.equal(await nameOf(), "[]");
    client.open(URI, '{"name": "first"}', 7);
    for (const version of [7, 3, -1, null, undefined]) {
      change(version, [{ text: `{"name": "v${version}"}` }]);
      assert.match(await nameOf(), new RegExp(`v${version}`));
    }
    client.open(URI, '{"name": "second"}', 1);
    assert.match(await nameOf(), /second/);
    client.notify("textDocument/didClose", { textDocument });
    client.notify("textDocument/didClose", { textDocument });
    assert.equal(await nameOf(), "[]");
    assert.deepEqual(client.errors, []);
    await client.stop();
  });

  for (const [encoding, inSecond] of [
    ["utf-16", 5],
    ["utf-8", 6],
    ["utf-32", 4],
  ] as const) {
    test(`${encoding}: edits outside of the text, the wrong way round, and inside of one character`, async () => {
      client = await RawClient.initialized([], initializing({ general: { positionEncodings: [encoding] } }));
      const at = (line: number, character: number) => ({ line, character });
      const edited = async (text: string, start: object, end: object, put: string) => {
        client.open(URI, text);
        change(2, [{ range: { start, end }, text: put }]);
        const { result } = await client.request("textDocument/formatting", {
          textDocument,
          options: { tabSize: 2, insertSpaces: true },
        });
        assert.ok(Array.isArray(result));
        return nameOf();
      };
      assert.match(await edited('{"name": "a"', at(9, 9), at(1e9, 1e9), "}"), /name/);
      assert.match(await edited('"name": "b"}', at(-5, -5), at(0, 0), "{"), /name/);
      assert.match(await edited('{"name": "xyz"}', at(0, 13), at(0, 10), "back"), /back/);
      // In the middle of the second emoji: its start, or in UTF-16 really between its halves.
      const split = await edited('{"\u{1F600}\u{1F600}": 1}', at(0, inSecond), at(0, inSecond), "|");
      assert.ok(split.includes("|"), split);
      for (const odd of [at(0, 1.5), { line: "0", character: 0 }, { line: null, character: 0 }, {}]) {
        const { error } = await client.request("textDocument/hover", { textDocument, position: odd });
        assert.equal(error?.code, -32602);
      }
      // Invalid edits are ignored, and one error is logged for all of them.
      for (let i = 0; i < 3; i++) change(3, [{ range: { start: at(0, 0.5), end: at(0, 1) }, text: "x" }]);
      assert.ok((await nameOf()).includes("|"));
      assert.equal(client.errors.length, 1);
      assert.match(client.errors[0] as string, /textDocument\/didChange/);
      await client.stop();
    });
  }
});
