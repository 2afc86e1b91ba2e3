/**
 * `npm run stress`: texts at the limits, each through every request of a server over stdio, edited there, and through
 * the command line; and a workspace with very many of them. Prints what each took, and fails where an answer is an error or a process dies. Every process has
 * the memory that Node has by default on a small machine.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MAX_CHECKED_LENGTH } from "../../server/src/rules/file-large.js";
import { MAX_NODES } from "../../server/src/text/parse.js";
import { Client, ROOT } from "../protocol/client.js";
import { askEverything, EVERYTHING } from "../protocol/every-request.js";
import { MEMORY, peakMemoryOf, seconds } from "./measure.js";
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

/** Of alloys in one workspace. */
const FILES = 100_000;

const TEXTS: Readonly<Record<string, () => string>> = {
  "100,000 levels of lists": () => "[".repeat(100_000) + "]".repeat(100_000),
  "100,000 levels of objects": () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
  "100,000 levels of both": () => `${'[{"a":'.repeat(50_000)}1${"}]".repeat(50_000)}`,
  "100,000 levels, never closed": () => '{"stages":[{"a":'.repeat(50_000),
  "100,000 closing brackets too many": () => "[".repeat(200) + "}".repeat(100_000),
  "100,000 equal keys": () => keys(100_000, () => "a"),
  "100,000 equal keys that are known": () => keys(100_000, () => "name"),
  "100,000 keys": () => keys(100_000, (i) => `k${i}`),
  "100,000 unknown domains": () =>
    `{"domains":[${Array.from({ length: 100_000 }, (_, i) => `"d${i}"`).join(",")}]}`,
  "20,000 benchmarks": () => {
    const each = (one: (i: number) => string) => Array.from({ length: 20_000 }, (_, i) => one(i)).join(",");
    return `{"stages":[{"type":"eval","benchmarks":[${each((i) => `{"name":"b${i}"}`)}]}],"results":{"benchmarks":[${each((i) => `{"name":"b${i}","score":50}`)}]},"acceptanceCriteria":{"benchmarks":{${each((i) => `"b${i}":{"min":0.5}`)}}}}`;
  },
  "keys of 1 MB": () =>
    `{"${"k".repeat(1e6)}":1,"${"a_".repeat(5e5)}":2,"${"k".repeat(1e6)}":3,"stages":[{"type":"${"t".repeat(1e6)}","${"_".repeat(1e6)}x":{}}],"domains":["${"d".repeat(1e6)}"]}`,
  "texts that are nearly something": () =>
    `{"name":"${" ".repeat(1e6)}x","stages":[{"type":"train","steps":"${"1".repeat(1e6)}x","learningRate":"${" ".repeat(1e6)}1x","notes": "${" ".repeat(1e6)}x\n}],"source":{"baseModel":"${"a/".repeat(5e5)}"}}`,
  "names of every object": () =>
    JSON.stringify({
      domains: names,
      stages: names.map((type) => ({ type, hasOwnProperty: 1 })),
      results: { benchmarks: names.map((name) => ({ name, score: 1 })) },
      acceptanceCriteria: {
        benchmarks: Object.fromEntries(names.slice(1).map((name) => [name, { min: 0.5, anchorDelta: -1 }])),
      },
    }).replace('"constructor":{"min"', '"__proto__":{"min":0.5},"constructor":{"min"'),
  "lone surrogates, zero characters, byte order marks": () =>
    '\ufeff\ufeff{"\ud800":"\udc00","name":"\\ud800\u0000","\u0000":1,"stages":[{"type":"\udfff"}],"source":{"baseModel":"\ud800/x"}}\u0000\ufeff',
  "mixed line ends": () => '{\r"name":"a",\n"b":\r\n[1,\r\r\n2]\n\r}\u2028\u2029'.repeat(1000),
  "20 MB on one line": () => `{"name": "${"x".repeat(19_000_000)}"}`,
  "19 MB of blanks": () => `{"name":${" ".repeat(19_000_000)}"a"}`,
  "19 MB of line breaks": () => `{"name":${"\n".repeat(19_000_000)}"a"}`,
  "19 MB of escapes": () => `{"name": "${"\\u0041\\n".repeat(2_375_000)}"}`,
  "an alloy of 3 MB": () => alloy(3),
  "an alloy just below the limit": () => alloy(MAX_CHECKED_LENGTH / 1e6 - 0.01),
  "numbers just below the limit": () => `[${"0,".repeat(MAX_CHECKED_LENGTH / 2 - 100)}0]`,
  "an alloy of 19 MB": () => alloy(19),
  "more values than are read": () => `[${"0,".repeat(MAX_NODES + 1000)}0]`,
  "an alloy of 50 MB": () => alloy(50),
  "50 MB of numbers": () => `[${"0,".repeat(25_000_000)}0]`,
  "50 MB on one line": () => `{"name": "${"x".repeat(50_000_000)}"}`,
};

async function stress(): Promise<void> {
  const wanted = process.argv.slice(2);
  const isWanted = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-stress-"));
  console.log(
    "| text | open | slowest request | keystroke | memory | command line |\n| --- | --- | --- | --- | --- | --- |",
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

/** Opens a text in a server of its own, asks everything, types, asks again. */
async function inServer(text: string): Promise<string> {
  const client = await Client.start({ capabilities: EVERYTHING, node: [MEMORY] });
  const uri = "file:///stress.alloy.json";
  const end = { line: 2 ** 31 - 1, character: 0 };
  const start = performance.now();
  await client.open(uri, text);
  await client.pull(uri);
  const opened = performance.now();
  const durations = await askEverything(client, uri, [{ line: 0, character: 1 }, end]);
  const [slowest, took] = [...durations].reduce((one, other) => (other[1] > one[1] ? other : one));
  const typing = performance.now();
  const KEYS = 4;
  for (let version = 2; version < 2 + KEYS; version++) {
    // In the middle of the first lines, which is inside of something.
    const position = { line: 1, character: 9 };
    await client.change(uri, version, [
      { range: { start: position, end: position }, text: version % 2 ? '"' : "x" },
    ]);
    await client.pull(uri);
  }
  const typed = performance.now();
  await askEverything(client, uri, [end]);
  const memory = peakMemoryOf(client.process.pid);
  await client.close(uri);
  await client.stop();
  return `${seconds(opened - start)} | ${seconds(took)} ${slowest.replace("textDocument/", "")} | ${seconds((typed - typing) / KEYS)} | ${memory}`;
}

/** Every command on a file with the text; one that dies or says nothing fails. */
function onCommandLine(folder: string, text: string): string {
  const file = path.join(folder, "stress.alloy.json");
  writeFileSync(file, text);
  const took = COMMANDS.map((command) => {
    const start = performance.now();
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
    return `${command[0]} ${seconds(performance.now() - start)}`;
  });
  return took.join(", ");
}

await stress();
