import { realpathSync } from "node:fs";
import path from "node:path";
import { Option } from "commander";
import { DiskFiles } from "../../disk/disk-files.js";
import type { Measured, Refusal, ResultScale } from "../../evaluations/measured.js";
import { readResults } from "../../evaluations/read-results.js";
import { type ImportedResult, type SampleFile, withResults } from "../../evaluations/write-results.js";
import { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { isPublished } from "../../model/receipt.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { isUnavailable } from "../../verify/files.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText, statOf, writeText } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { VerifyProgress } from "../read-progress.js";
import { shown, slashed } from "../shown.js";
import { say } from "../terminal.js";

export const declareResults: Declare = (program, done) => {
  program
    .command("results")
    .description("Import results of evaluation tools")
    .addHelpText("after", "\nforge-alloy results import --help describes the import.")
    .command("import")
    .description("Read lm-evaluation-harness and EvalPlus results into results.benchmarks")
    .argument("<alloy>", "alloy")
    .argument("<results...>", "results files of the forged model")
    .option("--base <results>", "results file of the base model; may be repeated", collect)
    .addOption(new Option("--scale <scale>", "scale of scores above 1").choices(["percent", "fraction"]))
    .option("--skip-unknown", "skip tasks without a known benchmark; otherwise, exit with 2")
    .option("--write", "write the alloy; otherwise, only print the diff")
    .option("--allow-published", "let --write change a published alloy")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy results import a.alloy.json results.json", "print the diff"],
          ["forge-alloy results import a.alloy.json r.json --base b.json --write", "with base scores; write"],
        ],
        "Scores are written in percent. Samples next to the results are named with their hash\nif they are in the folder of the alloy.",
        "Exit codes: 0 success, 2 wrong usage, a file that cannot be read or written, or\nresults that cannot be mapped without a guess.",
      ),
    )
    .action((file, results, options) => done(importResults(file, results, options)));
};

/** What the command line says about an import. */
interface ImportOptions extends ProjectOptions {
  /** Results of the base model. */
  readonly base?: readonly string[];
  readonly scale?: ResultScale;
  /** Import the known benchmarks of a file that has others, too. */
  readonly skipUnknown?: boolean;
  readonly write?: boolean;
  readonly allowPublished?: boolean;
}

/** A benchmark, and the folder of the file that it was read from. */
interface Found {
  readonly measured: Measured;
  readonly folder: string;
}

/**
 * Reads the results of evaluation tools into `results.benchmarks` of an alloy. Prints the diff; writes it only if asked to.
 * @throws {Failure} for what cannot be read, and for results that cannot be mapped without a guess
 */
export async function importResults(
  file: string,
  results: readonly string[],
  { base = [], write, allowPublished, scale, skipUnknown, ...options }: ImportOptions,
): Promise<number> {
  const read = readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const alloy = Alloy.parse(read.text, await (await Project.open(options)).registry(file));
  const fault = faultOf(alloy);
  if (fault !== undefined)
    throw new Failure(`cannot import into ${file}: it ${fault}`, [
      "hint: forge-alloy check shows the problems",
    ]);
  if (write && !allowPublished && isPublished(alloy))
    throw new Failure(`${file} is a published alloy; its publications refer to the hash of its bytes`, [
      "hint: --allow-published changes it anyway",
    ]);
  const reading = { scale, skipUnknown: skipUnknown === true };
  const measured = measuredIn(results, reading);
  // The base model may have been run on more benchmarks.
  const bases = measuredIn(base, { ...reading, skipUnknown: true });
  const imported = await withSamples(path.dirname(path.resolve(file)), measured, bases);
  const written = withResults(alloy, imported);
  if ("refusal" in written) throw new Failure(`cannot import into ${file}: ${written.refusal}`);
  for (const name of [...measured.keys()].filter((one) => base.length > 0 && !bases.has(one)))
    say(`warning: no base score for "${name}" in ${base.join(", ")}`);
  const diff = unifiedDiff(slashed(shown(file)), read.text, written.text);
  printDiff(diff);
  const count = `${measured.size} benchmark${measured.size === 1 ? "" : "s"}`;
  if (diff === "") say(`${file} already has these results of ${count}.`);
  else if (write) {
    writeText(file, { was: read.text, text: written.text, isNamed: true });
    say(`Imported ${count} into ${file}.`);
  } else say(`Would import ${count} into ${file}; --write writes them.`);
  return EXIT.clean;
}

/** Programs read a diff as it is; a terminal, and a log of GitHub, would obey some of it. */
function printDiff(diff: string): void {
  const isObeyed = process.stdout.isTTY || process.env.GITHUB_ACTIONS !== undefined;
  process.stdout.write(isObeyed ? diff.split("\n").map(sanitizeForTerminal).join("\n") : diff);
}

/** The benchmarks of results files by their name. */
function measuredIn(
  files: readonly string[],
  options: Parameters<typeof readResults>[2],
): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const file of files) {
    const read = readText(file);
    if ("reason" in read) throw new Failure(read.reason);
    const result = readResults(read.text, path.basename(file), options);
    if ("refusal" in result) throw refusal(file, result.refusal);
    for (const measured of result.measured) {
      if (found.has(measured.benchmark))
        throw new Failure(`"${measured.benchmark}" is in several results files`);
      found.set(measured.benchmark, { measured, folder: path.dirname(path.resolve(file)) });
    }
  }
  return found;
}

function refusal(file: string, { reason, hints }: Refusal): Failure {
  return new Failure(
    `cannot import ${file}: ${reason}`,
    hints.map((hint) => `hint: ${hint}`),
  );
}

/** Looks for the samples next to the results files. Those outside of the alloy's folder cannot be named in the alloy. */
async function withSamples(
  root: string,
  measured: ReadonlyMap<string, Found>,
  bases: ReadonlyMap<string, Found>,
): Promise<ImportedResult[]> {
  const progress = new VerifyProgress(process.stderr);
  const files = new DiskFiles(new Map([["alloy", root]]), progress);
  const samplesOf = async (found: Found | undefined): Promise<SampleFile | undefined> => {
    if (found?.measured.samples === undefined) return undefined;
    const relative = relativePath(root, path.join(found.folder, found.measured.samples));
    if (relative === undefined) return undefined;
    const digest = await files.digest([{ folder: "alloy", path: relative }]);
    return isUnavailable(digest) ? undefined : { path: relative, hash: `sha256:${digest.hex}` };
  };
  try {
    const imported: ImportedResult[] = [];
    for (const [name, found] of measured) {
      const base = bases.get(name);
      imported.push({
        measured: found.measured,
        base: base?.measured,
        samples: await samplesOf(found),
        baseSamples: await samplesOf(base),
      });
    }
    return imported;
  } finally {
    progress.clear();
    await files.end();
  }
}

/** The path of a file from a folder, with `/`; undefined if it does not exist or is outside. */
function relativePath(folder: string, file: string): string | undefined {
  if (!statOf(file)) return undefined;
  const relative = slashed(path.relative(realpathSync(folder), realpathSync(file)));
  return relative === "" || relative.startsWith("../") || path.isAbsolute(relative) ? undefined : relative;
}
