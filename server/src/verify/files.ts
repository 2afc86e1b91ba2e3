/** Files and folders that statements are about, as provided by the caller. */

/** The folder that a path is relative to: the alloy's own, the one with the weights, or that of a dataset by its name. */
export type Folder = "alloy" | "model" | `dataset:${string}`;

/** A file or folder; `path` has `/` and is empty for the folder itself. */
export interface Place {
  readonly folder: Folder;
  readonly path: string;
}

/** Why there is no content. */
export interface Unavailable {
  readonly kind: "missing" | "outside" | "is-folder" | "is-file" | "changed" | "unreadable" | "withheld";
  /** A fragment of a sentence that names the file. */
  readonly reason: string;
}

export interface Digest {
  /** 64 hex digits in lower case. */
  readonly hex: string;
  /** Bytes, of all files together. */
  readonly size: number;
}

/** A file found in a folder. */
export interface Entry {
  /** Relative to the folder that was listed, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Why it is not an ordinary file of this folder, and will not be read. */
  readonly problem?: string | undefined;
}

/** Reads on behalf of checks. Nothing throws; what cannot be read is answered with the reason. */
export interface Files {
  /** SHA-256 of some bytes followed by the content of files, one after the other. */
  digest(places: readonly Place[], prefix?: Uint8Array): Promise<Digest | Unavailable>;
  /** Bytes of a file. */
  size(place: Place): Promise<number | Unavailable>;
  /** The files in a folder, those in folders in it only if asked for; in no particular order. */
  list(place: Place, options: { readonly deep: boolean }): Promise<readonly Entry[] | Unavailable>;
}

/** Whether an answer is a reason instead of a result. */
export function isUnavailable(answer: object | number): answer is Unavailable {
  return typeof answer === "object" && "reason" in answer;
}

/**
 * A relative path without `.`, `..` and empty steps, or undefined for one that leads out of its folder or is meant for
 * another system: absolute, with a drive, a backslash, or a zero character.
 */
export function insidePath(path: string): string | undefined {
  if (path.startsWith("/") || /^[a-z]:/i.test(path) || path.includes("\\") || path.includes("\0"))
    return undefined;
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join("/");
}
