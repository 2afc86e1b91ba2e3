import { once } from "node:events";
import path from "node:path";
import { Option } from "commander";
import { SEVERITIES } from "../../library/level.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { removeAbandoned, standardInput } from "../../workspace/files.js";
import { filesFrom, type WalkListener } from "../../workspace/named-files.js";
import { NOTHING_FOUND } from "../alloys.js";
import { collect, type Declare, DOMAIN_OPTION, EXIT_CODES, more, STDIN, wholeNumber } from "../command.js";
import { type CheckedFile, FileCheck, type FileCheckOptions, noCounts } from "../file-check.js";
import { Progress } from "../progress.js";
import { FORMATS } from "../reporters/index.js";
import type { Counts, UnreadableFile } from "../reporters/reporter.js";
import { SettingsFiles } from "../settings-files.js";
import { hasColor, say } from "../terminal.js";
import { checkAll, type Memory } from "../threads.js";
import { watch } from "./watch.js";

export const declareCheck: Declare = (program, done) => {
  program
    .command("check")
    .description("Check alloys and report problems")
    .argument("[paths...]", "files, folders, and globs; - for standard input; default: the current folder")
    .addOption(new Option("-f, --format <format>", "output format").choices(FORMATS).default("pretty"))
    .addOption(
      new Option("--level <severity>", "lowest severity to report; does not affect the exit code")
        .choices(SEVERITIES)
        .default("information"),
    )
    .addOption(new Option("--quiet", "short for --level error").conflicts("level"))
    .addOption(
      new Option("--fix", "apply safe fixes of errors and warnings and report the rest").conflicts(
        "fixDryRun",
      ),
    )
    .option("--fix-dry-run", "report what --fix would fix and what would remain, without writing")
    .option("--unsafe", "with --fix, --fix-dry-run, or --diff: also apply fixes that may change the meaning")
    .option("--diff", "print the changes of fixes as a unified diff; without --fix, do not write them")
    .option("--allow-published", "also fix published alloys, although their hash changes")
    .option("--max-warnings <number>", "exit with 1 if there are more warnings", wholeNumber)
    .option("--allow-empty", "accept that no file is checked; otherwise, exit with 2")
    .option(...DOMAIN_OPTION, collect)
    .option(
      "--config <file>",
      "configuration file; its globs are relative to the current folder; default: those in .forge-alloy/config.json",
    )
    .option("--watch", "check again after each change")
    .option(
      "--stdin-filename <name>",
      "file name for standard input; its folder determines the settings",
      STDIN,
    )
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy check models 'new/*.json'", "check a folder and a glob"],
          ["forge-alloy check --max-warnings 0", "fail on warnings, for CI"],
          ["forge-alloy check --fix --diff", "fix and show the changes"],
          ["forge-alloy check --format sarif > a.sarif", "write SARIF for code scanning"],
          ["forge-alloy check - < a.alloy.json", "check standard input"],
        ],
        "Errors, and more warnings than --max-warnings, set exit code 1, reported or not.\nFolders and globs skip hidden files, node_modules, and files ignored by .gitignore\nor by ignores in .forge-alloy/config.json; a file that is specified is always read.",
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(check(paths, options)));
};

/** What the command line says about a check. */
export interface CheckOptions extends Omit<FileCheckOptions, "style"> {
  /** Short for the level `error`. */
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  /** Checking no file at all is no failure. */
  readonly allowEmpty?: boolean;
  readonly stdinFilename: string;
  readonly watch?: boolean;
}

