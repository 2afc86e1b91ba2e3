import path from "node:path";
import { Option } from "commander";
import { DiskFiles, isFolder } from "../../disk/disk-files.js";
import { MAX_BYTES } from "../../disk/limits.js";
import { certificatesIn, nodePlatform } from "../../disk/node-platform.js";
import { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { isPublished } from "../../model/receipt.js";
import { bundled } from "../../schema/bundled.js";
import { closest } from "../../schema/names.js";
import { applyEdits } from "../../syntax/edits.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { CHECK_IDS, type Check, type CheckId } from "../../verify/check.js";
import type { Given } from "../../verify/context.js";
import type { Folder } from "../../verify/files.js";
import { KeyRegistry, readKeyRegistry } from "../../verify/key-registry.js";
import { alloyHashDigits } from "../../verify/stated-hash.js";
import { parentOf, readOnce, type Verification, verifyAlloy } from "../../verify/verify.js";
import { hashEdits } from "../../verify/write.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText, writeText } from "../../workspace/files.js";
import { collect, type Declare, more, withSourceOptions } from "../command.js";
import { fileAtCommit } from "../git-source.js";
import { VerifyProgress } from "../read-progress.js";
import { printLine, say } from "../terminal.js";
import { isFailure, printVerification, VERIFY_FORMATS, type VerifyFormat } from "../verify-reporters.js";

export const declareVerify: Declare = (program, done) => {
  withSourceOptions(
    program
      .command("verify")
      .description("Verify the hashes and signatures of an alloy, without a network")
      .argument("<file>", "alloy")
      .addOption(
        new Option("-f, --format <format>", "output format").choices(VERIFY_FORMATS).default("pretty"),
      ),
  )
    .option("--hash <hash>", "hash that the alloy should have, at least its first 16 hex digits")
    .option("--require <ids>", "checks that must not be left unverified, separated by commas", collect)
    .option("--write", "add missing hashes whose files are available; print the diff")
    .option("--diff", "with --write: print the diff only")
    .option("--allow-published", "let --write change a published alloy")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy verify a.alloy.json --model-dir .", "weights, samples, and all the rest"],
          ["forge-alloy verify a.alloy.json --require modelHash", "fail unless the weights are verified"],
          ["forge-alloy verify a.alloy.json --model-dir . --write", "add fileHashes and modelHash"],
        ],
        `Checks: ${wrapped(CHECK_IDS, 70)}.`,
        "Exit codes: 0 nothing failed and something was verified, 1 a statement is false\nor a required one was not verified, 2 wrong usage or an unreadable file,\n3 nothing could be verified.",
      ),
    )
    .action((file, options) => done(verify(file, options)));
};

/** Bytes of a file with root certificates; one has about 2,000. */
const MAX_PEM = 1_000_000;

/** Exit code of a process that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** Locations of the files that an alloy makes statements about, and the trusted keys and certificates. */
export interface SourceOptions {
  readonly modelDir?: string;
  /** The folder that paths in the alloy are relative to; default: its own. */
  readonly base?: string;
  /** Folders of datasets, each as `NAME=DIR`. */
  readonly dataset?: readonly string[];
  readonly hash?: string;
  readonly parent?: string;
  readonly keys?: string;
  readonly trust?: readonly string[];
  readonly code?: string;
}

export interface VerifyOptions extends SourceOptions {
  readonly format: VerifyFormat;
  readonly require?: readonly string[];
  readonly write?: boolean;
  readonly diff?: boolean;
  readonly allowPublished?: boolean;
}

/**
 * Verifies what an alloy states, and reports it. Resolves to the exit code: 1 if a statement is false or a required one
 * could not be verified, 3 if none could be verified, else 0.
 * @throws {Failure} for wrong usage, and for files and folders that are named and cannot be read
 */
export async function verify(file: string, options: VerifyOptions): Promise<number> {
  const { format, write, diff, allowPublished } = options;
  if (diff && !write) throw new Failure("--diff requires --write: it prints what --write would change");
  const required = requiredIds(options.require ?? []);
  let alloy = readAlloy(file);
  if (write && !diff && !allowPublished && isPublished(alloy))
    throw new Failure(`${file} is a published alloy; its publications refer to the hash of its bytes`, [
      "hint: --allow-published changes it anyway",
    ]);
  return withSources(file, options, async (given, progress) => {
    let result = await verifyAlloy(alloy, given, required);
    let written: readonly string[] = [];
    if (write) {
      const before = alloy.tree.text;
      const { edits, pointers } = hashEdits(alloy, result);
      const after = applyEdits(before, edits);
      progress.clear();
      tell(edits.length === 0 ? notWritten(result) : unifiedDiff(patchName(file), before, after), format);
      if (edits.length > 0 && !diff) {
        // Hashing may take minutes, and somebody may have saved the alloy meanwhile.
        writeText(file, { was: before, text: after, isNamed: true });
        alloy = Alloy.parse(after, bundled);
        result = await verifyAlloy(alloy, given, required);
        written = pointers;
      }
    }
    progress.clear();
    process.stdout.write(printVerification(format, { file, alloy, checks: result.checks, written }));
    const missing = write ? 0 : hashEdits(alloy, result).pointers.length;
    if (format === "pretty" && missing > 0 && !isPublished(alloy))
      printLine(
        `hint: --write adds ${missing === 1 ? "1 field" : `${missing} fields`} with hashes of available files`,
      );
    return exitCode(result.checks);
  });
}

/** The name that `git apply` and `patch` find the file by from the current folder. */
function patchName(file: string): string {
  return path.relative("", file).replaceAll(path.sep, "/");
}

