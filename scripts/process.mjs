// Starting other programs, and leaving nothing behind. Node built-ins only: this runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const WINDOWS = process.platform === "win32";

/** An error whose message is written for the user: `main` prints it as it stands, without a stack. */
export class Failure extends Error {
  /** @param {string} message @param {number} exitCode what the process ends with */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a script's body and turns what it throws into one sentence and an exit code. DEBUG=1 adds the stack. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Failure && !process.env.DEBUG ? error.message : describe(error));
    process.exitCode = error?.exitCode ?? 1;
  }
}

function describe(error) {
  return process.env.DEBUG ? (error?.stack ?? String(error)) : `Unexpected error: ${error?.message ?? error}`;
}

const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Runs a program to its end and throws a sentence when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, quiet?: boolean, silent?: boolean, output?: number, timeout?: number, what?: string }} options
 *   `quiet` hides the output unless the program fails, `silent` hides it always, `output` is an open file that gets it; `what` names the program in the sentence; `timeout` in ms.
 */
export async function run(
  command,
  args,
  { quiet = false, silent = false, output: file, what, timeout, ...options } = {},
) {
  const name = what ?? [path.basename(command), ...args].join(" ");
  const child = spawn(command, args, {
    cwd: ROOT,
    ...options,
    stdio: quiet || silent ? ["ignore", "pipe", "pipe"] : file ? ["ignore", file, file] : "inherit",
    windowsHide: true,
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  let late = false;
  const stopLate = () => {
    late = true;
    child.kill("SIGKILL");
  };
  const timer = timeout && setTimeout(stopLate, timeout);
  const end = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.code === "ENOENT" ? "it was not found" : error.message));
    // after a time limit "exit" and not "close": what the program started may still hold the pipes
    child.once(timeout ? "exit" : "close", (code, signal) => resolve(code ?? signal));
  });
  clearTimeout(timer);
  child.stdout?.destroy();
  child.stderr?.destroy();
  running.delete(child);
  if (end === 0) return;
  if (output.trim() && !silent) console.error(firstLines(output.trim()));
  if (late) throw new Failure(`${name} took longer than ${timeout / 1000} s.`);
  throw new Failure(`${name} failed (${typeof end === "number" ? `exit code ${end}` : end}).`);
}

/** npm ends an error with its whole usage; what matters stands first. */
function firstLines(text, most = 40) {
  const lines = text.split("\n");
  return lines.length > most
    ? [...lines.slice(0, most), `(${lines.length - most} more lines)`].join("\n")
    : text;
}

/** Runs npm, on Windows without a shell wherever npm's own script can be found. Options as for `run`. */
export async function npm(args, options = {}) {
  const what = options.what ?? `npm ${args[0]}`;
  const script = npmScript();
  if (script) return run(process.execPath, [script, ...args], { ...options, what });
  return run(WINDOWS ? "npm.cmd" : "npm", args, { ...options, what, shell: WINDOWS });
}

function npmScript() {
  const bin = path.dirname(process.execPath);
  const places = [
    process.env.npm_execpath, // set by `npm start`; by other package managers too, with their own script
    path.join(bin, "node_modules/npm/bin/npm-cli.js"),
    path.join(bin, "../lib/node_modules/npm/bin/npm-cli.js"),
  ];
  return places.find((file) => file && path.basename(file) === "npm-cli.js" && existsSync(file));
}

/**
 * The first of these programs that is on the PATH, as an absolute path.
 * @param {string[]} names without extension
 * @returns {string | undefined}
 */
export function findOnPath(names) {
  const extensions = WINDOWS ? (process.env.PATHEXT ?? ".EXE;.CMD").split(";") : [""];
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const found = extensions.map((end) => path.join(folder, name + end)).find(isFile);
      if (found) return found;
    }
  }
  return undefined;
}

/** @param {string} file */
export function isFile(file) {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A new folder in the system's place for temporary files, removed when this process ends. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `forge-alloy-${name}-`));
  temporary.add(folder);
  return folder;
}

const temporary = new Set();
process.on("exit", () => {
  for (const folder of temporary) removeFolder(folder);
});

/** Removes a folder; on Windows a program that has just ended may hold its files a moment longer. */
export function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch {
    // what the system does not let us remove now, it removes with its other temporary files
  }
}

/** The environment for another VS Code: in a terminal of VS Code it speaks of that one. */
export function environment(more = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name));
  return { ...Object.fromEntries(own), ...more };
}

/** Ends a process and all that it started. On POSIX it must lead a process group (`detached: true`). */
export function killTree(pid, signal = "SIGKILL") {
  if (WINDOWS) {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // already gone
  }
}

/**
 * Ends this process in order when the user or the system asks for it: runs `stop`, then exits with `code(signal)`.
 * Under npm it also ends when npm is gone, since npm does not hand every signal on.
 * @param {(signal: NodeJS.Signals) => void | Promise<void>} stop
 * @param {(signal: NodeJS.Signals) => number} code
 */
export function onStop(stop, code) {
  let stopping = false;
  const end = async (signal) => {
    if (stopping) return;
    stopping = true;
    try {
      await stop(signal);
    } finally {
      process.exit(code(signal));
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", ...(WINDOWS ? ["SIGBREAK"] : [])];
  for (const signal of signals) process.on(signal, end);
  if (process.env.npm_lifecycle_event && !WINDOWS) {
    const ancestors = npmAncestors();
    setInterval(() => ancestors.every(isAlive) || end("SIGHUP"), 500).unref();
  }
}

/** The processes between npm and us, npm included: it starts a shell, and some shells stay in between. */
function npmAncestors() {
  const parent = process.ppid;
  const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(parent)], { encoding: "utf8" });
  const [, grandparent] = /^\s*(\d+)\s+\S*sh$/m.exec(stdout ?? "") ?? []; // no answer where there is no ps
  return grandparent ? [parent, Number(grandparent)] : [parent];
}

/** Whether there is such a process. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** For commands that have a result: stopped from outside, they end with 128 and the signal's number, as shells do. */
export function stopWithSignalCode() {
  onStop(
    () => {},
    (signal) => 128 + (os.constants.signals[signal] ?? 0),
  );
}
