/** The members of a configuration that refer to other files. */
export const REFERENCE_LISTS = ["extends", "domains", "executors"] as const;

export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/** An item of `extends`, `domains`, or `executors`: a file, a folder, or a package. */
export interface Reference {
  readonly list: ReferenceList;
  /** Index in the list. */
  readonly index: number;
  readonly path: string;
}

/** Why a file, folder, or package that a configuration refers to cannot be used. */
export type UnresolvedReason = "missing" | "outside" | "unreadable" | "circular" | "too-many";

/** An item of a configuration that refers to something which cannot be used. */
export interface UnresolvedReference {
  readonly list: ReferenceList;
  /** Index in the list. */
  readonly index: number;
  readonly reason: UnresolvedReason;
}
