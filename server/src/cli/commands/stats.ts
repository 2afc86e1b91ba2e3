import { evaluateGate } from "../../lint/gate-evaluation.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { alloysFrom } from "../alloys.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { say } from "../terminal.js";

export const declareStats: Declare = (program, done) => {
  program
    .command("stats")
    .description("Count stage types, domains, and verdicts")
    .argument("[paths...]", "files, folders, and globs; default: the current folder")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy stats published", "count over all alloys in a folder"]],
        "Exit codes: 0 success, 2 wrong usage or a file that cannot be read.",
      ),
    )
    .action((paths, options) => done(stats(paths, options)));
};

/** Counts stage types, domains and verdicts over many alloys. */
export async function stats(paths: readonly string[], options: ProjectOptions): Promise<number> {
  const tables = {
    domains: new Map<string, number>(),
    stages: new Map<string, number>(),
    verdicts: new Map<string, number>(),
  };
  const count = (table: Map<string, number>, name: string) => table.set(name, (table.get(name) ?? 0) + 1);
  let failures = 0;
  const failure = (reason: string) => {
    failures++;
    say(`error: ${reason}`);
  };
  let files = 0;
  const project = await Project.open(options, failure);
  for await (const { alloy } of alloysFrom(paths, project, { failure, note: say })) {
    files++;
    for (const { id } of alloy.declaredDomains) count(tables.domains, id);
    for (const { typeNode } of alloy.stages) count(tables.stages, typeNode?.value ?? "(no type)");
    count(tables.verdicts, evaluateGate(alloy).verdict);
  }
  process.stdout.write(`${files} ${files === 1 ? "alloy" : "alloys"}\n`);
  for (const [title, table] of Object.entries(tables)) {
    process.stdout.write(`\n${title}\n`);
    for (const [name, number] of [...table].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
      process.stdout.write(`${String(number).padStart(7)}  ${sanitizeForTerminal(name)}\n`);
  }
  return failures > 0 ? EXIT.failure : EXIT.clean;
}
