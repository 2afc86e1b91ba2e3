import path from "node:path";
import { Alloy } from "../alloy/alloy.js";
import { publicationsOf } from "../alloy/receipt.js";
import { fixAll } from "../features/code-actions.js";
import type { Suppression } from "../rules/configuration.js";
import { diagnose } from "../rules/diagnose.js";
import { applyEdits } from "../text/edits.js";
import { diagnosticsOf, type FileReport } from "./diagnostic.js";
import { EXIT, Failure } from "./failure.js";
import { filesFrom, readText, writeText } from "./files.js";
import { type FoundConfiguration, Project, type ProjectOptions } from "./project.js";
import { reporterFor } from "./reporters/index.js";

export interface CheckOptions extends ProjectOptions {
  readonly format: string;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly allowPublished?: boolean;
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  readonly stdinFilename: string;
}

/** Fixes may bring others to light; what is not settled after so many rounds never will be. */
const MAX_ROUNDS = 10;

/** Checks files and reports what is wrong with them. Resolves to the exit code. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const reporter = reporterFor(options.format);
  const run = new Run(options);
  for (const file of await inputs(paths, options)) {
    const report = run.file(file);
    if (report) reporter.file(visible(report, options));
  }
  for (const report of run.configurations()) reporter.file(visible(report, options));
  reporter.end();
  if (run.failures > 0) return EXIT.failure;
  const { errors, warnings } = run;
  const limit = options.maxWarnings ?? Number.POSITIVE_INFINITY;
  if (warnings > limit) process.stderr.write(`${warnings} warnings are more than the ${limit} allowed.\n`);
  return errors > 0 || warnings > limit ? EXIT.problems : EXIT.clean;
}

/** Files by name, and what comes in by standard input. */
type Input = { readonly file: string; readonly text?: string };

async function inputs(paths: readonly string[], { stdinFilename }: CheckOptions): Promise<Input[]> {
  if (!paths.includes("-"))
    return (await filesFrom(paths.length > 0 ? paths : ["."])).map((file) => ({ file }));
  if (paths.length > 1) throw new Failure("Standard input (-) cannot be checked together with files.");
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return [{ file: stdinFilename, text: Buffer.concat(chunks).toString("utf8") }];
}

function visible(report: FileReport, { quiet }: CheckOptions): FileReport {
  if (!quiet) return report;
  return { ...report, diagnostics: report.diagnostics.filter(({ severity }) => severity === "error") };
}

/** One run: its files, and what is known only after the last of them. */
class Run {
  errors = 0;
  warnings = 0;
  failures = 0;
  readonly #options: CheckOptions;
  readonly #project: Project;
  /** By file of the configuration: the suppressions that were needed, and the files that were checked under it. */
  readonly #used = new Map<string, { found: FoundConfiguration; used: Set<number>; files: Set<string> }>();

  constructor(options: CheckOptions) {
    this.#options = options;
    this.#project = new Project(options);
  }

  /** Undefined for a file that cannot be read, which is said. */
  file({ file, text: given }: Input): FileReport | undefined {
    const read = given === undefined ? readText(file) : { text: given };
    if ("reason" in read) {
      this.failures++;
      process.stderr.write(`${read.reason}\n`);
      return undefined;
    }
    const isStandardInput = given !== undefined;
    const text =
      this.#options.fix || this.#options.fixDryRun
        ? this.#fixed(file, read.text, isStandardInput)
        : read.text;
    const alloy = Alloy.parse(text, this.#project.registry(file));
    const { problems, used } = diagnose(alloy, this.#project.settings(file));
    this.#note(file, used);
    return this.#count({ file: shown(file), text, diagnostics: diagnosticsOf(problems, alloy) });
  }

  /** What is wrong with the configurations that were used; asked for when all files are done. */
  *configurations(): Generator<FileReport> {
    for (const { found, used, files } of this.#used.values()) {
      const read = readText(found.file);
      if ("reason" in read) continue;
      const alloy = Alloy.parse(read.text, this.#project.registry(found.file));
      // Only about files that were looked at can be said that they need no suppression.
      const unusedSuppressions = found.configuration.suppressions
        .filter(
          ({ index, covers }) => !used.has(index) && [...files].some((file) => covers(below(found, file))),
        )
        .map(({ index }) => index);
      const { problems } = diagnose(alloy, undefined, { unusedSuppressions });
      if (problems.length > 0)
        yield this.#count({
          file: shown(found.file),
          text: read.text,
          diagnostics: diagnosticsOf(problems, alloy),
        });
    }
  }

  #note(file: string, used: ReadonlySet<Suppression>): void {
    const found = this.#project.configurationOf(file);
    if (!found || found.configuration.suppressions.length === 0) {
      if (found && !this.#used.has(found.file))
        this.#used.set(found.file, { found, used: new Set(), files: new Set() });
      return;
    }
    const entry = this.#used.get(found.file) ?? { found, used: new Set(), files: new Set() };
    for (const { index } of used) entry.used.add(index);
    entry.files.add(path.resolve(file));
    this.#used.set(found.file, entry);
  }

  #count(report: FileReport): FileReport {
    for (const { severity } of report.diagnostics) {
      if (severity === "error") this.errors++;
      if (severity === "warning") this.warnings++;
    }
    return report;
  }

  /** The text with every safe fix applied, and the file too unless this is a rehearsal. */
  #fixed(file: string, text: string, isStandardInput: boolean): string {
    const registry = this.#project.registry(file);
    const settings = this.#project.settings(file);
    if (!this.#options.allowPublished && publicationsOf(Alloy.parse(text, registry))) {
      process.stderr.write(
        `${shown(file)} is published and was not changed; --allow-published does it all the same.\n`,
      );
      return text;
    }
    let current = text;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { problems } = diagnose(Alloy.parse(current, registry), settings);
      const action = fixAll(problems);
      if (!action) break;
      current = applyEdits(current, action.edits);
    }
    if (current !== text && this.#options.fix && !isStandardInput) writeText(file, current);
    return current;
  }
}

function below({ folder }: FoundConfiguration, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}

/** Relative to where the user is, as long as that is shorter to read. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") ? file : relative;
}
