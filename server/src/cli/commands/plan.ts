import { InvalidArgumentError, Option } from "commander";
import { ENVELOPE } from "../../library/envelope.js";
import { diagnose } from "../../lint/lint.js";
import { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { planMarkdown } from "../../plan/markdown.js";
import { isComplete, type Plan, planOf } from "../../plan/plan.js";
import { planReport } from "../../plan/report.js";
import { planText } from "../../plan/text.js";
import { printableJson } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText, standardInput } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more, STDIN } from "../command.js";
import { paint, say } from "../terminal.js";

export const declarePlan: Declare = (program, done) => {
  program
    .command("plan")
    .description("Show what a run makes of an alloy: stages, values, sizes, devices, and time")
    .argument("<file>", "alloy, or - for standard input")
    .addOption(new Option("-f, --format <format>", "output format").choices(PLAN_FORMATS).default("pretty"))
    .option("--json", "short for --format json")
    .option("--margin <percent>", "share of a device's memory that the runtime takes", percent, 10)
    .option("--exit-code", "exit with 1 if a stage does not run, or a field of target has no effect")
    .option(...DOMAIN_OPTION, collect)
    .option("--stdin-filename <name>", "file name for standard input", STDIN)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy plan a.alloy.json", "show the stages as they run"],
          ["forge-alloy plan a.alloy.json --json", "print the effective alloy as JSON"],
          ["forge-alloy plan a.alloy.json --margin 20", "reserve 20% of the memory of each device"],
        ],
        "Stages are derived from target if the alloy has none. Values that the alloy omits\ncome from the executor profile and from the defaults of the format. Nothing is run.",
        "Sizes and times are estimates, from the bits per weight of each quantization type and\nfrom the executor profile.",
        "Exit codes: 0 success, 1 as --exit-code defines, 2 wrong usage or a file that cannot\nbe read.",
      ),
    )
    .action((file, options) => done(plan(file, options)));
};

/** What the command line says about a plan. */
interface PlanCommandOptions extends ProjectOptions {
  readonly format: PlanFormat;
  readonly json?: boolean;
  /** Share of a device's memory that the runtime takes, in percent. */
  readonly margin: number;
  readonly exitCode?: boolean;
  readonly stdinFilename: string;
}

const FORMATS = {
  pretty: (plan: Plan): string => planText(plan, paint()),
  json: (plan: Plan, file: string): string =>
    `${printableJson({ ...ENVELOPE, ...planReport(plan, file) })}\n`,
  markdown: (plan: Plan): string => planMarkdown(plan),
} as const;

type PlanFormat = keyof typeof FORMATS;

const PLAN_FORMATS = Object.keys(FORMATS) as PlanFormat[];

/** @throws {InvalidArgumentError} for anything but a number from 0 to below 100 */
function percent(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number < 100)) throw new InvalidArgumentError("Expected a number from 0 to below 100.");
  return number;
}

/**
 * Prints the plan of an alloy.
 * @throws {Failure} for a file that cannot be read or is not valid JSON
 */
async function plan(
  file: string,
  { format, json, margin, exitCode, stdinFilename, ...options }: PlanCommandOptions,
): Promise<number> {
  const read = file === "-" ? { text: await standardInput() } : readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const registry = await (await Project.open(options)).registry(file === "-" ? stdinFilename : file);
  const alloy = Alloy.parse(read.text, registry);
  const fault = faultOf(alloy);
  if (fault !== undefined)
    throw new Failure(`cannot plan ${file}: it ${fault}`, ["hint: forge-alloy check shows the problems"]);
  const errors = diagnose(alloy).problems.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    say(
      `warning: ${file} has ${errors === 1 ? "an error" : `${errors} errors`}, so the forge-alloy packages reject it`,
    );
    say("hint: forge-alloy check shows the problems");
  }
  const planned = planOf(alloy, { margin: margin / 100 });
  process.stdout.write(FORMATS[json ? "json" : format](planned, file));
  return exitCode && !isComplete(planned) ? EXIT.problems : EXIT.clean;
}
