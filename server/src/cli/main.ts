import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { templatesOf } from "../features/new-alloy.js";
import { ruleNames } from "../rules/names.js";
import { check } from "./check.js";
import { candidates, printCompletion, SHELLS, type Values } from "./completion.js";
import { domains } from "./domains.js";
import { explain } from "./explain.js";
import { EXIT, Failure } from "./failure.js";
import { fmt } from "./fmt.js";
import { GATE_FORMATS, gate } from "./gate.js";
import { hash } from "./hash.js";
import { create } from "./new.js";
import { Project } from "./project.js";
import { FORMATS } from "./reporters/index.js";
import { schema } from "./schema.js";
import { show } from "./show.js";
import { stats } from "./stats.js";

const EXIT_CODES = `
Exit codes: 0 all is well, 1 there are problems, 2 wrong usage or a file that cannot be read or written.`;

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
    .exitOverride();

  program
    .command("check")
    .description("say what is wrong in alloys")
    .argument(
      "[paths...]",
      "files, folders and globs; - for standard input; the current folder where none is given",
    )
    .addOption(new Option("-f, --format <format>", "how to say it").choices(FORMATS).default("pretty"))
    .option("--fix", "mend what has one obvious fix, in the files")
    .option("--fix-dry-run", "the same without writing: report what would be left")
    .option("--allow-published", "let --fix change alloys that were published")
    .option("--quiet", "errors only")
    .option("--max-warnings <number>", "more warnings than this count as a problem", wholeNumber)
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .option("--config <file>", "a configuration instead of the nearest .forge-alloy/config.json")
    .option("--watch", "check again when something changes, until it is ended")
    .option("--stdin-filename <name>", "what standard input is called", "stdin.alloy.json")
    .addHelpText("after", EXIT_CODES)
    .action((paths, options) => done(check(paths, options)));

  program
    .command("gate")
    .description("evaluate the acceptance gate of an alloy: ship, rework or unmeasured")
    .argument("<file>")
    .addOption(new Option("-f, --format <format>", "how to say it").choices(GATE_FORMATS).default("pretty"))
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText("after", "\nExit codes: 0 ship, 1 rework, 2 wrong usage or no such file, 3 unmeasured.")
    .action((file, options) => done(gate(file, options)));

  program
    .command("show")
    .description("a picture of an alloy: pipeline, gate, sizes, trust")
    .argument("<file>")
    .addOption(new Option("--svg", "as an image").conflicts(["html", "markdown"]))
    .addOption(new Option("--html", "as a page").conflicts(["markdown"]))
    .addOption(new Option("--markdown", "for a model card or a pull request"))
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText("after", EXIT_CODES)
    .action((file, options) => done(show(file, options)));

  program
    .command("fmt")
    .description("lay out alloys; values keep their spelling")
    .argument("[paths...]", "files, folders and globs")
    .option("--check", "write nothing, name the files that are laid out differently")
    .option("--allow-published", "change alloys that were published, too")
    .addHelpText("after", EXIT_CODES)
    .action((paths, options) => done(fmt(paths, options)));

  program
    .command("new")
    .description("write a new alloy; on a terminal, asks for what is not said")
    .argument("[file]", "such as my-model.alloy.json")
    .option("-t, --template <name>", "what it begins as; without it, the templates are listed")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .addHelpText("after", EXIT_CODES)
    .action((file, options) => done(create(file, options)));

  program
    .command("hash")
    .description("the SHA-256 of an alloy's bytes")
    .argument("<file>")
    .option("--verify <prefix>", "compare with the beginning of a hash")
    .addHelpText("after", EXIT_CODES)
    .action((file, options) => done(hash(file, options)));

  program
    .command("explain")
    .description("what a rule is about, with examples")
    .argument("<code>", "such as stage/phase-order, or a group such as stage")
    .action((code) => done(explain(code)));

  program
    .command("domains")
    .description("the domains that alloys here may declare")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .action((options) => done(domains(options)));

  program
    .command("schema")
    .description("one JSON Schema (draft 2020-12) for tools that know nothing else")
    .argument("[ids...]", "the domains that the alloys declare; llm-forge where none is given")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .action((ids, options) => done(schema(ids, options)));

  program
    .command("stats")
    .description("count stage types, domains and verdicts")
    .argument("[paths...]", "files, folders and globs")
    .option("--domain <place>", "a domain file, or a folder with some; may be repeated", collect)
    .action((paths, options) => done(stats(paths, options)));

  program
    .command("completion")
    .description("print what a shell needs to complete commands, options and values")
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .action((shell) => printCompletion(shell));

  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .action((words) => {
      for (const { value, description = "" } of candidates(program, words, values()))
        process.stdout.write(`${value}\t${description}\n`);
    });

  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.failure;
  }
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

// A reader that has seen enough, such as head, closes the pipe: no reason for a word.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.clean);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(
      `Something unexpected went wrong: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = EXIT.failure;
  },
);
