import { type Dirent, existsSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { MAX_BYTES, readOrdinaryFileSync, reasonOf } from "../disk/ordinary-file.js";
import { isAlloyName } from "../schema/document-kind.js";
import { parseGlob } from "../text/glob.js";
import { Failure } from "./failure.js";
import { statOf } from "./files.js";
import { type IgnoreRules, parseGitignore } from "./gitignore.js";

/** Folders in which nobody keeps alloys of their own. */
const SKIPPED = new Set(["node_modules", ".git"]);

/** What a walk tells beside the files. */
export interface WalkListener {
  /** A folder that is about to be read, and which files in it are meant. */
  folder?(folder: string, meant: Meant): void;
  /** A sentence about a folder that cannot be read, or a glob that nothing matches. */
  failure?(reason: string, place: string): void;
  /** A sentence about a file that is left out by its nature, such as a link that leads out of the folder. */
  note?(sentence: string): void;
}

/**
 * The files that are meant by paths and globs, each once: as they were named, and in order within a folder. They are
 * found as they are asked for, so that there may be any number. A file that is named is always meant; in folders and
 * globs, hidden ones, `node_modules` and what `.gitignore` says are left out. Links to folders are not followed, and those
 * to files within the folder of the walk only: a stranger may have made them.
 * @throws {Failure} at once for a path where there is nothing
 */
export function filesFrom(paths: readonly string[], listener: WalkListener = {}): Iterable<string> {
  const parts = (paths.length > 0 ? paths : ["."]).map((given) => partOf(given, listener));
  return parts.length === 1 ? (parts[0] as Iterable<string>) : unique(parts);
}

function partOf(given: string, listener: WalkListener): Iterable<string> {
  let stat: Stats | undefined;
  try {
    stat = statSync(given);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") {
      listener.failure?.(`cannot read ${given}: ${reasonOf(error)}`, given);
      return [];
    }
  }
  if (stat?.isDirectory()) return walk(given, ALLOYS, listener);
  if (stat) {
    const file = path.normalize(given);
    listener.folder?.(path.dirname(given), { file: (other) => other === file, hidden: true });
    return [file];
  }
  const pattern = slashed(path.normalize(given));
  const glob = parseGlob(pattern);
  const root = glob.base || (pattern.startsWith("/") ? "/" : ".");
  if (!glob.hasWildcards || !existsSync(root))
    throw new Failure(`cannot read ${given}: no such file or folder`);
  const meant: Meant = {
    file: (file) => glob.matches(slashed(file)),
    hidden: /(^|[/{,])\.(?!\.?\/)/.test(pattern),
  };
  return some(walk(root, meant, listener), () =>
    listener.failure?.(`no file matches ${given} (hidden and ignored files are skipped)`, given),
  );
}

/** Which files a walk is after. */
export interface Meant {
  file(file: string): boolean;
  /** Whether names that begin with a dot may be among them. */
  readonly hidden: boolean;
}

const ALLOYS: Meant = { file: (file) => isAlloyName(path.basename(file)), hidden: false };

/** @param none told when there was nothing */
function* some(files: Iterable<string>, none: () => void): Generator<string> {
  let isEmpty = true;
  for (const file of files) {
    isEmpty = false;
    yield file;
  }
  if (isEmpty) none();
}

/** Each file once. One walk meets none twice, and then its files need not be remembered. */
function* unique(parts: readonly Iterable<string>[]): Generator<string> {
  const [only, ...others] = parts;
  if (only && others.length === 0) return yield* only;
  const seen = new Set<string>();
  for (const part of parts) {
    for (const file of part) {
      if (!seen.has(file)) yield file;
      seen.add(file);
    }
  }
}

function* walk(root: string, meant: Meant, listener: WalkListener): Generator<string> {
  const above = ignoresAbove(path.resolve(root));
  if (isBelowIgnored(path.resolve(root), above)) return;
  const open: { folder: string; ignores: readonly Ignores[] }[] = [{ folder: root, ignores: above }];
  for (let current = open.pop(); current; current = open.pop()) {
    const { folder } = current;
    listener.folder?.(folder, meant);
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      listener.failure?.(`cannot read ${folder}: ${reasonOf(error)}`, folder);
      continue;
    }
    const own = ignoresIn(path.resolve(folder));
    const ignores = own ? [...current.ignores, own] : current.ignores;
    const isLeftOut = ({ name }: Dirent, isFolder: boolean) =>
      (name.startsWith(".") && !meant.hidden) || isIgnored(path.resolve(folder, name), isFolder, ignores);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() || !meant.file(file) || isLeftOut(entry, false)) continue;
      const why = whyNot(entry, file, root);
      if (why === undefined) yield file;
      else if (why !== "") listener.note?.(`warning: skipped ${file}: ${why}`);
    }
    for (const entry of entries.reverse()) {
      if (entry.isDirectory() && !SKIPPED.has(entry.name) && !isLeftOut(entry, true))
        open.push({ folder: path.join(folder, entry.name), ignores });
    }
  }
}

/** Why a walk leaves out what it found; "" for a link to nothing or to a folder, undefined for nothing against it. */
function whyNot(entry: Dirent, file: string, root: string): string | undefined {
  if (entry.isFile()) return undefined;
  if (!entry.isSymbolicLink()) return "it is a named pipe, a device or a socket";
  const target = statOf(file);
  if (!target || target.isDirectory()) return "";
  if (!target.isFile()) return "it is a link to a named pipe, a device or a socket";
  return isWithin(root, file)
    ? undefined
    : `it is a link to a place outside of ${root}; specify it to read it`;
}

/** Whether a file really is in a folder or below, after all links. */
export function isWithin(folder: string, file: string): boolean {
  try {
    const below = path.relative(realpathSync(folder), realpathSync(file));
    return below !== ".." && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
  } catch {
    return false;
  }
}

/** What is left out below a folder, by its `.gitignore`. */
interface Ignores {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

/** Like Git, through no link; a file that cannot be read leaves out nothing. */
function ignoresIn(folder: string): Ignores | undefined {
  try {
    const bytes = readOrdinaryFileSync(path.join(folder, ".gitignore"), {
      limit: MAX_BYTES.ignores,
      follow: false,
    });
    return { folder, rules: parseGitignore(bytes.toString("utf8")) };
  } catch {
    return undefined;
  }
}

/** Those of the folders above that belong to the same repository. */
function ignoresAbove(root: string): Ignores[] {
  const found: Ignores[] = [];
  for (let folder = root; !existsSync(path.join(folder, ".git")); ) {
    const parent = path.dirname(folder);
    if (parent === folder) return []; // in no repository
    folder = parent;
    const above = ignoresIn(folder);
    if (above) found.unshift(above);
  }
  return found;
}

/** The nearest folder that says something about a file decides, as it does in Git. */
function isIgnored(file: string, isFolder: boolean, ignores: readonly Ignores[]): boolean {
  for (const { folder, rules } of [...ignores].reverse()) {
    const decision = rules.isIgnored(slashed(path.relative(folder, file)), isFolder);
    if (decision !== undefined) return decision;
  }
  return false;
}

/** Whether a folder, or one around it, is left out by those above. A walk does not go into folders that are. */
function isBelowIgnored(root: string, above: readonly Ignores[]): boolean {
  for (let at = root, others = above; others.length > 0; at = path.dirname(at)) {
    others = others.filter(({ folder }) => folder !== at);
    if (others.length > 0 && isIgnored(at, true, others)) return true;
  }
  return false;
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
