import { domainFrom } from "./domain-file.js";
import { configuration, core, domainFile, domains, executor } from "./generated/vocabularies.js";
import { interpret } from "./interpret.js";
import { type Core, type DocumentKind, Registry } from "./registry.js";
import type { CoreFile } from "./schema.js";

/** The vocabularies that ship with the product. */
export const bundled = new Registry(
  coreOf("alloy", "core", core),
  domains.map((file) => domainFrom(file)),
  executor,
);

/** The registry of a kind of documents. */
export const registries: Readonly<Record<DocumentKind, Registry>> = {
  alloy: bundled,
  configuration: new Registry(coreOf("configuration", "configuration", configuration), [], executor),
  domain: new Registry(coreOf("domain", "domain-file", domainFile), [], executor),
};

function coreOf(kind: DocumentKind, id: string, file: CoreFile): Core {
  const stage = file.properties?.stages?.items;
  return {
    kind,
    id,
    file,
    validator: interpret(file, file.$defs),
    stageValidator: stage && interpret(stage, file.$defs),
  };
}
