import path from "node:path";
import { EXIT, Failure } from "../../workspace/failure.js";
import { removeAbandoned, standardInput } from "../../workspace/files.js";
import { filesFrom, type WalkListener } from "../../workspace/walk.js";
import { CheckReport } from "../check-report.js";
import { FileCheck, type FileCheckOptions } from "../file-check.js";
import { sinceRevision } from "../old-problems.js";
import { hasColor, say } from "../terminal.js";
import { checkAll, type Memory } from "../threads.js";
import { watch } from "./watch.js";

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
  const check = new FileCheck(checkOptions);
  const report = new CheckReport(check, checkOptions);
  const failure = (reason: string, place: string) => report.fail(check.unreadable(place, reason));
  if (text === undefined) {
    // A watched path may come back, so the watch has to know that it is gone.
    const { found, missing } = listener ? { found: paths, missing: [] } : sorted(paths);
    const listeners: WalkListener = {
      ...listener,
      failure,
      note: (sentence) => report.note(sentence),
      folder(folder, meant) {
        if (options.fix) removeAbandoned(folder);
        listener?.folder?.(folder, meant);
      },
    };
    const files = missing.length > 0 && found.length === 0 ? [] : filesFrom(found, listeners);
    report.begin();
    for (const { path, reason } of missing) await report.add(check.unreadable(path, reason));
    for await (const checked of checkAll(files, check, checkOptions, memory)) await report.add(checked);
  } else {
    report.begin();
    await report.add(check.check(stdinFilename, { text }));
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
function sorted(paths: readonly string[]) {
  const found: string[] = [];
  const missing: { path: string; reason: string }[] = [];
  for (const path of paths) {
    try {
      filesFrom([path]);
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
