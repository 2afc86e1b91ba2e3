import { Option } from "commander";
import { gateReport } from "../../library/gate-report.js";
import type { GateReport } from "../../library/types.js";
import { evaluateGate, type GateEvaluation } from "../../lint/gate-evaluation.js";
import { Alloy } from "../../model/alloy.js";
import { checkCells, checkWords, gateWords, verdictWords } from "../../model/gate-words.js";
import { LineIndex } from "../../syntax/lines.js";
import {
  escapeMarkdown,
  escapeWorkflowCommand,
  escapeWorkflowProperty,
  printableJson,
  sanitizeForTerminal,
} from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText, standardInput } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more, STDIN } from "../command.js";
import { palette } from "../terminal.js";

export const declareGate: Declare = (program, done) => {
  program
    .command("gate")
    .description("Evaluate the acceptance gate of an alloy")
    .argument("<file>", "alloy; - for standard input")
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
          ["forge-alloy gate recipe.alloy.json --allow unmeasured", "accept a recipe before its run"],
        ],
        "acceptanceCriteria defines the criteria, results contains the measured values.",
        "Exit codes: 0 ship, 1 rework, 2 invalid, wrong usage, or an unreadable file,\n3 unmeasured, 4 no criteria. --allow unmeasured does not cover criteria that are\nambiguous or that the gate does not evaluate.",
      ),
    )
    .action((file, { allow = [], ...options }) =>
      done(gate(file, { ...options, allow: allowedVerdicts(allow) })),
    );
};

const EXITS: Readonly<Record<GateReport["verdict"], number>> = {
  ship: EXIT.clean,
  rework: EXIT.problems,
  invalid: EXIT.failure,
  unmeasured: EXIT.unmeasured,
  "no-criteria": EXIT.noCriteria,
};

/** Verdicts that `--allow` turns into exit code 0. The verdict itself stays. */
const ALLOWABLE = ["unmeasured", "no-criteria"] as const;

/** What the command line says about a gate. */
export interface GateOptions extends ProjectOptions {
  readonly format: GateFormat;
  readonly stdinFilename: string;
  readonly allow: readonly string[];
}

/**
 * Prints the verdict of an alloy's acceptance gate. The exit code says it too.
 * @throws {Failure} for a file that cannot be read
 */
export async function gate(
  given: string,
  { format, stdinFilename, allow, ...options }: GateOptions,
): Promise<number> {
  const isInput = given === "-";
  const file = isInput ? stdinFilename : given;
  const read = isInput ? { text: await standardInput() } : readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const alloy = Alloy.parse(read.text, await (await Project.open(options)).registry(file));
  const evaluation = evaluateGate(alloy);
  const allowed = allow.includes(evaluation.verdict) && isAllowable(evaluation);
  process.stdout.write(FORMATS[format]({ file, alloy, evaluation, allowed }));
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

/** What is reported about one file. */
interface Evaluated {
  readonly file: string;
  readonly alloy: Alloy;
  readonly evaluation: GateEvaluation;
  readonly allowed: boolean;
}

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?", invalid: "!" } as const;

const FORMATS = {
  pretty({ file, evaluation, allowed }: Evaluated): string {
    const { verdict, checks, errors } = evaluation;
    const { bold, green, red, yellow } = palette();
    const paint = { pass: green, fail: red, unmeasured: yellow, invalid: red };
    const title = { ship: green, rework: red, unmeasured: yellow, invalid: red, "no-criteria": yellow }[
      verdict
    ];
    const lines = checks.map(
      (check) => `  ${paint[check.state](MARKS[check.state])} ${sanitizeForTerminal(checkWords(check))}\n`,
    );
    const wrong = errors.map(
      ({ code, message }) => `  ${red(MARKS.invalid)} ${sanitizeForTerminal(`${message} (${code})`)}\n`,
    );
    return `${bold(sanitizeForTerminal(file))}: ${title(sanitizeForTerminal(summaryWords(evaluation, allowed)))}\n${[...wrong, ...lines].join("")}`;
  },
  json: ({ file, alloy, allowed }: Evaluated): string =>
    `${printableJson({ ...gateReport(alloy, file), allowed })}\n`,
  github({ file, alloy, evaluation, allowed }: Evaluated): string {
    const lines = new LineIndex(alloy.tree.text);
    const command = (level: string, at: { start: number; end: number } | undefined, message: string) => {
      const { line, character } = lines.positionAt(at?.start ?? 0, "utf-16");
      const place = at ? `,line=${line + 1},col=${character + 1}` : "";
      return `::${level} file=${escapeWorkflowProperty(file)}${place},title=acceptance gate::${escapeWorkflowCommand(message)}\n`;
    };
    const errors = evaluation.errors.map((error) => command("error", error, error.message));
    const level = { fail: "error", invalid: "error", unmeasured: "warning" } as const;
    const checks = evaluation.checks.flatMap((check) =>
      check.state === "pass" ? [] : [command(level[check.state], check.criterion, checkWords(check))],
    );
    return `${[...errors, ...checks].join("")}${command("notice", undefined, summaryWords(evaluation, allowed))}`;
  },
  markdown({ file, evaluation, allowed }: Evaluated): string {
    const safe = escapeMarkdown;
    const { verdict, checks, errors } = evaluation;
    const counts = gateWords(verdict, checks, errors.length).slice(verdictWords(verdict).length);
    const heading = `**${safe(file)}**: **${safe(verdictWords(verdict))}**${safe(counts)}${allowed ? ` (${allowedWords(verdict)})` : ""}\n`;
    const wrong = errors.map(({ message }) => `- ${safe(message)}\n`);
    const rows = checks.map((check) => {
      const { criterion, measured, base, change, required, result } = checkCells(check);
      const cells = [criterion, measured, base, change, required, `${MARKS[check.state]} ${result}`];
      return `| ${cells.map(safe).join(" | ")} |\n`;
    });
    const head =
      "| criterion | measured | base | change | required | result |\n| --- | --- | --- | --- | --- | --- |\n";
    return [heading, wrong.join(""), rows.length > 0 ? head + rows.join("") : ""].filter(Boolean).join("\n");
  },
} as const;

function summaryWords({ verdict, checks, errors }: GateEvaluation, allowed: boolean): string {
  const words = gateWords(verdict, checks, errors.length);
  return allowed ? `${words} (${allowedWords(verdict)})` : words;
}

function allowedWords(verdict: string): string {
  return `allowed by --allow ${verdict}`;
}

type GateFormat = keyof typeof FORMATS;

export const GATE_FORMATS = Object.keys(FORMATS) as GateFormat[];
