// Loaded into the server before it starts (`--require`, with `--expose-gc`): says how large its heap is when asked.
const { getHeapCodeStatistics } = require("node:v8");

const COLLECTIONS = 4;

process.on("message", async (message) => {
  if (message !== "heap") return;
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics();
  process.send({ heapUsed, code: code_and_metadata_size + bytecode_and_metadata_size, external, rss });
});
// The server ends when its client does, and not later because of this.
process.channel?.unref();
