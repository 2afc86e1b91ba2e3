import type { DocumentKind } from "./document-kind.js";
import type { CoreFile, DomainFile } from "./schema.js";

/** A domain that is ready for use. */
export interface Domain {
  readonly file: DomainFile;
  /** URI of its file; bundled domains have none. */
  readonly place?: string;
}

/** A domain whose file exists and which cannot be declared all the same. */
export interface UnavailableDomain {
  readonly id: string;
  /** `broken`: its file has errors. `clash`: another file has the ID. `untrusted`: the workspace is not trusted. */
  readonly why: "broken" | "clash" | "untrusted";
  /** Path of its file, as messages show it. */
  readonly place: string;
}

/** The schema that all documents of a kind share. */
export interface Core {
  readonly kind: DocumentKind;
  /** Owner of the places that the file describes; no domain has such an ID. */
  readonly id: string;
  readonly file: CoreFile;
}
