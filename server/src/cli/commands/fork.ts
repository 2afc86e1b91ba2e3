import path from "node:path";
import { isCancel, text } from "@clack/prompts";
import { forkAlloy } from "../../features/fork.js";
import { alloyNameFor } from "../../features/new-alloy.js";
import { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { isAlloyName } from "../../schema/document-kind.js";
import { textIn } from "../../syntax/tree.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { createFile, readText } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { say } from "../terminal.js";

export const declareFork: Declare = (program, done) => {
  program
    .command("fork")
    .description("Create a new recipe from a published alloy; on a terminal, ask for its name and version")
    .argument("<file>", "alloy")
    .option("--name <name>", "name of the new recipe")
    .option("--version <version>", "version of the new recipe; default: 0.1.0")
    .option("-o, --output <file>", "new file; default: standard output")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy fork a.alloy.json --name b -o b.alloy.json", "create b.alloy.json from a.alloy.json"]],
        "Removes results, receipt, and forgedModelIds; sets derivedFrom, with the hash of the\nbytes of the source, and sourceAlloyId.",
        "Exit codes: 0 created, 1 canceled, 2 wrong usage or a file that cannot be read or written.",
      ),
    )
    .action((file, options) => done(fork(file, options)));
};

/** What the command line says about a fork. */
interface ForkOptions extends ProjectOptions {
  readonly name?: string;
  readonly version?: string;
  /** Where to write; default: standard output. */
  readonly output?: string;
}

/** Version of a recipe that was never run. */
const FIRST_VERSION = "0.1.0";

/**
 * Makes a new recipe from an alloy. On a terminal, asks for a name and version that were not given.
 * @throws {Failure} for a file that cannot be read or is not valid JSON, and for an output that exists
 */
export async function fork(
  file: string,
  { name, version, output, ...options }: ForkOptions,
): Promise<number> {
  const read = readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const alloy = Alloy.parse(read.text, await (await Project.open(options)).registry(file));
  const fault = faultOf(alloy);
  if (fault !== undefined)
    throw new Failure(`cannot fork ${file}: it ${fault}`, ["hint: forge-alloy check shows the problems"]);
  if (output !== undefined && !isAlloyName(path.basename(output)))
    throw new Failure(
      `cannot write ${output}: the file name must end with .alloy.json, or be forge-alloy.json`,
    );
  const proposed = nameFor(textIn(alloy.root, "name")?.value || alloyNameFor(path.basename(file)), output);
  const names = {
    name: name ?? (await ask("Name", proposed)),
    version: version ?? (await ask("Version", FIRST_VERSION)),
  };
  if (names.name === undefined || names.version === undefined) return EXIT.problems; // canceled
  const { text: forked, removed } = forkAlloy(alloy, { name: names.name, version: names.version });
  if (output === undefined) process.stdout.write(forked);
  else createFile(output, forked);
  const where = output === undefined ? "" : ` to ${output}`;
  say(`Forked ${file}${where} as "${names.name}", version "${names.version}".`);
  if (removed.length > 0) say(`Removed: ${removed.join(", ")}.`);
  return EXIT.clean;
}

/** The name of the new file, if it has one of its own. */
function nameFor(source: string, output: string | undefined): string {
  const own = output === undefined ? "" : alloyNameFor(path.basename(output));
  return own === "" || own === "forge-alloy" ? `${source}-fork` : own;
}

/** Asks on a terminal. Elsewhere, the proposed value is used; `undefined` if the user canceled. */
async function ask(message: string, proposed: string): Promise<string | undefined> {
  // The alloy itself may go to standard output.
  if (!process.stdin.isTTY || !process.stdout.isTTY) return proposed;
  const answer = await text({
    message,
    initialValue: proposed,
    validate: (value) => ((value ?? "").trim() === "" ? "must not be empty" : undefined),
  });
  return isCancel(answer) ? undefined : answer;
}
