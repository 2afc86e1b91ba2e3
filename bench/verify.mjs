// Compares `forge-alloy verify` with `sha256sum` on the same file, after both have read it once.
// node bench/verify.mjs [--megabytes 2000] [--runs 5]
import { spawnSync } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Highest accepted ratio to the time of `sha256sum`, including process startup. */
const TARGET = 1.15;

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { megabytes: { type: "string", default: "2000" }, runs: { type: "string", default: "5" } },
});
const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-bench-"));

/** @returns {number} seconds */
function time(command, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}

/** Writes a file of random bytes. @returns {string} its SHA-256 */
function makeFile(name, megabytes) {
  const hash = createHash("sha256");
  const block = Buffer.alloc(1_000_000);
  const file = openSync(path.join(folder, name), "w");
  for (let i = 0; i < megabytes; i++) {
    randomFillSync(block);
    hash.update(block);
    writeSync(file, block);
  }
  closeSync(file);
  return hash.digest("hex");
}

try {
  const megabytes = Number(values.megabytes);
  for (const count of [1, 2]) {
    const files = Array.from({ length: count }, (_, i) => `model-${i}.safetensors`);
    const fileHashes = files.map((filename) => ({ filename, sha256: makeFile(filename, megabytes / count) }));
    writeFileSync(
      path.join(folder, "a.alloy.json"),
      JSON.stringify({ results: { integrity: { fileHashes } } }),
    );
    const verify = [
      path.join(ROOT, "server/bin/forge-alloy.js"),
      "verify",
      "a.alloy.json",
      "--model-dir",
      ".",
    ];
    const ours = [];
    const theirs = [];
    for (let run = 0; run < Number(values.runs); run++) {
      theirs.push(time("sha256sum", files));
      ours.push(time(process.execPath, verify));
    }
    const ratio = median(ours) / median(theirs);
    console.log(
      `${count} × ${megabytes / count} MB: forge-alloy verify ${median(ours).toFixed(2)} s, sha256sum ${median(theirs).toFixed(2)} s, ratio ${ratio.toFixed(2)} (target ${TARGET})`,
    );
    if (ratio > TARGET) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
