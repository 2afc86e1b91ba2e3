/** A thread of `DiskFiles`: hashes files that are open already. */
import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { HashReply, HashRequest } from "./stream-hash.js";

const buffer = Buffer.allocUnsafe(1 << 20);
let hash = createHash("sha256");

parentPort?.on("message", (request: HashRequest) => {
  const reply = handle(request);
  if (reply) parentPort?.postMessage(reply);
});

function handle(request: HashRequest): HashReply | undefined {
  switch (request.kind) {
    case "start":
      hash = createHash("sha256");
      if (request.prefix) hash.update(request.prefix);
      return undefined;
    case "file":
      try {
        readAll(request);
        return { kind: "read" };
      } catch (error) {
        return { kind: "error", code: (error as NodeJS.ErrnoException).code ?? String(error) };
      }
    default:
      return { kind: "digest", hex: hash.digest("hex") };
  }
}

function readAll({ descriptor, size, cells }: Extract<HashRequest, { kind: "file" }>): void {
  for (let total = 0; total <= size; ) {
    const bytes = readSync(descriptor, buffer, 0, buffer.length, null);
    if (bytes === 0) return;
    hash.update(bytes === buffer.length ? buffer : buffer.subarray(0, bytes));
    Atomics.add(cells, 0, BigInt(bytes));
    total += bytes;
  }
}