/** Checks files and reports what is wrong with them. Resolves to the exit code; with `watch`, never. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const { fix, fixDryRun, diff, unsafe } = options;
  if (unsafe && !fix && !fixDryRun && !diff)
    throw new Failure("--unsafe requires --fix, --fix-dry-run, or --diff");
  if (paths.includes("-")) {
    if (paths.length > 1) throw new Failure("standard input (-) cannot be combined with files");
    if (options.watch) throw new Failure("standard input (-) cannot be watched");
    if (fix)
      throw new Failure("--fix cannot change standard input (-)", [
        "hint: --fix-dry-run reports what --fix would fix",
      ]);
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
  { maxWarnings, stdinFilename, watch, quiet, allowEmpty, ...options }: CheckOptions,
  { text, memory, listener }: RunContext = {},
): Promise<number> {
  const level = quiet ? "error" : options.level;
  const named = paths.map((given) => path.normalize(given));
  const checkOptions: FileCheckOptions = { ...options, level, named, style: style() };
  const check = await FileCheck.open(checkOptions);
  const report = new Report(check, checkOptions);
  const failure = (reason: string, place: string) => report.fail(check.unreadable(place, reason));
  if (text === undefined) {
    // A watched path may come back, so the watch has to know that it is gone.
    const { found, missing } = listener ? { found: paths, missing: [] } : sorted(paths, check);
    const listeners: WalkListener = {
      ...listener,
      failure,
      note: (sentence) => report.note(sentence),
      // A configuration that is named takes the place of those in folders.
      settings: (file) => options.config === undefined && report.settings.found(file),
      folder(folder, meant) {
        if (options.fix) removeAbandoned(folder);
        listener?.folder?.(folder, meant);
      },
    };
    const isNothing = missing.length > 0 && found.length === 0;
    report.begin();
    for (const { path, reason } of missing) await report.add(check.unreadable(path, reason));
    if (!isNothing) {
      const files = filesFrom(found, check.project, listeners);
      for await (const checked of checkAll(files, check, checkOptions, memory)) await report.add(checked);
    }
  } else {
    report.begin();
    await report.add(await check.check(stdinFilename, { text }));
  }
  await report.end(allowEmpty === true);
  if (report.failures > 0 || (report.files === 0 && !allowEmpty)) return EXIT.failure;
  const { error, warning } = report.counts;
  const limit = maxWarnings ?? Number.POSITIVE_INFINITY;
  if (warning > limit) say(`error: ${warning} warnings, but --max-warnings is ${limit}`);
  return error > 0 || warning > limit ? EXIT.problems : EXIT.clean;
}

/** Tells the paths and globs that lead somewhere from those that do not, so that these are reported with the rest. */
function sorted(paths: readonly string[], { project }: FileCheck) {
  const found: string[] = [];
  const missing: { path: string; reason: string }[] = [];
  for (const path of paths) {
    try {
      filesFrom([path], project);
      found.push(path);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      missing.push({ path, reason: error.message });
    }
  }
  return { found, missing };
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
  /** Number of files that were checked, settings with problems among them. */
  files = 0;
  readonly #check: FileCheck;
  readonly #options: FileCheckOptions;
  readonly #progress = new Progress(process.stderr);
  /** Files of settings that were used or found. */
  readonly settings = new SettingsFiles();
  readonly #unreadable: UnreadableFile[] = [];
  readonly #failed: CheckedFile[] = [];
  /** Settings that cannot be read, as they were told. */
  readonly #unreadableSettings = new Set<string>();
  #fixedFiles = 0;
  #results = 0;
  #leftOut = 0;
  #isFirst = true;

  constructor(check: FileCheck, options: FileCheckOptions) {
    this.#check = check;
    this.#options = options;
  }

  begin(): void {
    process.stdout.write(this.#check.reporter.head);
  }

  note(sentence: string): void {
    this.#say(sentence);
  }

  async add(checked: CheckedFile): Promise<void> {
    // Each thread looks for settings of its own.
    for (const { file, reason } of checked.unreadableSettings ?? []) {
      if (!this.#unreadableSettings.has(reason)) this.fail(this.#check.unreadable(file, reason));
      this.#unreadableSettings.add(reason);
    }
    await this.#writeFailed();
    if (checked.settings) this.settings.add(checked.settings);
    await this.#write(checked);
    this.#progress.next();
  }

  /** Keeps what the walk could not read, which comes up between two files, for the next place in the report. */
  fail(checked: CheckedFile): void {
    this.#failed.push(checked);
  }

  async #writeFailed(): Promise<void> {
    for (const checked of this.#failed.splice(0)) await this.#write(checked);
  }

  async end(mayBeEmpty: boolean): Promise<void> {
    await this.#writeFailed();
    for await (const checked of this.settings.check(this.#check)) await this.#write(checked);
    // A repository of domains and profiles has no alloys; its files were checked all the same.
    if (this.files === 0) this.files = this.settings.clean;
    this.#progress.clear();
    const { fix, fixDryRun } = this.#options;
    if (fix || fixDryRun)
      await this.#tell(this.#fixSentence(this.counts.fixed, count(this.#fixedFiles, "file")));
    if (this.files === 0 && this.failures === 0) {
      this.#say(NOTHING_FOUND);
      if (!mayBeEmpty) this.#say("hint: --allow-empty accepts this");
    }
    const { files, failures, counts } = this;
    const unreadable = this.#unreadable;
    const leftOut = this.#leftOut;
    if (leftOut > 0)
      this.#say(`warning: ${leftOut} problems are not in the report, because the format is limited`);
    process.stdout.write(
      this.#check.reporter.tail({ files, failures, unreadable, counts, leftOut, level: this.#check.level }),
    );
  }

  async #write({ output, notes, fixed, diff, unreadableFile, isStuck, counts }: CheckedFile): Promise<void> {
    // A terminal shows the report as well.
    const isShown = unreadableFile && this.#options.format === "pretty" && process.stdout.isTTY;
    if (!isShown) for (const note of notes) this.#say(note);
    if (unreadableFile || isStuck) this.failures++;
    if (unreadableFile) this.#unreadable.push(unreadableFile);
    else this.files++;
    for (const kind of Object.keys(counts) as (keyof Counts)[]) this.counts[kind] += counts[kind];
    if (diff) await this.#tell(diff);
    if (fixed) {
      this.#fixedFiles++;
      await this.#tell(this.#fixSentence(fixed.count, sanitizeForTerminal(fixed.file)));
    }
    const written = this.#limited(output);
    if (written === "") return;
    await this.#print(`${this.#isFirst ? "" : this.#check.reporter.separator}${written}`);
    this.#isFirst = false;
  }

  async #print(text: string): Promise<void> {
    this.#progress.clear();
    // Whoever reads is slower than we are: what waits for them must not pile up.
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  }

  /** Prints what was fixed: with the report for people, on standard error if programs read the report. */
  async #tell(text: string): Promise<void> {
    const lines = text.replace(/\n$/, "").split("\n");
    if (this.#options.format !== "pretty") {
      for (const line of lines) this.#say(line);
      return;
    }
    // Programs read a diff as it is; a terminal, and a log of GitHub, would obey some of it.
    const isObeyed = process.stdout.isTTY || process.env.GITHUB_ACTIONS !== undefined;
    const shown = isObeyed ? lines.map(sanitizeForTerminal) : lines;
    await this.#print(`${shown.join("\n")}\n`);
  }

  #fixSentence(fixed: number, where: string): string {
    return `${this.#options.fix ? "Fixed" : "Would fix"} ${count(fixed, "problem")} in ${where}.`;
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
