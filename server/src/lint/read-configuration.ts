import { parseJson } from "../syntax/parser.js";
import {
  type ArrayNode,
  findValue,
  parsePointer,
  type Span,
  type StringNode,
  textIn,
  toValue,
  type ValueNode,
} from "../syntax/tree.js";
import { parseGlob } from "../text/glob.js";
import type { Configuration, Suppression } from "./configuration.js";
import { REFERENCE_LISTS, type Reference } from "./reference.js";
import { readLevels } from "./severity.js";

/**
 * The most that is read of a configuration, which a stranger may have written: of 2,000 globs without wildcards and 20,000
 * characters of globs with some, a path of 100 characters takes some 20 ms to match.
 */
export const LIMITS = {
  /** UTF-16 code units of the file. */
  length: 1_000_000,
  overrides: 500,
  suppressions: 2000,
  globs: 2000,
  /** UTF-16 code units of one glob. */
  glob: 500,
  /** UTF-16 code units of all globs with wildcards together. */
  wildcards: 20_000,
  /** Items of `extends`, `domains`, and `executors` together. */
  references: 100,
} as const;

/** What a text says that is not a configuration. */
const NOTHING: Configuration = {
  levels: {},
  overrides: [],
  suppressions: [],
  ignores: nothing,
  references: [],
  executor: undefined,
  versions: {},
  isRoot: false,
};

/**
 * A part of a configuration that exceeds a limit and is ignored. If several parts exceed the same limit, only
 * the first is listed, except that every overlong glob is.
 */
export interface Excess extends Span {
  readonly limit: keyof typeof LIMITS;
  /** The actual amount, in the unit of the limit. */
  readonly count: number;
}

/** An item of `overrides` or `suppressions` and those of its globs that are used; without any, if it has no `files`. */
interface Entry {
  readonly node: ValueNode;
  readonly index: number;
  readonly globs: readonly string[] | undefined;
}

/** Reads a configuration from any text. Parts that exceed the limits are omitted; a rule reports them. */
export function readConfiguration(text: string): Configuration {
  // Not even parsed: the tree would take many times the memory of the text.
  if (text.length > LIMITS.length) return NOTHING;
  const { root } = parseJson(text);
  if (root?.kind !== "object") return NOTHING;
  const { overrides, suppressions, ignores, references } = entriesIn(root);
  return {
    levels: readLevels(toValue(findValue(root, "rules"))),
    overrides: overrides.map(({ node, globs }) => ({
      levels: readLevels(toValue(findValue(node, "rules"))),
      covers: globs ? coversOf(globs) : nothing,
    })),
    suppressions: suppressions.flatMap(readSuppression),
    ignores: ignores.length > 0 ? coversOf(ignores.map((glob) => glob.replace(/\/+$/, ""))) : nothing,
    references: references.map(({ list, index, node }) => ({ list, index, path: node.value })),
    executor: readExecutor(findValue(root, "executor")),
    versions: readVersions(findValue(root, "versions")),
    isRoot: toValue(findValue(root, "root")) === true,
  };
}

function readExecutor(node: ValueNode | undefined): readonly string[] | undefined {
  if (node?.kind === "string") return [node.value];
  return node?.kind === "array" ? stringsIn(node).map(({ value }) => value) : undefined;
}

function readVersions(node: ValueNode | undefined): Readonly<Record<string, string>> {
  if (node?.kind !== "object") return {};
  return Object.fromEntries(
    node.members.flatMap(({ key, value }) => (value?.kind === "string" ? [[key.value, value.value]] : [])),
  );
}

/**
 * What exceeds the limits in a configuration.
 * @param length of its text, in UTF-16 code units
 */
export function excessesIn(root: ValueNode | undefined, length: number): readonly Excess[] {
  if (length > LIMITS.length) return [{ limit: "length", count: length, start: 0, end: 0 }];
  return entriesIn(root).excesses;
}

