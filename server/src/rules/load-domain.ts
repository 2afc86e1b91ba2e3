import { Alloy } from "../alloy/alloy.js";
import { registries } from "../alloy/bundled.js";
import { domainFrom } from "../alloy/domain-file.js";
import type { Domain, Registry, UnavailableDomain } from "../alloy/registry.js";
import { textIn, toValue } from "../text/tree.js";
import { diagnose } from "./diagnose.js";

/** A domain file that was found, and how people see its place. */
export interface DomainSource {
  readonly uri: string;
  readonly place: string;
  readonly text: string;
}

/** Files larger than this are no vocabularies. */
export const MAX_DOMAIN_LENGTH = 2_000_000;

/**
 * The registry with the domains of these files. A file with errors, or with the id of another vocabulary, is named
 * as unavailable and the others work; the same vocabulary twice is one.
 * @param memory domains made before, so that an unchanged file stays the same domain
 * @param isTrusted false where nothing that a stranger wrote may be used
 */
export function withDomains(
  registry: Registry,
  sources: readonly DomainSource[],
  isTrusted: boolean,
  memory: Map<string, Domain> = new Map(),
): Registry {
  if (sources.length === 0) return registry;
  const domains = new Map<string, Domain>();
  const unavailable: UnavailableDomain[] = [];
  for (const source of sources) {
    const { text, place, uri } = source;
    if (text.length > MAX_DOMAIN_LENGTH) {
      unavailable.push({ id: idFromName(place), why: "broken", place });
      continue;
    }
    const file = Alloy.parse(text, registries.domain);
    const id = textIn(file.root, "id")?.value ?? idFromName(place);
    if (!isTrusted) unavailable.push({ id, why: "untrusted", place });
    else if (!isSound(file)) unavailable.push({ id, why: "broken", place });
    else if (isAnother(registry.domain(id) ?? domains.get(id), file))
      unavailable.push({ id, why: "clash", place });
    else if (!registry.domain(id) && !domains.has(id)) {
      const key = `${uri}\n${text}`;
      const domain = memory.get(key) ?? domainFrom(file.tree, uri);
      memory.set(key, domain);
      domains.set(id, domain);
    }
  }
  return registry.with([...domains.values()], unavailable);
}

/** Whether a file is free of errors; warnings do not keep it from being used. */
function isSound(file: Alloy): boolean {
  return !diagnose(file).problems.some(({ severity }) => severity === "error");
}

/** Whether a registered domain is another vocabulary than the one in the file. */
export function isAnother(registered: Domain | undefined, file: Alloy): boolean {
  return registered !== undefined && canonical(registered.file) !== canonical(toValue(file.tree.root));
}

/** JSON with its keys in order, so that layout makes no difference. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const keys = Object.keys(value)
    .filter((key) => key !== "$schema")
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`).join()}}`;
}

function idFromName(place: string): string {
  return (place.split("/").pop() ?? place).replace(/\.json$/, "");
}