function notWritten({ checks }: Verification): string {
  return checks.some(({ outcome }) => outcome === "failed")
    ? "Nothing to write: a statement of the alloy is false.\n"
    : "Nothing to write: no missing hash has available files.\n";
}

/**
 * Prints a text to standard output if the format is `pretty`; else to standard error, since programs read the
 * report.
 */
function tell(text: string, format: VerifyFormat): void {
  const stream = format === "pretty" ? process.stdout : process.stderr;
  // Programs read a diff as it is; a terminal would obey some of it.
  stream.write(stream.isTTY ? text.split("\n").map(sanitizeForTerminal).join("\n") : text);
}

function exitCode(checks: readonly Check[]): number {
  if (checks.some(isFailure)) return EXIT.problems;
  return checks.some(({ outcome }) => outcome === "verified") ? EXIT.clean : EXIT.unmeasured;
}

/** @throws {Failure} for a name that is not one of a check */
function requiredIds(given: readonly string[]): CheckId[] {
  const names = given.flatMap((names) => names.split(",")).map((name) => name.trim());
  for (const name of names) {
    if ((CHECK_IDS as readonly string[]).includes(name)) continue;
    const near = closest(name, CHECK_IDS);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    throw new Failure(
      `--require does not accept "${name}".${hint} Expected one of: ${CHECK_IDS.join(", ")}.`,
    );
  }
  return names as CheckId[];
}

/** @throws {Failure} for a file that cannot be read or is not an alloy */
export function readAlloy(file: string): Alloy {
  const read = readText(file);
  if ("reason" in read) throw new Failure(`${read.reason}`);
  const alloy = Alloy.parse(read.text, bundled);
  const problem = faultOf(alloy);
  if (problem !== undefined)
    throw new Failure(`${file} ${problem}`, ["hint: forge-alloy check shows the problems"]);
  return alloy;
}

/** Runs with what the options hand over; ends threads afterwards, and the process at once if it is interrupted. */
export async function withSources<Result>(
  file: string,
  options: SourceOptions,
  run: (given: Given, progress: VerifyProgress) => Promise<Result>,
): Promise<Result> {
  const progress = new VerifyProgress(process.stderr);
  const { folders, datasets } = foldersOf(file, options);
  const files = new DiskFiles(folders, progress);
  const given: Given = { ...trustOf(options), files: readOnce(files), platform: nodePlatform, datasets };
  const interrupted = () => {
    progress.clear();
    say("Interrupted: nothing was written.");
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", interrupted);
  try {
    return await run(given, progress);
  } finally {
    progress.clear();
    process.off("SIGINT", interrupted);
    await files.end();
  }
}

function foldersOf(file: string, { base, modelDir, dataset = [] }: SourceOptions) {
  const named = dataset.map((text) => {
    const [, name, folder] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (name === undefined || folder === undefined)
      throw new Failure(`--dataset requires NAME=DIR, but is "${text}"`);
    return { name, folder };
  });
  for (const [option, folder] of [
    ["--base", base],
    ["--model-dir", modelDir],
    ...named.map(({ folder }) => ["--dataset", folder]),
  ])
    if (folder !== undefined && !isFolder(folder)) throw new Failure(`${option}: ${folder} is not a folder`);
  const folders = new Map<Folder, string>([["alloy", base ?? path.dirname(path.resolve(file))]]);
  if (modelDir !== undefined) folders.set("model", modelDir);
  for (const { name, folder } of named) folders.set(`dataset:${name}`, folder);
  return { folders, datasets: new Set(named.map(({ name }) => name)) };
}

function trustOf(options: SourceOptions): Omit<Given, "files" | "platform" | "datasets"> {
  const { modelDir, code, hash, parent, keys, trust = [] } = options;
  const digits = hash === undefined ? undefined : alloyHashDigits(hash);
  if (hash !== undefined && digits === undefined)
    throw new Failure("--hash requires at least the first 16 hex digits of a SHA-256");
  if (code !== undefined && !isFolder(code)) throw new Failure(`--code: ${code} is not a folder`);
  return {
    hasModel: modelDir !== undefined,
    hash: digits,
    parent: parent === undefined ? undefined : parentOf(textOf("--parent", parent)),
    keys: keys === undefined ? undefined : keysOf(keys),
    roots: trust.map((file) => rootsIn(file)),
    source: code === undefined ? undefined : (commit, path) => fileAtCommit(code, commit, path),
  };
}

function keysOf(file: string): KeyRegistry {
  const registry = readKeyRegistry(textOf("--keys", file, MAX_BYTES.settings));
  if (registry instanceof KeyRegistry) return registry;
  throw new Failure(`--keys: ${file}: ${registry.problem}`);
}

function rootsIn(file: string): string {
  const text = textOf("--trust", file, MAX_PEM);
  if (!certificatesIn(text)) throw new Failure(`--trust: ${file} does not contain certificates in PEM`);
  return text;
}

/** @param limit largest size, in bytes */
function textOf(option: string, file: string, limit?: number): string {
  const read = readText(file, limit);
  if ("reason" in read) throw new Failure(`${option}: ${read.reason}`);
  return read.text;
}

/** Names separated by commas, in lines of at most so many columns. */
function wrapped(names: readonly string[], width: number): string {
  let column = 0;
  return names
    .map((name, i) => {
      const part = i === names.length - 1 ? name : `${name},`;
      column += part.length + 1;
      if (column <= width) return `${i === 0 ? "" : " "}${part}`;
      column = part.length;
      return `\n${part}`;
    })
    .join("");
}
