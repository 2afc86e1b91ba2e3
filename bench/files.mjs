// node bench/files.mjs [--quick] [--corpus FOLDER]: what `forge-alloy check` with all rules takes for many files, next to
// Biome's linter, which knows JSON alone, and ajv-cli with the schema that we compose for it; how much memory it takes as
// their number grows; and what one file costs beyond the start of Node.js. Writes FILES.md.
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
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

/** So many different generated texts; the files are copies of them. */
const TEXTS = 100;

const EFFORT = {
  full: { rounds: 5, counts: [1000, 5000, 50_000] },
  quick: { rounds: 3, counts: [1000] },
};

/** Highest accepted ratio of the times, and of the milliseconds beyond `node -e 0`. */
const TARGET = { ratio: 1, memoryMb: 150, startMs: 60 };

async function bench() {
  const { quick = false, corpus } = options();
  const { rounds, counts } = quick ? EFFORT.quick : EFFORT.full;
  await ensurePeers();
  await build();
  const here = machine();
  const start = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-bench-"));
  try {
    const texts =
      corpus === undefined
        ? Array.from({ length: TEXTS }, (_, i) => alloyOf(3 + (i % 28), i + 1).text)
        : alloysIn(corpus);
    const schema = path.join(folder, "schema.json");
    await run(process.execPath, [BIN, "schema"], { out: schema });
    const rows = [];
    for (const count of counts) {
      const files = filesIn(folder, count, texts);
      if (rows.length === 0) await rowOf(count, files, contenders(schema), 1); // warms up
      rows.push(await rowOf(count, files, contenders(schema), rounds));
      rmSync(files, { recursive: true });
    }
    const one = await oneFile(filesIn(folder, 1, texts), rounds);
    const text = report(rows, one, {
      machine: here,
      command: [
        "node bench/files.mjs",
        ...(quick ? ["--quick"] : []),
        ...(corpus ? ["--corpus FOLDER"] : []),
      ],
      minutes: (Date.now() - start) / 60_000,
      date: new Date(start),
      files: `${texts.length} different ${corpus === undefined ? "generated" : "real"} alloys, each with a name of its own; ${short(mean(texts.map(({ length }) => length)) / 1000)} kB in the mean`,
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
    return parseArgs({ options: { quick: { type: "boolean" }, corpus: { type: "string" } } }).values;
  } catch (error) {
    throw new Failure(`${error.message}\nUsage: node bench/files.mjs [--quick] [--corpus FOLDER]`);
  }
}

/** The programs, in the order in which they take turns; each checks the folder that it is started in. */
function contenders(schema) {
  // ajv-cli knows no format "date-time" without a plugin, and calls our annotations unknown.
  const ajv = ["validate", "--spec=draft2020", "--strict=false", "--validate-formats=false", "-s", schema];
  return {
    ours: [process.execPath, [BIN, "check", "--format", "json"]],
    biome: [biome(), ["lint", "--colors=off"]],
    ajv: [process.execPath, [AJV_CLI, ...ajv, "-d", "**/*.json"]],
  };
}

/** The program itself, without the script that looks for it. */
function biome() {
  const require = createRequire(path.join(ROOT, "node_modules/@biomejs/biome/package.json"));
  const name = process.platform === "win32" ? "biome.exe" : "biome";
  return require.resolve(`@biomejs/cli-${process.platform}-${process.arch}/${name}`);
}

/** All programs over the same files, by turns, so that what the machine does meanwhile meets all. */
async function rowOf(count, folder, programs, rounds) {
  const samples = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, [command, args]] of Object.entries(programs)) {
      const result = await run(command, args, { cwd: folder });
      // Real alloys have problems; what a program cannot do at all ends otherwise.
      if (result.code !== 0 && result.code !== 1) throw new Failure(`${name} ended with ${result.code}.`);
      samples[name].push(result);
    }
  }
  const of = (name, key) =>
    summaryOf(samples[name].map((sample) => sample[key]).filter((one) => one !== undefined));
  return Object.fromEntries([
    ["count", count],
    ...Object.keys(programs).map((name) => [
      name,
      { ms: of(name, "ms").p50, cpuMs: of(name, "cpuMs")?.p50, peakMb: of(name, "peakMb")?.p99 },
    ]),
  ]);
}

/** What one file costs beyond the start of Node.js: medians of pairs. */
async function oneFile(folder, rounds) {
  const pairs = [];
  for (let round = 0; round <= 4 * rounds; round++) {
    const empty = await run(process.execPath, ["-e", "0"]);
    const check = await run(process.execPath, [BIN, "check", folder, "--format", "json"]);
    if (round > 0)
      pairs.push({
        node: empty.ms,
        beyond: check.ms - empty.ms,
        beyondCpu: difference(check.cpuMs, empty.cpuMs),
      });
  }
  const of = (key) => summaryOf(pairs.map((pair) => pair[key]).filter((one) => one !== undefined))?.p50;
  return { node: of("node"), beyond: of("beyond"), beyondCpu: of("beyondCpu") };
}

