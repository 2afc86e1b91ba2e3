import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { skipIf, WINE } from "../testing/skip.js";

/** A thread that writes a file again and again, and says what went wrong, but for a file that the other one changed. */
const WRITER = `
  import { parentPort, workerData } from "node:worker_threads";
  import { readFileSync } from "node:fs";
  import { writeText } from "./files.js";
  const { file, text } = workerData;
  let failure;
  for (let i = 0; i < 300; i++) {
    const was = readFileSync(file, "utf8");
    try { writeText(file, { was, text, isNamed: true }); }
    catch (error) { if (!error.message.endsWith("it changed after it was read")) failure = error.message; }
  }
  parentPort.postMessage(failure);
`;

suite("writing files", () => {
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-files-"));
  });
  teardown(() => rmSync(folder, { recursive: true }));

  test("threads that write the same file do not meet", async function () {
    skipIf(this, WINE, "esbuild is a program of the other platform");
    this.timeout(60_000);
    const { outputFiles } = buildSync({
      stdin: { contents: WRITER, resolveDir: path.dirname(fileURLToPath(import.meta.url)) },
      bundle: true,
      platform: "node",
      format: "cjs",
      write: false,
    });
    const file = path.join(folder, `${"a".repeat(240)}.alloy.json`); // nearly as long as a name may be
    writeFileSync(file, "");
    const texts = ["1", "2"].map((digit) => digit.repeat(10_000));
    const failures = await Promise.all(
      texts.map(
        (text) =>
          new Promise((resolve, reject) => {
            const code = outputFiles[0]?.text as string;
            const worker = new Worker(code, { eval: true, workerData: { file, text } });
            worker.once("message", resolve).once("error", reject);
          }),
      ),
    );
    assert.deepEqual(failures, [undefined, undefined]);
    assert.ok(texts.includes(readFileSync(file, "utf8")));
    assert.equal(readdirSync(folder).length, 1);
  });
});
