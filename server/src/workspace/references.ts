import { URI } from "vscode-uri";
import type { ReferenceList, UnresolvedReason } from "../lint/reference.js";
import { CONFIGURATION_FILE } from "../schema/document-kind.js";
import type { FileKind, FileSystem } from "./file-system.js";
import { type PathSandbox, sandboxOf } from "./path-sandbox.js";
import { childOf, parentOf } from "./uris.js";

/** A file or folder that a configuration refers to, or why it cannot be used. */
type Resolution = { readonly uri: string; readonly kind: FileKind } | { readonly reason: UnresolvedReason };

/** `name`, `@scope/name`, and a path in such a package. */
const PACKAGE = /^(@[\w.~-]+\/)?[\w~-][\w.~-]*(\/[\w.~-]+)*$/;

/**
 * Finds the file, folder, or package that a configuration refers to. Packages are looked for in `node_modules` of the
 * folder and those above it.
 * @param folder the folder that the path is relative to
 * @param root the folder that nothing may lead out of
 */
export async function resolveReference(
  files: FileSystem,
  path: string,
  folder: string,
  root: string,
): Promise<Resolution> {
  const sandbox = await sandboxOf(files, [root]);
  if (/^[/\\~]|^[a-z][\w+.-]*:/i.test(path)) return { reason: "outside" };
  const beside = await look(files, childOf(folder, path), sandbox);
  if (beside || !PACKAGE.test(path)) return beside ?? { reason: "missing" };
  for (let at: string | undefined = folder; at !== undefined; at = at === root ? undefined : parentOf(at)) {
    const found = await look(files, childOf(at, "node_modules", path), sandbox);
    if (found) return found;
  }
  return { reason: "missing" };
}

async function look(files: FileSystem, uri: string, sandbox: PathSandbox): Promise<Resolution | undefined> {
  const kind = await files.kind(uri);
  if (kind === undefined) return undefined;
  return (await sandbox(uri)) ? { uri, kind } : { reason: "outside" };
}

/** The configuration file in a folder or package: that of its `.forge-alloy`, else its `config.json`. */
export async function configurationIn(files: FileSystem, folder: string): Promise<string | undefined> {
  for (const name of [CONFIGURATION_FILE, "config.json"]) {
    const uri = childOf(folder, name);
    if ((await files.kind(uri)) === "file") return uri;
  }
  return undefined;
}

/**
 * URIs of the domain files or executor profiles in a folder or package: those of its `.forge-alloy`, else the JSON files
 * directly in it.
 */
export async function settingsFilesIn(
  files: FileSystem,
  folder: string,
  list: Exclude<ReferenceList, "extends">,
): Promise<string[]> {
  const own = childOf(folder, ".forge-alloy", list);
  return jsonFilesIn(files, (await files.kind(own)) === "folder" ? own : folder);
}

/**
 * URIs of what is called like a JSON file directly in a folder, sorted; none if it cannot be listed. A package's manifest
 * is not one. A folder or a pipe by such a name is one: reading it says why it cannot be used.
 */
export async function jsonFilesIn(files: FileSystem, folder: string): Promise<string[]> {
  const found = await files.entries(folder);
  if (!found || "reason" in found) return [];
  return found.entries
    .filter(({ name }) => isSettingsName(name))
    .map(({ name }) => childOf(folder, name))
    .sort();
}

function isSettingsName(name: string): boolean {
  return name.endsWith(".json") && !name.startsWith(".") && name !== "package.json";
}

/** The folder that holds `.forge-alloy`, or the folder of a configuration that is elsewhere. */
export function folderOfConfiguration(uri: string): string {
  const isInFolder = URI.parse(uri).path.endsWith(`/${CONFIGURATION_FILE}`);
  return childOf(uri, isInFolder ? "../.." : "..");
}
