import { existsSync } from "node:fs";
import path from "node:path";
import { isCancel, select, text } from "@clack/prompts";
import { alloyNameFor, newAlloy, type OfferedTemplate, templatesOf } from "../../features/new-alloy.js";
import { isAlloyName } from "../../schema/document-kind.js";
import { closest } from "../../schema/names.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { createFile } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { printLine } from "../terminal.js";

export const declareNew: Declare = (program, done) => {
  program
    .command("new")
    .description("Create an alloy from a template; on a terminal, ask for missing arguments")
    .argument("[file]", "new file, such as my-model.alloy.json")
    .option("-t, --template <name>", "template; if omitted, lists the templates")
    .option(...DOMAIN_OPTION, collect)
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
};

/** What the command line says about a new alloy. */
interface NewOptions extends ProjectOptions {
  readonly template?: string;
}

/** Writes a new alloy from a template. On a terminal, asks for what was not said. A file that is there stays. */
export async function create(given: string | undefined, options: NewOptions): Promise<number> {
  const templates = templatesOf(
    await (await Project.open(options)).registry(path.resolve(given ?? "any.alloy.json")),
  );
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (!isTerminal && (given === undefined || options.template === undefined))
    throw new Failure("missing file or template", [
      "hint: forge-alloy new my-model.alloy.json --template moe-coder",
      "Available templates:",
      ...listed(templates),
    ]);
  const template =
    options.template === undefined ? await askForTemplate(templates) : named(templates, options.template);
  const file = template && (given ?? (await askForFile(template)));
  if (template === undefined || file === undefined) return EXIT.problems; // the user thought better of it
  const problem = problemWith(file);
  if (problem !== undefined) throw new Failure(problem);
  createFile(file, newAlloy(template, alloyNameFor(path.basename(file))));
  printLine(`Created ${file} from template "${template.label}". Next: forge-alloy check ${file}`);
  return EXIT.clean;
}

function named(templates: readonly OfferedTemplate[], label: string): OfferedTemplate {
  const found = templates.find((template) => template.label === label);
  if (found) return found;
  const meant = closest(
    label,
    templates.map((template) => template.label),
  );
  throw new Failure(`unknown template "${label}"${meant ? `. Did you mean "${meant}"?` : ""}`, [
    "Available templates:",
    ...listed(templates),
  ]);
}

function listed(templates: readonly OfferedTemplate[]): string[] {
  const width = Math.max(...templates.map(({ label }) => label.length));
  return templates.map(({ label, description }) => `  ${label.padEnd(width)}  ${description}`);
}

async function askForTemplate(templates: readonly OfferedTemplate[]): Promise<OfferedTemplate | undefined> {
  const answer = await select({
    message: "Select a template",
    options: templates.map((value) => ({
      value,
      label: sanitizeForTerminal(value.label),
      hint: sanitizeForTerminal(value.description),
    })),
  });
  return isCancel(answer) ? undefined : answer;
}

async function askForFile({ label }: OfferedTemplate): Promise<string | undefined> {
  const answer = await text({
    message: "File name",
    initialValue: `${label}.alloy.json`,
    validate: (value) => problemWith(value ?? ""),
  });
  return isCancel(answer) ? undefined : answer;
}

function problemWith(file: string): string | undefined {
  if (!isAlloyName(path.basename(file)))
    return `the file name must end with .alloy.json, as in ${alloyNameFor(path.basename(file)) || "my-model"}.alloy.json, or be forge-alloy.json`;
  if (existsSync(file)) return `${file} already exists`;
  return undefined;
}
