import path from "node:path";
import { Option } from "commander";
import { type Comparison, compareAlloys } from "../../compare/compare.js";
import { comparisonMarkdown } from "../../compare/markdown.js";
import { comparisonReport } from "../../compare/report.js";
import { comparisonText } from "../../compare/text.js";
import { ENVELOPE } from "../../library/envelope.js";
import { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { printableJson } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { decoded, readText, standardInput, statOf } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more, STDIN } from "../command.js";
import { readRevision, revisionFile } from "../git.js";
import { paint } from "../terminal.js";

export const declareDiff: Declare = (program, done) => {
  program
    .command("diff")
    .description("Compare two alloys: stages, fields, criteria, scores, and verdicts")
    .argument("<a>", "alloy before: a file, REV:path of Git, or - for standard input")
    .argument("<b>", "alloy after")
    .addOption(new Option("-f, --format <format>", "output format").choices(DIFF_FORMATS).default("pretty"))
    .option("--exit-code", "exit with 1 if the alloys differ")
    .addOption(new Option("--fail-on <what>", "exit with 1 if something is worse").choices(["regression"]))
    .option(...DOMAIN_OPTION, collect)
    .option("--stdin-filename <name>", "file name for standard input", STDIN)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy diff a.alloy.json b.alloy.json", "compare two files"],
          ["forge-alloy diff HEAD:a.alloy.json a.alloy.json", "show what is not committed"],
          ["forge-alloy diff main:a.alloy.json a.alloy.json -f markdown", "for a pull request"],
        ],
        "Stages are matched by type and content. Formatting and key order are ignored.\nREV:path is relative to the root of the repository, REV:./path to the current folder.",
        "Regressions: a loosened or removed criterion, a check that no longer passes, a\nbenchmark with a criterion that lost its result, a verdict other than ship.",
        "Exit codes: 0 success, 1 as --exit-code and --fail-on define, 2 wrong usage or a\nfile that cannot be read.",
      ),
    )
    .action((a, b, options) => done(diff(a, b, options)));
};

/** What the command line says about a comparison. */
export interface DiffOptions extends ProjectOptions {
  readonly format: DiffFormat;
  readonly stdinFilename: string;
  /** Exit with 1 if the alloys differ. */
  readonly exitCode?: boolean;
  /** Exit with 1 if something is worse than before. */
  readonly failOn?: "regression";
}

interface Named {
  readonly a: string;
  readonly b: string;
}

const FORMATS = {
  pretty(comparison: Comparison, names: Named): string {
    return comparisonText(comparison, names, paint());
  },
  json: (comparison: Comparison, names: Named): string =>
    `${printableJson({ ...ENVELOPE, ...comparisonReport(comparison, names) })}\n`,
  markdown: comparisonMarkdown,
} as const;

type DiffFormat = keyof typeof FORMATS;

export const DIFF_FORMATS = Object.keys(FORMATS) as DiffFormat[];

/**
 * Prints what changed from one alloy to another: files, `REV:path` of Git, or `-`.
 * @throws {Failure} for what cannot be read, and for texts that are not whole: what is lost would look removed
 */
export async function diff(
  a: string,
  b: string,
  { format, stdinFilename, exitCode, failOn, ...options }: DiffOptions,
): Promise<number> {
  if (a === "-" && b === "-") throw new Failure("standard input (-) cannot be compared with itself");
  const project = await Project.open(options);
  const before = await alloyAt(a, project, stdinFilename);
  const after = await alloyAt(b, project, stdinFilename);
  const comparison = compareAlloys(before, after);
  process.stdout.write(FORMATS[format](comparison, { a, b }));
  const isFailure =
    (exitCode && !comparison.isIdentical) || (failOn === "regression" && comparison.regressions.length > 0);
  return isFailure ? EXIT.problems : EXIT.clean;
}

async function alloyAt(name: string, project: Project, stdinFilename: string): Promise<Alloy> {
  const { text, file } = await textAt(name, stdinFilename);
  const alloy = Alloy.parse(text, await project.registry(file));
  const fault = faultOf(alloy);
  if (fault !== undefined)
    throw new Failure(`cannot compare ${name}: it ${fault}`, [
      "hint: forge-alloy check shows the problems of a file",
    ]);
  return alloy;
}

/** @returns the text, and the path that determines which domains apply */
async function textAt(name: string, stdinFilename: string): Promise<{ text: string; file: string }> {
  if (name === "-") return { text: await standardInput(), file: stdinFilename };
  // A file that exists is meant, even if its name has a colon.
  const revision = statOf(name) ? undefined : revisionFile(name);
  if (revision) {
    const read = decoded(readRevision(revision), name);
    if ("reason" in read) throw new Failure(read.reason);
    return { ...read, file: path.normalize(revision.path) };
  }
  const read = readText(name);
  if ("reason" in read) throw new Failure(read.reason);
  return { ...read, file: name };
}
