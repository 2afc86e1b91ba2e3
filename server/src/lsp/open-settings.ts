import { kindOf } from "../schema/document-kind.js";
import type { Entry, FileSystem } from "../workspace/file-system.js";
import { canonical, fileNameOf, isBelow, parentOf } from "../workspace/uris.js";
import type { Documents } from "./documents.js";

/** A file system in which files of settings that are open in an editor have their text there, saved or not. */
export function withOpenSettings(files: FileSystem, documents: Documents): FileSystem {
  const open = () =>
    documents
      .all()
      .map(({ uri }) => canonical(uri))
      .filter((uri) => kindOf(uri) !== "alloy");
  const isOpen = (uri: string) => kindOf(uri) !== "alloy" && documents.has(uri);
  return {
    async read(uri, limit, follow) {
      const text = isOpen(uri) ? documents.get(uri)?.text : undefined;
      return text === undefined ? files.read(uri, limit, follow) : { text };
    },
    async kind(uri) {
      const kind = await files.kind(uri);
      if (kind !== undefined || isOpen(uri)) return kind ?? "file";
      return open().some((one) => isBelow(uri, one)) ? "folder" : undefined;
    },
    async realPath(uri) {
      const place = await files.realPath(uri);
      return place ?? (open().some((one) => isBelow(uri, one)) ? uri : undefined);
    },
    async entries(folder) {
      const found = await files.entries(folder);
      if (found && "reason" in found) return found;
      const known = new Map<string, Entry>(found?.entries.map((entry) => [entry.name, entry]));
      for (const uri of open()) {
        const name = fileNameOf(uri);
        if (parentOf(uri) === folder && name !== undefined && !known.has(name))
          known.set(name, { name, kind: "file" });
      }
      return found || known.size > 0 ? { entries: [...known.values()] } : undefined;
    },
    find: (folder) => files.find?.(folder),
  };
}
