import type { DocumentKind } from "./document-kind.js";
import type { CoreFile, DomainFile } from "./schema.js";

/** A domain that is ready for use. */
export interface Domain {
  /** The content of the domain file, merged with the domain that it extends. */
  readonly file: DomainFile;
  /** The content of the domain file alone. */
  readonly written: DomainFile;
  /** The ID of the domain, then the ID of the domain that it extends, and so on. */
  readonly lineage: readonly string[];
  /**
   * The available versions of the domain; undefined if there is only one, or if a configuration selects one.
   */
  readonly versions?: readonly DomainVersion[];
  /** URI of the domain file; undefined for a bundled domain. */
  readonly place?: string;
}

/** A version of a domain, and the path of its file as messages show it. */
export interface DomainVersion {
  readonly version: string;
  readonly place: string;
}

/** Whether a domain is the one with an ID, or extends it. */
export function isKindOf(domain: Domain, id: string): boolean {
  return domain.lineage.includes(id);
}

/** A domain whose file exists and which cannot be declared all the same. */
export interface UnavailableDomain {
  readonly id: string;
  /**
   * `broken`: its file has errors. `clash`: another file has the ID. `untrusted`: the workspace is not trusted. `base`: the
   * domain that it extends is not available. `circle`: it extends itself. `version`: no version in reach is in the range
   * that a configuration asks for.
   */
  readonly why: "broken" | "clash" | "untrusted" | "base" | "circle" | "version";
  /** Path of its file, as messages show it. */
  readonly place: string;
  /** Of `base`: the ID of the domain that is extended. Of `version`: the range. */
  readonly wanted?: string;
}

/** The schema that all documents of a kind share. */
export interface Core {
  readonly kind: DocumentKind;
  /** Owner of the places that the file describes; no domain has such an ID. */
  readonly id: string;
  readonly file: CoreFile;
}
