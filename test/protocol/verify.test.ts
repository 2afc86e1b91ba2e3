/** "Verify…" in editors: who is offered it, what it reads, and how long its outcomes hold. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type {
  ClientCapabilities,
  CodeLens,
  Diagnostic,
  Hover,
  WorkDoneProgressReport,
} from "vscode-languageserver/node";
import { WorkDoneProgress } from "vscode-languageserver/node";
import { makeLinks } from "../../server/src/testing/skip.js";
import { Client, fileUri, rangeOf, textIn } from "./client.js";

// The modelHash of the files AAAA and BBBB, and the SHA-256 of "x".
const MODEL = "sha256:870c96a49f82598f77fcde9316b36ecba2a7c2c90360884231b221eb76b90a99";
const X = "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
const SOURCE = "forge-alloy verify";

const ALLOY = `{
  "name": "a",
  "version": "1.0.0",
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }],
  "results": {
    "benchmarks": [{ "name": "humaneval", "score": 60, "samplesPath": "eval/x", "resultHash": "${X}" }],
    "integrity": { "modelHash": "${MODEL}" }
  },
  "receipt": { "cardHash": "${X}", "publications": [] }
}
`;

interface Result {
  readonly verified: number;
  readonly failed: number;
  readonly notVerified: number;
  readonly withheld: { readonly files: number; readonly bytes: number };
  readonly refusal?: string;
}

suite("verify over stdio", () => {
  let outer: string;
  let folder: string;
  let client: Client;
  const uriOf = (name: string) => fileUri(path.join(folder, name));
  const put = (name: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };

  setup(() => {
    outer = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    folder = path.join(outer, "workspace");
    mkdirSync(folder);
    put("model-00001-of-00002.safetensors", "AAAA");
    put("model-00002-of-00002.safetensors", "BBBB");
    put("eval/x", "x");
    put("README.md", "another");
  });

  teardown(async () => {
    await client?.stop();
    rmSync(outer, { recursive: true });
  });

  async function start(
    initializationOptions: object = {},
    capabilities: ClientCapabilities = {},
  ): Promise<string> {
    client = await Client.start({
      capabilities,
      workspaceFolders: [{ name: "w", uri: fileUri(folder) }],
      initializationOptions: { verifyCommand: "verify.me", ...initializationOptions },
    });
    const uri = uriOf("a.alloy.json");
    await client.open(uri, ALLOY);
    return uri;
  }

  const verify = (uri: string, more: object = {}) =>
    client.request<Result>("forgeAlloy/verify", { textDocument: { uri }, ...more });
  const withWeights = () => ({ modelFolder: fileUri(folder) });
  const outcomes = (found: readonly Diagnostic[], text = ALLOY) =>
    found
      .filter(({ source }) => source === SOURCE)
      .map(({ severity, code, range }) => `${severity} ${code} ${textIn(text, range).slice(0, 12)}`);

  async function offered(uri: string): Promise<string[]> {
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    return lenses
      .filter(({ command }) => command?.command === "verify.me")
      .map(({ range, command }) => {
        assert.deepEqual([command?.title, command?.arguments], ["Verify…", [uri]]);
        return textIn(ALLOY, range);
      });
  }

  test("a lens over what states hashes, for clients that have the command, in workspaces that are trusted", async () => {
    const uri = await start({ isTrusted: false });
    assert.deepEqual(await offered(uri), []);
    assert.match((await verify(uri)).refusal ?? "", /not trusted/);
    assert.deepEqual(outcomes(await client.pull(uri)), []);
    await client.connection.sendNotification("forgeAlloy/trusted");
    assert.deepEqual(await offered(uri), ['"receipt"', '"integrity"']);
    assert.equal((await verify(uri)).verified, 1);
    await client.stop();
    await start({ verifyCommand: undefined });
    assert.deepEqual(await offered(uri), []);
  });

  test("outcomes are diagnostics of a source of their own until the text changes", async () => {
    const uri = await start();
    const before = await client.published(uri, 1);
    assert.deepEqual(outcomes(before), []);
    const { refusal, ...counts } = await verify(uri, withWeights());
    assert.equal(refusal, undefined);
    assert.deepEqual(counts, { verified: 2, failed: 1, notVerified: 2, withheld: { files: 0, bytes: 0 } });
    await client.publishedWhen(uri, (found) => outcomes(found).length > 0);
    const all = await client.pull(uri);
    assert.deepEqual(outcomes(all), [
      '3 receiptAlloyHash "receipt"',
      '3 fileHash "integrity"',
      '1 cardHash "cardHash": ',
    ]);
    assert.equal(all.length, before.length + 3);
    assert.ok(all.every(({ message, source }) => source !== SOURCE || !String(message).includes("--")));
    await client.change(uri, 2, [{ range: rangeOf(ALLOY, '"a"'), text: '"b"' }]);
    assert.deepEqual(outcomes(await client.pull(uri)), []);
    assert.deepEqual(outcomes(await client.published(uri, 2)), []);
  });

  test("a client that pulls gets them with the next report, and none after it has closed the alloy", async () => {
    const uri = await start({}, { textDocument: { diagnostic: {} } });
    const pull = (previousResultId?: string) =>
      client.request<{ kind: string; resultId: string; items?: Diagnostic[] }>("textDocument/diagnostic", {
        textDocument: { uri },
        ...(previousResultId !== undefined && { previousResultId }),
      });
    const first = await pull();
    await verify(uri);
    const second = await pull(first.resultId);
    assert.equal(second.kind, "full");
    assert.ok(outcomes(second.items ?? []).includes('1 cardHash "cardHash": '));
    assert.equal((await pull(second.resultId)).kind, "unchanged");
    await client.close(uri);
    await client.open(uri, ALLOY);
    assert.deepEqual(outcomes((await pull()).items ?? []), []);
  });

  test("hover has the definition, and before it the outcome while it holds", async () => {
    const uri = await start();
    const hover = async (text: string) => {
      const { contents } = await client.request<Hover>("textDocument/hover", {
        textDocument: { uri },
        position: rangeOf(ALLOY, text).start,
      });
      return typeof contents === "object" && "value" in contents ? contents.value : String(contents);
    };
    assert.match(await hover('"resultHash"'), /Hash of the file at/);
    await verify(uri, withWeights());
    assert.match(
      await hover('"resultHash"'),
      /^"resultHash" of "humaneval" is verified: SHA-256 of the file\.[\s\S]*Hash of the file at/,
    );
    assert.match(await hover(MODEL), /^"modelHash" is verified: [\s\S]*Model hash: sha256:/);
    assert.match(await hover('"cardHash"'), /^"cardHash" of "README\.md" failed[\s\S]*README\.md/);
    await client.change(uri, 2, [{ range: rangeOf(ALLOY, '"a"'), text: '"b"' }]);
    assert.doesNotMatch(await hover('"resultHash"'), /is verified/);
  });

  test("nothing outside of the workspace is read: by a path, a link, a folder that is named, or a document", async function () {
    writeFileSync(path.join(outer, "x"), "x");
    mkdirSync(path.join(outer, "away"));
    makeLinks(this, () => {
      symlinkSync(path.join(outer, "x"), path.join(folder, "eval/link"));
      symlinkSync(path.join(outer, "away"), path.join(folder, "away"));
    });
    const uri = await start();
    for (const samples of ["../x", "eval/link", "eval/../../x", path.join(outer, "x")]) {
      const other = uriOf(`${encodeURIComponent(samples)}.alloy.json`);
      await client.open(other, ALLOY.replace("eval/x", JSON.stringify(samples).slice(1, -1)));
      assert.equal((await verify(other)).verified, 0, samples);
    }
    for (const away of [path.join(outer, "away"), path.join(folder, "away"), outer]) {
      const { refusal } = await verify(uri, { modelFolder: fileUri(away) });
      assert.match(refusal ?? "", /not in the workspace/, away);
    }
    for (const away of [path.join(outer, "b.alloy.json"), path.join(folder, "away/b.alloy.json")]) {
      const other = fileUri(away);
      await client.open(other, ALLOY);
      assert.match((await verify(other)).refusal ?? "", /not an alloy in a folder of the workspace/, away);
    }
    assert.match((await verify("untitled:a.alloy.json")).refusal ?? "", /not open/);
  });

  test("large files are read only after somebody agreed, with progress", async () => {
    put("eval/large", "");
    truncateSync(path.join(folder, "eval/large"), 100_000_000);
    await start();
    const uri = uriOf("b.alloy.json");
    await client.open(uri, ALLOY.replace("eval/x", "eval/large"));
    const first = await verify(uri);
    assert.deepEqual(first.withheld, { files: 1, bytes: 100_000_000 });
    assert.equal(outcomes(await client.pull(uri)).filter((one) => one.startsWith("3 resultHash")).length, 1);
    const reports: number[] = [];
    client.connection.onProgress(WorkDoneProgress.type, "t", (value) => {
      if (value.kind === "report") reports.push((value as WorkDoneProgressReport).percentage ?? -1);
    });
    const second = await verify(uri, { isUnlimited: true, workDoneToken: "t" });
    assert.deepEqual(second.withheld, { files: 0, bytes: 0 });
    assert.equal(outcomes(await client.pull(uri)).filter((one) => one.startsWith("1 resultHash")).length, 1);
    assert.equal(reports.at(-1), 100);
  });

  test("giving up ends it, and leaves no outcomes", async () => {
    put("eval/large", "");
    truncateSync(path.join(folder, "eval/large"), 20_000_000_000);
    await start();
    const uri = uriOf("b.alloy.json");
    await client.open(uri, ALLOY.replace("eval/x", "eval/large"));
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const cancelling = new CancellationTokenSource();
    const params = { textDocument: { uri }, isUnlimited: true, workDoneToken: "t" };
    const asked = client.connection.sendRequest("forgeAlloy/verify", params, cancelling.token);
    setTimeout(() => cancelling.cancel(), 200);
    await assert.rejects(asked, /cancel/i);
    assert.deepEqual(outcomes(await client.pull(uri)), []);
    // Another one may follow.
    assert.equal((await verify(uri)).withheld.files, 1);
  });

  test("an alloy that cannot be read says why", async () => {
    await start();
    const uri = uriOf("b.alloy.json");
    await client.open(uri, `${ALLOY},`);
    assert.match((await verify(uri)).refusal ?? "", /^it is not valid JSON/);
  });
});
