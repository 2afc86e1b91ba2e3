import { type CheckSettings, type Configuration, mergeRules, settingsFor } from "../lint/configuration.js";
import type { DomainSource } from "../lint/load-domain.js";
import type { Levels } from "../lint/severity.js";
import { pathBelow } from "./uris.js";

/** A file of settings that was found: a domain file or an executor profile. */
export type Source = DomainSource;

/** A configuration, and where it applies. */
export interface AppliedConfiguration {
  /** URI of the file. */
  readonly uri: string;
  /** URI of the folder that its globs are relative to; for one that is extended, that of the file that extends it. */
  readonly base: string;
  readonly text: string;
  readonly configuration: Configuration;
  /** It applies because another one extends it. */
  readonly isExtended: boolean;
}

/**
 * What applies to the files of a folder. Immutable: after a change there is another one. Folders without settings of
 * their own share the scope of the folder above.
 */
export interface Scope {
  /** URI of the folder above which nothing applies. */
  readonly root: string;
  /** The configurations in order of precedence: the nearest first, and each before those that it extends. */
  readonly configurations: readonly AppliedConfiguration[];
  /** Domain files, the nearest folder's first. */
  readonly domains: readonly Source[];
  /** Files of executor profiles, the nearest folder's first. */
  readonly executors: readonly Source[];
  /** IDs of the executors in force; `undefined` if no configuration sets them. */
  readonly executor: readonly string[] | undefined;
  /** Version ranges of domains, by domain ID. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What a folder adds to the scope of the folder above. */
export type OwnSettings = Pick<Scope, "configurations" | "domains" | "executors">;

/** One list for all scopes without domains: what is made of a list is kept with it. */
const NONE: readonly Source[] = [];

export function emptyScope(root: string): Scope {
  return { root, configurations: [], domains: NONE, executors: NONE, executor: undefined, versions: {} };
}

/** The scope of a folder, from that of the folder above and its own settings. */
export function scopeWith(above: Scope, own: OwnSettings): Scope {
  const all = [...own.configurations, ...above.configurations];
  const merged = mergeRules(all.map(({ configuration }) => configuration));
  const configurations = all.map((one, i) => ({ ...one, configuration: merged[i] as Configuration }));
  return {
    root: above.root,
    configurations,
    domains: joined(own.domains, above.domains),
    executors: joined(own.executors, above.executors),
    executor: merged.find(({ executor }) => executor !== undefined)?.executor,
    versions: Object.assign({}, ...merged.map(({ versions }) => versions).reverse()),
  };
}

/**
 * How a file is checked under a scope: the same object for files that are checked alike.
 * @param own levels that hold where the configurations have none
 */
export function settingsIn({ configurations }: Scope, uri: string, own?: Levels): CheckSettings {
  return settingsFor(
    configurations.map(({ configuration, base }) => ({ configuration, path: pathBelow(base, uri) })),
    own,
  );
}

/** A file of settings, and what kind it is by its use. */
export interface SettingsFile {
  readonly uri: string;
  readonly kind: "configuration" | "domain" | "executor";
}

/**
 * The files of settings in a scope. Those in packages are not among them: their problems are for others to fix.
 */
export function settingsFilesOf({ configurations, domains, executors }: Scope): SettingsFile[] {
  const files: SettingsFile[] = [
    ...configurations.map(({ uri }) => ({ uri, kind: "configuration" as const })),
    ...domains.map(({ uri }) => ({ uri, kind: "domain" as const })),
    ...executors.map(({ uri }) => ({ uri, kind: "executor" as const })),
  ];
  return files.filter(({ uri }) => !isInPackage(uri));
}

/** Whether a file belongs to a package, by its URI. */
export function isInPackage(uri: string): boolean {
  return uri.includes("/node_modules/");
}

/** The configuration that a file is nearest to; `undefined` if it has none. */
export function nearestIn({ configurations }: Scope): AppliedConfiguration | undefined {
  return configurations.find(({ isExtended }) => !isExtended);
}

/** Two lists as one: the same list as before if there is nothing to join. */
function joined(own: readonly Source[], above: readonly Source[]): readonly Source[] {
  return own.length === 0 ? above : unique([...own, ...above]);
}

/** Each file once, at its first place. */
export function unique(sources: readonly Source[]): Source[] {
  return [...new Map([...sources].reverse().map((source) => [source.uri, source])).values()].reverse();
}
