import executor from "../../../schemas/executors/reference.json";
import { files, validators } from "./generated/vocabulary.js";
import { type Domain, Registry } from "./registry.js";

/** The vocabularies that ship with the product, compiled ahead of time by `scripts/compile-schemas.mjs`. */
export const bundled = new Registry(
  { file: files.core, validator: validatorsOf("core").root as Domain["validators"][string] },
  files.domains.map((file) => ({ file, validators: validatorsOf(file.id) })),
  executor,
);

function validatorsOf(id: string): Domain["validators"] {
  const found = validators[id];
  if (!found) throw new Error(`No compiled validators for ${id}: run npm run build.`);
  return found;
}