function report(rows, one, { machine, command, minutes, date, files, rounds }) {
  const verdict = (isMet) => (isMet ? "met" : "missed");
  const peak = Math.max(...rows.map(({ ours }) => ours.peakMb ?? 0));
  const ratio = (row, peer) => row.ours.ms / row[peer].ms;
  const cells = (row) =>
    [
      row.count.toLocaleString("en"),
      ...["ours", "biome", "ajv"].map(
        (name) =>
          `${short(row[name].ms / 1000)} (${short(row[name].cpuMs === undefined ? undefined : row[name].cpuMs / 1000)})`,
      ),
      short(ratio(row, "biome")),
      short(ratio(row, "ajv")),
      ...["ours", "biome", "ajv"].map((name) => short(row[name].peakMb)),
    ].join(" | ");
  const isBelow = (peer) => rows.every((row) => ratio(row, peer) <= TARGET.ratio);
  return `# Many files

<!-- Written by \`node bench/files.mjs\`; changes by hand are lost. -->

| | |
| --- | --- |
${machine.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}
| Date | ${date.toISOString().slice(0, 10)} |
| Command | \`${command.join(" ")}\`, ${minutes.toFixed(1)} minutes |
| Peers | Biome ${biomeVersion()} (\`biome lint\`, its recommended rules); ${versionsOf("ajv-cli", "ajv")}, with the schema of \`forge-alloy schema\` |
| Files | ${files} |

From the start of the process to its end: medians of ${rounds} runs by turns, and in parentheses the processor time of all
threads. If *Load before* is not well below the number of processors, other programs ran at the same time: then processor
time and ratios say more than seconds. \`forge-alloy check --format json\` has all rules on. Biome's linter is native code
and knows JSON alone; ajv-cli knows the schema alone.

| files | ours, s | Biome, s | ajv-cli, s | ours ÷ Biome | ours ÷ ajv-cli | ours, MB | Biome, MB | ajv-cli, MB |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${cells(row)} |`).join("\n")}

One file takes ${short(one.beyond)} ms beyond \`node -e 0\`, which takes ${short(one.node)} ms; of processor time, ${short(one.beyondCpu)} ms
more (medians of ${4 * rounds} pairs).

| Target | |
| --- | --- |
| ours ÷ Biome ≤ ${TARGET.ratio} | ${verdict(isBelow("biome"))} |
| ours ÷ ajv-cli ≤ ${TARGET.ratio} | ${verdict(isBelow("ajv"))} |
| highest resident memory ≤ ${TARGET.memoryMb} MB, however many files | ${peak > 0 ? verdict(peak <= TARGET.memoryMb) : "n/a"} |
| one file ≤ ${TARGET.startMs} ms beyond \`node -e 0\` | ${verdict(one.beyond <= TARGET.startMs)} |
`;
}

function biomeVersion() {
  return JSON.parse(readFileSync(path.join(ROOT, "node_modules/@biomejs/biome/package.json"), "utf8"))
    .version;
}

/** The texts of the alloys in a folder and below. */
function alloysIn(folder) {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  const texts = names
    .filter((name) => name.endsWith(".alloy.json") || name.endsWith("forge-alloy.json"))
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
  if (texts.length === 0) throw new Failure(`There is no alloy in ${folder}.`);
  return texts;
}

/** Writes files, a hundred a folder, no two with the same content. */
function filesIn(parent, count, texts) {
  const folder = path.join(parent, `n${count}`);
  for (let i = 0; i < count; i++) {
    const at = path.join(folder, String(Math.floor(i / 100)));
    if (i % 100 === 0) mkdirSync(at, { recursive: true });
    const text = texts[i % texts.length].replace(/("name"\s*:\s*")/, `$1v${i}-`);
    writeFileSync(path.join(at, `a${i}.alloy.json`), text);
  }
  return folder;
}

function difference(a, b) {
  return a === undefined || b === undefined ? undefined : a - b;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @returns {Promise<{ code: number, ms: number, cpuMs: number | undefined, peakMb: number | undefined }>} */
async function run(command, args, { out = "/dev/null", cwd = ROOT } = {}) {
  const file = openSync(out, "w");
  const before = childrenCpuMs();
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", file, out === "/dev/null" ? "ignore" : "inherit"],
  });
  let peakMb;
  const watch = setInterval(() => {
    peakMb = highWaterMb(child.pid) ?? peakMb;
  }, 20);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const ms = performance.now() - start;
  clearInterval(watch);
  closeSync(file);
  const after = childrenCpuMs();
  return {
    code,
    ms,
    cpuMs: before === undefined || after === undefined ? undefined : after - before,
    peakMb,
  };
}

/** Processor time of all children that have ended, in ms; undefined where the system does not tell. */
function childrenCpuMs() {
  try {
    // After the name, which may hold anything: the 14th and 15th of the fields that follow.
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\)\s/s, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) * (1000 / ticksPerSecond());
  } catch {
    return undefined;
  }
}

let ticks;
function ticksPerSecond() {
  ticks ??= Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100;
  return ticks;
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
