// node bench/files.mjs [--quick]: how many files a second the command line checks, against ajv-cli with the schema that
// we compose for it, on the same files; and how much memory it takes as their number grows. Writes FILES.md.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../scripts/build.mjs";
import { Failure, main, ROOT } from "../scripts/process.mjs";
import { alloyOf } from "./alloys.mjs";
import { machine } from "./machine.mjs";
import { AJV_CLI, ensurePeers, versionsOf } from "./peers.mjs";
import { short, summaryOf } from "./statistics.mjs";

const BIN = path.join(ROOT, "server/bin/forge-alloy.js");

/** So many different texts; the files are copies of them. */
const TEXTS = 100;

const EFFORT = {
  full: { rounds: 5, throughput: [1000, 10_000], memory: [1000, 10_000, 50_000] },
  quick: { rounds: 3, throughput: [1000], memory: [1000, 5000] },
};

async function bench() {
  const quick = options().quick === true;
  const { rounds, throughput, memory } = quick ? EFFORT.quick : EFFORT.full;
  await ensurePeers();
  await build();
  const here = machine();
  const start = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-bench-"));
  try {
    const texts = Array.from({ length: TEXTS }, (_, i) => alloyOf(3 + (i % 28), i + 1).text);
    const files = new Map(
      [...new Set([...throughput, ...memory])].map((count) => [count, filesIn(folder, count, texts)]),
    );
    const schema = path.join(folder, "schema.json");
    await runNode([BIN, "schema"], { out: schema });
    const speeds = [];
    for (const count of throughput) speeds.push(await speedOf(count, files.get(count), schema, rounds));
    const peaks = [];
    for (const count of memory) peaks.push(await peakOf(count, files.get(count)));
    const text = report(speeds, peaks, {
      machine: here,
      command: `node bench/files.mjs${quick ? " --quick" : ""}`,
      minutes: (Date.now() - start) / 60_000,
      date: new Date(start),
      bytes: texts.reduce((sum, one) => sum + one.length, 0) / TEXTS,
      rounds,
    });
    writeFileSync(path.join(ROOT, "bench/FILES.md"), text);
    console.log(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function options() {
  try {
    return parseArgs({ options: { quick: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Failure(`${error.message}\nUsage: node bench/files.mjs [--quick]`);
  }
}

/** Both tools over the same files, by turns, so that what the machine does meanwhile meets both. */
async function speedOf(count, folder, schema, rounds) {
  // ajv-cli knows no format "date-time" without a plugin, and calls our annotations unknown.
  const ajv = ["validate", "--spec=draft2020", "--strict=false", "--validate-formats=false", "-s", schema];
  const samples = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round++) {
    const ours = await runNode([BIN, "check", folder, "--format", "json"]);
    const peer = await runNode([AJV_CLI, ...ajv, "-d", `${folder}/**/*.json`]);
    if (ours.code !== 0 || peer.code !== 0)
      throw new Failure("A file was found wrong: what is compared must be the same work.");
    if (round === 0) continue; // warms up
    samples.ours.push(ours.ms);
    samples.peer.push(peer.ms);
  }
  return { count, ours: summaryOf(samples.ours).p50, peer: summaryOf(samples.peer).p50 };
}

/** @returns the highest resident memory of a check in MB; undefined where the system does not tell */
async function peakOf(count, folder) {
  const { peakMb } = await runNode([BIN, "check", folder, "--format", "json"]);
  return { count, peakMb };
}

function report(speeds, peaks, { machine, command, minutes, date, bytes, rounds }) {
  const [least, most] = [peaks[0], peaks.at(-1)];
  const growth = least.peakMb && most.peakMb && 100 * (most.peakMb / least.peakMb - 1);
  return `# Many files

<!-- Written by \`node bench/files.mjs\`; changes by hand are lost. -->

| | |
| --- | --- |
${machine.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}
| Date | ${date.toISOString().slice(0, 10)} |
| Command | \`${command}\`, ${minutes.toFixed(1)} minutes |
| Peer | ${versionsOf("ajv-cli", "ajv")}, with the schema of \`forge-alloy schema\` |
| Files | ${TEXTS} different alloys, copied; ${short(bytes / 1000)} kB in the mean |

## Throughput

From the start of the process to its end, medians of ${rounds} runs by turns. \`forge-alloy check --format json\` does more: all of
its rules, where ajv-cli knows the schema alone.

| files | ours, files/s | ajv-cli, files/s | ratio of the times, ours / ajv-cli |
| ---: | ---: | ---: | ---: |
${speeds.map(({ count, ours, peer }) => `| ${count.toLocaleString("en")} | ${short((count * 1000) / ours)} | ${short((count * 1000) / peer)} | ${short(ours / peer)} |`).join("\n")}

## Memory

The highest resident memory of \`forge-alloy check --format json\`.

| files | MB |
| ---: | ---: |
${peaks.map(({ count, peakMb }) => `| ${count.toLocaleString("en")} | ${short(peakMb)} |`).join("\n")}

${growth === undefined ? "This system does not say how much memory a process had." : `From ${least.count.toLocaleString("en")} to ${most.count.toLocaleString("en")} files it grows by ${growth.toFixed(1)} %.`}
`;
}

/** Writes files, a hundred a folder. */
function filesIn(parent, count, texts) {
  const folder = path.join(parent, `n${count}`);
  for (let i = 0; i < count; i++) {
    const at = path.join(folder, String(Math.floor(i / 100)));
    if (i % 100 === 0) mkdirSync(at, { recursive: true });
    writeFileSync(path.join(at, `a${i}.alloy.json`), texts[i % texts.length]);
  }
  return folder;
}

/** @returns {Promise<{ code: number, ms: number, peakMb: number | undefined }>} */
async function runNode(args, { out = "/dev/null" } = {}) {
  const file = openSync(out, "w");
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", file, "inherit"] });
  let peakMb;
  const watch = setInterval(() => {
    peakMb = highWaterMb(child.pid) ?? peakMb;
  }, 20);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const ms = performance.now() - start;
  clearInterval(watch);
  closeSync(file);
  return { code, ms, peakMb };
}

/** The most resident memory that a process ever had, in MB; undefined where the system does not tell. */
function highWaterMb(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

main(bench);
