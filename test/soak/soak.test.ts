/** A short run of `test/soak/run.ts`: whatever is kept of an edit or of a closed document shows in the heap. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { growthIn, soak } from "./soak.js";

/** A fraction of what the versions or the documents of this session need, and more than caches and chance. */
const MOST_GROWTH = 4 * 2 ** 20;

suite("a long session", () => {
  let folder: string;
  suiteSetup(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "forge-alloy-soak-"));
  });
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  test("keeps neither versions that were edited nor documents that were closed", async function () {
    this.timeout(300_000);
    const found = await soak({ edits: 1600, cycles: 200, warmUp: 0.5, pulls: true, folder, seed: 1 });
    for (const phase of ["edits", "open and close"] as const) {
      const { bytes } = growthIn(found, phase);
      assert.ok(bytes < MOST_GROWTH, `${phase}: the heap grew by ${bytes} bytes`);
    }
  });
});
