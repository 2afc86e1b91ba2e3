/** Above a size the server has the syntax and the outline only, and says so. */
import assert from "node:assert/strict";
import type { DocumentSymbol } from "vscode-languageserver/node";
import { MAX_CHECKED_LENGTH } from "../../server/src/rules/file/large.js";
import { Client } from "./client.js";
import { EVERYTHING } from "./every-request.js";

const URI = "file:///large.alloy.json";
const HEAD = '{"name": "a", "version": "1.0.0",\n"stages": [{"type": "trian"}],\n"notes": "';

suite("a large document", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start({ capabilities: EVERYTHING });
  });
  suiteTeardown(() => client.stop());

  test("has its syntax errors and its outline, and one message that says what is left out", async () => {
    await client.open(URI, `${HEAD}${"x".repeat(MAX_CHECKED_LENGTH)}"} }`);
    const found = await client.pull(URI);
    assert.deepEqual(
      found.map(({ code, severity, range }) => ({ code, severity, at: range.start })),
      [
        { code: "file/large", severity: 3, at: { line: 0, character: 0 } },
        { code: "json/syntax", severity: 1, at: { line: 2, character: 10 + MAX_CHECKED_LENGTH + 3 } },
      ],
    );
    assert.match(String(found[0]?.message), /5 million characters/);
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri: URI },
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["name", "version", "stages", "notes"],
    );
    const position = { line: 1, character: 14 };
    assert.equal(await client.request("textDocument/hover", { textDocument: { uri: URI }, position }), null);
    await client.close(URI);
  }).timeout(60_000);

  test("is checked in full again once it is short enough", async () => {
    await client.open(URI, `${HEAD}${"x".repeat(MAX_CHECKED_LENGTH)}"}`);
    assert.deepEqual(codesOf(await client.pull(URI)), ["file/large"]);
    const range = { start: { line: 2, character: 10 }, end: { line: 2, character: 10 + MAX_CHECKED_LENGTH } };
    await client.change(URI, 2, [{ range, text: "" }]);
    assert.ok(codesOf(await client.pull(URI)).includes("stage/unknown-type"));
    await client.close(URI);
  }).timeout(60_000);
});

function codesOf(found: readonly { code?: string | number | undefined }[]): unknown[] {
  return found.map(({ code }) => code);
}
