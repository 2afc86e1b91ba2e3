/**
 * Anything that a client may send, by chance: each message of the protocol with something wrong in its parameters.
 * `FUZZ_MESSAGES=200000 npm test -- --no-editor --grep "any client"` sends more of them; `FUZZ_SEED=7` sends others.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ClientCapabilities } from "vscode-languageserver/node";
import fc from "../../server/src/testing/property.js";
import { ROOT, withCodeActions } from "./client.js";
import { type Incoming, RawClient } from "./raw.js";

const MESSAGES = Number(process.env.FUZZ_MESSAGES ?? 4000);

/** So many are sent before their answers are waited for. */
const BATCH = 200;
/** In milliseconds. The long run goes on beside other work, where minutes pass before it has its turn. */
const PATIENCE = 600_000;
/** What the server says where a client pauses for ten seconds in the middle of a message, as on a busy machine. */
const PAUSED = "A message over --stdio is shorter than its Content-Length. Waiting for the rest.\n";

const TEXT = readFileSync(path.join(ROOT, "examples/moe-coder.alloy.json"), "utf8");
const SURROGATES = '{"name": "a\u{1F600}b", "é": "\u{1F600}\u{1F600}",\r\n "stages": [{"type": "prune"}]}';
const URI = "file:///fuzz.alloy.json";

const textDocument = { uri: URI };
const position = { line: 8, character: 12 };
const range = { start: { line: 2, character: 0 }, end: { line: 20, character: 4 } };
const options = { tabSize: 2, insertSpaces: true };

/** Every request that the server knows, as it should be. */
const REQUESTS: Readonly<Record<string, object>> = {
  "textDocument/codeAction": { textDocument, range, context: { diagnostics: [], only: ["quickfix"] } },
  "codeAction/resolve": { title: "x", kind: "refactor", data: "1 3 40" },
  "textDocument/codeLens": { textDocument },
  "textDocument/completion": { textDocument, position },
  "completionItem/resolve": { label: "x", data: { list: 1, index: 0 } },
  "textDocument/definition": { textDocument, position },
  "textDocument/diagnostic": { textDocument, previousResultId: "1" },
  "textDocument/documentHighlight": { textDocument, position },
  "textDocument/documentLink": { textDocument },
  "textDocument/documentSymbol": { textDocument },
  "textDocument/foldingRange": { textDocument },
  "textDocument/formatting": { textDocument, options },
  "textDocument/hover": { textDocument, position },
  "textDocument/inlayHint": { textDocument, range },
  "textDocument/inlineCompletion": { textDocument, position, context: { triggerKind: 1 } },
  "inlayHint/resolve": { position, label: "x", data: { list: 1, index: 0 } },
  "textDocument/linkedEditingRange": { textDocument, position },
  "textDocument/onTypeFormatting": { textDocument, position, ch: "\n", options },
  "textDocument/prepareRename": { textDocument, position },
  "textDocument/rangeFormatting": { textDocument, range, options },
  "textDocument/references": { textDocument, position, context: { includeDeclaration: true } },
  "textDocument/rename": { textDocument, position, newName: "other" },
  "textDocument/selectionRange": { textDocument, positions: [position] },
  "textDocument/semanticTokens/full": { textDocument },
  "textDocument/semanticTokens/full/delta": { textDocument, previousResultId: "1" },
  "textDocument/semanticTokens/range": { textDocument, range },
  "textDocument/typeDefinition": { textDocument, position },
  "workspace/diagnostic": { previousResultIds: [{ uri: URI, value: "1" }], partialResultToken: "p" },
  "workspace/executeCommand": { command: "forge-alloy.server.showDocument", arguments: [URI, range] },
  "workspace/symbol": { query: "a" },
  "forgeAlloy/stageForm": { textDocument, index: 0 },
  "forgeAlloy/editParameter": { textDocument, index: 0, stageType: "prune", name: "level", value: "0.2" },
  "forgeAlloy/editStages": { textDocument, action: "move", index: 0, to: 1 },
  "forgeAlloy/compare": { a: { name: "a", uri: URI, text: "{}" }, b: { name: "b", uri: URI, text: "{}" } },
  "forgeAlloy/export": { textDocument, format: "svg" },
  "forgeAlloy/insertableStages": { textDocument, position },
  "forgeAlloy/preview": { textDocument },
  "forgeAlloy/previewStyle": {},
  "forgeAlloy/starterDomain": { id: "lab" },
  "forgeAlloy/effective": { textDocument },
  "forgeAlloy/gate": { textDocument },
  "forgeAlloy/status": { textDocument },
  "forgeAlloy/criteria": { textDocument },
  "forgeAlloy/templates": { uri: URI, name: "x" },
  initialize: { processId: null, rootUri: null, capabilities: {} },
};

