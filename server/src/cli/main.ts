import { existsSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { reasonOf } from "../disk/ordinary-file.js";
import { templatesOf } from "../features/new-alloy.js";
import { ruleNames } from "../rules/names.js";
import { sanitizeForTerminal } from "../text/harmless.js";
import { CHECK_IDS } from "../verify/check.js";
import { check } from "./check.js";
import { candidates, printCompletion, SHELLS, type Values } from "./completion.js";
import { domains } from "./domains.js";
import { explain } from "./explain.js";
import { EXIT, Failure } from "./failure.js";
import { fmt } from "./fmt.js";
import { allowedVerdicts, GATE_FORMATS, gate } from "./gate.js";
import { hash } from "./hash.js";
import { create } from "./new.js";
import { Project } from "./project.js";
import { FORMATS } from "./reporters/index.js";
import { SEVERITIES } from "./reporters/reporter.js";
import { schema } from "./schema.js";
import { show } from "./show.js";
import { stats } from "./stats.js";
import { say } from "./terminal.js";
import { TRUST_FORMATS, trust } from "./trust.js";
import { verify } from "./verify.js";
import { VERIFY_FORMATS } from "./verify-reporters.js";

const EXIT_CODES =
  "Exit codes: 0 all is well, 1 there are problems,\n2 wrong usage or a file that cannot be read or written.";

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
      "Checks Forge Alloy documents (*.alloy.json, forge-alloy.json) with the verdicts of the editor.",
    )
    .version(version)
    .showHelpAfterError("Run it with --help to see what there is.")
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
          ["forge-alloy check", "what is wrong, here and below"],
          ["forge-alloy check --fix", "the same, with safe fixes applied"],
          ["forge-alloy gate a.alloy.json", "may this model ship?"],
          ["forge-alloy explain stage/phase-order", "what a code behind a message means"],
        ],
        "What a team agrees upon stands in .forge-alloy/config.json, its own domains in\n.forge-alloy/domains/. --help behind a command tells all about it.",
      ),
    )
    .exitOverride();

  program
    .command("check")
    .description("Check alloys and report problems")
    .argument(
      "[paths...]",
      "files, folders and globs; - for standard input; the current folder where none is given",
    )
    .addOption(new Option("-f, --format <format>", "output format").choices(FORMATS).default("pretty"))
    .addOption(
      new Option("--level <severity>", "least severity to report; exit codes do not depend on it")
        .choices(SEVERITIES)
        .default("information"),
    )
    .addOption(new Option("--quiet", "short for --level error").conflicts("level"))
    .addOption(
      new Option("--fix", "apply safe fixes of errors and warnings, and report the rest").conflicts(
        "fixDryRun",
      ),
    )
    .option("--fix-dry-run", "report what --fix would fix and what would be left, without writing")
    .option(
      "--unsafe",
      "with one of --fix, --fix-dry-run, --diff: apply fixes that may change the meaning, too",
    )
    .option("--diff", "print what fixes change, as a unified diff; without --fix, what they would change")
    .option("--allow-published", "apply fixes to published alloys, too, although their hash changes")
    .option("--max-warnings <number>", "exit with 1 if there are more warnings than this", wholeNumber)
    .option("--allow-empty", "accept that no file is checked; otherwise the exit code is 2")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .option(
      "--config <file>",
      "a configuration instead of the nearest .forge-alloy/config.json; its globs count from the current folder",
    )
    .option("--watch", "check again when something changes, until it is ended")
    .option(
      "--stdin-filename <name>",
      "what standard input is called; its folder says which settings count",
      STDIN,
    )
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy check models 'new/*.json'", "a folder and what a glob matches"],
          ["forge-alloy check --max-warnings 0", "in CI: warnings fail it, too"],
          ["forge-alloy check --fix --diff", "fix, and show the changes"],
          ["forge-alloy check --format sarif > a.sarif", "for code scanning"],
          ["forge-alloy check - < a.alloy.json", "standard input"],
        ],
        "Errors are problems; so are more warnings than --max-warnings, reported or not. In\nfolders and globs, hidden files, node_modules and what .gitignore says are left out; a\nfile that is named is always read.",
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(check(paths, options)));

  program
    .command("gate")
    .description("evaluate the acceptance gate of an alloy")
    .argument("<file>", "an alloy; - for standard input")
    .addOption(new Option("-f, --format <format>", "how to say it").choices(GATE_FORMATS).default("pretty"))
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .option("--stdin-filename <name>", "what standard input is called", STDIN)
    .option("--allow <verdicts>", "exit with 0 for these, too: unmeasured, no-criteria", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy gate a.alloy.json", "each check with what was measured"],
          ["forge-alloy gate a.alloy.json -f markdown", "for a pull request"],
          ["forge-alloy gate recipe.alloy.json --allow unmeasured", "a recipe before its run"],
        ],
        "acceptanceCriteria defines the criteria, results holds what was measured.",
        "Exit codes: 0 ship, 1 rework, 2 invalid, wrong usage, or an unreadable file,\n3 unmeasured, 4 no criteria. --allow unmeasured does not cover criteria that are\nambiguous or that the gate does not evaluate.",
      ),
    )
    .action((file, { allow = [], ...options }) =>
      done(gate(file, { ...options, allow: allowedVerdicts(allow) })),
    );

  program
    .command("show")
    .description("a picture of an alloy: pipeline, gate, sizes, trust")
    .argument("<file>", "an alloy")
    .addOption(new Option("--svg", "as an image").conflicts(["html", "markdown"]))
    .addOption(new Option("--html", "as a page").conflicts(["markdown"]))
    .addOption(new Option("--markdown", "for a model card or a pull request"))
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy show a.alloy.json", "on the terminal"],
          ["forge-alloy show a.alloy.json --svg > a.svg", "for a page or a talk"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(show(file, options)));

  program
    .command("fmt")
    .description("lay out alloys; values keep their spelling")
    .argument(
      "[paths...]",
      "files, folders and globs; - from standard input to standard output; the current folder where none is given",
    )
    .option("--check", "write nothing, name the files that are laid out differently")
    .option("--allow-published", "change alloys that were published, too")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy fmt", "here and below; names what it changed"],
          ["forge-alloy fmt --check", "in CI: 1 where one is laid out differently"],
          ["forge-alloy fmt - < a.alloy.json", "as a filter, in an editor"],
        ],
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(fmt(paths, options)));

  program
    .command("new")
    .description("write a new alloy; on a terminal, asks for what is not said")
    .argument("[file]", "such as my-model.alloy.json")
    .option("-t, --template <name>", "what it begins as; without it, the templates are listed")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy new", "asks for template and file"],
          ["forge-alloy new my-model.alloy.json -t moe-coder", "asks nothing"],
        ],
        "Exit codes: 0 it is written, 2 wrong usage or a file that cannot be written.",
      ),
    )
    .action((file, options) => done(create(file, options)));

  program
    .command("hash")
    .description("the SHA-256 of an alloy's bytes")
    .argument("<file>", "an alloy")
    .option("--verify <prefix>", "compare with the beginning of a hash, at least eight hex digits")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy hash a.alloy.json", "sha256:…"],
          ["forge-alloy hash a.alloy.json --verify cb1e00f7e09a151e", "1 if it is not"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(hash(file, options)));

  withSourceOptions(
    program
      .command("verify")
      .description("Verify what an alloy states about files and signatures, without a network")
      .argument("<file>", "an alloy")
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
      .argument("<file>", "an alloy")
      .addOption(
        new Option("-f, --format <format>", "output format").choices(TRUST_FORMATS).default("pretty"),
      ),
  )
    .addHelpText(
      "after",
      more(
        [["forge-alloy trust a.alloy.json", "seven rows, and what would raise each"]],
        "The page rates which fields an alloy has; verify finds out whether they are true.",
        "Exit codes: 0 the alloy is rated, 1 a rated statement is false, 2 wrong usage or\nan unreadable file.",
      ),
    )
    .action((file, options) => done(trust(file, options)));

  program
    .command("explain")
    .description("what a rule is about, with examples")
    .argument("[code]", "such as stage/phase-order, or a group such as stage; without it, all are listed")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy explain stage/phase-order", "a rule, with examples"],
          ["forge-alloy explain stage", "the rules of a group"],
        ],
        "Exit codes: 0 all is well, 2 there is no such rule.",
      ),
    )
    .action((code) => done(explain(code)));

  program
    .command("domains")
    .description("the domains that alloys here may declare")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy domains --domain lab", "those in the folder lab among them"]],
        "Exit codes: 0 all is well, 1 a domain file has errors, 2 wrong usage.",
      ),
    )
    .action((options) => done(domains(options)));

  program
    .command("schema")
    .description("one JSON Schema (draft 2020-12) for tools that know nothing else")
    .argument("[ids...]", "the domains that the alloys declare; llm-forge where none is given")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy schema > alloy.schema.json", "for tools that know schemas only"],
          ["forge-alloy schema llm-forge ticketing", "for alloys that declare both"],
        ],
        "Exit codes: 0 all is well, 2 there is no such domain.",
      ),
    )
    .action((ids, options) => done(schema(ids, options)));

  program
    .command("stats")
    .description("count stage types, domains and verdicts")
    .argument("[paths...]", "files, folders and globs; the current folder where none is given")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy stats published", "over all alloys in a folder and below"]],
        "Exit codes: 0 all is well, 2 wrong usage or a file that cannot be read.",
      ),
    )
    .action((paths, options) => done(stats(paths, options)));

  program
    .command("completion")
    .description("print what a shell needs to complete commands, options and values")
    .addArgument(new Argument("<shell>", "which one").choices(SHELLS))
    .addHelpText(
      "after",
      more([
        ["source <(forge-alloy completion bash)", "in ~/.bashrc; so for zsh"],
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
    for (const line of [error.message, ...error.details]) say(line);
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
    throw new Failure("The current folder is gone.");
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
      throw new Failure(
        `"${option}" is an option, but a file here has that name. Write ./${option} for the file, or put -- before the names of files.`,
      );
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
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
}

// A reader that has seen enough, such as head, closes the pipe: no reason for a word, but what was found up to then is
// not all, so the end is that of a program which the signal SIGPIPE ends.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.pipeClosed);
  say(`The output cannot be written: ${reasonOf(error)}.`);
  process.exit(EXIT.failure);
});

// Nobody can be told that nobody can be told.
process.stderr.on("error", () => {});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    say(`Something unexpected went wrong: ${error instanceof Error ? error.message : error}`);
    process.exitCode = EXIT.failure;
  },
);
