import { Alloy } from "../model/alloy.js";
import { MAX_DOMAIN_LENGTH } from "../rules/vocabulary/limits.js";
import { bundled, registries } from "../schema/bundled.js";
import { isSameJson } from "../schema/canonical.js";
import type { Domain, DomainVersion, UnavailableDomain } from "../schema/domain.js";
import { domainFrom } from "../schema/domain-file.js";
import type { Registry } from "../schema/registry.js";
import { type DomainFile, own } from "../schema/schema.js";
import { compare, isInRange } from "../schema/versions.js";
import { textIn, toValue } from "../syntax/tree.js";
import { groupBy } from "../text/group-by.js";
import { t } from "../text/l10n.js";
import { hasErrors } from "./has-errors.js";

/** A domain file that was found, and how people see its place. */
export interface DomainSource {
  readonly uri: string;
  readonly place: string;
  readonly text: string;
}

/** Domain → the range of versions that a configuration asks for. */
export type VersionRanges = Readonly<Record<string, string>>;

/**
 * The registry with the domains of these files. A file with errors, or with the id of another vocabulary, is named
 * as unavailable and the others work; the same vocabulary twice is one. Of several versions, the newest is used, or the
 * newest in the range that is asked for.
 * @param memory files as they were read last, by URI: one that is unchanged is not read again and stays the same domain
 * @param isTrusted false where nothing that a stranger wrote may be used
 */
export function withDomains(
  registry: Registry,
  sources: readonly DomainSource[],
  isTrusted: boolean,
  memory: Map<string, LoadedDomain> = new Map(),
  ranges: VersionRanges = {},
): Registry {
  const isPinned = registry.domains.some(({ file }) => own(ranges, file.id) !== undefined);
  if (sources.length === 0 && !isPinned) return registry;
  return new Loading(registry, sources, isTrusted, memory, ranges).registry;
}

/** A domain file as it was read; without `domain` where it has errors. Warnings do not keep it from being used. */
export interface LoadedDomain {
  readonly text: string;
  readonly id: string;
  readonly version: string;
  /** ID of the domain that it extends. */
  readonly base: string | undefined;
  /** The domain that it extended when it was loaded. */
  readonly baseDomain?: Domain | undefined;
  readonly domain?: Domain | undefined;
  /** Whether its file was checked; a file is checked when its base is there. */
  readonly isChecked: boolean;
}

/** Domains that extend one another in a row, at most. */
const MAX_LINEAGE = 16;

/** Loads the domains of some files, those first that others extend. */
class Loading {
  readonly registry: Registry;
  readonly #bundled: Registry;
  readonly #memory: Map<string, LoadedDomain>;
  readonly #byId: ReadonlyMap<string, readonly DomainSource[]>;
  readonly #ranges: VersionRanges;
  readonly #domains = new Map<string, Domain>();
  readonly #unavailable = new Map<string, UnavailableDomain>();
  /** Files that another one with the same ID and version takes precedence over. */
  readonly #clashes: UnavailableDomain[] = [];
  /** The files as they were parsed, for as long as they are being loaded. */
  readonly #parsed = new Map<DomainSource, Alloy>();
  /** Those being loaded, each of which extends the one after it. */
  readonly #open = new Set<string>();

