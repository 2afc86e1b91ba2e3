import path from "node:path";
import { Option } from "commander";
import { SEVERITIES } from "../../library/level.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { removeAbandoned, standardInput } from "../../workspace/files.js";
import { filesFrom, type WalkListener } from "../../workspace/named-files.js";
import { CheckReport } from "../check-report.js";
import { collect, type Declare, DOMAIN_OPTION, EXIT_CODES, more, STDIN, wholeNumber } from "../command.js";
import { FileCheck, type FileCheckOptions } from "../file-check.js";
import { sinceRevision } from "../old-problems.js";
import { FORMATS } from "../reporters/index.js";
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
    .option("--baseline <file>", "do not report the problems that this file lists")
    .option("--write-baseline", "write all problems to the file of --baseline")
    .option(
      "--since <revision>",
      "only files changed since a Git revision, and problems that it does not have",
    )
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
          ["forge-alloy check --since origin/main", "report what a branch adds"],
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
export interface CheckOptions extends Omit<FileCheckOptions, "style" | "since"> {
  /** A revision of Git: only what changed since then. */
  readonly since?: string;
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
  if (options.writeBaseline && options.baseline === undefined)
    throw new Failure("--write-baseline requires --baseline <file>");
  if (options.writeBaseline && options.watch)
    throw new Failure("--write-baseline cannot be combined with --watch");
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
  { maxWarnings, stdinFilename, watch, quiet, allowEmpty, since, ...options }: CheckOptions,
  { text, memory, listener }: RunContext = {},
): Promise<number> {
  const level = quiet ? "error" : options.level;
  const named = paths.map((given) => path.normalize(given));
  const checkOptions: FileCheckOptions = {
    ...options,
    level,
    named,
    style: style(),
    ...(since !== undefined && { since: sinceRevision(since) }),
  };
  const check = await FileCheck.open(checkOptions);
  const report = new CheckReport(check, checkOptions);
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
  if (report.failures > 0 || (report.isEmpty && !allowEmpty)) return EXIT.failure;
  if (options.writeBaseline) return EXIT.clean;
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
