import type { ExecutorProfile } from "./executor-profile.js";
import type { CoreFile, DomainFile } from "./schema.js";
import { Vocabulary } from "./vocabulary.js";

/** A vocabulary that is ready for use. */
export interface Domain {
  readonly file: DomainFile;
  /** URI of its file; the bundled ones have none. */
  readonly place?: string;
}

/** A domain whose file is there and which cannot be declared all the same. */
export interface UnavailableDomain {
  readonly id: string;
  /** `broken`: its file has errors. `clash`: another file has the id. `untrusted`: so is the workspace. */
  readonly why: "broken" | "clash" | "untrusted";
  /** Its file, as people see it. */
  readonly place: string;
}

/** What a document is: an alloy, or a file that says how alloys are checked. */
export type DocumentKind = "alloy" | "configuration" | "domain";

/** What all documents of a kind share. */
export interface Core {
  readonly kind: DocumentKind;
  /** Names the file in the ids of places; no domain has such an id. */
  readonly id: string;
  readonly file: CoreFile;
}

/** The schema of a kind of documents and, for alloys, all vocabularies that they may declare. Immutable: another set of domains is another registry. */
export class Registry {
  readonly core: Core;
  readonly executor: ExecutorProfile;
  /** By id. */
  readonly unavailable: ReadonlyMap<string, UnavailableDomain>;
  readonly #domains: ReadonlyMap<string, Domain>;
  readonly #vocabularies = new Map<string, Vocabulary>();

  constructor(
    core: Core,
    domains: readonly Domain[],
    executor: ExecutorProfile,
    unavailable: readonly UnavailableDomain[] = [],
  ) {
    this.core = core;
    this.executor = executor;
    this.unavailable = new Map(unavailable.map((one) => [one.id, one]));
    this.#domains = new Map(domains.map((domain) => [domain.file.id, domain]));
  }

  /** The same with more domains. One that is registered already keeps its place. */
  with(domains: readonly Domain[], unavailable: readonly UnavailableDomain[]): Registry {
    const added = domains.filter(({ file }) => !this.#domains.has(file.id));
    return new Registry(this.core, [...this.domains, ...added], this.executor, unavailable);
  }

  /** The domain with exactly this id; there is no fallback. */
  domain(id: string): Domain | undefined {
    return this.#domains.get(id);
  }

  get domains(): Domain[] {
    return [...this.#domains.values()];
  }

  /** The vocabulary of the domains with these ids; one for all alloys that declare the same. */
  vocabulary(ids: readonly string[]): Vocabulary {
    // Unknown ids change nothing, and a half-typed one must not leave a vocabulary behind at each keystroke.
    const registered = [...new Set(ids)].filter((id) => this.#domains.has(id));
    const key = JSON.stringify(registered);
    let vocabulary = this.#vocabularies.get(key);
    if (!vocabulary) {
      vocabulary = new Vocabulary(this, registered);
      this.#vocabularies.set(key, vocabulary);
    }
    return vocabulary;
  }

  /** The registered domains that own a stage type of this name. */
  ownersOf(stageType: string): Domain[] {
    return this.domains.filter((domain) => Object.hasOwn(domain.file.stages, stageType));
  }
}
