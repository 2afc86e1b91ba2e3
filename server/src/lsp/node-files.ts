import { opendir, readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { URI } from "vscode-uri";
import { MAX_BYTES, readOrdinaryFile } from "../disk/ordinary-file.js";
import { isOurs } from "../schema/document-kind.js";
import type { Files } from "./files.js";
import { isBelow } from "./uris.js";

/** Folders in which nobody keeps alloys of their own. */
const SKIPPED = new Set(["node_modules", ".git"]);

/** The files of this machine. Links to folders are not followed, so no walk goes in circles. */
export const nodeFiles: Files = {
  async read(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    try {
      return (await readOrdinaryFile(file, { limit: MAX_BYTES.document })).toString("utf8");
    } catch {
      return undefined; // gone, or not ours to read: all the same to who asks
    }
  },

  async place(uri) {
    const file = pathOf(uri);
    return file === undefined ? undefined : realPlace(file).catch(() => undefined);
  },

  async jsonFilesIn(folder) {
    const root = pathOf(folder);
    const names = root === undefined ? [] : await readdir(root).catch(() => []);
    return names
      .filter((name) => name.endsWith(".json"))
      .map((name) => uriOf(path.join(root as string, name)));
  },

  async *documentsIn(folder) {
    const root = pathOf(folder);
    const reach = root === undefined ? "" : await realPlace(root).catch(() => "");
    const open = root === undefined ? [] : [root];
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      try {
        for await (const entry of await opendir(current)) {
          const full = path.join(current, entry.name);
          if (entry.isDirectory() && !SKIPPED.has(entry.name)) open.push(full);
          else if (!entry.isDirectory() && entry.name.endsWith(".json")) {
            const uri = uriOf(full);
            if (!isOurs(uri)) continue;
            if (!entry.isSymbolicLink() || isBelow(reach, await realPlace(full).catch(() => ""))) yield uri;
          }
        }
      } catch {
        // a folder that vanished or may not be read holds nothing for us
      }
    }
  },
};

async function realPlace(file: string): Promise<string> {
  return uriOf(await realpath(file));
}

function uriOf(file: string): string {
  return URI.file(file).toString();
}

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === "file" ? parsed.fsPath : undefined;
}
