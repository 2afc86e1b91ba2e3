import { existsSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { reasonOf } from "../disk/ordinary-file.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { EXIT, Failure } from "../workspace/failure.js";
import { type Declare, more } from "./command.js";
import { declareCheck } from "./commands/check.js";
import { declareCompletion } from "./commands/completion.js";
import { declareDiff } from "./commands/diff.js";
import { declareDomains, printVersions } from "./commands/domains.js";
import { declareExecutors } from "./commands/executors.js";
import { declareExplain } from "./commands/explain.js";
import { declareFmt } from "./commands/fmt.js";
import { declareFork } from "./commands/fork.js";
import { declareGate } from "./commands/gate.js";
import { declareHash } from "./commands/hash.js";
import { declareLineage } from "./commands/lineage.js";
import { declareMcp } from "./commands/mcp.js";
import { declareNew } from "./commands/new.js";
import { declarePlan } from "./commands/plan.js";
import { declareResults } from "./commands/results.js";
import { declareSchema } from "./commands/schema.js";
import { declareShow } from "./commands/show.js";
import { declareStats } from "./commands/stats.js";
import { declareTrust } from "./commands/trust.js";
import { declareVerify } from "./commands/verify.js";
import { say } from "./terminal.js";

/** The commands, in the order of `--help`. */
const COMMANDS: readonly Declare[] = [
  declareCheck,
  declareGate,
  declareDiff,
  declareShow,
  declarePlan,
  declareFmt,
  declareNew,
  declareFork,
  declareHash,
  declareVerify,
  declareTrust,
  declareLineage,
  declareResults,
  declareExplain,
  declareDomains,
  declareExecutors,
  declareSchema,
  declareStats,
  declareMcp,
  declareCompletion,
];

/** Runs the command line; resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.clean;
  const done = async (result: number | Promise<number>) => {
    code = await result;
  };
  if (args.length === 2 && args.includes("--verbose") && (args.includes("--version") || args.includes("-V")))
    return printVersions(version);
  const program = new Command("forge-alloy")
    .description(
      "Check and format Forge Alloy files (*.alloy.json, forge-alloy.json), evaluate their acceptance gates, and verify their hashes.",
    )
    .version(version)
    .enablePositionalOptions() // fork has a --version of its own
    .option("--verbose", "with --version: also print the domains and the revisions that they agree with")
    .showHelpAfterError("hint: --help lists commands and options")
    .configureOutput({
      // The sentence may repeat an argument, and an argument may be the name of a file. Suggestions are on its last line.
      outputError: (text, write) =>
        write(
          `${text
            .trimEnd()
            .split(/\n(?=\(Did you mean)/)
            .map(sanitizeForTerminal)
            .join("\n")}\n`,
        ),
    })
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy check", "check all alloys in the current folder"],
          ["forge-alloy check --fix", "apply safe fixes and report the rest"],
          ["forge-alloy gate a.alloy.json", "evaluate the acceptance gate"],
          ["forge-alloy explain stage/phase-order", "explain a rule"],
        ],
        "Shared settings: .forge-alloy/config.json. Custom domains: .forge-alloy/domains/.\nforge-alloy <command> --help describes a command.",
      ),
    )
    .exitOverride();

  for (const declare of COMMANDS) declare(program, done);

  try {
    assertHere();
    assertNoDisguise(args);
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    if (!(error instanceof Failure)) throw error;
    for (const line of [`error: ${error.message}`, ...error.details]) say(line);
    return EXIT.failure;
  }
}

/** @throws {Failure} where the current folder was deleted, so that nothing can be found from here */
function assertHere(): void {
  try {
    process.cwd();
  } catch {
    throw new Failure("the current folder no longer exists");
  }
}

/**
 * A file may be called like an option, and come in by `forge-alloy check *` in a shell or in a hook.
 * @throws {Failure} where an option is also the name of a file here; after `--` there are only names
 */
function assertNoDisguise(args: readonly string[]): void {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  for (const option of options)
    if (/^-./.test(option) && existsSync(option))
      throw new Failure(`"${option}" is an option, but a file in this folder has the same name`, [
        `hint: use ./${option} for the file, or -- before file names`,
      ]);
}

// A reader that has seen enough, such as head, closes the pipe: no reason for a word, but what was found up to then is
// not all, so the end is that of a program which the signal SIGPIPE ends.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.pipeClosed);
  say(`error: cannot write the output: ${reasonOf(error)}`);
  process.exit(EXIT.failure);
});

// A failure to write to standard error cannot be reported anywhere.
process.stderr.on("error", () => {});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    say(`error: unexpected failure: ${error instanceof Error ? error.message : error}`);
    process.exitCode = EXIT.failure;
  },
);
