import { existsSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { reasonOf } from "../disk/ordinary-file.js";
import { templatesOf } from "../features/new-alloy.js";
import { SEVERITIES } from "../library/level.js";
import { ruleNames } from "../lint/known-rules.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { CHECK_IDS } from "../verify/check.js";
import { EXIT, Failure } from "../workspace/failure.js";
import { Project } from "../workspace/project.js";
import { check } from "./commands/check.js";
import { candidates, printCompletion, SHELLS, type Values } from "./commands/completion.js";
import { DIFF_FORMATS, diff } from "./commands/diff.js";
import { domains } from "./commands/domains.js";
import { createExecutor, executors } from "./commands/executors.js";
import { explain } from "./commands/explain.js";
import { fmt } from "./commands/fmt.js";
import { fork } from "./commands/fork.js";
import { allowedVerdicts, gate } from "./commands/gate.js";
import { hash } from "./commands/hash.js";
import { LINEAGE_FORMATS, lineage } from "./commands/lineage.js";
import { mcp } from "./commands/mcp.js";
import { create } from "./commands/new.js";
import { importResults } from "./commands/results.js";
import { schema } from "./commands/schema.js";
import { show } from "./commands/show.js";
import { stats } from "./commands/stats.js";
import { TRUST_FORMATS, trust } from "./commands/trust.js";
import { verify } from "./commands/verify.js";
import { GATE_FORMATS } from "./gate-reporters.js";
import { FORMATS } from "./reporters/index.js";
import { say } from "./terminal.js";
import { VERIFY_FORMATS } from "./verify-reporters.js";

const EXIT_CODES =
  "Exit codes: 0 no problems, 1 problems found,\n2 wrong usage or a file that cannot be read or written.";

/** What standard input is called where nothing is said. */
const STDIN = "stdin.alloy.json";

/** What stands below the options: what people do with a command, and how it tells other programs. */
function more(examples: readonly (readonly [string, string])[], ...sentences: readonly string[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  return ["", "Examples:", ...lines, ...sentences.flatMap((sentence) => ["", sentence])].join("\n");
}

/** Runs the command line; resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.clean;
  const done = async (result: number | Promise<number>) => {
    code = await result;
  };
  const program = new Command("forge-alloy")
    .description(
      "Check and format Forge Alloy files (*.alloy.json, forge-alloy.json), evaluate their acceptance gates, and verify their hashes.",
    )
    .version(version)
    .enablePositionalOptions() // fork has a --version of its own
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
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .option(
      "--config <file>",
      "configuration file; its globs are relative to the current folder; default: the nearest .forge-alloy/config.json",
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
        "Errors, and more warnings than --max-warnings, set exit code 1, reported or not.\nFolders and globs skip hidden files, node_modules, and files ignored by .gitignore;\na file that is specified is always read.",
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(check(paths, options)));

  program
    .command("gate")
    .description("Evaluate the acceptance gates of alloys")
    .argument("<paths...>", "files, folders, and globs; - for standard input")
    .addOption(new Option("-f, --format <format>", "output format").choices(GATE_FORMATS).default("pretty"))
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
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

  program
    .command("diff")
    .description("Compare two alloys: stages, fields, criteria, scores, and verdicts")
    .argument("<a>", "alloy before: a file, REV:path of Git, or - for standard input")
    .argument("<b>", "alloy after")
    .addOption(new Option("-f, --format <format>", "output format").choices(DIFF_FORMATS).default("pretty"))
    .option("--exit-code", "exit with 1 if the alloys differ")
    .addOption(new Option("--fail-on <what>", "exit with 1 if something is worse").choices(["regression"]))
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .option("--stdin-filename <name>", "file name for standard input", STDIN)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy diff a.alloy.json b.alloy.json", "compare two files"],
          ["forge-alloy diff HEAD:a.alloy.json a.alloy.json", "show what is not committed"],
          ["forge-alloy diff main:a.alloy.json a.alloy.json -f markdown", "for a pull request"],
        ],
        "Stages are matched by type and content. Layout and the order of keys do not count.\nREV:path is relative to the root of the repository, REV:./path to the current folder.",
        "Regressions: a loosened or removed criterion, a check that no longer passes, a\nbenchmark with a criterion that lost its result, a verdict other than ship.",
        "Exit codes: 0 success, 1 as --exit-code and --fail-on define, 2 wrong usage or a\nfile that cannot be read.",
      ),
    )
    .action((a, b, options) => done(diff(a, b, options)));

  program
    .command("show")
    .description("Preview an alloy: pipeline, gate, sizes, trust")
    .argument("<file>", "alloy")
    .addOption(new Option("--svg", "SVG image").conflicts(["html", "markdown"]))
    .addOption(new Option("--html", "HTML page").conflicts(["markdown"]))
    .addOption(new Option("--markdown", "Markdown for a model card or pull request"))
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy show a.alloy.json", "print the preview"],
          ["forge-alloy show a.alloy.json --svg > a.svg", "write an image"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(show(file, options)));

  program
    .command("fmt")
    .description("Format alloys; values keep their spelling")
    .argument(
      "[paths...]",
      "files, folders, and globs; - to format standard input to standard output; default: the current folder",
    )
    .option("--check", "list files that are not formatted, without writing")
    .option("--allow-published", "also format published alloys")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy fmt", "format all alloys in the current folder"],
          ["forge-alloy fmt --check", "fail if a file is not formatted, for CI"],
          ["forge-alloy fmt - < a.alloy.json", "format standard input"],
        ],
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(fmt(paths, options)));

  program
    .command("new")
    .description("Create an alloy from a template; on a terminal, ask for missing arguments")
    .argument("[file]", "new file, such as my-model.alloy.json")
    .option("-t, --template <name>", "template; if omitted, lists the templates")
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy new", "ask for template and file"],
          ["forge-alloy new my-model.alloy.json -t moe-coder", "create without asking"],
        ],
        "Exit codes: 0 created, 1 canceled, 2 wrong usage or a file that cannot be written.",
      ),
    )
    .action((file, options) => done(create(file, options)));

  program
    .command("fork")
    .description("Make a new recipe from a published alloy; on a terminal, ask for its name and version")
    .argument("<file>", "alloy")
    .option("--name <name>", "name of the new recipe")
    .option("--version <version>", "version of the new recipe; default: 0.1.0")
    .option("-o, --output <file>", "new file; default: standard output")
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy fork a.alloy.json --name b -o b.alloy.json", "create b.alloy.json from a.alloy.json"]],
        "Removes results, receipt, and forgedModelIds; sets derivedFrom, with the hash of the\nbytes of the source, and sourceAlloyId.",
        "Exit codes: 0 created, 1 canceled, 2 wrong usage or a file that cannot be read or written.",
      ),
    )
    .action((file, options) => done(fork(file, options)));

  program
    .command("hash")
    .description("Print the SHA-256 of the bytes of an alloy")
    .argument("<file>", "alloy")
    .option("--verify <prefix>", "start of the expected hash, at least 8 hex digits")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy hash a.alloy.json", "print the hash"],
          ["forge-alloy hash a.alloy.json --verify cb1e00f7e09a151e", "exit with 1 if it differs"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(hash(file, options)));

  withSourceOptions(
    program
      .command("verify")
      .description("Verify what an alloy states about files and signatures, without a network")
      .argument("<file>", "alloy")
      .addOption(
        new Option("-f, --format <format>", "output format").choices(VERIFY_FORMATS).default("pretty"),
      ),
  )
    .option("--hash <hash>", "hash that the alloy should have, at least its first 16 hex digits")
    .option("--require <ids>", "checks that must not be left unverified, separated by commas", collect)
    .option("--write", "add hashes that the alloy lacks and whose files are here; print the diff")
    .option("--diff", "with --write: print the diff only")
    .option("--allow-published", "let --write change a published alloy")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy verify a.alloy.json --model-dir .", "weights, samples, and all the rest"],
          ["forge-alloy verify a.alloy.json --require modelHash", "fail unless the weights are verified"],
          ["forge-alloy verify a.alloy.json --model-dir . --write", "add fileHashes and modelHash"],
        ],
        `Checks: ${wrapped(CHECK_IDS, 70)}.`,
        "Exit codes: 0 nothing failed and something was verified, 1 a statement is false\nor a required one was not verified, 2 wrong usage or an unreadable file,\n3 nothing could be verified.",
      ),
    )
    .action((file, options) => done(verify(file, options)));

  withSourceOptions(
    program
      .command("trust")
      .description("Rate an alloy as the public verify page does, next to what is true")
      .argument("<file>", "alloy")
      .addOption(
        new Option("-f, --format <format>", "output format").choices(TRUST_FORMATS).default("pretty"),
      ),
  )
    .addHelpText(
      "after",
      more(
        [["forge-alloy trust a.alloy.json", "print seven ratings, and what would raise each"]],
        "The page rates which fields an alloy has; verify finds out whether they are true.",
        "Exit codes: 0 the alloy is rated, 1 a rated statement is false, 2 wrong usage or\nan unreadable file.",
      ),
    )
    .action((file, options) => done(trust(file, options)));

  program
    .command("lineage")
    .description("Show which alloys are derived from which")
    .argument("[paths...]", "files, folders, and globs; default: the current folder")
    .addOption(
      new Option("-f, --format <format>", "output format").choices(LINEAGE_FORMATS).default("pretty"),
    )
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy lineage published", "print the tree of a folder"]],
        "A parent is found by the hash that derivedFrom or integrity states, else by its\nrepository, ID, or base model. × marks earlier attempts of priorMetricBaselines.",
        "Exit codes: 0 success, 1 a stated hash is not that of the parent, 2 wrong usage or a\nfile that cannot be read.",
      ),
    )
    .action((paths, options) => done(lineage(paths, options)));

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
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
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

  program
    .command("explain")
    .description("Explain a rule, with examples")
    .argument(
      "[code]",
      "rule code, such as stage/phase-order, or group, such as stage; if omitted, lists all rules",
    )
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy explain stage/phase-order", "explain a rule, with examples"],
          ["forge-alloy explain stage", "list the rules of a group"],
        ],
        "Exit codes: 0 success, 2 unknown rule.",
      ),
    )
    .action((code) => done(explain(code)));

  program
    .command("domains")
    .description("List the available domains")
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy domains --domain lab", "include the domains in the folder lab"]],
        "Exit codes: 0 success, 1 a domain file has errors, 2 wrong usage.",
      ),
    )
    .action((options) => done(domains(options)));

  const executorsCommand = program
    .command("executors")
    .description("List the executor profiles, and which of them apply here")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy executors", "list the profiles in reach of this folder"],
          ["forge-alloy executors new acme-forge", "create .forge-alloy/executors/acme-forge.json"],
        ],
        "executor in .forge-alloy/config.json selects the profiles that apply; default: all.",
        "Exit codes: 0 success, 1 a profile cannot be used, 2 wrong usage.",
      ),
    )
    .action(() => done(executors()));
  executorsCommand
    .command("new")
    .description("Create an executor profile")
    .argument("<id>", "ID of the executor, such as acme-forge")
    .option("-o, --output <file>", "new file; default: .forge-alloy/executors/<id>.json")
    .addHelpText(
      "after",
      more(
        [["forge-alloy executors new acme-forge", "create .forge-alloy/executors/acme-forge.json"]],
        "Exit codes: 0 created, 2 wrong usage or a file that cannot be written.",
      ),
    )
    .action((id, options) => done(createExecutor(id, options)));

  program
    .command("schema")
    .description("Print a JSON Schema (draft 2020-12) for other tools")
    .argument("[ids...]", "domains that the alloys declare; default: llm-forge")
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy schema > alloy.schema.json", "write the schema to a file"],
          ["forge-alloy schema llm-forge ticketing", "schema for alloys that declare both"],
        ],
        "Exit codes: 0 success, 2 unknown domain.",
      ),
    )
    .action((ids, options) => done(schema(ids, options)));

  program
    .command("stats")
    .description("Count stage types, domains, and verdicts")
    .argument("[paths...]", "files, folders, and globs; default: the current folder")
    .option("--domain <path>", "domain file or folder with domain files; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy stats published", "count over all alloys in a folder"]],
        "Exit codes: 0 success, 2 wrong usage or a file that cannot be read.",
      ),
    )
    .action((paths, options) => done(stats(paths, options)));

  program
    .command("mcp")
    .description("Serve agents over the Model Context Protocol on standard input and output")
    .addHelpText(
      "after",
      more(
        [["forge-alloy mcp", "command for the configuration of a client"]],
        "Tools read and write below the client's roots, or the current folder.\nA client starts it, and ends it by closing standard input.",
      ),
    )
    .action(() => done(mcp()));

  program
    .command("completion")
    .description("Print the shell script that completes commands, options, and values")
    .addArgument(new Argument("<shell>", "shell").choices(SHELLS))
    .addHelpText(
      "after",
      more([
        ["source <(forge-alloy completion bash)", "in ~/.bashrc; same for zsh"],
        ["forge-alloy completion fish | source", "in ~/.config/fish/config.fish"],
      ]),
    )
    .action((shell) => printCompletion(shell));

  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .action((words) => {
      for (const { value, description = "" } of candidates(program, words, values()))
        process.stdout.write(`${sanitizeForTerminal(value)}\t${sanitizeForTerminal(description)}\n`);
    });

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

/** The options that say where files are and who is trusted. */
function withSourceOptions(command: Command): Command {
  return command
    .option("--model-dir <dir>", "folder with the weights")
    .option("--base <dir>", "folder that paths in the alloy are relative to; default: its own")
    .option("--dataset <name=dir>", "folder of a dataset; may be repeated", collect)
    .option("--parent <file>", "the alloy that this one is derived from")
    .option("--keys <file>", "JSON object of trusted keys by their ID")
    .option("--trust <pem>", "root certificate; may be repeated", collect)
    .option("--code <dir>", "local Git clone of the runner's source");
}

/** Names separated by commas, in lines of at most so many columns. */
function wrapped(names: readonly string[], width: number): string {
  let column = 0;
  return names
    .map((name, i) => {
      const part = i === names.length - 1 ? name : `${name},`;
      column += part.length + 1;
      if (column <= width) return `${i === 0 ? "" : " "}${part}`;
      column = part.length;
      return `\n${part}`;
    })
    .join("");
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

/** For completion: what is known without looking at the words before. */
function values(): Values {
  const registry = () => new Project({}).registry("any.alloy.json");
  return {
    "explain code": () => ruleNames().map((value) => ({ value })),
    "new template": () =>
      templatesOf(registry()).map(({ label, description }) => ({ value: label, description })),
    "schema ids": () => registry().domains.map(({ file }) => ({ value: file.id, description: file.title })),
  };
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Expected an integer of at least 0.");
  return Number(value);
}

// A reader that has seen enough, such as head, closes the pipe: no reason for a word, but what was found up to then is
// not all, so the end is that of a program which the signal SIGPIPE ends.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.pipeClosed);
  say(`error: cannot write the output: ${reasonOf(error)}`);
  process.exit(EXIT.failure);
});

// Nobody can be told that nobody can be told.
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
