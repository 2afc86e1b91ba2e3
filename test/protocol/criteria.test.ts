/** What the Test Explorer asks for: the criteria of an alloy, open or not. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Range } from "vscode-languageserver/node";
import { Client, fileUri, textIn } from "./client.js";

const TEXT = `{
  "name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}, {"name": "bbh"}]}],
  "acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.8, "anchorDelta": -3}, "bbh": {"min": 0.5}}},
  "results": {"benchmarks": [{"name": "humaneval", "score": 70, "baseScore": 71}]}
}
`;

interface Criteria {
  readonly criteria: readonly { id: string; label: string; state: string; message: string; range: Range }[];
  readonly errors: readonly { message: string; range: Range }[];
  readonly isVerifiable: boolean;
}

suite("forgeAlloy/criteria", () => {
  let folder: string;
  let client: Client;

  setup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    client = await Client.start({ workspaceFolders: [{ name: "w", uri: fileUri(folder) }] });
  });
  teardown(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (uri: string) =>
    client.request<Criteria | null>("forgeAlloy/criteria", { textDocument: { uri } });

  async function closed(text: string): Promise<Criteria | null> {
    writeFileSync(path.join(folder, "a.alloy.json"), text);
    return ask(fileUri(path.join(folder, "a.alloy.json")));
  }

  test("each criterion with its state, its numbers, and its place", async () => {
    const found = await closed(TEXT);
    assert.deepEqual(
      found?.criteria.map(({ label, state, range }) => [label, state, textIn(TEXT, range)]),
      [
        ["humaneval: min 0.8 (80%)", "fail", "0.8"],
        ["humaneval: anchorDelta −3 pp", "pass", "-3"],
        ["bbh: min 0.5 (50%)", "unmeasured", "0.5"],
      ],
    );
    assert.match(found?.criteria[0]?.message ?? "", /score 70% is below the minimum of 80%/);
    assert.equal(new Set(found?.criteria.map(({ id }) => id)).size, 3);
    assert.deepEqual([found?.errors, found?.isVerifiable], [[], false]);
  });

  test("errors of the alloy, and hashes to verify", async () => {
    const broken = TEXT.replace('"eval"', '"evl"').replace(
      '"results": {',
      `"results": {"integrity": {"modelHash": "sha256:${"0".repeat(64)}"}, `,
    );
    const found = await closed(broken);
    assert.equal(found?.isVerifiable, true);
    assert.ok(found?.errors.some(({ range }) => textIn(broken, range) === '"evl"'));
  });

  test("an open alloy as it is in the editor; nothing for what has no criteria", async () => {
    const uri = "file:///open.alloy.json";
    await client.open(uri, TEXT.replace('"score": 70', '"score": 81'));
    assert.equal((await ask(uri))?.criteria[0]?.state, "pass");
    assert.equal(await closed('{"name": "a"}'), null);
    assert.equal(await ask("file:///no/such.alloy.json"), null);
  });
});
