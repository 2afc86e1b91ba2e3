// What tasks cost an agent: calls and bytes, without a model. Each task is a script of the tool calls that a competent
// agent would make, and has to end in the alloy that was asked for.
// node bench/agents/run.mjs [--json] [--grep PART]    after npm run build
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { ROOT, runTask } from "./task.mjs";
import { CHANGE } from "./tasks/change.mjs";
import { EXPLAIN } from "./tasks/explain.mjs";
import { REPAIR } from "./tasks/repair.mjs";
import { WRITE } from "./tasks/write.mjs";

export const TASKS = [...WRITE, ...CHANGE, ...REPAIR, ...EXPLAIN];

/** Bytes of an answer that half of them must stay below. */
export const MAX_MEDIAN = 2000;

/**
 * Runs tasks, one after the other, with one server.
 * @param {readonly import("./task.mjs").Task[]} tasks
 * @returns what each took; with `error` for one that failed
 */
export async function runTasks(tasks) {
  let root = ROOT;
  const client = new Client(
    { name: "bench", version: "1.0.0" },
    { capabilities: { roots: {} }, versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  client.setRequestHandler("roots/list", () => ({ roots: [{ uri: pathToFileURL(root).href }] }));
  const args = [path.join(ROOT, "server/bin/forge-alloy.js"), "mcp"];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
  try {
    const call = (name, args, folder) => {
      root = folder;
      return client.callTool({ name, arguments: args });
    };
    const results = [];
    for (const task of tasks)
      results.push(
        await runTask(task, call).catch((error) => ({
          title: task.title,
          calls: 0,
          sent: 0,
          answers: [],
          error,
        })),
      );
    return results;
  } finally {
    await client.close();
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, grep: { type: "string" } } });
  const results = await runTasks(TASKS.filter(({ title }) => title.includes(values.grep ?? "")));
  const answers = results.flatMap((result) => result.answers);
  const totals = {
    tasks: results.length,
    calls: answers.length,
    median: median(answers),
    largest: Math.max(...answers),
  };
  if (values.json) console.log(JSON.stringify({ results, totals }, undefined, 2));
  else {
    console.log("| task | calls | bytes sent | bytes answered |\n| --- | ---: | ---: | ---: |");
    for (const { title, calls, sent, answers } of results)
      console.log(`| ${title} | ${calls} | ${sent} | ${answers.reduce((sum, size) => sum + size, 0)} |`);
    console.log(
      `\n${totals.tasks} tasks, ${totals.calls} calls; median answer ${totals.median} bytes, largest ${totals.largest}.`,
    );
  }
  const failed = results.filter(({ error }) => error);
  for (const { error } of failed) console.error(`failed: ${error.message}`);
  if (failed.length > 0 || totals.median >= MAX_MEDIAN) process.exitCode = 1;
}
