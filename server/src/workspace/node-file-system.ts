import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { URI } from "vscode-uri";
import { readOrdinaryFile, reasonOf } from "../disk/ordinary-file.js";
import type { Entry, FileKind, FileSystem, FileText } from "./file-system.js";

/** The files of this machine. */
export const nodeFileSystem: FileSystem = {
  ignoresCase: process.platform === "win32" || process.platform === "darwin",

  async read(uri, limit, follow = true) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    try {
      return decodeText(await readOrdinaryFile(file, { limit, follow }));
    } catch (error) {
      return isMissing(error) ? undefined : { reason: reasonOf(error) };
    }
  },

  async kind(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    return stat(file).then(kindOf, () => undefined);
  },

  async realPath(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    return realpath(file).then(uriOf, () => undefined);
  },

  async entries(folder) {
    const root = pathOf(folder);
    if (root === undefined) return undefined;
    try {
      const entries = await readdir(root, { withFileTypes: true });
      return {
        entries: entries.map(
          (entry): Entry => ({ name: entry.name, kind: entry.isSymbolicLink() ? "link" : kindOf(entry) }),
        ),
      };
    } catch (error) {
      return isMissing(error) ? undefined : { reason: reasonOf(error) };
    }
  },
};

/** The text of a file, or why its bytes are not text. */
export function decodeText(bytes: Uint8Array): FileText {
  try {
    const text = UTF_8.decode(bytes);
    return text.includes("\0") ? BINARY : { text };
  } catch {
    return bytes.includes(0) ? BINARY : { reason: "it is not UTF-8" };
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const BINARY = { reason: "it is a binary file" };

/** The canonical URI of an absolute path. */
export function uriOf(file: string): string {
  return URI.file(file).toString();
}

/** The path of a file on this machine, its drive letter in upper case; `undefined` if the URI is not that of a file. */
export function pathOf(uri: string): string | undefined {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== "file") return undefined;
  return process.platform === "win32" ? fsPath.replace(/^[a-z]:/, (drive) => drive.toUpperCase()) : fsPath;
}

function kindOf(found: Dirent | Stats): FileKind {
  if (found.isFile()) return "file";
  return found.isDirectory() ? "folder" : "other";
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
