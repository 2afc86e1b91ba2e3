/** What the preview asks for to change an alloy, which only our own client does. */
import assert from "node:assert/strict";
import type { WorkspaceEdit } from "vscode-languageserver/node";
import type { InsertableStage, StageForm } from "../../server/src/lsp/protocol.js";
import { applyEdits, Client } from "./client.js";

const URI = "file:///edited.alloy.json";
const textDocument = { uri: URI };
const ALLOY = `{
  "name": "a",
  "stages": [
    { "type": "prune", "strategy": "entropy", "level": 0.3 },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ]
}
`;

suite("edits in the preview over stdio", () => {
  let client: Client;

  setup(async () => {
    client = await Client.start({ capabilities: { workspace: { applyEdit: true } } });
    await client.open(URI, ALLOY);
  });
  teardown(() => client.stop());

  test("stages to insert: at a place, at a position, or where the phases put them", async () => {
    const places = async (where: object) => {
      const stages = await client.request<InsertableStage[]>("forgeAlloy/insertableStages", {
        textDocument,
        ...where,
      });
      return stages.find(({ label }) => label.startsWith("quant"))?.places ?? [];
    };
    const [only, ...others] = await places({ index: 1 });
    assert.equal(others.length, 0);
    const text = applyEdits(ALLOY, only?.edit.changes?.[URI] ?? []);
    assert.deepEqual(
      JSON.parse(text).stages.map(({ type }: { type: string }) => type),
      ["prune", "quant", "eval"],
    );
    assert.equal((await places({ position: { line: 3, character: 10 } })).length, 3);
    assert.equal((await places({})).length, 1);
    await assert.rejects(places({ index: "1" }));
  });

  test("the parameters of a stage with their diagnostics, and the edit that writes one", async () => {
    const formOf = () => client.request<StageForm | null>("forgeAlloy/stageForm", { textDocument, index: 0 });
    const level = async () => (await formOf())?.fields.find(({ name }) => name === "level");
    assert.deepEqual([(await level())?.value, (await level())?.problems], ["0.3", []]);
    const write = (value: unknown, stageType = "prune") =>
      client.request<WorkspaceEdit | null>("forgeAlloy/editParameter", {
        textDocument,
        index: 0,
        stageType,
        name: "level",
        value,
      });
    const edit = await write("3");
    const text = applyEdits(ALLOY, edit?.changes?.[URI] ?? []);
    assert.equal(text, ALLOY.replace("0.3", "3"));
    await client.change(URI, 2, [{ text }]);
    const [problem, ...others] = (await level())?.problems ?? [];
    assert.deepEqual(others, []);
    assert.equal(problem?.severity, "error");
    assert.match(problem.message, /^"level" must be/);
    assert.equal(await write("0.2", "train"), null);
    await assert.rejects(write(0.2));
    await client.change(URI, 3, [{ text: text.replace("{", "") }]);
    assert.equal(await formOf(), null);
    assert.equal(await write("0.2"), null);
  });
});
