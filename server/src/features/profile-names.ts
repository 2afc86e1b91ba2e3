import type { Alloy } from "../model/alloy.js";
import {
  declaredNames,
  profileDocument,
  rootFields,
  stageFields,
  stageTypesAround,
} from "../model/profile-document.js";
import type { EffectiveSchema } from "../schema/effective-schema.js";
import type { Member, ValueNode } from "../syntax/tree.js";

/** Something that an executor profile may name, and a sentence about it. */
interface ProfileName {
  readonly name: string;
  readonly description?: string | undefined;
}

/** Lists of the vocabulary with the things of a kind. */
const LISTS: Readonly<Record<string, string>> = {
  benchmark: "benchmarks",
  device: "deviceTargets",
  quantType: "quantTypes",
};

/**
 * What may be named in an executor profile.
 * @param kind as `names` in `schemas/executor.json` has it
 * @param at the place of the name: fields are those of the stage that it is about
 */
export function profileNames(alloy: Alloy, kind: string, at: ValueNode | Member | undefined): ProfileName[] {
  const { domain, file, vocabulary } = profileDocument(alloy);
  const named = (names: Iterable<string>) => [...names].map((name) => ({ name }));
  switch (kind) {
    case "domain":
      return alloy.registry.domains.map((one) => ({ name: one.file.id, description: one.file.description }));
    case "executor":
      return [...alloy.registry.executors.files].flatMap(([name, one]) =>
        name === file.id ? [] : [{ name, description: one.file.title }],
      );
    case "adapter":
    case "acceptedSet":
      return named(declaredNames(alloy, kind));
    case "stageType":
      return (vocabulary?.stageTypes ?? []).map(({ name, schema }) => ({
        name,
        description: schema.summary,
      }));
    case "stageField":
      return vocabulary && at ? fieldsAt(alloy, at, vocabulary) : [];
    case "targetField":
    case "sourceField":
      return vocabulary ? named(rootFields(vocabulary, kind.replace("Field", ""))) : [];
    default: {
      const list = LISTS[kind];
      const known = vocabulary && list !== undefined ? vocabulary.list(list, domain) : [];
      return known.map(({ value, description }) => ({ name: String(value), description }));
    }
  }
}

function fieldsAt(alloy: Alloy, at: ValueNode | Member, vocabulary: EffectiveSchema): ProfileName[] {
  const types = stageTypesAround(alloy, at);
  const fields = types.map((type) => vocabulary.fields(vocabulary.stage(type)));
  return [...stageFields(vocabulary, types)].map((name) => {
    const field = fields.map((all) => all.get(name)).find((one) => one !== undefined);
    return { name, description: field?.place.schema.description };
  });
}
