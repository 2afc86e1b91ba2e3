// npm test: unit and boundary tests, then the packaged extension in a real VS Code.
//   npm test -- --no-editor      leaves the real VS Code out
//   npm test -- --grep TEXT      only tests whose name contains it
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled } from "./prepare.mjs";
import { Failure, main, ROOT, run, stopWithSignalCode, temporaryFolder } from "./process.mjs";

/** Where tests stand; those in test/editor run inside VS Code. */
const FOLDERS = ["server/src", "client/src", "test"];
const EDITOR = path.join("test", "editor");
const UI = path.join(EDITOR, "ui");

/** How many test files without a window run at once, each in a process. Most of them wait for other processes. */
const JOBS = Math.max(2, availableParallelism());

async function test() {
  const { grep, "no-editor": noEditor } = options();
  await ensureInstalled();
  await run(process.execPath, ["scripts/build.mjs"], { what: "The build" });

  const stages = [await runMocha(testFiles(), { grep, jobs: JOBS })];
  if (!noEditor) {
    stages.push(await packageExtension());
    stages.push(await runEditorTests({ grep }));
    stages.push(await runEditorTests({ grep, kind: "web" }));
    // What is only seen from outside of the editor: its window, with mouse and keyboard. One window takes two processors.
    stages.push(await runMocha(testFiles(UI), { grep, jobs: 1 }));
  }

  for (const { problem } of stages) if (problem) console.error(problem);
  const passed = stages.reduce((sum, stage) => sum + stage.passed, 0);
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  if (passed + failed === 0) console.error("No test ran.");
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** @returns {Promise<{ passed: number, failed: number, problem?: string }>} */
async function runMocha(files, { grep, jobs }) {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const totalsFile = path.join(temporaryFolder("totals"), "totals.json");
  const mocha = path.join(ROOT, "node_modules/mocha/bin/mocha.js");
  const args = [
    "--ui",
    "tdd",
    "--timeout",
    "120000", // against what hangs; a busy machine is no failure
    "--reporter",
    "scripts/mocha-reporter.cjs",
    "--exit", // a test that failed may leave a server behind, which would keep the run from ending
    ...(jobs > 1 ? ["--parallel", "--jobs", String(jobs)] : []),
    ...(grep ? ["--grep", grep] : []),
  ];
  let problem;
  try {
    await run(process.execPath, ["--import", "tsx", mocha, ...args, ...files], {
      env: { ...process.env, FORGE_ALLOY_TEST_TOTALS: totalsFile },
      what: "Mocha",
    });
  } catch (error) {
    problem = error.message;
  }
  if (!existsSync(totalsFile))
    return { passed: 0, failed: 1, problem: problem ?? "Mocha ended without totals." };
  const totals = JSON.parse(readFileSync(totalsFile, "utf8"));
  // a process that fails after its tests passed has failed
  return problem && totals.failed === 0 ? { ...totals, failed: 1, problem } : totals;
}

/** Nothing passes or fails but the packaging itself. */
async function packageExtension() {
  try {
    await run(process.execPath, ["scripts/package.mjs"], { what: "Packaging the extension" });
    return { passed: 0, failed: 0 };
  } catch (error) {
    return { passed: 0, failed: 1, problem: error.message };
  }
}

/** In real VS Code: with the server as a process, or with `kind` "web" in the worker of a browser. */
async function runEditorTests({ grep, kind }) {
  try {
    const { runInBrowser } = await import("../test/editor/runner/run-in-browser.mjs");
    const { passed, failed, problem } = await runInBrowser({ grep, kind });
    // with --grep the wanted tests may all be elsewhere
    return passed + failed === 0 && grep ? { passed, failed } : { passed, failed, problem };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { passed: 0, failed: 1, problem: error.message };
  }
}

function testFiles(folder) {
  return (folder ? [folder] : FOLDERS)
    .filter((folder) => existsSync(path.join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true }).map((name) => path.join(folder, name)),
    )
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
    .filter((file) => folder || !file.startsWith(EDITOR + path.sep))
    .sort();
}

function options() {
  try {
    return parseArgs({ options: { "no-editor": { type: "boolean" }, grep: { type: "string" } } }).values;
  } catch (error) {
    throw new Failure(error.message, 2);
  }
}

stopWithSignalCode();
await main(test);
