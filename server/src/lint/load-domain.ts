import { Alloy } from "../model/alloy.js";
import { MAX_DOMAIN_LENGTH } from "../rules/vocabulary/limits.js";
import { bundled, registries } from "../schema/bundled.js";
import { isSameJson } from "../schema/canonical.js";
import type { Domain, UnavailableDomain } from "../schema/domain.js";
import { domainFrom } from "../schema/domain-file.js";
import type { Registry } from "../schema/registry.js";
import type { DomainFile } from "../schema/schema.js";
import { textIn, toValue } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { diagnose } from "./lint.js";

/** A domain file that was found, and how people see its place. */
export interface DomainSource {
  readonly uri: string;
  readonly place: string;
  readonly text: string;
}

/**
 * The registry with the domains of these files. A file with errors, or with the id of another vocabulary, is named
 * as unavailable and the others work; the same vocabulary twice is one.
 * @param memory files as they were read last, by URI: one that is unchanged is not read again and stays the same domain
 * @param isTrusted false where nothing that a stranger wrote may be used
 */
export function withDomains(
  registry: Registry,
  sources: readonly DomainSource[],
  isTrusted: boolean,
  memory: Map<string, LoadedDomain> = new Map(),
): Registry {
  if (sources.length === 0) return registry;
  const domains = new Map<string, Domain>();
  const unavailable: UnavailableDomain[] = [];
  for (const source of sources) {
    const { place } = source;
    const known = memory.get(source.uri);
    const loaded = known?.text === source.text ? known : load(source);
    memory.set(source.uri, loaded);
    const { id, domain } = loaded;
    if (!isTrusted) unavailable.push({ id, why: "untrusted", place });
    else if (!domain) unavailable.push({ id, why: "broken", place });
    else if (isAnother(registry.domain(id) ?? domains.get(id), domain.file))
      unavailable.push({ id, why: "clash", place });
    else if (!domains.has(id)) domains.set(id, domain);
  }
  return registry.with([...domains.values()], unavailable);
}

/** A domain file as it was read; without `domain` where it has errors. Warnings do not keep it from being used. */
export interface LoadedDomain {
  readonly text: string;
  readonly id: string;
  readonly domain?: Domain;
}

function load({ text, place, uri }: DomainSource): LoadedDomain {
  if (text.length > MAX_DOMAIN_LENGTH) return { text, id: idFromName(place) };
  const file = Alloy.parse(text, registries.domain);
  const id = textIn(file.root, "id")?.value ?? idFromName(place);
  const isSound = !diagnose(file).problems.some(({ severity }) => severity === "error");
  return isSound
    ? { text, id, domain: domainFrom(toValue(file.tree.root) as DomainFile, uri) }
    : { text, id };
}

/**
 * Where another vocabulary with the id of a domain file stands, as people see it; undefined where there is none.
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
  for (const source of sources.slice(0, Math.max(own, 0)))
    if (isAnother(withDomains(bundled, [source], true).domain(id), file)) return source.place;
  return undefined;
}

/** Whether a registered domain is another vocabulary than the one a file holds. */
function isAnother(registered: Domain | undefined, file: unknown): boolean {
  return registered !== undefined && !isSameJson(registered.file, file);
}

function idFromName(place: string): string {
  return (place.split("/").pop() ?? place).replace(/\.json$/, "");
}
