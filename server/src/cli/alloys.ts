import { Alloy } from "../model/alloy.js";
import { readText } from "../workspace/files.js";
import { filesFrom, type WalkListener } from "../workspace/named-files.js";
import type { Project } from "../workspace/project.js";

/** Said where there is nothing to do: a wrong folder must not look like a clean one. */
export const NOTHING_FOUND = "warning: no files checked: no *.alloy.json or forge-alloy.json found";

/** A file that could be read, as an alloy under the vocabularies of its folder. */
interface AlloyFile {
  readonly file: string;
  readonly text: string;
  readonly alloy: Alloy;
}

/**
 * Reads the alloys that are meant by paths and globs, one after the other.
 * @param listener its `failure` is told in a sentence what cannot be read; the rest goes on
 * @throws {Failure} for a path where there is nothing
 */
export async function* alloysFrom(
  paths: readonly string[],
  project: Project,
  listener: WalkListener & { failure(reason: string): void },
): AsyncGenerator<AlloyFile> {
  for await (const file of filesFrom(paths, project, listener)) {
    const read = readText(file);
    if ("reason" in read) listener.failure(read.reason);
    else yield { file, text: read.text, alloy: Alloy.parse(read.text, await project.registry(file)) };
  }
}
