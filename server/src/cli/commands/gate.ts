import { Option } from "commander";
import type { GateReport } from "../../library/types.js";
import { evaluateGate, evaluateGateWith, type GateEvaluation } from "../../lint/gate-evaluation.js";
import { Alloy } from "../../model/alloy.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText, standardInput, statOf } from "../../workspace/files.js";
import { filesFrom } from "../../workspace/named-files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { integrityBeside } from "../../workspace/result-file.js";
import { collect, type Declare, DOMAIN_OPTION, more, STDIN } from "../command.js";
import {
  type EvaluatedGate,
  GATE_FORMATS,
  GATE_REPORTERS,
  type GateFormat,
  type GateRow,
  rowWords,
} from "../gate-reporters.js";
import { say } from "../terminal.js";

export const declareGate: Declare = (program, done) => {
  program
    .command("gate")
    .description("Evaluate the acceptance gates of alloys")
    .argument("<paths...>", "files, folders, and globs; - for standard input")
    .addOption(new Option("-f, --format <format>", "output format").choices(GATE_FORMATS).default("pretty"))
    .option(...DOMAIN_OPTION, collect)
    .option("--stdin-filename <name>", "file name for standard input", STDIN)
    .option("--allow <verdicts>", "verdicts that also exit with 0: unmeasured, no-criteria", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy gate a.alloy.json", "list each check with the measured value"],
          ["forge-alloy gate a.alloy.json -f markdown", "print Markdown for a pull request"],
          ["forge-alloy gate finished", "print one table for a folder"],
          ["forge-alloy gate recipe.alloy.json --allow unmeasured", "accept a recipe before its run"],
        ],
        "acceptanceCriteria defines the criteria, results contains the measured values. The\nmodel hash may also be in NAME.alloy.result.json or NAME.result.json.",
        "Exit codes: 0 ship, 1 rework, 2 invalid, wrong usage, or an unreadable file,\n3 unmeasured, 4 no criteria; of several files, the first of 2, 1, 3, 4, 0 that occurs.\n--allow unmeasured does not cover criteria that are ambiguous or that the gate does not\nevaluate.",
      ),
    )
    .action((paths, { allow = [], ...options }) =>
      done(gate(paths, { ...options, allow: allowedVerdicts(allow) })),
    );
};

const EXITS: Readonly<Record<GateReport["verdict"], number>> = {
  ship: EXIT.clean,
  rework: EXIT.problems,
  invalid: EXIT.failure,
  unmeasured: EXIT.unmeasured,
  "no-criteria": EXIT.noCriteria,
};

/** Exit codes of many files: the first one that occurs is that of the run. */
const WORST_FIRST = [EXIT.failure, EXIT.problems, EXIT.unmeasured, EXIT.noCriteria, EXIT.clean];

/** Verdicts that `--allow` turns into exit code 0. The verdict itself stays. */
const ALLOWABLE = ["unmeasured", "no-criteria"] as const;

/** What the command line says about a gate. */
export interface GateOptions extends ProjectOptions {
  readonly format: GateFormat;
  readonly stdinFilename: string;
  readonly allow: readonly string[];
}

/**
 * Prints the verdict of one alloy, or a table of several: of files, folders, and globs. The exit code is that of the worst
 * verdict.
 * @throws {Failure} for a single file that cannot be read, and for paths where there is nothing
 */
export async function gate(paths: readonly string[], options: GateOptions): Promise<number> {
  const project = await Project.open(options);
  const [only = ".", ...others] = paths;
  if (others.length === 0 && (only === "-" || isOneFile(only))) return gateOne(only, project, options);
  if (paths.includes("-")) throw new Failure("standard input (-) cannot be combined with files");
  return gateMany(paths, project, options);
}

/** A file, or a name that leads nowhere and has no wildcards. */
function isOneFile(given: string): boolean {
  const found = statOf(given);
  return found ? !found.isDirectory() : !/[*?[{]/.test(given);
}

async function gateOne(
  given: string,
  project: Project,
  { format, stdinFilename, allow }: GateOptions,
): Promise<number> {
  const isInput = given === "-";
  const file = isInput ? stdinFilename : given;
  const read = isInput ? { text: await standardInput() } : readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const evaluated = evaluate(file, Alloy.parse(read.text, await project.registry(file)), allow, !isInput);
  process.stdout.write(GATE_REPORTERS[format].one(evaluated));
  return exitCode(evaluated);
}

async function gateMany(
  paths: readonly string[],
  project: Project,
  { format, allow }: GateOptions,
): Promise<number> {
  const reporter = GATE_REPORTERS[format];
  const rows: GateRow[] = [];
  const codes = new Set<number>();
  const unreadable = (file: string, reason: string) => {
    say(`error: ${reason}`);
    rows.push({
      file,
      verdict: "unreadable",
      allowed: false,
      words: reason,
      details: reporter.unreadable(file, reason),
    });
    codes.add(EXIT.failure);
  };
  const listener = {
    failure: (reason: string, place: string) => unreadable(place, reason),
    note: (sentence: string) => say(sentence),
  };
  for await (const file of filesFrom(paths, project, listener)) {
    const read = readText(file);
    if ("reason" in read) {
      unreadable(file, read.reason);
      continue;
    }
    const evaluated = evaluate(file, Alloy.parse(read.text, await project.registry(file)), allow, true);
    const { evaluation, allowed } = evaluated;
    codes.add(exitCode(evaluated));
    rows.push({
      file,
      verdict: evaluation.verdict,
      allowed,
      words: rowWords(evaluation),
      details: reporter.details(evaluated),
    });
  }
  if (rows.length === 0) {
    say(`error: no *.alloy.json or forge-alloy.json found in ${paths.join(", ")}`);
    return EXIT.failure;
  }
  const count = (verdict: GateRow["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const summary = {
    ship: count("ship"),
    rework: count("rework"),
    unmeasured: count("unmeasured"),
    invalid: count("invalid"),
    "no-criteria": count("no-criteria"),
    unreadable: count("unreadable"),
  };
  process.stdout.write(reporter.many(rows, summary));
  return WORST_FIRST.find((code) => codes.has(code)) ?? EXIT.failure;
}

/** @param isFile whether there may be a result file next to it */
function evaluate(file: string, alloy: Alloy, allow: readonly string[], isFile: boolean): EvaluatedGate {
  const other = isFile ? integrityBeside(file, alloy, (reason) => say(`warning: ${reason}`)) : undefined;
  const evaluation = other ? evaluateGateWith(alloy, other) : evaluateGate(alloy);
  return { file, alloy, evaluation, allowed: allow.includes(evaluation.verdict) && isAllowable(evaluation) };
}

function exitCode({ evaluation, allowed }: EvaluatedGate): number {
  return allowed ? EXIT.clean : EXITS[evaluation.verdict];
}

/** Only figures that are not there yet may be allowed: a criterion that cannot be evaluated will never be. */
function isAllowable({ checks }: GateEvaluation): boolean {
  return checks.every(({ state, cause }) => state !== "unmeasured" || cause === "missing");
}

/**
 * The names given to `--allow`, separated by commas or in repeated options.
 * @throws {Failure} for a name that is not a verdict which may be allowed
 */
export function allowedVerdicts(given: readonly string[]): string[] {
  const names = given.flatMap((names) => names.split(",")).map((name) => name.trim());
  const wrong = names.find((name) => !(ALLOWABLE as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new Failure(
      `--allow does not accept "${sanitizeForTerminal(wrong)}". Expected one of: ${ALLOWABLE.join(", ")}.`,
    );
  return names;
}
