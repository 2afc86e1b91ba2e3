/** A workspace with very many alloys: all problems, all symbols, and what is typed meanwhile. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver/node";
import { Client } from "../protocol/client.js";
import { MEMORY, peakMemoryOf, processorTimeOf, seconds } from "./measure.js";

/** Tells the heap of the server after its garbage was collected. */
const HEAP = fileURLToPath(new URL("../soak/heap.cjs", import.meta.url));
const FILES_A_FOLDER = 1000;
const PROBLEMS = 12;

/** What was measured, as a sentence for each. */
export async function inWorkspace(folder: string, count: number): Promise<string[]> {
  const open = makeWorkspace(folder, count);
  const client = await Client.start({
    capabilities: { textDocument: { diagnostic: {} } },
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "many" }],
    node: [MEMORY, "--expose-gc", "--require", HEAP],
  });
  await client.open(open, "{}");
  const found: string[] = [];
  const measure = async (what: string, work: () => Promise<string>) => {
    const typing = new Typist(client, open);
    const start = performance.now();
    const spent = processorTimeOf(client.process.pid);
    const result = await work();
    const took = `${seconds(performance.now() - start)} (${seconds(processorTimeOf(client.process.pid) - spent)} of the server)`;
    const memory = `${peakMemoryOf(client.process.pid)} at most so far, ${await heapOf(client)} kept`;
    found.push(`${what}: ${result} in ${took}, ${memory}; ${await typing.stop()}`);
  };
  const symbols = async (query: string) =>
    `${(await client.request<unknown[]>("workspace/symbol", { query })).length} found`;
  await measure("the first symbols", () => symbols(""));
  await measure("a symbol that is nowhere, while all is read", () => symbols("no such name"));
  await measure("a symbol that is nowhere, again", () => symbols("no such name"));
  await measure("problems, answer by answer", () => problemsIn(client, count));
  await measure("problems, in parts", () => partsIn(client, count));
  await measure("problems, cancelled", () => cancelled(client));
  await client.stop();
  return found;
}

/** Alloys with some problems each. Answers the URI of one of them. */
function makeWorkspace(folder: string, count: number): string {
  const stages = Array.from({ length: PROBLEMS }, (_, i) => ({
    type: "train",
    domain: "code",
    steps: `${100 * i}`,
    notes: "n".repeat(200),
  }));
  for (let i = 0; i < count; i++) {
    const part = path.join(folder, String(Math.floor(i / FILES_A_FOLDER)));
    if (i % FILES_A_FOLDER === 0) mkdirSync(part);
    writeFileSync(
      path.join(part, `a${i}.alloy.json`),
      JSON.stringify({ name: `alloy ${i}`, stages }, undefined, 2),
    );
  }
  return pathToFileURL(path.join(folder, "0/a0.alloy.json")).href;
}

/** Asks again and again, as clients do, until each file but the open one was told. */
async function problemsIn(client: Client, count: number): Promise<string> {
  const previousResultIds: { uri: string; value: string }[] = [];
  let problems = 0;
  const times: number[] = [];
  while (previousResultIds.length < count - 1) {
    const spent = processorTimeOf(client.process.pid);
    const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds,
    });
    for (const item of items) {
      assert.ok(item.kind === "full" && item.resultId);
      problems += item.items.length;
      previousResultIds.push({ uri: item.uri, value: item.resultId });
    }
    times.push(processorTimeOf(client.process.pid) - spent);
  }
  // The very first and last answer are no measure: functions are compiled, and few files may be left.
  const [early, late] = [times[1] ?? Number.NaN, times.at(-2) ?? Number.NaN];
  return `${problems} in ${previousResultIds.length} files and ${times.length} answers, the second for ${seconds(early)} of the server and the last but one for ${seconds(late)},`;
}

async function partsIn(client: Client, count: number): Promise<string> {
  let files = 0;
  let parts = 0;
  client.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, "parts", ({ items }) => {
    files += items.length;
    parts++;
  });
  const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
    previousResultIds: [],
    partialResultToken: "parts",
  });
  files += items.length;
  assert.equal(files, count - 1);
  return `${files} files and ${parts} parts`;
}

/** What is left of the heap after its garbage was collected, without what V8 compiled. */
async function heapOf({ process: server }: Client): Promise<string> {
  const answer = once(server, "message");
  server.send("heap");
  const [{ heapUsed, code }] = await answer;
  return `${Math.round((heapUsed - code) / 1e6)} MB`;
}

async function cancelled(client: Client): Promise<string> {
  const source = new CancellationTokenSource();
  const answer = client.connection
    .sendRequest("workspace/diagnostic", { previousResultIds: [] }, source.token)
    .catch(({ code }) => code);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const start = performance.now();
  source.cancel();
  assert.equal(await answer, LSPErrorCodes.RequestCancelled);
  return `ended ${seconds(performance.now() - start)} after it was cancelled, 0.3 s after it was asked, all`;
}

/** Edits an open alloy and asks for its problems, over and over. */
class Typist {
  static #version = 1;
  readonly #waits: number[] = [];
  readonly #done: Promise<void>;
  #isOver = false;

  constructor(client: Client, uri: string) {
    this.#done = this.#type(client, uri);
  }

  async #type(client: Client, uri: string): Promise<void> {
    while (!this.#isOver) {
      const start = performance.now();
      const isWrong = this.#waits.length % 2 === 0;
      await client.change(uri, ++Typist.#version, [{ text: isWrong ? '{"name": 5}' : "{}" }]);
      assert.equal(
        (await client.pull(uri)).some(({ code }) => code === "schema/type"),
        isWrong,
      );
      this.#waits.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<string> {
    this.#isOver = true;
    await this.#done;
    const sorted = this.#waits.sort((a, b) => a - b);
    const [median, longest] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
    return `${sorted.length} edits meanwhile answered in ${seconds(median)}, at most ${seconds(longest)}`;
  }
}
