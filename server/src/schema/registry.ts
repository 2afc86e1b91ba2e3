import type { Core, Domain, UnavailableDomain } from "./domain.js";
import { EffectiveSchema } from "./effective-schema.js";
import type { Executors } from "./executors.js";

/**
 * The schema of a kind of documents, the domains that alloys may declare, and the executor profiles that apply to them.
 * Immutable: another set of domains or profiles is another registry.
 */
export class Registry {
  readonly core: Core;
  readonly executors: Executors;
  /** By id. */
  readonly unavailable: ReadonlyMap<string, UnavailableDomain>;
  readonly #domains: ReadonlyMap<string, Domain>;
  readonly #vocabularies = new Map<string, EffectiveSchema>();
  readonly #alloys: Registry | undefined;
  readonly #others = new Map<Core, Registry>();

  constructor(
    core: Core,
    domains: readonly Domain[],
    executors: Executors,
    unavailable: readonly UnavailableDomain[] = [],
    alloys?: Registry,
  ) {
    this.core = core;
    this.executors = executors;
    this.#alloys = alloys;
    this.unavailable = new Map(unavailable.map((one) => [one.id, one]));
    this.#domains = new Map(domains.map((domain) => [domain.file.id, domain]));
  }

  /** The same with more domains. One that is registered already keeps its place. */
  with(domains: readonly Domain[], unavailable: readonly UnavailableDomain[]): Registry {
    const added = domains.filter(({ file }) => !this.#domains.has(file.id));
    return new Registry(this.core, [...this.domains, ...added], this.executors, unavailable);
  }

  /** The same with other executor profiles. */
  withExecutors(executors: Executors): Registry {
    return new Registry(this.core, this.domains, executors, [...this.unavailable.values()]);
  }

  /** For documents of another kind that speak of the same domains and executors. */
  of(core: Core): Registry {
    let other = this.#others.get(core);
    if (!other) {
      other = new Registry(core, this.domains, this.executors, [...this.unavailable.values()], this);
      this.#others.set(core, other);
    }
    return other;
  }

  /** The registry of the alloys that such documents speak of. */
  get alloys(): Registry {
    return this.#alloys ?? this;
  }

  /** The same with these domains only. */
  only(domains: readonly Domain[]): Registry {
    return new Registry(this.core, domains, this.executors, [...this.unavailable.values()]);
  }

  /** The domain with exactly this id; there is no fallback. */
  domain(id: string): Domain | undefined {
    return this.#domains.get(id);
  }

  get domains(): Domain[] {
    return [...this.#domains.values()];
  }

  /** The vocabulary of the domains with these ids; one for all alloys that declare the same. */
  vocabulary(ids: readonly string[]): EffectiveSchema {
    // Unknown ids change nothing, and a half-typed one must not leave a vocabulary behind at each keystroke.
    const registered = [...new Set(ids)].flatMap((id) => this.#domains.get(id) ?? []);
    const key = JSON.stringify(registered.map(({ file }) => file.id));
    let vocabulary = this.#vocabularies.get(key);
    if (!vocabulary) {
      vocabulary = new EffectiveSchema(this.core, registered);
      this.#vocabularies.set(key, vocabulary);
    }
    return vocabulary;
  }

  /** The registered domains that own a stage type of this name. */
  ownersOf(stageType: string): Domain[] {
    return this.domains.filter((domain) => Object.hasOwn(domain.file.stages, stageType));
  }
}
