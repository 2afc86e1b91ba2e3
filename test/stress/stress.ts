/**
 * Sends texts at the limits through every request of a server over stdio, edits them there, and runs the command line on
 * them; then a workspace with very many of them. Prints the processor time of each, and fails if an answer is an error or
 * a process dies. Every process has the memory that Node has by default on a small machine.
 * `npm run build && node --import tsx test/stress/stress.ts`; an argument such as "50 MB" selects texts by name.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MAX_CHECKED_LENGTH } from "../../server/src/rules/file/large.js";
import { MAX_NODES } from "../../server/src/syntax/limits.js";
import { LineIndex } from "../../server/src/syntax/lines.js";
import { Client, ROOT } from "../protocol/client.js";
import { askEverything, EVERYTHING } from "../protocol/every-request.js";
import { MEMORY, peakMemoryOf, processorTimeOf, processorTimeOfChildren, seconds } from "./measure.js";
import { inWorkspace } from "./workspace.js";

const COMMANDS = [["check"], ["fmt", "--check"], ["gate"], ["show"], ["hash"], ["stats"]];
/** Long enough for the slowest on a busy machine. */
const PATIENCE = 600_000;

const stage = JSON.stringify({
  type: "train",
  domain: "code",
  steps: 200,
  learningRate: "2e-4",
  notes: "x".repeat(60),
});
const alloy = (megabytes: number) =>
  `{"name": "a", "stages": [\n${Array(Math.floor((megabytes * 1e6) / (stage.length + 2)))
    .fill(stage)
    .join(",\n")}\n]}`;
const keys = (count: number, key: (i: number) => string) =>
  `{${Array.from({ length: count }, (_, i) => `"${key(i)}":${i}`).join(",\n")}}`;
const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];

/** So long that all is still checked. */
const BELOW = MAX_CHECKED_LENGTH - 100_000;

/** Of alloys in one workspace. */
const FILES = 100_000;

const TEXTS: Readonly<Record<string, () => string>> = {
  // Below the limit.
  "an alloy just below the limit": () => alloy(BELOW / 1e6),
  "numbers just below the limit": () => `[${"0,".repeat(BELOW / 2)}0]`,
  "numbers, one per line, just below the limit": () => `[${"0,\n".repeat(BELOW / 3)}0]`,
  "1 MB of numbers": () => `[${"0,".repeat(500_000)}0]`,
  "escapes just below the limit": () => `{"name": "${"\\u0041\\n".repeat(BELOW / 8)}"}`,
  "line breaks just below the limit": () => `{"name":${"\n".repeat(BELOW)}"a"}`,
  "one line just below the limit": () => `{"name": "${"x".repeat(BELOW)}"}`,
  "keys of 1 MB, below the limit": () =>
    `{"${"k".repeat(1e6)}":1,"${"a_".repeat(5e5)}":2,"${"k".repeat(1e6)}":3,"stages":[{"type":"train","${"_".repeat(1e6)}x":{}}]}`,
  // At the limits, and beyond.
  "100,000 levels of arrays": () => "[".repeat(100_000) + "]".repeat(100_000),
  "100,000 levels of objects": () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
  "100,000 levels of both": () => `${'[{"a":'.repeat(50_000)}1${"}]".repeat(50_000)}`,
  "100,000 levels, never closed": () => '{"stages":[{"a":'.repeat(50_000),
  "100,000 extra closing braces": () => "[".repeat(200) + "}".repeat(100_000),
  "100,000 duplicate keys": () => keys(100_000, () => "a"),
  "100,000 duplicate known keys": () => keys(100_000, () => "name"),
  "100,000 keys": () => keys(100_000, (i) => `k${i}`),
  "100,000 unknown domains": () =>
    `{"domains":[${Array.from({ length: 100_000 }, (_, i) => `"d${i}"`).join(",")}]}`,
  "20,000 benchmarks": () => {
    const each = (one: (i: number) => string) => Array.from({ length: 20_000 }, (_, i) => one(i)).join(",");
    return `{"stages":[{"type":"eval","benchmarks":[${each((i) => `{"name":"b${i}"}`)}]}],"results":{"benchmarks":[${each((i) => `{"name":"b${i}","score":50}`)}]},"acceptanceCriteria":{"benchmarks":{${each((i) => `"b${i}":{"min":0.5}`)}}}}`;
  },
  "keys of 1 MB": () =>
    `{"${"k".repeat(1e6)}":1,"${"a_".repeat(5e5)}":2,"${"k".repeat(1e6)}":3,"stages":[{"type":"${"t".repeat(1e6)}","${"_".repeat(1e6)}x":{}}],"domains":["${"d".repeat(1e6)}"]}`,
  "near misses of known values": () =>
    `{"name":"${" ".repeat(1e6)}x","stages":[{"type":"train","steps":"${"1".repeat(1e6)}x","learningRate":"${" ".repeat(1e6)}1x","notes": "${" ".repeat(1e6)}x\n}],"source":{"baseModel":"${"a/".repeat(5e5)}"}}`,
  "keys named like object members": () =>
    JSON.stringify({
      domains: names,
      stages: names.map((type) => ({ type, hasOwnProperty: 1 })),
      results: { benchmarks: names.map((name) => ({ name, score: 1 })) },
      acceptanceCriteria: {
        benchmarks: Object.fromEntries(names.slice(1).map((name) => [name, { min: 0.5, anchorDelta: -1 }])),
      },
    }).replace('"constructor":{"min"', '"__proto__":{"min":0.5},"constructor":{"min"'),
  "lone surrogates, null characters, byte order marks": () =>
    '\ufeff\ufeff{"\ud800":"\udc00","name":"\\ud800\u0000","\u0000":1,"stages":[{"type":"\udfff"}],"source":{"baseModel":"\ud800/x"}}\u0000\ufeff',
  "mixed line endings": () => '{\r"name":"a",\n"b":\r\n[1,\r\r\n2]\n\r}\u2028\u2029'.repeat(1000),
  "19 MB on one line": () => `{"name": "${"x".repeat(19_000_000)}"}`,
  "19 MB of spaces": () => `{"name":${" ".repeat(19_000_000)}"a"}`,
  "19 MB of line breaks": () => `{"name":${"\n".repeat(19_000_000)}"a"}`,
  "19 MB of escapes": () => `{"name": "${"\\u0041\\n".repeat(2_375_000)}"}`,
  "an alloy of 3 MB": () => alloy(3),
  "an alloy of 19 MB": () => alloy(19),
  "more values than the limit": () => `[${"0,".repeat(MAX_NODES + 1000)}0]`,
  "an alloy of 50 MB": () => alloy(50),
  "50 MB of numbers": () => `[${"0,".repeat(25_000_000)}0]`,
  "50 MB on one line": () => `{"name": "${"x".repeat(50_000_000)}"}`,
};

