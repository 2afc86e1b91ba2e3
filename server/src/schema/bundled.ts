import type { DocumentKind } from "./document-kind.js";
import { domainFrom } from "./domain-file.js";
import type { ExecutorFile } from "./executor-profile.js";
import { Executors, profileFrom } from "./executors.js";
import {
  configuration,
  core,
  domainFile,
  domains,
  executor,
  executorFile,
} from "./generated/vocabularies.js";
import { Registry } from "./registry.js";

const reference: ExecutorFile = executor;
const files = new Map([[reference.id, { file: reference }]]);

/** The executor profile that ships with the product. */
const executors = new Executors({
  files,
  profiles: [profileFrom(reference, files)].flatMap((one) => one ?? []),
});

/** The vocabularies that ship with the product. */
export const bundled = new Registry(
  { kind: "alloy", id: "core", file: core },
  domains.map((file) => domainFrom(file)),
  executors,
);

/**
 * The registry under which documents of a kind are checked.
 * @param alloys that of the alloys around them, whose domains and executor profiles they may name
 */
export function registryFor(kind: DocumentKind, alloys: Registry): Registry {
  return kind === "alloy" ? alloys : alloys.of(registries[kind].core);
}

/** The registry of a kind of documents where there are no settings. */
export const registries: Readonly<Record<DocumentKind, Registry>> = {
  alloy: bundled,
  configuration: new Registry(
    { kind: "configuration", id: "configuration", file: configuration },
    [],
    executors,
  ),
  // Domain files may extend those that ship with the product.
  domain: new Registry({ kind: "domain", id: "domain-file", file: domainFile }, bundled.domains, executors),
  executor: bundled.of({ kind: "executor", id: "executor-profile", file: executorFile }),
};
