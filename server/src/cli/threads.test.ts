import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { FileCheck, type FileCheckOptions, noCounts } from "./file-check.js";
import { checkAll } from "./threads.js";

const COUNT = 3000;
const OPTIONS: FileCheckOptions = { format: "json", style: { color: false, width: 80 } };

suite("many files", () => {
  test("are taken as results are fetched, in their order", async () => {
    let taken = 0;
    async function* files() {
      for (; taken < COUNT; taken++) yield `${taken}.alloy.json`;
    }
    // Everything is known from an earlier run, so that it is about the order and the number alone.
    const known = { get: (file: string) => ({ output: file, notes: [], counts: noCounts() }), set() {} };
    let fetched = 0;
    let ahead = 0;
    for await (const { output } of checkAll(files(), await FileCheck.open(OPTIONS), OPTIONS, known)) {
      assert.equal(output, `${fetched++}.alloy.json`);
      ahead = Math.max(ahead, taken - fetched);
    }
    assert.equal(fetched, COUNT);
    assert.ok(ahead <= 101 + 32 * availableParallelism(), `${ahead} files ahead`);
  });
});
