import { isOurs, kindOf } from "../schema/document-kind.js";
import type { Entry } from "./file-system.js";
import type { Ignores } from "./ignores.js";
import { type PathSandbox, sandboxOf } from "./path-sandbox.js";
import { childOf } from "./uris.js";
import { SETTINGS_FOLDER, type Workspace } from "./workspace.js";

/** Which files a walk is after. */
export interface Wanted {
  /** @param path below the folder of the walk, with `/` */
  file(path: string): boolean;
  /** Names that begin with a dot may be among them. */
  readonly hidden: boolean;
}

/** What a walk tells besides the files. */
export interface WalkObserver {
  /** A folder that is about to be read, by its path below the folder of the walk; "" for that folder. */
  folder?(path: string): void;
  /** A folder that cannot be read. The reason is the end of a sentence. */
  failure?(path: string, reason: string): void;
  /** A wanted file that is skipped because of what it is. The reason is the end of a sentence. */
  skipped?(path: string, reason: string): void;
  /** A wanted file that is a link which leads out of the root of the workspace. */
  outside?(path: string, root: string): void;
}

/** A file that a walk found. */
export interface FoundFile {
  readonly uri: string;
  /** Below the folder of the walk, with `/`. */
  readonly path: string;
  /** It is a configuration, a domain file, or an executor profile in `.forge-alloy`, wanted or not. */
  readonly isSettings: boolean;
}

/**
 * Yields the files in a folder and below, in order of their names within each folder. Hidden and ignored
 * files and folders are skipped. Links to folders are not followed, so a walk never runs in circles; links to
 * files are followed within the root of the workspace.
 */
export async function* walk(
  workspace: Workspace,
  ignores: Ignores,
  folder: string,
  wanted: Wanted,
  observer: WalkObserver = {},
): AsyncGenerator<FoundFile> {
  const root = await workspace.rootOf(folder);
  const sandbox = await sandboxOf(workspace.files, [root]);
  const open = [{ uri: folder, path: "" }];
  for (let current = open.pop(); current; current = open.pop()) {
    const { uri, path } = current;
    observer.folder?.(path);
    const found = await workspace.files.entries(uri);
    if (!found || "reason" in found) {
      observer.failure?.(path, found?.reason ?? "no such file or folder");
      continue;
    }
    const test = await ignores.testFor(uri);
    const isLeftOut = (name: string, isFolder: boolean) =>
      (name.startsWith(".") && !wanted.hidden) || test(name, isFolder);
    const entries = [...found.entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    const prefix = path === "" ? "" : `${path}/`;
    for (const entry of entries) {
      const file = prefix + entry.name;
      if (entry.kind === "folder" || !wanted.file(file) || isLeftOut(entry.name, false)) continue;
      const child = childOf(uri, entry.name);
      const why = await whyNot(workspace, entry, child, sandbox);
      if (why === undefined) yield { uri: child, path: file, isSettings: false };
      else if (why === "outside") observer.outside?.(file, root);
      else if (why !== "") observer.skipped?.(file, why);
    }
    if (
      entries.some(({ name, kind }) => name === SETTINGS_FOLDER && kind === "folder") &&
      !test(SETTINGS_FOLDER, true)
    )
      yield* settingsIn(workspace, ignores, childOf(uri, SETTINGS_FOLDER), prefix + SETTINGS_FOLDER, sandbox);
    for (const { name, kind } of entries.reverse())
      if (kind === "folder" && !isLeftOut(name, true))
        open.push({ uri: childOf(uri, name), path: prefix + name });
  }
}

/** The files of settings in a settings folder: directly, and in the folders in it. */
async function* settingsIn(
  workspace: Workspace,
  ignores: Ignores,
  folder: string,
  path: string,
  sandbox: PathSandbox,
  depth = 1,
): AsyncGenerator<FoundFile> {
  const found = await workspace.files.entries(folder);
  if (!found || "reason" in found) return;
  const test = await ignores.testFor(folder);
  for (const entry of [...found.entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name, kind } = entry;
    if (name.startsWith(".") || test(name, kind === "folder")) continue;
    const child = childOf(folder, name);
    if (kind === "folder" && depth > 0)
      yield* settingsIn(workspace, ignores, child, `${path}/${name}`, sandbox, depth - 1);
    else if (
      kind !== "folder" &&
      kindOf(child) !== "alloy" &&
      (await whyNot(workspace, entry, child, sandbox)) === undefined
    )
      yield { uri: child, path: `${path}/${name}`, isSettings: true };
  }
}

/**
 * Returns why a file is skipped; "" for a link to nothing or to a folder, `undefined` if the file is not
 * skipped.
 */
async function whyNot(
  { files }: Workspace,
  { kind }: Entry,
  uri: string,
  sandbox: PathSandbox,
): Promise<string | undefined> {
  if (kind === "file") return undefined;
  if (kind !== "link") return "it is a named pipe, a device or a socket";
  const target = await files.kind(uri);
  if (target === undefined || target === "folder") return "";
  if (target !== "file") return "it is a link to a named pipe, a device or a socket";
  return (await sandbox(uri)) ? undefined : "outside";
}

/** Yields the URIs of the alloys and settings of a workspace folder, open or not, except ignored files. */
export async function* documentsIn(
  workspace: Workspace,
  ignores: Ignores,
  folder: string,
): AsyncGenerator<string> {
  const found = workspace.files.find?.(folder);
  if (found) {
    for await (const uri of found) if (isOurs(uri) && !(await ignores.isLeftOut(uri, folder))) yield uri;
    return;
  }
  const wanted: Wanted = { file: (path) => isOurs(`/${path}`), hidden: false };
  for await (const { uri } of walk(workspace, ignores, folder, wanted)) yield uri;
}
