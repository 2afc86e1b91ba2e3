/**
 * Git as a reader of objects. A repository is untrusted: nothing is run that its configuration names (hooks, filters,
 * file system monitors, pagers, text converters), no objects are replaced or fetched, and no argument by a user or a file
 * can be an option.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { MAX_BYTES } from "../disk/limits.js";
import { Failure } from "../workspace/failure.js";

/** What every call begins with. */
export const SAFE_ARGUMENTS = [
  ...["--no-pager", "--no-replace-objects", "--literal-pathspecs"],
  ...["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"],
] as const;

/** The environment of every call. */
export function safeEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/** Git from the PATH, undefined for none. Windows itself looks into the current folder first: a stranger's program. */
export function gitProgram(): string | undefined {
  if (process.platform !== "win32") return "git";
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, "git.exe"))
    .find((file) => existsSync(file));
}

/** Bytes of what Git prints about many files; a path has about a hundred. */
const MAX_LISTING = 500_000_000;

/**
 * Runs Git and returns what it prints.
 * @param what what cannot be done if Git fails, such as `read HEAD:a.alloy.json`
 * @throws {Failure} with Git's own reason
 */
function git(args: readonly string[], what: string, cwd: string, limit: number): Buffer {
  const program = gitProgram();
  if (program === undefined) throw new Failure(`cannot ${what}: ${NOT_INSTALLED}`);
  const { status, stdout, stderr, error } = spawnSync(program, [...SAFE_ARGUMENTS, ...args], {
    cwd,
    env: safeEnvironment(),
    maxBuffer: limit,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? NOT_INSTALLED : code === "ENOBUFS" ? "there is too much of it" : error.message;
    throw new Failure(`cannot ${what}: ${reason}`);
  }
  if (status === 0) return stdout;
  const [line = ""] = stderr.toString("utf8").trim().split("\n");
  const reason = line.slice(0, MAX_MESSAGE).replace(/^(fatal|error): /, "");
  throw new Failure(`cannot ${what}: ${reason || `Git ended with exit code ${status}`}`);
}

const MAX_MESSAGE = 1000;

const NOT_INSTALLED = "Git is not installed";

/** A file of a revision: `REV:path`, as Git has it. */
export interface RevisionFile {
  readonly revision: string;
  /** Relative to the root of the repository; to the current folder, if it begins with `./` or `../`. */
  readonly path: string;
}

/**
 * Reads `REV:path`; undefined for a name that has no such form, a path of Windows among them. `:path` is the index.
 */
export function revisionFile(name: string): RevisionFile | undefined {
  const [, revision, path] = /^([^:]*):(.+)$/s.exec(name) ?? [];
  if (revision === undefined || path === undefined || /^[A-Za-z]$/.test(revision)) return undefined;
  return { revision, path };
}

/**
 * The bytes of a file of a revision.
 * @throws {Failure} if there is no such file or revision
 */
export function readRevision({ revision, path }: RevisionFile, cwd = process.cwd()): Buffer {
  const name = `${revision}:${path}`;
  assertRevision(revision, name);
  return git(["cat-file", "blob", name], `read ${name}`, cwd, MAX_BYTES.document);
}

/** @throws {Failure} for the name of a revision that Git would take for an option; no revision has such a name */
function assertRevision(revision: string, name: string): void {
  if (revision.startsWith("-")) throw new Failure(`cannot read ${name}: a revision cannot begin with a dash`);
}

/** The files of a revision: the ID of the content of each, by its path from the root of the repository, with `/`. */
export interface RevisionTree {
  /** The root of the repository. */
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Lists the files of a revision.
 * @throws {Failure} outside of a repository, and for a revision that does not exist
 */
export function revisionTree(revision: string, cwd = process.cwd()): RevisionTree {
  assertRevision(revision, revision);
  const run = (args: readonly string[]) =>
    git(args, `read revision ${revision}`, cwd, MAX_LISTING).toString("utf8");
  const root = run(["rev-parse", "--show-toplevel"]).replace(/\r?\n$/, "");
  const tree = run(["rev-parse", "--verify", "--end-of-options", `${revision}^{tree}`]).trim();
  const files = new Map<string, string>();
  for (const entry of run(["ls-tree", "-r", "-z", "--full-tree", tree]).split("\0")) {
    const [, type, id, path] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (type === "blob" && id !== undefined && path !== undefined) files.set(path, id);
  }
  return { root, files };
}

/**
 * The content with an ID.
 * @throws {Failure} if the repository does not have it
 */
export function readBlob(id: string, cwd: string): Buffer {
  return git(["cat-file", "blob", id], `read ${id}`, cwd, MAX_BYTES.document);
}
