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
import { groupOf, type Levels, readLevels } from "./severity.js";

/** A known problem that is accepted. */
export interface Suppression {
  /** Its place in `suppressions` of the configuration. */
  readonly index: number;
  /** A rule code or a group. */
  readonly code: string;
  readonly pointer: readonly string[];
  covers(file: string): boolean;
}

/** `.forge-alloy/config.json`, read. What cannot be understood there is left out here; rules report it. */
export interface Configuration {
  readonly levels: Levels;
  readonly overrides: readonly { readonly levels: Levels; covers(file: string): boolean }[];
  readonly suppressions: readonly Suppression[];
  /** IDs of the executors in force; undefined if the configuration does not set them. */
  readonly executor: readonly string[] | undefined;
}

/** How one file is checked. */
export interface CheckSettings {
  /** The first that speaks of a code decides. */
  readonly layers: readonly Levels[];
  readonly suppressions: readonly Suppression[];
}

export const NO_SETTINGS: CheckSettings = { layers: [], suppressions: [] };

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
} as const;

/** A part of a configuration that is too much, and is ignored. Where several are, it is the first one of its kind. */
export interface Excess extends Span {
  readonly limit: keyof typeof LIMITS;
  /** How many there are, in the unit of the limit. */
  readonly count: number;
}

/** An item of `overrides` or `suppressions` and those of its globs that are used; without any, if it has no `files`. */
interface Entry {
  readonly node: ValueNode;
  readonly index: number;
  readonly globs: readonly string[] | undefined;
}

/** Reads a configuration from any text. What exceeds the limits is left out; a rule reports it. */
export function readConfiguration(text: string): Configuration {
  // Not even parsed: the tree would take many times the memory of the text.
  if (text.length > LIMITS.length)
    return { levels: NO_LEVELS, overrides: [], suppressions: [], executor: undefined };
  const { root } = parseJson(text);
  const { overrides, suppressions } = entriesIn(root);
  return {
    levels: readLevels(toValue(findValue(root, "rules"))),
    overrides: overrides.map(({ node, globs }) => ({
      levels: readLevels(toValue(findValue(node, "rules"))),
      covers: globs ? coversOf(globs) : nothing,
    })),
    suppressions: suppressions.flatMap(readSuppression),
    executor: readExecutor(findValue(root, "executor")),
  };
}

/** One ID or several; undefined if it is neither. */
function readExecutor(node: ValueNode | undefined): readonly string[] | undefined {
  if (node?.kind === "string") return [node.value];
  if (node?.kind !== "array") return undefined;
  return node.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
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
  return { overrides, suppressions, excesses: [...excesses, ...globs.excesses()] };
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

/**
 * How a file is checked: the same object for files that are checked alike, since what follows from it is kept with it.
 * @param configuration of the folder, where there is one
 * @param file its path below the folder of the configuration, with `/`
 * @param own levels that hold where the configuration says nothing
 */
export function settingsFor(
  configuration: Configuration | undefined,
  file: string,
  own: Levels = NO_LEVELS,
): CheckSettings {
  const { levels, overrides = [], suppressions = [] } = configuration ?? {};
  const covering = overrides.filter(({ covers }) => covers(file)).reverse();
  return alike(configuration ?? own, {
    layers: [...covering.map((override) => override.levels), ...(levels ? [levels] : []), own],
    suppressions: suppressions.filter(({ covers }) => covers(file)),
  });
}

const NO_LEVELS: Levels = {};

/** By what they come from. */
const made = new WeakMap<Configuration | Levels, CheckSettings[]>();

function alike(from: Configuration | Levels, settings: CheckSettings): CheckSettings {
  const others = made.get(from) ?? [];
  made.set(from, others);
  const known = others.find(
    ({ layers, suppressions }) =>
      isSame(layers, settings.layers) && isSame(suppressions, settings.suppressions),
  );
  if (!known) others.push(settings);
  return known ?? settings;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Whether the suppression means problems with this code. */
export function meansCode({ code }: Suppression, problem: string): boolean {
  return code === problem || code === groupOf(problem);
}

/** Whether a place, as steps of a JSON pointer, is the suppression's or inside it. */
export function holdsPlace({ pointer }: Suppression, place: readonly string[]): boolean {
  return pointer.every((step, index) => step === place[index]);
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

function itemsOf(node: ValueNode | undefined): ArrayNode["items"] {
  return node?.kind === "array" ? node.items : [];
}

function everything(): boolean {
  return true;
}

function nothing(): boolean {
  return false;
}
