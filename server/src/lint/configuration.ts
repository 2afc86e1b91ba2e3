import type { Reference } from "./reference.js";
import type { Levels } from "./severity.js";
import { groupOf } from "./severity.js";

/** A known problem that is accepted. */
export interface Suppression {
  /** Index in `suppressions` of the configuration. */
  readonly index: number;
  /** A rule code or a group. */
  readonly code: string;
  readonly pointer: readonly string[];
  covers(file: string): boolean;
}

/** A configuration as written in its file. Invalid parts are omitted; rules report them. */
export interface Configuration {
  readonly levels: Levels;
  readonly overrides: readonly { readonly levels: Levels; covers(file: string): boolean }[];
  readonly suppressions: readonly Suppression[];
  /**
   * Returns whether a file or folder is skipped when folders are checked. The path is relative to the folder
   * of the configuration.
   */
  ignores(path: string): boolean;
  readonly references: readonly Reference[];
  /** IDs of the executors in force; undefined if the configuration does not set them. */
  readonly executor: readonly string[] | undefined;
  /** Version ranges of domains, by domain ID. */
  readonly versions: Readonly<Record<string, string>>;
  /** Configurations of the folders above have no effect. */
  readonly isRoot: boolean;
}

/** A configuration that applies to a file. */
export interface Layer {
  readonly configuration: Configuration;
  /** Path of the file below the folder of the configuration, with `/`. */
  readonly path: string;
}

/** How one file is checked. */
export interface CheckSettings {
  /** The first that has a level for a code decides. */
  readonly layers: readonly Levels[];
  readonly suppressions: readonly Suppression[];
}

export const NO_SETTINGS: CheckSettings = { layers: [], suppressions: [] };

const NO_LEVELS: Levels = {};

/**
 * Merges the `rules` of configurations by key, as far as lookups need it: a group that a nearer configuration sets does
 * not hide a code that one further away sets by name.
 * @param nearest configurations that apply together, the one that takes precedence first
 * @returns them in the same order; one that needs no change is the same object
 */
export function mergeRules(nearest: readonly Configuration[]): Configuration[] {
  return nearest.map((configuration, i) => {
    const { levels } = configuration;
    const further = nearest.slice(i + 1).map(({ levels }) => levels);
    const inherited: Levels = Object.assign({}, ...further.reverse());
    const codes = Object.entries(inherited).filter(
      ([code]) => code.includes("/") && levels[code] === undefined && levels[groupOf(code)] !== undefined,
    );
    return codes.length === 0
      ? configuration
      : { ...configuration, levels: { ...Object.fromEntries(codes), ...levels } };
  });
}

/**
 * How a file is checked: the same object for files that are checked alike, since what follows from it is kept with it.
 * @param layers what applies to the file, the one that takes precedence first; rules merged by `mergeRules`
 * @param own levels that hold where the configurations have none
 */
export function settingsFor(layers: readonly Layer[], own: Levels = NO_LEVELS): CheckSettings {
  const levels = layers.flatMap(({ configuration: { overrides, levels }, path }) => [
    ...overrides
      .filter(({ covers }) => covers(path))
      .map((override) => override.levels)
      .reverse(),
    levels,
  ]);
  return alike(layers[0]?.configuration ?? own, {
    layers: [...levels, own],
    suppressions: layers.flatMap(({ configuration, path }) =>
      configuration.suppressions.filter(({ covers }) => covers(path)),
    ),
  });
}

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
