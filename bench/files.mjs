// npm run bench:files [-- --quick]: how many files a second the command line checks, against ajv-cli with the schema that
// we compose for it, on the same files; and how much memory it takes as their number grows. Prints a table.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../scripts/build.mjs";
import { main, ROOT } from "../scripts/process.mjs";
import { alloyOf } from "./alloys.mjs";
import { machine } from "./machine.mjs";
import { AJV_CLI, ensurePeers, versionsOf } from "./peers.mjs";
import { short, summaryOf } from "./statistics.mjs";

const BIN = path.join(ROOT, "server/bin/forge-alloy.js");

/** So many different texts; the files are copies of them. */
const TEXTS = 100;

async function bench() {
  const { values } = parseArgs({ options: { quick: { type: "boolean" } } });
  const rounds = values.quick ? 3 : 7;
  const sizes = values.quick ? [1000, 5000] : [1000, 10_000, 50_000];
  await ensurePeers();
  await build();
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-bench-"));
  try {
    const texts = Array.from({ length: TEXTS }, (_, i) => alloyOf(3 + (i % 28), i + 1).text);
    const bytes = texts.reduce((sum, text) => sum + text.length, 0) / TEXTS;
    const schema = path.join(folder, "schema.json");
    await runNode([BIN, "schema"], { out: schema });
    // ajv-cli knows no format "date-time" without a plugin, and calls our annotations unknown.
    const ajv = [
      AJV_CLI,
      "validate",
      "--spec=draft2020",
      "--strict=false",
      "--validate-formats=false",
      "-s",
      schema,
    ];

    for (const [name, value] of machine()) console.log(`${name}: ${value}`);
    console.log(
      `Peer: ${versionsOf("ajv-cli", "ajv")}. Files: ${(bytes / 1000).toFixed(1)} kB in the mean.\n`,
    );
    for (const count of values.quick ? [1000] : [1000, 10_000]) {
      const at = filesIn(path.join(folder, `c${count}`), count, texts);
      const ours = [];
      const theirs = [];
      // By turns, so that what the machine does meanwhile meets both. The first round warms up.
      for (let round = 0; round <= rounds; round++) {
        const own = await runNode([BIN, "check", at, "--format", "json"]);
        const other = await runNode([...ajv, "-d", `${at}/**/*.json`]);
        for (const { code } of [own, other])
          if (code !== 0) throw new Error("A file was found wrong: what is compared must be the same work.");
        if (round === 0) continue;
        ours.push(own.ms);
        theirs.push(other.ms);
      }
      const [own, other] = [summaryOf(ours).p50, summaryOf(theirs).p50];
      console.log(`${count.toLocaleString("en")} files, medians of ${rounds} runs by turns:`);
      console.log(`  forge-alloy check  ${short((count * 1000) / own)} files/s (${short(own)} ms)`);
      console.log(`  ajv-cli            ${short((count * 1000) / other)} files/s (${short(other)} ms)`);
      console.log(`  ratio of times, ours / theirs: ${short(own / other)}\n`);
    }

    console.log("Highest resident memory of forge-alloy check:");
    for (const size of sizes) {
      const { ms, peakMb } = await runNode([
        BIN,
        "check",
        filesIn(path.join(folder, `n${size}`), size, texts),
        "--format",
        "json",
      ]);
      console.log(
        `  ${size.toLocaleString("en").padStart(6)} files  ${short(peakMb)} MB, ${short((size * 1000) / ms)} files/s`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes files, a hundred a folder. */
function filesIn(folder, count, texts) {
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
    peakMb = peakOf(child.pid) ?? peakMb;
  }, 20);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const ms = performance.now() - start;
  clearInterval(watch);
  closeSync(file);
  return { code, ms, peakMb };
}

/** The most resident memory that a process ever had, in MB; undefined where the system does not tell. */
function peakOf(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

main(bench);
