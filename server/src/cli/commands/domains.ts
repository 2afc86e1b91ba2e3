import { EXIT } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { printLine, say } from "../terminal.js";

export const declareDomains: Declare = (program, done) => {
  program
    .command("domains")
    .description("List the available domains")
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy domains --domain lab", "include the domains in the folder lab"]],
        "Exit codes: 0 success, 1 a domain file has errors, 2 wrong usage.",
      ),
    )
    .action((options) => done(domains(options)));
};

/** Lists the domains that alloys of this folder may declare, and those whose files have a fault. */
export async function domains(options: ProjectOptions): Promise<number> {
  const project = await Project.open(options);
  const registry = await project.registry("any.alloy.json");
  for (const { file, place } of registry.domains) {
    const { id, version, status, title, stages } = file;
    printLine(
      `${id} ${version}${status === "draft" ? " (draft)" : ""} — ${title}${place ? `, ${project.shown(place)}` : ""}`,
    );
    printLine(`  ${Object.keys(stages).join(", ")}`);
  }
  for (const { id, why, place } of registry.unavailable.values()) {
    const reason = why === "clash" ? "another domain has the same ID" : "its file has errors";
    say(`error: domain "${id}" in ${place} was not loaded: ${reason}`);
  }
  return registry.unavailable.size > 0 ? EXIT.problems : EXIT.clean;
}
