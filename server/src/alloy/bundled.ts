import configuration from "../../../schemas/configuration.json";
import core from "../../../schemas/core.json";
import domainFile from "../../../schemas/domain.json";
import executor from "../../../schemas/executors/reference.json";
import { domainFrom } from "./domain-file.js";
import { domains } from "./generated/files.js";
import { interpret } from "./interpret.js";
import { type Core, type DocumentKind, Registry } from "./registry.js";
import type { CoreFile } from "./schema.js";

/** The vocabularies that ship with the product. */
export const bundled = new Registry(
  coreOf("alloy", "core", core as CoreFile),
  domains.map((file) => domainFrom(file)),
  executor,
);

/** The registry of a kind of documents. */
export const registries: Readonly<Record<DocumentKind, Registry>> = {
  alloy: bundled,
  configuration: new Registry(
    coreOf("configuration", "configuration", configuration as CoreFile),
    [],
    executor,
  ),
  domain: new Registry(coreOf("domain", "domain-file", domainFile as CoreFile), [], executor),
};

function coreOf(kind: DocumentKind, id: string, file: CoreFile): Core {
  return { kind, id, file, validator: interpret(file, file.$defs) };
}
