import executor from "../../../schemas/executors/reference.json";
import { files, validators } from "./generated/vocabulary.js";
import { type DocumentKind, type Domain, Registry, type Validator } from "./registry.js";

/** The vocabularies that ship with the product, compiled ahead of time by `scripts/compile-schemas.mjs`. */
export const bundled = new Registry(
  { kind: "alloy", id: "core", file: files.core, validator: rootValidator("core") },
  files.domains.map((file) => ({ file, validators: validatorsOf(file.id) })),
  executor,
);

/** The same for `.forge-alloy/config.json`. */
const configurationRegistry = new Registry(
  {
    kind: "configuration",
    id: "configuration",
    file: files.configuration,
    validator: rootValidator("configuration"),
  },
  [],
  executor,
);

/** The same for domain files. */
const domainFileRegistry = new Registry(
  {
    kind: "domain",
    id: "domain-file",
    file: files.domainFile,
    validator: rootValidator("domain-file"),
  },
  [],
  executor,
);

/** The registry of a kind of documents. */
export const registries: Readonly<Record<DocumentKind, Registry>> = {
  alloy: bundled,
  configuration: configurationRegistry,
  domain: domainFileRegistry,
};

function rootValidator(id: string): Validator {
  return validatorsOf(id).root as Validator;
}

function validatorsOf(id: string): Domain["validators"] {
  const found = validators[id];
  if (!found) throw new Error(`No compiled validators for ${id}: run npm run build.`);
  return found;
}