const NOTIFICATIONS: Readonly<Record<string, object>> = {
  initialized: {},
  "textDocument/didOpen": { textDocument: { uri: URI, languageId: "forge-alloy", version: 3, text: TEXT } },
  "textDocument/didChange": {
    textDocument: { uri: URI, version: 4 },
    contentChanges: [{ range, text: '"a": [' }, { text: SURROGATES }],
  },
  "textDocument/didSave": { textDocument },
  "textDocument/didClose": { textDocument },
  "workspace/didChangeConfiguration": {
    settings: { forgeAlloy: { rules: { schema: "off" }, domains: ["x"], inlayHints: { gate: false } } },
  },
  "workspace/didChangeWatchedFiles": { changes: [{ uri: "file:///other.alloy.json", type: 1 }] },
  "forgeAlloy/trusted": {},
  "$/setTrace": { value: "off" },
  "window/workDoneProgress/cancel": { token: "x" },
  "$/cancelRequest": { id: "nothing" },
};

const URIS = [
  "untitled:Untitled-1",
  "vscode-remote://ssh-remote+host/home/a.alloy.json",
  "vscode-vfs://github/a/b.alloy.json",
  "git:/a.alloy.json?%7B%22ref%22%3A%22HEAD%22%7D",
  "http://localhost:1/a.alloy.json",
  "a.alloy.json",
  "",
  "file:///%",
  "file:///%E0%A4%A/a.alloy.json",
  "file:///%00.alloy.json",
  "C:\\Users\\a.alloy.json",
  "file:///c%3A/a.alloy.json",
  "file://server/share/a.alloy.json",
  "//nothing/a.alloy.json",
  "1:x",
  "a b:c",
  `file:///${"long/".repeat(20_000)}a.alloy.json`,
  `file:///${"x".repeat(100_000)}.alloy.json`,
  "file:///../../../.forge-alloy/config.json",
  "file:///nowhere/.forge-alloy/domains/lab.json",
  "untitled:.forge-alloy/config.json",
];

const deep = JSON.parse(`${"[".repeat(1000)}${"]".repeat(1000)}`);

const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    Number.MAX_SAFE_INTEGER,
    1e308,
    -1e308,
    "",
    "NaN",
    "\uD800",
    "\0",
    "__proto__",
    [],
    [null],
    [[]],
    {},
    JSON.parse('{"__proto__": {"uri": "file:///a", "line": 1}, "constructor": {"prototype": {}}}'),
    { line: -1, character: -1 },
    { line: 1e9, character: 1e9 },
    { line: 1, character: 1e308 },
    { line: 0, character: 12 },
    { start: range.end, end: range.start },
    deep,
  ),
  fc.constantFrom(...URIS),
  fc.integer({ min: -5, max: 400 }),
  fc.jsonValue({ maxDepth: 2 }),
);

interface Sent {
  readonly method: string;
  readonly params: unknown;
  readonly isRequest: boolean;
  readonly isCancelled: boolean;
}

