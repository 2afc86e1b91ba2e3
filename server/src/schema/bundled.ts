import type { DocumentKind } from "./document-kind.js";
import { domainFrom } from "./domain-file.js";
import { configuration, core, domainFile, domains, executor } from "./generated/vocabularies.js";
import { Registry } from "./registry.js";

/** The vocabularies that ship with the product. */
export const bundled = new Registry(
  { kind: "alloy", id: "core", file: core },
  domains.map((file) => domainFrom(file)),
  executor,
);

/** The registry of a kind of documents. */
export const registries: Readonly<Record<DocumentKind, Registry>> = {
  alloy: bundled,
  configuration: new Registry(
    { kind: "configuration", id: "configuration", file: configuration },
    [],
    executor,
  ),
  // Domain files may extend those that ship with the product.
  domain: new Registry({ kind: "domain", id: "domain-file", file: domainFile }, bundled.domains, executor),
};
