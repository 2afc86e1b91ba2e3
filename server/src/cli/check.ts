import { once } from "node:events";
import path from "node:path";
import { NOTHING_FOUND } from "./alloys.js";
import { EXIT, Failure } from "./failure.js";
import {
  type CheckedFile,
  FileCheck,
  type FileCheckOptions,
  noCounts,
  type UsedSettings,
} from "./file-check.js";
import { removeAbandoned, standardInput } from "./files.js";
import { Progress } from "./progress.js";
import type { Counts } from "./reporters/reporter.js";
import { hasColor, say } from "./terminal.js";
import { checkAll, type Memory } from "./threads.js";
import { filesFrom, type WalkListener } from "./walk.js";
import { watch } from "./watch.js";

/** What the command line says about a check. */
export interface CheckOptions extends Omit<FileCheckOptions, "style"> {
  readonly maxWarnings?: number;
  readonly stdinFilename: string;
  readonly watch?: boolean;
}

/** Checks files and reports what is wrong with them. Resolves to the exit code; with `watch`, never. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  if (paths.includes("-")) {
    if (paths.length > 1) throw new Failure("Standard input (-) cannot be checked together with files.");
    if (options.watch) throw new Failure("Standard input (-) cannot be watched.");
    if (options.fix)
      throw new Failure(
        "Standard input (-) cannot be changed by --fix; --fix-dry-run says what would be left.",
      );
    return run([], options, { text: await standardInput() });
  }
  if (options.watch) {
    const { config, domain = [] } = options;
    const settings = [...domain, ...(config === undefined ? [] : [config])];
    return watch((memory, listener) => run(paths, options, { memory, listener }), settings);
  }
  return run(paths, options);
}

interface RunContext {
  /** What came in by standard input. */
  readonly text?: string;
  readonly memory?: Memory;
  readonly listener?: WalkListener;
}

async function run(
  paths: readonly string[],
  { maxWarnings, stdinFilename, watch, ...options }: CheckOptions,
  { text, memory, listener }: RunContext = {},
): Promise<number> {
  const named = paths.map((given) => path.normalize(given));
  const checkOptions: FileCheckOptions = { ...options, named, style: style() };
  const check = new FileCheck(checkOptions);
  const report = new Report(check);
  const failure = (reason: string) => report.fail(reason);
  if (text === undefined) {
    const files = filesFrom(paths, {
      ...listener,
      failure,
      note: (sentence) => report.note(sentence),
      folder(folder, meant) {
        if (options.fix) removeAbandoned(folder);
        listener?.folder?.(folder, meant);
      },
    });
    report.begin();
    for await (const checked of checkAll(files, check, checkOptions, memory)) await report.add(checked);
  } else {
    report.begin();
    await report.add(check.check(stdinFilename, { text }));
  }
  await report.end(options.quiet === true);
  if (report.failures > 0) return EXIT.failure;
  const { error, warning } = report.counts;
  const limit = maxWarnings ?? Number.POSITIVE_INFINITY;
  if (warning > limit) say(`${warning} warnings are more than the ${limit} allowed.`);
  return error > 0 || warning > limit ? EXIT.problems : EXIT.clean;
}

const MIN_WIDTH = 40;
const MAX_WIDTH = 100;

function style(): FileCheckOptions["style"] {
  const color = hasColor();
  const hasLinks = process.stdout.isTTY && color;
  // Beside what is shown of a line stand its number and dots.
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, (process.stdout.columns ?? MAX_WIDTH + 8) - 8));
  return { color, width, ...(hasLinks && { pages: new URL("rules", import.meta.url).href }) };
}

/** Writes what is known about the files, and keeps count. */
class Report {
  readonly counts: Counts = noCounts();
  failures = 0;
  readonly #check: FileCheck;
  readonly #progress = new Progress(process.stderr);
  readonly #settings = new SettingsFiles();
  readonly #unreadable = new Set<string>();
  #files = 0;
  #results = 0;
  #leftOut = 0;
  #isFirst = true;