/** A message with up to two of its parts replaced, or with nothing wrong. */
const message: fc.Arbitrary<Sent> = fc
  .record({
    method: fc.constantFrom(...Object.keys(REQUESTS), ...Object.keys(NOTIFICATIONS)),
    faults: fc.array(fc.record({ place: fc.nat(), value: HOSTILE }), { maxLength: 2 }),
    isCancelled: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  })
  .map(({ method, faults, isCancelled }) => {
    const isRequest = Object.hasOwn(REQUESTS, method);
    let params: unknown = structuredClone(isRequest ? REQUESTS[method] : NOTIFICATIONS[method]);
    for (const { place, value } of faults) params = withFault(params, place, value);
    return { method, params, isRequest, isCancelled };
  });

/** The value with one of its parts, the whole among them, replaced by another one. */
function withFault(value: unknown, place: number, fault: unknown): unknown {
  const places: { holder: Record<string, unknown>; name: string }[] = [];
  const root = { value };
  const collect = (holder: Record<string, unknown>, depth: number) => {
    for (const name of Object.keys(holder)) {
      places.push({ holder, name });
      const part = holder[name];
      if (typeof part === "object" && part !== null && depth < 6)
        collect(part as Record<string, unknown>, depth + 1);
    }
  };
  collect(root, 0);
  const { holder, name } = places[place % places.length] as (typeof places)[number];
  holder[name] = structuredClone(fault);
  return root.value;
}

const ALLOWED = new Set([-32600, -32602, -32800, -32801]);

/** Returns whether an answer is a result, or an error for which the client's request is the cause. */
function isInOrder({ error }: Incoming, { method }: Sent): boolean {
  if (!error) return true;
  // A rename to an invalid name is rejected with an error that has the reason.
  return ALLOWED.has(error.code) || (error.code === -32803 && method === "textDocument/rename");
}

suite("any client", () => {
  let client: RawClient;
  teardown(() => client.process.kill("SIGKILL"));

  for (const encoding of ["utf-16", "utf-8", "utf-32"]) {
    test(`${encoding}: each request is answered once, with a result or with what is wrong`, async function () {
      this.timeout(0);
      const capabilities = {
        general: { positionEncodings: [encoding] },
        textDocument: { diagnostic: {}, inlayHint: {}, semanticTokens: {}, rename: { prepareSupport: true } },
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } },
      };
      client = await RawClient.initialized([], {
        processId: null,
        rootUri: null,
        capabilities: withCodeActions(capabilities as object as ClientCapabilities),
      });
      const count = Math.ceil(MESSAGES / 3);
      const messages = fc.sample(message, { numRuns: count, seed: seedOf(encoding) });
      for (let from = 0; from < count; from += BATCH) {
        client.open(URI, from % (2 * BATCH) === 0 ? TEXT : SURROGATES, from);
        await converse(client, messages.slice(from, from + BATCH));
      }
      assert.deepEqual(
        client.errors.filter((text) => !text.includes("was ignored")),
        [],
      );
      assert.equal(client.stderr.replaceAll(PAUSED, ""), "");
      await client.stop();
    });
  }

  async function converse(client: RawClient, messages: readonly Sent[]): Promise<void> {
    client.answers.length = 0;
    const asked = new Map<number, Sent>();
    for (const sent of messages) {
      if (!sent.isRequest) client.notify(sent.method, sent.params);
      else {
        const id = client.ask(sent.method, sent.params);
        asked.set(id, sent);
        // It waits until something changes.
        if (sent.isCancelled || sent.method === "workspace/diagnostic")
          client.notify("$/cancelRequest", { id });
      }
    }
    await Promise.all([...asked.keys()].map((id) => client.answerTo(id, PATIENCE)));
    assert.equal(client.answers.length, asked.size);
    for (const answer of client.answers) {
      const sent = asked.get(answer.id as number) as Sent;
      assert.ok(isInOrder(answer, sent), `${JSON.stringify(sent).slice(0, 2000)}\n${JSON.stringify(answer)}`);
    }
  }
});

function seedOf(encoding: string): number {
  return Number(process.env.FUZZ_SEED ?? 1) * 100 + encoding.length + encoding.charCodeAt(4);
}
