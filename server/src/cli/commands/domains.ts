import path from "node:path";
import { EXIT } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { printLine, say } from "../terminal.js";

/** Lists the domains that alloys of this folder may declare, and those whose files have a fault. */
export async function domains(options: ProjectOptions): Promise<number> {
  const registry = await (await Project.open(options)).registry(path.resolve("any.alloy.json"));
  for (const { file, place } of registry.domains) {
    const { id, version, status, title, stages } = file;
    printLine(
      `${id} ${version}${status === "draft" ? " (draft)" : ""} — ${title}${place ? `, ${path.relative(process.cwd(), place)}` : ""}`,
    );
    printLine(`  ${Object.keys(stages).join(", ")}`);
  }
  for (const { id, why, place } of registry.unavailable.values()) {
    const reason = why === "clash" ? "another domain has the same ID" : "its file has errors";
    say(`error: domain "${id}" in ${place} was not loaded: ${reason}`);
  }
  return registry.unavailable.size > 0 ? EXIT.problems : EXIT.clean;
}