  constructor(check: FileCheck) {
    this.#check = check;
  }

  begin(): void {
    process.stdout.write(this.#check.reporter.head);
  }

  note(sentence: string): void {
    this.#say(sentence);
  }

  async add(checked: CheckedFile): Promise<void> {
    // Each thread looks for settings of its own.
    for (const reason of checked.unreadable ?? []) {
      if (!this.#unreadable.has(reason)) this.fail(reason);
      this.#unreadable.add(reason);
    }
    if (checked.settings) this.#settings.add(checked.settings);
    await this.#write(checked);
    this.#progress.next();
  }

  fail(reason: string): void {
    this.failures++;
    this.#say(reason);
  }

  async end(isQuiet: boolean): Promise<void> {
    for (const checked of this.#settings.check(this.#check)) await this.#write(checked);
    this.#progress.clear();
    const { error, fixable } = this.counts;
    const counts = isQuiet ? { ...noCounts(), error, fixable } : this.counts;
    if (this.#files === 0 && this.failures === 0) this.#say(NOTHING_FOUND);
    const { failures } = this;
    const leftOut = this.#leftOut;
    if (leftOut > 0) this.#say(`${leftOut} problems are left out of the report: the format holds no more.`);
    process.stdout.write(this.#check.reporter.tail({ files: this.#files, failures, counts, leftOut }));
  }

  async #write({ output, notes, isStuck, counts }: CheckedFile): Promise<void> {
    for (const note of notes) this.#say(note);
    if (output === undefined || isStuck) this.failures++;
    if (output === undefined) return;
    this.#files++;
    for (const kind of Object.keys(counts) as (keyof Counts)[]) this.counts[kind] += counts[kind];
    const written = this.#limited(output);
    if (written === "") return;
    this.#progress.clear();
    const isTaken = process.stdout.write(`${this.#isFirst ? "" : this.#check.reporter.separator}${written}`);
    this.#isFirst = false;
    // Whoever reads is slower than we are: what waits for them must not pile up.
    if (!isTaken) await once(process.stdout, "drain");
  }

  /** As much of what is known about a file as the format still holds. */
  #limited(output: string): string {
    const { limit } = this.#check.reporter;
    if (!limit || output === "") return output;
    const first = limit.first(output, limit.results - this.#results);
    const kept = Math.min(first.all, limit.results - this.#results);
    this.#results += kept;
    this.#leftOut += first.all - kept;
    return first.output;
  }

  #say(sentence: string): void {
    this.#progress.clear();
    say(sentence);
  }
}

/** The configurations and domain files that were used: what is wrong with them is said when all else is. */
class SettingsFiles {
  readonly #configurations = new Map<string, { covering: Set<number>; needed: Set<number> }>();
  readonly #domains = new Set<string>();
  /** Those that were among the files to check. */
  readonly #done = new Set<string>();

  add({ configuration, covering, needed, domains, own }: UsedSettings): void {
    if (own !== undefined) this.#done.add(own);
    for (const domain of domains) this.#domains.add(domain);
    if (configuration === undefined) return;
    const known = this.#configurations.get(configuration) ?? { covering: new Set(), needed: new Set() };
    this.#configurations.set(configuration, known);
    for (const index of covering) known.covering.add(index);
    for (const index of needed) known.needed.add(index);
  }

  /** Those that have problems. */
  *check(check: FileCheck): Generator<CheckedFile> {
    for (const [file, { covering, needed }] of this.#configurations) {
      // Only about files that were looked at can be said that they need no suppression.
      const unusedSuppressions = [...covering].filter((index) => !needed.has(index));
      if (this.#done.has(file) && unusedSuppressions.length === 0) continue;
      yield* withProblems(check.check(file, { unusedSuppressions }));
    }
    for (const file of this.#domains) if (!this.#done.has(file)) yield* withProblems(check.check(file));
  }
}

function withProblems(checked: CheckedFile): CheckedFile[] {
  const { error, warning, information, hint } = checked.counts;
  return error + warning + information + hint > 0 || checked.output === undefined ? [checked] : [];
}
