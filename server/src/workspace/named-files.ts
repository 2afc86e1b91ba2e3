import { existsSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { reasonOf } from "../disk/ordinary-file.js";
import { isAlloyName } from "../schema/document-kind.js";
import { parseGlob } from "../text/glob.js";
import { Failure } from "./failure.js";
import { nodeFileSystem, uriOf } from "./node-file-system.js";
import type { Project } from "./project.js";
import { walk } from "./walk.js";

/** What is told besides the files. All paths are as they were named. */
export interface WalkListener {
  /** A folder that is about to be read, and which files in it are meant. */
  folder?(folder: string, meant: Meant): void;
  /** A file of settings in a folder of which all alloys are meant. */
  settings?(file: string): void;
  /** A sentence about a folder that cannot be read, or a glob that nothing matches. */
  failure?(reason: string, place: string): void;
  /**
   * A sentence about a file that is skipped because of what it is, such as a link that leads out of the root.
   */
  note?(sentence: string): void;
}

/** Which files a walk is after. */
export interface Meant {
  file(file: string): boolean;
  /** Whether names that begin with a dot may be among them. */
  readonly hidden: boolean;
}

const ALLOYS: Meant = { file: (file) => isAlloyName(path.basename(file)), hidden: false };

/**
 * Returns the files that paths and globs refer to, each once: in the order of the paths and globs, and sorted
 * within a folder. Files are found lazily, so their number is not limited. A file that is named is always
 * included; in folders and globs, hidden and ignored files are skipped.
 * @throws {Failure} immediately, for a path that does not exist
 */
export function filesFrom(
  paths: readonly string[],
  project: Project,
  listener: WalkListener = {},
): AsyncIterable<string> {
  const parts = (paths.length > 0 ? paths : ["."]).map((given) => partOf(given, project, listener));
  return parts.length === 1 ? (parts[0] as AsyncIterable<string>) : unique(parts);
}

function partOf(given: string, project: Project, listener: WalkListener): AsyncIterable<string> {
  let stat: Stats | undefined;
  try {
    stat = statSync(given);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") {
      listener.failure?.(`cannot read ${given}: ${reasonOf(error)}`, given);
      return only();
    }
  }
  if (stat?.isDirectory()) return walkFrom(asOnDisk(given), ALLOYS, project, listener);
  if (stat) {
    const file = path.normalize(asOnDisk(given));
    listener.folder?.(path.dirname(given), { file: (other) => other === file, hidden: true });
    return only(file);
  }
  const pattern = slashed(path.normalize(given));
  const glob = parseGlob(pattern, nodeFileSystem.ignoresCase);
  const root = glob.base || (pattern.startsWith("/") ? "/" : ".");
  if (!glob.hasWildcards || !existsSync(root))
    throw new Failure(`cannot read ${given}: no such file or folder`);
  const meant: Meant = {
    file: (file) => glob.matches(slashed(file)),
    hidden: /(^|[/{,])\.(?!\.?\/)/.test(pattern),
  };
  return some(walkFrom(asOnDisk(root), meant, project, listener), () =>
    listener.failure?.(`no file matches ${given} (hidden and ignored files are skipped)`, given),
  );
}

/** A name in the spelling of the disk, by which ignores, baselines, and Git know it: `A.JSON` may open `a.json`. */
function asOnDisk(name: string): string {
  if (!nodeFileSystem.ignoresCase) return name;
  const normal = path.normalize(name);
  let real: string;
  try {
    real = realpathSync.native(name);
  } catch {
    return name; // on some virtual drives nothing has a real path
  }
  const spelled = real.slice(-normal.length);
  return spelled.toLowerCase() === normal.toLowerCase() ? spelled : name;
}

async function* walkFrom(
  folder: string,
  meant: Meant,
  project: Project,
  listener: WalkListener,
): AsyncGenerator<string> {
  const named = (below: string) => path.join(folder, below);
  const { workspace, ignores } = project;
  const wanted = { file: (below: string) => meant.file(named(below)), hidden: meant.hidden };
  const found = walk(workspace, ignores, uriOf(path.resolve(folder)), wanted, {
    folder: (below) => listener.folder?.(named(below), meant),
    failure: (below, reason) => listener.failure?.(`cannot read ${named(below)}: ${reason}`, named(below)),
    skipped: (below, reason) => listener.note?.(`warning: skipped ${named(below)}: ${reason}`),
    outside: (below, root) =>
      listener.note?.(
        `warning: skipped ${named(below)}: it is a link to a location outside ${project.shown(root)}; specify it to read it`,
      ),
  });
  for await (const { path: below, isSettings } of found) {
    if (!isSettings) yield named(below);
    else if (meant === ALLOYS) listener.settings?.(named(below));
    // named(below);
  }
}

async function* only(...files: readonly string[]): AsyncGenerator<string> {
  yield* files;
}

/** @param none told when there was nothing */
async function* some(files: AsyncIterable<string>, none: () => void): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const file of files) {
    isEmpty = false;
    yield file;
  }
  if (isEmpty) none();
}

/** Each file once. One walk meets none twice, and then its files need not be remembered. */
async function* unique(parts: readonly AsyncIterable<string>[]): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (const part of parts) {
    for await (const file of part) {
      if (!seen.has(file)) yield file;
      seen.add(file);
    }
  }
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
