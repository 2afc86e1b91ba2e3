// A session of 100,000 edits and 10,000 documents opened and closed, over stdio, with the heap of the server measured
// after garbage collection. Fails if the heap grows. After `npm run build`:
//   node --import tsx test/soak/run.ts
//   node --import tsx test/soak/run.ts --edits 1000 --cycles 100   fewer edits and documents
//   node --import tsx test/soak/run.ts --push                      as a client that is sent diagnostics and never pulls them
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { growthIn, type Measurement, soak } from "./soak.js";

const WARM_UP = 0.1;
const MOST_GROWTH = 0.05;

const { values } = parseArgs({
  options: {
    edits: { type: "string", default: "100000" },
    cycles: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    push: { type: "boolean", default: false },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), "forge-alloy-soak-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(2);
console.log(
  "| phase | done | heap, MB | compiled code, MB | external, MB | resident, MB |\n|---|---:|---:|---:|---:|---:|",
);
const found = await soak({
  edits: Number(values.edits),
  cycles: Number(values.cycles),
  warmUp: WARM_UP,
  pulls: !values.push,
  folder,
  seed: Number(values.seed),
  report: ({ phase, count, heap, code, external, resident }) =>
    console.log(`| ${phase} | ${count} | ${[heap, code, external, resident].map(megabytes).join(" | ")} |`),
});
for (const phase of ["edits", "open and close"] satisfies Measurement["phase"][]) {
  const { share } = growthIn(found, phase);
  console.log(`${phase}: ${share >= 0 ? "+" : ""}${(100 * share).toFixed(1)} % after the warm-up`);
  if (share > MOST_GROWTH) process.exitCode = 1;
}
