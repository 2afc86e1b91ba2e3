import type { Files } from "./files.js";
import { canonical, isBelow } from "./uris.js";

/** Whether a file or folder is there and may be looked at. */
export type Reach = (uri: string) => Promise<boolean>;

/**
 * Everything in these folders, and nothing else: what strangers name by a path, and what they put there as a link, must
 * not lead to other files of the person who opens it.
 */
export async function reachOf(files: Files, folders: readonly string[]): Promise<Reach> {
  const roots = await Promise.all(
    folders.map(async (folder) => canonical((await files.place(folder)) ?? folder)),
  );
  return async (uri) => {
    const place = await files.place(uri);
    return place !== undefined && roots.some((root) => isBelow(root, canonical(place)));
  };
}
