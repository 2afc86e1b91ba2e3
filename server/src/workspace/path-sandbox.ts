import type { FileSystem } from "./file-system.js";
import { canonical, isBelow } from "./uris.js";

/** Returns whether a file or folder exists and may be read. */
export type PathSandbox = (uri: string) => Promise<boolean>;

/**
 * Returns the sandbox of these folders: a path or a link that somebody else wrote into an alloy or a workspace must not
 * lead to other files of the person who opens it.
 */
export async function sandboxOf(
  files: Pick<FileSystem, "realPath">,
  folders: readonly string[],
): Promise<PathSandbox> {
  const roots = await Promise.all(
    folders.map(async (folder) => canonical((await files.realPath(folder)) ?? folder)),
  );
  return async (uri) => {
    const place = await files.realPath(uri);
    return place !== undefined && roots.some((root) => isBelow(root, canonical(place)));
  };
}
