import { statSync } from "node:fs";
import path from "node:path";
import { parseGlob } from "../text/glob.js";
import { Failure } from "../workspace/failure.js";
import { filesFrom } from "../workspace/named-files.js";
import { Project } from "../workspace/project.js";
import type { Sandbox } from "./sandbox.js";
import { type Source, sourceOf } from "./source.js";
import type { Call } from "./tool.js";

/** Whether a path means many files: a folder, or a glob. */
export function isBatch(given: string, sandbox: Sandbox): boolean {
  return (
    parseGlob(given.split(path.sep).join("/")).hasWildcards ||
    statSync(sandbox.existing(given).path).isDirectory()
  );
}

/**
 * The alloys in a folder, or those that a glob matches, one after the other; hidden and ignored files are skipped.
 * @throws {Failure} if there are none
 */
export async function* alloysIn(
  given: string,
  call: Call,
): AsyncGenerator<Source | { readonly reason: string }> {
  let count = 0;
  for await (const name of namesIn(given, call.sandbox)) {
    await call.step(count++);
    try {
      yield await sourceOf({ path: name }, call.sandbox);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      yield { reason: error.message };
    }
  }
  if (count === 0) throw new Failure(`no alloy in ${given} (hidden and ignored files are skipped)`);
}

async function* namesIn(given: string, sandbox: Sandbox): AsyncGenerator<string> {
  const project = await Project.open({ roots: sandbox.folders });
  const glob = parseGlob(given.split(path.sep).join("/"));
  if (!glob.hasWildcards) return yield* filesFrom([sandbox.existing(given).path], project);
  if (path.isAbsolute(given) || given.split(/[\\/]/).includes(".."))
    throw new Failure("a glob must be relative to the workspace folder");
  for (const folder of sandbox.folders)
    for await (const file of filesFrom([folder], project))
      if (glob.matches(path.relative(folder, file).split(path.sep).join("/"))) yield file;
}