function entriesIn(root: ValueNode | undefined) {
  const globs = new GlobCount();
  const excesses: Excess[] = [];
  const entries = (key: "overrides" | "suppressions"): Entry[] => {
    const items = itemsOf(findValue(root, key));
    const [limit, first] = [LIMITS[key], items[LIMITS[key]]];
    if (first) excesses.push({ limit: key, count: items.length, start: first.start, end: first.end });
    return items.slice(0, limit).map((node, index) => {
      const files = findValue(node, "files");
      return { node, index, globs: files && itemsOf(files).flatMap((item) => globs.take(item)) };
    });
  };
  const [overrides, suppressions] = [entries("overrides"), entries("suppressions")];
  const ignores = itemsOf(findValue(root, "ignores")).flatMap((item) => globs.take(item));
  const all = referencesIn(root);
  const [limit, first] = [LIMITS.references, all[LIMITS.references]?.node];
  if (first) excesses.push({ limit: "references", count: all.length, start: first.start, end: first.end });
  return {
    overrides,
    suppressions,
    ignores,
    references: all.slice(0, limit),
    excesses: [...excesses, ...globs.excesses()],
  };
}

/** The items of a configuration that refer to other files, with their nodes. */
export function referencesIn(
  root: ValueNode | undefined,
): (Pick<Reference, "list" | "index"> & { readonly node: StringNode })[] {
  return REFERENCE_LISTS.flatMap((list) =>
    itemsOf(findValue(root, list)).flatMap((node, index) =>
      node.kind === "string" && node.value !== "" ? [{ list, index, node }] : [],
    ),
  );
}

/** Counts the globs of a configuration in the order of their reading. */
class GlobCount {
  readonly #excesses: Excess[] = [];
  readonly #first = new Map<"globs" | "wildcards", StringNode>();
  readonly #count = { globs: 0, wildcards: 0 };

  /** The glob of an item of `files`, if there is one and it is within the limits. */
  take(node: ValueNode): string[] {
    if (node.kind !== "string" || node.value === "") return [];
    const glob = node.value;
    if (!this.#counts("globs", 1, node)) return [];
    if (glob.length > LIMITS.glob) {
      this.#excesses.push({ limit: "glob", count: glob.length, start: node.start, end: node.end });
      return [];
    }
    const isPlain = !/[*?[{]/.test(glob);
    return isPlain || this.#counts("wildcards", glob.length, node) ? [glob] : [];
  }

  excesses(): readonly Excess[] {
    const sums = [...this.#first].map(([limit, { start, end }]) => ({
      limit,
      count: this.#count[limit],
      start,
      end,
    }));
    return [...this.#excesses, ...sums];
  }

  #counts(limit: "globs" | "wildcards", count: number, node: StringNode): boolean {
    this.#count[limit] += count;
    const isWithin = this.#count[limit] <= LIMITS[limit];
    if (!isWithin && !this.#first.has(limit)) this.#first.set(limit, node);
    return isWithin;
  }
}

function readSuppression({ node, index, globs }: Entry): Suppression[] {
  const code = textIn(node, "code")?.value;
  const pointer = parsePointer(textIn(node, "pointer")?.value ?? "");
  const files = findValue(node, "files");
  if (code === undefined || !pointer || (files && files.kind !== "array")) return [];
  return [{ index, code, pointer, covers: globs ? coversOf(globs) : everything }];
}

function coversOf(globs: readonly string[]): (file: string) => boolean {
  // `*.alloy.json` means files of this name in every folder, as people know it from .gitignore.
  const matchers = globs.map((glob) => parseGlob(glob.includes("/") ? glob : `**/${glob}`));
  return (file) => matchers.some((glob) => glob.matches(file));
}

function stringsIn(node: ArrayNode): StringNode[] {
  return node.items.filter((item) => item.kind === "string");
}

function itemsOf(node: ValueNode | undefined): ArrayNode["items"] {
  return node?.kind === "array" ? node.items : [];
}

function everything(): boolean {
  return true;
}

function nothing(): boolean {
  return false;
}