async function stress(): Promise<void> {
  const wanted = process.argv.slice(2);
  const isWanted = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-stress-"));
  console.log(
    "| text | open | slowest request | keystroke | slowest | memory | command line |\n| --- | --- | --- | --- | --- | --- | --- |",
  );
  try {
    for (const [name, make] of Object.entries(TEXTS)) {
      if (!isWanted(name)) continue;
      const text = make();
      process.stdout.write(`| ${name} | ${await inServer(text)} |`);
      console.log(` ${onCommandLine(folder, text)} |`);
    }
    const workspace = path.join(folder, "workspace");
    mkdirSync(workspace);
    if (isWanted(`${FILES.toLocaleString("en")} files`))
      for (const line of await inWorkspace(workspace, FILES)) console.log(`- ${line}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Keys to type in the middle of the document. A quotation mark turns the rest of its line into a string. */
const KEYS = ["1", "x", "y", "z", '"'];

/** Opens a text in a server of its own, asks everything, types, asks again. */
async function inServer(text: string): Promise<string> {
  const client = await Client.start({ capabilities: EVERYTHING, node: [MEMORY] });
  const now = () => processorTimeOf(client.process.pid);
  const uri = "file:///stress.alloy.json";
  const end = { line: 2 ** 31 - 1, character: 0 };
  const start = now();
  await client.open(uri, text);
  await client.pull(uri);
  const opened = now() - start;
  const durations = await askEverything(client, uri, [{ line: 0, character: 1 }, end], now);
  const [slowest, took] = [...durations].reduce((one, other) => (other[1] > one[1] ? other : one));
  const position = new LineIndex(text).positionAt(Math.floor(text.length / 2), "utf-16");
  const keys: number[] = [];
  for (const [index, key] of KEYS.entries()) {
    const pressed = now();
    await client.change(uri, 2 + index, [{ range: { start: position, end: position }, text: key }]);
    await client.pull(uri);
    keys.push(now() - pressed);
  }
  keys.sort((a, b) => a - b);
  await askEverything(client, uri, [end]);
  const memory = peakMemoryOf(client.process.pid);
  await client.close(uri);
  await client.stop();
  return [
    seconds(opened),
    `${seconds(took)} ${slowest.replace("textDocument/", "")}`,
    seconds(keys[keys.length >> 1] ?? 0),
    seconds(keys.at(-1) ?? 0),
    memory,
  ].join(" | ");
}

/** Every command on a file with the text; one that dies or says nothing fails. */
function onCommandLine(folder: string, text: string): string {
  const file = path.join(folder, "stress.alloy.json");
  writeFileSync(file, text);
  const took = COMMANDS.map((command) => {
    const start = processorTimeOfChildren();
    const args = [MEMORY, path.join(ROOT, "server/bin/forge-alloy.js"), ...command, file];
    const { status, signal, stderr } = spawnSync(process.execPath, args, {
      encoding: "utf8",
      timeout: PATIENCE,
      maxBuffer: 1e9,
    });
    assert.ok(
      signal === null && status !== null && status <= 3,
      `${command[0]} died: ${signal ?? stderr.slice(-2000)}`,
    );
    assert.doesNotMatch(stderr, /^\s+at .*\(/m, `${command[0]} threw`);
    return `${command[0]} ${seconds(processorTimeOfChildren() - start)}`;
  });
  return took.join(", ");
}

await stress();
