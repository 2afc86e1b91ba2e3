import { type LoadedDomain, withDomains } from "../lint/load-domain.js";
import { withExecutors } from "../lint/load-executors.js";
import type { Registry } from "../schema/registry.js";
import { type Scope, type Source, unique } from "./scope.js";

interface RegistryOptions {
  /** Domain files beyond those of the scope. */
  readonly domains?: readonly Source[];
  /** False if nothing in the workspace may be used. */
  readonly isTrusted: boolean;
  /** Domain files as they were read last, by URI. */
  readonly memory: Map<string, LoadedDomain>;
}

/** The domains and executor profiles that alloys of a scope may use. */
export function registryFrom(bundled: Registry, scope: Scope, options: RegistryOptions): Registry {
  const { domains = [], isTrusted, memory } = options;
  const sources = unique([...scope.domains, ...domains]);
  const registry = withDomains(bundled, sources, isTrusted, memory, scope.versions);
  return withExecutors(registry, scope.executors, { isTrusted, selected: scope.executor });
}
