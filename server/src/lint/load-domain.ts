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
import { diagnose } from "./lint.js";

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
    const read = readHead(source);
    this.#memory.set(source.uri, read);
    return read;
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
    // The one that is found first goes on working.
    if (twin) this.#clashes.push({ id, why: "clash", place: twin.place });
    return newest;
  }

  #value({ text }: DomainSource): unknown {
    return text.length > MAX_DOMAIN_LENGTH
      ? undefined
      : toValue(Alloy.parse(text, registries.domain).tree.root);
  }

  #allVersionsOf(id: string): DomainVersion[] {
    const all = (this.#byId.get(id) ?? []).map((source) => ({
      version: this.#read(source).version,
      place: source.place,
    }));
    const unique = new Map(all.toReversed().map((one) => [one.version, one]));
    return [...unique.values()].sort((a, b) => compare(b.version, a.version));
  }

  /** Those among which nobody has chosen. */
  #versionsOf(id: string): DomainVersion[] {
    return own(this.#ranges, id) === undefined ? this.#allVersionsOf(id) : [];
  }

  /** The domain of a file without errors. */
  #checked(source: DomainSource, base: Domain | null): Domain | undefined {
    const known = this.#read(source);
    if (known.isChecked && known.baseDomain?.file === base?.file) return known.domain;
    const loaded = { ...known, isChecked: true, baseDomain: base ?? undefined, domain: load(source, base) };
    this.#memory.set(source.uri, loaded);
    return loaded.domain;
  }
}

function listOfVersions(versions: readonly DomainVersion[]): string {
  return versions.map(({ version, place }) => `${version} (${place})`).join(", ");
}

/** Reads what decides about a file, without a check of it. */
function readHead({ text, place }: DomainSource): LoadedDomain {
  const nothing = { text, id: idFromName(place), version: "", base: undefined, isChecked: false };
  if (text.length > MAX_DOMAIN_LENGTH) return { ...nothing, isChecked: true };
  const { root } = Alloy.parse(text, registries.domain);
  return {
    ...nothing,
    id: textIn(root, "id")?.value ?? nothing.id,
    version: textIn(root, "version")?.value ?? "",
    base: textIn(root, "extends")?.value,
  };
}

function load({ text, uri }: DomainSource, base: Domain | null): Domain | undefined {
  if (text.length > MAX_DOMAIN_LENGTH) return undefined;
  const registry = base ? registries.domain.with([base], []) : registries.domain;
  const file = Alloy.parse(text, registry);
  const isSound = !diagnose(file).problems.some(({ severity }) => severity === "error");
  return isSound ? domainFrom(toValue(file.tree.root) as DomainFile, uri, base ?? undefined) : undefined;
}

/**
 * Where another vocabulary with the id and the version of a domain file stands, as people see it; undefined where there is
 * none.
 * @param sources the domain files that count where this one stands; the first with an id has it
 */
export function clashOf(
  { uri, text }: Pick<DomainSource, "uri" | "text">,
  sources: readonly DomainSource[],
): string | undefined {
  const { root, tree } = Alloy.parse(text, registries.domain);
  const id = textIn(root, "id")?.value;
  if (id === undefined) return undefined;
  const file = toValue(tree.root);
  if (isAnother(bundled.domain(id), file)) return t`the built-in one`;
  const own = sources.findIndex((source) => source.uri === uri);
  for (const source of sources.slice(0, Math.max(own, 0))) {
    const head = readHead(source);
    if (head.id !== id || head.version !== textIn(root, "version")?.value) continue;
    const other = Alloy.parse(source.text, registries.domain);
    if (!isSameJson(toValue(other.tree.root), file) && isSound(source, sources)) return source.place;
  }
  return undefined;
}

function isSound(source: DomainSource, sources: readonly DomainSource[]): boolean {
  const others = sources.filter((other) => other === source || readHead(other).id !== readHead(source).id);
  return withDomains(bundled, others, true).domain(readHead(source).id) !== undefined;
}

/** Whether a registered domain is another vocabulary than the one a file holds. */
function isAnother(registered: Domain | undefined, file: unknown): boolean {
  return registered !== undefined && !isSameJson(registered.written, file);
}

function idFromName(place: string): string {
  return (place.split("/").pop() ?? place).replace(/\.json$/, "");
}
