import type { Alloy } from "../model/alloy.js";
import { fieldValue } from "../model/coerced-fields.js";
import { findValue, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Check, Statement } from "./check.js";
import { notVerified } from "./check.js";
import type { Digest, Files, Place, Unavailable } from "./files.js";
import type { KeyRegistry } from "./key-registry.js";
import type { Platform } from "./platform.js";

/** The alloy that a model was derived from. */
export interface Parent {
  /** SHA-256 of its bytes, 64 hex digits. */
  readonly hex: string;
  /** Its own `results.integrity.alloyHash`, as it states it. */
  readonly stated: string | undefined;
}

/** Input that a caller provides in addition to the alloy. */
export interface Given {
  readonly files: Files;
  readonly platform: Platform;
  /** Whether there is a folder with the weights. */
  readonly hasModel: boolean;
  /** Names of datasets whose folders the caller gave. */
  readonly datasets: ReadonlySet<string>;
  /** First hex digits of the hash that the alloy should have. */
  readonly hash: string | undefined;
  readonly parent: Parent | undefined;
  readonly keys: KeyRegistry | undefined;
  /** Certificates in PEM. */
  readonly roots: readonly string[];
  /** SHA-256 of a file of the runner's source at a commit; absent where there is no clone of it. */
  readonly source: ((commit: string, path: string) => Promise<Digest | Unavailable>) | undefined;
}

/** Given by a caller who has files alone. */
export const NOTHING_ELSE: Omit<Given, "files" | "platform" | "hasModel"> = {
  datasets: new Set(),
  hash: undefined,
  parent: undefined,
  keys: undefined,
  roots: [],
  source: undefined,
};

/** What checks read. */
export interface VerifyContext extends Given {
  readonly alloy: Alloy;
  readonly root: ObjectNode;
  readonly results: ValueNode | undefined;
  /** `results.integrity`, or `integrity` at the root. */
  readonly integrity: ValueNode | undefined;
}

/** `results.integrity`, or `integrity` at the root of an alloy that has none there. */
export function integrityOf(root: ValueNode | undefined): ValueNode | undefined {
  return fieldValue(fieldValue(root, "results"), "integrity") ?? nonNull(findValue(root, "integrity"));
}

/** Undefined for null, which states nothing. */
export function nonNull(node: ValueNode | undefined): ValueNode | undefined {
  return node?.kind === "null" ? undefined : node;
}

/**
 * So many items of one list are checked. An alloy has some dozens; a list that is longer than this was made to keep a
 * verifier busy.
 */
const MAX_ITEMS = 10_000;

/** The check of a list that is too long, or undefined for one that is not. */
export function tooMany(statement: Statement, count: number): Check | undefined {
  if (count <= MAX_ITEMS) return undefined;
  return notVerified(statement, t`the list has ${count} items; at most ${MAX_ITEMS} are checked`);
}

/** A file next to the alloy. */
export function besideAlloy(path: string): Place {
  return { folder: "alloy", path };
}
