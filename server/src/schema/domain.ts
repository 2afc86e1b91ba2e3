import type { DocumentKind } from "./document-kind.js";
import type { CoreFile, DomainFile } from "./schema.js";

/** A domain that is ready for use. */
export interface Domain {
  /** What it says, together with the domain that it extends. */
  readonly file: DomainFile;
  /** Its own file. */
  readonly written: DomainFile;
  /** Its ID, then that of the domain that it extends, and so on. */
  readonly lineage: readonly string[];
  /** The versions of the domain that are in reach; undefined if there is one, or if a configuration selects it. */
  readonly versions?: readonly DomainVersion[];
  /** URI of its file; bundled domains have none. */
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
