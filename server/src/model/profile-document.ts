import type { EffectiveSchema } from "../schema/effective-schema.js";
import { DEFAULT_DOMAIN } from "../schema/effective-schema.js";
import type { ExecutorFile } from "../schema/executor-profile.js";
import { mergedFile } from "../schema/executors.js";
import {
  findMember,
  findValue,
  type Member,
  pathOf,
  textIn,
  toValue,
  type ValueNode,
} from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { memoize } from "./memoize.js";

/** A document that is an executor profile, with what it takes over from the profile that it extends. */
export interface ProfileDocument {
  /** As far as the text can be read: any value may have any type. */
  readonly file: Partial<ExecutorFile>;
  /** The same, merged with the profiles that it extends; `file` if they cannot be found. */
  readonly merged: Partial<ExecutorFile>;
  readonly domain: string;
  /** What the domain says about alloys; undefined if the domain is not available. */
  readonly vocabulary: EffectiveSchema | undefined;
}

export const profileDocument = memoize((alloy: Alloy): ProfileDocument => {
  const file = asObject(toValue(alloy.root)) as Partial<ExecutorFile>;
  const merged = mergedFile(file as ExecutorFile, alloy.registry.executors.files) ?? file;
  const domain = typeof merged.domain === "string" ? merged.domain : DEFAULT_DOMAIN;
  const vocabulary = alloy.registry.domain(domain) && alloy.registry.alloys.vocabulary([domain]);
  return { file, merged, domain, vocabulary };
});

/**
 * The stage types that a field name in a profile is about: those of the stage, of the adapter, or of the derivation that
 * the name is in.
 */
export function stageTypesAround(alloy: Alloy, node: ValueNode | Member): string[] {
  const [first, second, third] = pathOf(node);
  if (first === "stages") return [String(second)];
  if (first === "runTime" && second === "stages") return [String(third)];
  if (first === "adapters")
    return textsIn(findValue(findValue(findValue(alloy.root, "adapters"), String(second)), "stages"));
  if (first !== "derivation" || second !== "stages" || typeof third !== "number") return [];
  const stages = findValue(findValue(alloy.root, "derivation"), "stages");
  const type = stages?.kind === "array" ? textIn(findValue(stages.items[third], "stage"), "type") : undefined;
  return type ? [type.value] : [];
}

function textsIn(list: ValueNode | undefined): string[] {
  return list?.kind === "array"
    ? list.items.flatMap((item) => (item.kind === "string" ? [item.value] : []))
    : [];
}

/** The fields that stages of these types may have, by name. */
export function stageFields(vocabulary: EffectiveSchema, types: readonly string[]): Set<string> {
  return new Set(
    types.flatMap((type) =>
      vocabulary.stageType(type) ? [...vocabulary.fields(vocabulary.stage(type)).keys()] : [],
    ),
  );
}

/** The fields of an object in the root of an alloy, such as `target`. */
export function rootFields(vocabulary: EffectiveSchema, name: string): Set<string> {
  const place = vocabulary.member(vocabulary.root, name);
  return new Set(place ? vocabulary.fields(place).keys() : []);
}

/** The names that a kind of things has in a profile, and in those that it extends: adapters, sets of accepted values. */
export function declaredNames(alloy: Alloy, kind: string): string[] {
  const { merged } = profileDocument(alloy);
  if (kind === "adapter") return Object.keys(asObject(merged.adapters));
  return kind === "acceptedSet" ? Object.keys(asObject(merged.accepted)) : [];
}

/** Members of an object in the root of the document. */
export function membersIn(alloy: Alloy, name: string): readonly Member[] {
  const { value } = findMember(alloy.root, name) ?? {};
  return value?.kind === "object" ? value.members : [];
}

export function itemsIn(node: ValueNode | undefined, name: string): readonly ValueNode[] {
  const list = findValue(node, name);
  return list?.kind === "array" ? list.items : [];
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