  constructor(
    registry: Registry,
    sources: readonly DomainSource[],
    isTrusted: boolean,
    memory: Map<string, LoadedDomain>,
    ranges: VersionRanges,
  ) {
    this.#bundled = registry;
    this.#memory = memory;
    this.#ranges = ranges;
    this.#byId = groupBy(sources, (source) => this.#read(source).id);
    for (const id of this.#byId.keys()) {
      if (isTrusted) this.#load(id);
      else this.#refuse(id, "untrusted", this.#byId.get(id)?.[0]?.place ?? "");
    }
    const left = registry.domains.filter(({ file }) => this.#isWanted(file.id, file.version, file.version));
    const kept = left.length === registry.domains.length ? registry : registry.only(left);
    this.registry = kept.with([...this.#domains.values()], [...this.#unavailable.values(), ...this.#clashes]);
  }

  #read(source: DomainSource): LoadedDomain {
    const known = this.#memory.get(source.uri);
    if (known?.text === source.text) return known;
    const read = readHead(source, () => this.#alloy(source));
    this.#memory.set(source.uri, read);
    return read;
  }

  #alloy(source: DomainSource): Alloy {
    let alloy = this.#parsed.get(source);
    if (!alloy) {
      alloy = Alloy.parse(source.text, registries.domain);
      this.#parsed.set(source, alloy);
    }
    return alloy;
  }

  #refuse(id: string, why: UnavailableDomain["why"], place: string, wanted?: string): undefined {
    this.#unavailable.set(id, { id, why, place, ...(wanted !== undefined && { wanted }) });
    return undefined;
  }

  /** Whether a version may be used; says that none may, with what there is. */
  #isWanted(id: string, version: string, place: string): boolean {
    const range = own(this.#ranges, id);
    if (range === undefined || isInRange(version, range)) return true;
    this.#refuse(id, "version", place, range);
    return false;
  }

  #load(id: string): Domain | undefined {
    const loaded = this.#domains.get(id);
    if (loaded || this.#unavailable.has(id)) return loaded;
    const source = this.#chosen(id);
    if (!source) return undefined;
    const { place } = source;
    if (this.#open.size >= MAX_LINEAGE || this.#open.has(id)) return this.#refuse(id, "circle", place);
    this.#open.add(id);
    const base = this.#baseOf(source);
    this.#open.delete(id);
    if (this.#unavailable.has(id)) return undefined;
    const domain = base === undefined ? undefined : this.#checked(source, base);
    if (base === undefined) return this.#refuse(id, "base", place, this.#read(source).base);
    if (!domain) return this.#refuse(id, "broken", place);
    const versions = this.#versionsOf(id);
    this.#domains.set(id, versions.length > 1 ? { ...domain, versions } : domain);
    return this.#domains.get(id);
  }

  /** The domain that a file extends; `null` if it extends none, undefined if it is not available. */
  #baseOf(source: DomainSource): Domain | null | undefined {
    const { base } = this.#read(source);
    if (base === undefined) return null;
    return this.#bundled.domain(base) ?? (this.#byId.has(base) ? this.#load(base) : undefined);
  }

  /** The file whose version is used. */
  #chosen(id: string): DomainSource | undefined {
    const sources = this.#byId.get(id) ?? [];
    const bundled = this.#bundled.domain(id);
    if (bundled) {
      const other = sources.find((source) => isAnother(bundled, this.#value(source)));
      return other && this.#refuse(id, "clash", other.place);
    }
    const range = own(this.#ranges, id);
    const inRange = sources.filter(
      (source) => range === undefined || isInRange(this.#read(source).version, range),
    );
    if (inRange.length === 0)
      return this.#refuse(id, "version", listOfVersions(this.#allVersionsOf(id)), range);
    const newest = inRange.reduce((best, source) =>
      compare(this.#read(source).version, this.#read(best).version) > 0 ? source : best,
    );
    const { version, text } = this.#read(newest);
    const twin = inRange.find(
      (source) =>
        source !== newest &&
        this.#read(source).version === version &&
        source.text !== text &&
        !isSameJson(this.#value(source), this.#value(newest)),
    );
    // The file that was found first stays in use.
    if (twin) this.#clashes.push({ id, why: "clash", place: twin.place });
    return newest;
  }

  #value(source: DomainSource): unknown {
    return source.text.length > MAX_DOMAIN_LENGTH ? undefined : toValue(this.#alloy(source).tree.root);
  }

  #allVersionsOf(id: string): DomainVersion[] {
    const all = (this.#byId.get(id) ?? []).map((source) => ({
      version: this.#read(source).version,
      place: source.place,
    }));
    const unique = new Map(all.toReversed().map((one) => [one.version, one]));
    return [...unique.values()].sort((a, b) => compare(b.version, a.version));
  }

  /** Returns the versions of a domain, or an empty array if the configuration sets a version range for it. */
  #versionsOf(id: string): DomainVersion[] {
    return own(this.#ranges, id) === undefined ? this.#allVersionsOf(id) : [];
  }

  /** The domain of a file without errors. */
  #checked(source: DomainSource, base: Domain | null): Domain | undefined {
    const known = this.#read(source);
    if (known.isChecked && known.baseDomain?.file === base?.file) return known.domain;
    const domain =
      source.text.length > MAX_DOMAIN_LENGTH ? undefined : load(this.#alloy(source), source.uri, base);
    const loaded = { ...known, isChecked: true, baseDomain: base ?? undefined, domain };
    this.#memory.set(source.uri, loaded);
    return loaded.domain;
  }
}

function listOfVersions(versions: readonly DomainVersion[]): string {
  return versions.map(({ version, place }) => `${version} (${place})`).join(", ");
}

/** Reads what decides about a file, without a check of it. */
function readHead(
  { text, place }: DomainSource,
  parse = () => Alloy.parse(text, registries.domain),
): LoadedDomain {
  const nothing = { text, id: idFromName(place), version: "", base: undefined, isChecked: false };
  if (text.length > MAX_DOMAIN_LENGTH) return { ...nothing, isChecked: true };
  const { root } = parse();
  return {
    ...nothing,
    id: textIn(root, "id")?.value ?? nothing.id,
    version: textIn(root, "version")?.value ?? "",
    base: textIn(root, "extends")?.value,
  };
}

function load(parsed: Alloy, uri: string, base: Domain | null): Domain | undefined {
  const file = base ? parsed.withRegistry(registries.domain.with([base], [])) : parsed;
  return hasErrors(file)
    ? undefined
    : domainFrom(toValue(file.tree.root) as DomainFile, uri, base ?? undefined);
}

/** A domain file that is being checked. */
interface DomainText extends Pick<DomainSource, "uri" | "text"> {
  /** The text as it was parsed before. */
  readonly alloy?: Alloy;
}

/**
 * Returns the location, as messages show it, of a different domain with the same ID as a domain file: the
 * built-in one, or a valid earlier file with the same version; undefined if there is none.
 * @param sources the domain files in effect for this one; the first file with an ID takes precedence
 */
export function clashOf(
  { uri, text, alloy = Alloy.parse(text, registries.domain) }: DomainText,
  sources: readonly DomainSource[],
): string | undefined {
  const { root, tree } = alloy;
  const id = textIn(root, "id")?.value;
  if (id === undefined) return undefined;
  const builtIn = bundled.domain(id);
  if (builtIn && isAnother(builtIn, toValue(tree.root))) return t`the built-in one`;
  const own = sources.findIndex((source) => source.uri === uri);
  for (const source of sources.slice(0, Math.max(own, 0))) {
    const head = readHead(source);
    if (head.id !== id || head.version !== textIn(root, "version")?.value) continue;
    const other = Alloy.parse(source.text, registries.domain);
    if (!isSameJson(toValue(other.tree.root), toValue(tree.root)) && isSound(source, sources))
      return source.place;
  }
  return undefined;
}

function isSound(source: DomainSource, sources: readonly DomainSource[]): boolean {
  const { id } = readHead(source);
  const others = sources.filter((other) => other === source || readHead(other).id !== id);
  return withDomains(bundled, others, true).domain(id) !== undefined;
}

/** Whether a registered domain is another vocabulary than the one a file holds. */
function isAnother(registered: Domain, file: unknown): boolean {
  return !isSameJson(registered.written, file);
}

function idFromName(place: string): string {
  return (place.split("/").pop() ?? place).replace(/\.json$/, "");
}
