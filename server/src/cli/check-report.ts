import { once } from "node:events";
import { existsSync } from "node:fs";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { NOTHING_FOUND } from "./alloys.js";
import { Baseline } from "./baseline.js";
import { type CheckedFile, type FileCheck, type FileCheckOptions, noCounts } from "./file-check.js";
import type { KnownProblem } from "./known-problem.js";
import { Progress } from "./progress.js";
import type { Counts, UnreadableFile } from "./reporters/reporter.js";
import { SettingsFiles } from "./settings-files.js";
import { say } from "./terminal.js";

/** Writes what is known about the files, and keeps count. */
export class CheckReport {
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
  /** Files that are as a revision has them. */
  #unchanged = 0;
  readonly #baseline: Baseline | undefined;
  readonly #known = new Map<string, readonly KnownProblem[]>();

  constructor(check: FileCheck, options: FileCheckOptions) {
    this.#check = check;
    this.#options = options;
    const { baseline, writeBaseline } = options;
    this.#baseline = baseline === undefined ? undefined : new Baseline(baseline, writeBaseline === true);
  }

  /** Whether no file was checked and no file was skipped because it did not change. */
  get isEmpty(): boolean {
    return this.files + this.#unchanged === 0;
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
    for await (const checked of this.settings.check(this.#check)) {
      const isSaid = this.#unreadableSettings.has(checked.unreadableFile?.reason ?? "");
      if (!isSaid) await this.#write(checked);
    }
    // A repository of domains and profiles has no alloys; its files were checked all the same.
    if (this.files === 0) this.files = this.settings.clean;
    for (const [name, problems] of this.#baseline?.problems ?? []) {
      const file = this.#baseline?.pathOf(name) ?? name;
      if (!existsSync(file)) await this.#write(this.#check.gone(file, problems));
    }
    this.#progress.clear();
    if (this.#options.writeBaseline && this.failures === 0) await this.#writeBaseline();
    const { fix, fixDryRun } = this.#options;
    if (fix || fixDryRun)
      await this.#tell(this.#fixSentence(this.counts.fixed, count(this.#fixedFiles, "file")));
    if (this.isEmpty && this.failures === 0) {
      this.#say(NOTHING_FOUND);
      if (!mayBeEmpty) this.#say("hint: --allow-empty accepts this");
    }
    const { files, failures, counts } = this;
    const unreadable = this.#unreadable;
    const leftOut = this.#leftOut;
    if (leftOut > 0)
      this.#say(`warning: ${leftOut} problems are not in the report, because the format is limited`);
    const { since } = this.#options;
    process.stdout.write(
      this.#check.reporter.tail({
        files,
        failures,
        unreadable,
        counts,
        leftOut,
        level: this.#check.level,
        hasBaseline: this.#baseline !== undefined,
        since: since && { revision: since.revision, unchanged: this.#unchanged },
      }),
    );
  }

  async #writeBaseline(): Promise<void> {
    this.#baseline?.write(this.#known);
    const problems = [...this.#known.values()].reduce((sum, { length }) => sum + length, 0);
    const where = `${count(this.#known.size, "file")} to ${sanitizeForTerminal(this.#baseline?.file ?? "")}`;
    await this.#tell(`Wrote ${count(problems, "problem")} of ${where}.`);
  }

  async #write(checked: CheckedFile): Promise<void> {
    const { output, notes, fixed, diff, unreadableFile, isStuck, counts, known } = checked;
    if (known) this.#known.set(known.file, known.problems);
    // A terminal shows the report as well.
    const isShown = unreadableFile && this.#options.format === "pretty" && process.stdout.isTTY;
    if (!isShown) for (const note of notes) this.#say(note);
    if (unreadableFile || isStuck) this.failures++;
    if (unreadableFile) this.#unreadable.push(unreadableFile);
    else if (checked.isUnchanged) this.#unchanged++;
    else if (!checked.isGone) this.files++;
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
    // The reader of the output can be slower than this process: output must not pile up in memory.
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
