import { parseGlob } from "../text/glob.js";
import { parseJson } from "../text/parse.js";
import { type ArrayNode, findValue, parsePointer, textIn, toValue, type ValueNode } from "../text/tree.js";
import { groupOf, type Levels, readLevels } from "./levels.js";

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
}

/** How one file is checked. */
export interface CheckSettings {
  /** The first that speaks of a code decides. */
  readonly layers: readonly Levels[];
  readonly suppressions: readonly Suppression[];
}

export const NO_SETTINGS: CheckSettings = { layers: [], suppressions: [] };

/** Reads a configuration from any text. */
export function readConfiguration(text: string): Configuration {
  const { root } = parseJson(text);
  return {
    levels: readLevels(toValue(findValue(root, "rules"))),
    overrides: itemsOf(findValue(root, "overrides")).map((node) => ({
      levels: readLevels(toValue(findValue(node, "rules"))),
      covers: coversOf(findValue(node, "files")) ?? nothing,
    })),
    suppressions: itemsOf(findValue(root, "suppressions")).flatMap(readSuppression),
  };
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

function readSuppression(node: ValueNode, index: number): Suppression[] {
  const code = textIn(node, "code")?.value;
  const pointer = parsePointer(textIn(node, "pointer")?.value ?? "");
  const covers = findValue(node, "files") ? coversOf(findValue(node, "files")) : everything;
  return code !== undefined && pointer && covers ? [{ index, code, pointer, covers }] : [];
}

function coversOf(node: ValueNode | undefined): ((file: string) => boolean) | undefined {
  if (node?.kind !== "array") return undefined;
  const globs = node.items.flatMap((item) => (item.kind === "string" && item.value ? [item.value] : []));
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
