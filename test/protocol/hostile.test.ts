import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client, fileUri, positionAt, ROOT, SERVER } from "./client.js";

const example = readFileSync(path.join(ROOT, "examples/moe-coder.alloy.json"), "utf8");
const stage = JSON.stringify({
  type: "train",
  domain: "code",
  steps: 200,
  learningRate: "2e-4",
  notes: "x".repeat(60),
});

const TEXTS: Record<string, () => string> = {
  "empty text": () => "",
  null: () => "null",
  "an array": () => "[]",
  "a number": () => "5",
  "10 MB of stages": () => `{"stages": [${Array(80_000).fill(stage).join(",\n")}]}`,
  "10 MB on one line": () => `{"name": "${"x".repeat(10_000_000)}"}`,
  "100,000 open brackets": () => "[".repeat(100_000),
  "100,000 open objects": () => '{"a":'.repeat(100_000),
  "100,000 equal keys": () => `{${'"a":1,'.repeat(100_000)}"a":1}`,
  "a lone surrogate": () => '{"name": "\uD800", "\uDC00": 1}',
  CRLF: () => example.replaceAll("\n", "\r\n"),
  "a byte order mark": () => `\uFEFF${example}`,
  "keys of every object": () =>
    '{"__proto__": {"constructor": 1}, "domains": ["__proto__"], "stages": [{"type": "__proto__"}, {"type": "toString", "hasOwnProperty": 1}], "acceptanceCriteria": {"benchmarks": {"__proto__": {"min": 5}, "constructor": {}}}, "toString": null}',
};

suite("any text over stdio", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start();
  });
  suiteTeardown(() => client.stop());

  async function everyRequest(uri: string, text: string): Promise<void> {
    await client.open(uri, text);
    assert.ok(Array.isArray(await client.pull(uri)));
    const textDocument = { uri };
    for (const offset of [0, 1, Math.floor(text.length / 2), text.length]) {
      // The end of a huge text is a position past its last line: cheap for us, and as good for the server.
      const position =
        text.length < 100_000 || offset < 2 ? positionAt(text, offset) : { line: 1e6, character: 0 };
      const range = { start: position, end: position };
      assert.ok(Array.isArray(await client.request("textDocument/completion", { textDocument, position })));
      await client.request("textDocument/hover", { textDocument, position });
      await client.request("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
      await client.request("textDocument/codeLens", { textDocument });
    }
    await client.close(uri);
  }

  for (const [name, make] of Object.entries(TEXTS)) {
    test(`${name}: every request answers`, async function () {
      this.timeout(120_000);
      await everyRequest("file:///hostile.alloy.json", make());
    });
  }

  test("every truncation of an alloy: every request answers", async function () {
    this.timeout(120_000);
    for (let i = 0; i < 60; i++) {
      await everyRequest(
        `file:///cut-${i}.alloy.json`,
        example.slice(0, Math.floor((i * example.length) / 60)),
      );
    }
  });
});

suite("the server's command line", () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [SERVER, ...args], { encoding: "utf8" });

  test("--version, --help, and a sentence where nothing is said", () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8"));
    assert.equal(run("--version").stdout, `${version}\n`);
    assert.match(run("--help").stdout, /--stdio/);
    const nothing = run();
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /--stdio/);
  });

  test("it ends when its client goes away", async () => {
    const server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "ignore", "ignore"] });
    const exit = once(server, "exit");
    server.stdin.end();
    await exit;
  });
});

suite("a client that does not answer", () => {
  const uri = "file:///w/a.alloy.json";
  const text =
    '{"name": "a", "version": "1.0.0", "tags": null, "source": {"baseModel": "a/b", "architecture": "x"}, "stages": []}';

  test("when it is asked for settings gets the defaults, and its own once it has answered", async () => {
    const client = await Client.start({
      capabilities: { workspace: { configuration: true } },
      workspaceFolders: [{ name: "w", uri: "file:///w" }],
    });
    let answer: (settings: unknown[]) => void = () => {};
    client.connection.onRequest(
      "workspace/configuration",
      () => new Promise((resolve) => (answer = resolve)),
    );
    await client.open(uri, text);
    await client.publishedWhen(uri, (found) => found.some(({ code }) => code === "schema/null"));
    answer([{ rules: { "schema/null": "off" } }]);
    await client.publishedWhen(
      uri,
      (found) => found.length > 0 && found.every(({ code }) => code !== "schema/null"),
    );
    await client.stop();
  });
});

suite("a stranger's workspace that would keep the server busy", () => {
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    mkdirSync(path.join(folder, ".forge-alloy/domains"), { recursive: true });
  });
  teardown(() => rmSync(folder, { recursive: true }));

  async function codesWith(text: string, isTrusted: boolean): Promise<unknown[]> {
    const client = await Client.start({
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
      initializationOptions: { isTrusted },
    });
    const uri = fileUri(path.join(folder, "a.alloy.json"));
    await client.open(uri, text);
    const found = await client.pull(uri);
    await client.stop();
    return found.map(({ code }) => code);
  }

  test("by its configuration: it is read as far as the limits go, trusted or not", async () => {
    const files = Array(1000).fill(`${"{a,b}".repeat(9)}${"x".repeat(800)}`);
    const rules = { "schema/null": "off" };
    const overrides = [
      { files, rules },
      { files: ["{a,b}{.alloy,.x}.json"], rules },
    ];
    writeFileSync(path.join(folder, ".forge-alloy/config.json"), JSON.stringify({ overrides }));
    for (const isTrusted of [false, true]) {
      const codes = await codesWith(example.replace('"name"', '"tags": null, "name"'), isTrusted);
      assert.ok(codes.length > 0 || isTrusted);
      assert.ok(!codes.includes("schema/null"), String(codes));
    }
  });

  test("by a pattern: it is matched in linear time", async () => {
    const properties = {
      s: { type: "string", description: "x.", pattern: "^(a?){99}b$" },
      t: { type: "array", description: "x.", items: { type: "string", description: "x.", pattern: "a*a*b" } },
    };
    const stages = {
      bake: { phase: "transform", summary: "Puts", description: "B.", type: "object", properties },
    };
    const domain = { id: "evil", version: "0.1.0", title: "E", description: "x.", status: "stable", stages };
    writeFileSync(path.join(folder, ".forge-alloy/domains/evil.json"), JSON.stringify(domain));
    const alloy = {
      name: "a",
      version: "1.0.0",
      domains: ["evil"],
      source: { baseModel: "a/b", architecture: "x" },
      stages: [{ type: "bake", s: "a".repeat(40), t: Array(40).fill("a".repeat(1000)) }],
    };
    const codes = await codesWith(JSON.stringify(alloy), true);
    assert.equal(codes.filter((code) => code === "schema/other").length, 41);
  });
});
