import { URI, Utils } from "vscode-uri";

/** No file has a longer path; one that goes on for ever would have as many folders to look into. */
const MAX_PATH = 4096;

/** The folder that holds a file or folder; undefined for a root, and for what was never saved. */
export function folderOf(uri: string): URI | undefined {
  try {
    const parsed = URI.parse(uri);
    if (parsed.scheme === "untitled" || !parsed.path.startsWith("/") || parsed.path.length > MAX_PATH)
      return undefined;
    const folder = Utils.dirname(parsed);
    return folder.path === parsed.path ? undefined : folder;
  } catch {
    return undefined; // no URI, and still the name of a document
  }
}

/** The URI of the folder that holds a file or folder; undefined for a root, and for what was never saved. */
export function parentOf(uri: string): string | undefined {
  return folderOf(uri)?.toString();
}

/** The URI of a file or folder in a folder. */
export function childOf(folder: string, ...names: readonly string[]): string {
  return Utils.joinPath(URI.parse(folder), ...names).toString();
}

/** The name of a file without its folder; undefined for a document that was never saved. */
export function fileNameOf(uri: string): string | undefined {
  return uri.startsWith("untitled:") ? undefined : baseNameOf(uri);
}

/** The last part of the path of a document, decoded; undefined if there is none. */
export function baseNameOf(uri: string): string | undefined {
  try {
    return Utils.basename(URI.parse(uri)) || undefined;
  } catch {
    return undefined; // no URI, and still the name of a document
  }
}

/** The path of a file below a folder, as globs see it; of one that is elsewhere, the whole path. */
export function pathBelow(folder: string, uri: string): string {
  const { path: above } = URI.parse(folder);
  const base = above.endsWith("/") ? above : `${above}/`;
  const { path } = URI.parse(uri);
  return path.startsWith(base) ? path.slice(base.length) : path;
}

/** What all spell alike: nothing in it may be escaped. */
const PLAIN = /^[a-z]+:\/\/\/[\w./~-]*$/;

/** The one spelling of a URI that clients and systems write in several ways: `(` or `%28`, `C:` or `c%3A`. */
export function canonical(uri: string): string {
  if (PLAIN.test(uri)) return uri; // most of very many
  try {
    return URI.parse(uri).toString();
  } catch {
    return uri; // no URI, and still the name of a document
  }
}

/** Whether a file or folder is the given folder or is in it, at any depth. Both are URIs without `..`. */
export function isBelow(folder: string, uri: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
