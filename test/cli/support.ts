/** Runs the command line as people do: a process of its own, in a folder of its own. */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../protocol/client.js";

export const BIN = path.join(ROOT, "server/bin/forge-alloy.js");
export const GOOD =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}\n';
export const WRONG = GOOD.replace('"eval"', '"evl"');
export const LAX = GOOD.replace('"name": "humaneval"', '"name": "humaneval", "nShot": "5"');
/** `LAX` after its one safe fix. */
export const FIXED = LAX.replace('"5"', "5");
/** An error with a safe fix, which leads to `GOOD`. */
export const FIXABLE = GOOD.replace('"humaneval"}', '"humaneval",}');

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The folder of the running test. */
export let folder: string;

/** Gives each test of a suite an empty folder. */
export function withFolder(): void {
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-cli-"));
  });
  teardown(() => remove("."));
}

export function run(args: readonly string[], { input = "", cwd = folder, env = {} } = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    input,
    encoding: "utf8",
    maxBuffer: 100_000_000,
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** The same for several command lines at once, as many as there are processors. */
export async function runEach(commands: readonly (readonly string[])[]): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < commands.length; i = next++) {
      const options = { cwd: folder, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 100_000_000 };
      results[i] = await new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [BIN, ...(commands[i] as string[])],
          options,
          (_, out, err) => resolve({ code: child.exitCode, out, err }),
        );
        child.stdin?.end();
      });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

export function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Removes a file or folder. On Windows, a folder stays for a moment while a program still watches it. */
export function remove(name: string): void {
  rmSync(path.join(folder, name), { recursive: true, maxRetries: 20, retryDelay: 100 });
}

/** A text with the paths of Windows in it, as it is on other systems. */
export function withSlashes(text: string): string {
  return text.replaceAll(path.sep, "/");
}

export function read(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}
