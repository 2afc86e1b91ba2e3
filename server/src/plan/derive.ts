/** The stages that follow from `target`, as the executor profile derives them. */
import { adapterValues } from "../model/adapter.js";
import type { Alloy } from "../model/alloy.js";
import { booleanField, fieldMember, fieldValue, numberField } from "../model/coerced-fields.js";
import { firstExecutor, isSet, LAYOUT_FIELD, profilesFor } from "../model/executor.js";
import type { StageType } from "../schema/effective-schema.js";
import type { DerivedStage, ExecutorProfile } from "../schema/executor-profile.js";
import { own, valueTypesOf } from "../schema/schema.js";
import { list } from "../schema/words.js";
import { findMember, toValue, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { whyRejected } from "./rejected.js";

/** Why a field of a derived stage has its value. */
export type DerivedOrigin = "derived" | "placeholder" | "executor";

/** A stage that follows from a field of `target`. */
export interface StageFromTarget {
  readonly type: StageType;
  /** The stage as it is written into the alloy, `type` first. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Field of `target` that it follows from. */
  readonly from: string;
  /** Fields that do not follow from `target`: who sets them. */
  readonly origins: Readonly<Record<string, DerivedOrigin>>;
}

/** A wish of `target` from which no stage follows. */
export interface LeftOut {
  /** Steps from the root to the value. */
  readonly path: readonly (string | number)[];
  /** Why, in a sentence. */
  readonly message: string;
}

export interface StagesFromTarget {
  readonly profile: ExecutorProfile;
  readonly stages: readonly StageFromTarget[];
  readonly leftOut: readonly LeftOut[];
  /** Runs of the transform stages; undefined if the alloy sets `cycles`. */
  readonly cycles: number | undefined;
}

/** Maximum number of stages derived from one field: an array in `target` may have any number of items. */
const MAX_STAGES = 100;

/** A field of a derived stage that is to be replaced: `{value}`, or another field of `target`. */
const HOLE = /^\{(\w+)\}$/;

/**
 * Returns what follows from `target`; undefined if the alloy has none, if it has stages already, or if no executor profile
 * that applies derives any.
 */
export function stagesFromTarget(alloy: Alloy): StagesFromTarget | undefined {
  const target = fieldValue(alloy.root, "target");
  const profile = target?.kind === "object" && hasNoStages(alloy) ? derivingProfile(alloy) : undefined;
  if (!target || !profile?.derivation) return undefined;
  const { stages: rules, cycles } = profile.derivation;
  const stages: StageFromTarget[] = [];
  const leftOut: LeftOut[] = [];
  for (const rule of rules) {
    const wish = wishOf(alloy, target, rule, profile);
    // Several stages may follow from one field.
    const isNew = ({ message }: LeftOut) => leftOut.every((other) => other.message !== message);
    leftOut.push(...wish.leftOut.filter(isNew));
    for (const { value, path } of wish.values) {
      const made = makeStage(alloy, target, rule, value);
      if (typeof made === "string") leftOut.push({ path, message: made });
      else stages.push(made);
    }
  }
  const isRepeated = stages.some(({ type }) => cycles?.where.includes(type.name));
  const hasCycles = isSet(fieldValue(alloy.root, "cycles"));
  return {
    profile,
    stages,
    leftOut,
    cycles: hasCycles || !cycles ? undefined : isRepeated ? cycles.cycles : 1,
  };
}

/** Whether `stages` is absent or an empty array. */
function hasNoStages({ root, stagesNode }: Alloy): boolean {
  return findMember(root, "stages") === undefined || stagesNode?.childCount === 0;
}

/** The profile of the architecture; if no executor knows that, the one that takes precedence among those that derive. */
function derivingProfile(alloy: Alloy): ExecutorProfile | undefined {
  const executor = firstExecutor(alloy);
  if (executor) return executor.profile;
  for (const domain of alloy.vocabulary.domains) {
    const profile = profilesFor(alloy.registry, domain).findLast(({ derivation }) => derivation);
    if (profile) return profile;
  }
  return undefined;
}

interface Wish {
  /** The values from each of which one stage follows. */
  readonly values: readonly { readonly value: unknown; readonly path: readonly (string | number)[] }[];
  readonly leftOut: readonly LeftOut[];
}

/** The value that a field of `target` asks for, or its items; none if its condition does not hold. */
function wishOf(alloy: Alloy, target: ValueNode, rule: DerivedStage, profile: ExecutorProfile): Wish {
  const { from, where = "set", each } = rule;
  const member = fieldMember(target, from);
  const node = member?.value;
  const path = ["target", member?.name ?? from];
  const none: Wish = { values: [], leftOut: [] };
  if (!isSet(node) || (node.kind === "array" && node.childCount === 0)) return none;
  const one = (value: unknown): Wish => ({ values: [{ value, path }], leftOut: [] });
  if (where === "set") return each ? itemsOf(node, path, []) : one(toValue(node));
  if (where === "true") return booleanField(target, from)?.value ? one(true) : none;
  if (where === "new") return sorted(itemsOf(node, path, knownItems(alloy, rule, profile)));
  const value = numberField(target, from)?.value?.value.toNumber();
  if (value === undefined) return none;
  if (where === "positive") return value > 0 ? one(value) : none;
  const limit = sourceNumber(alloy, rule, profile);
  if (limit === undefined) {
    const fields = (rule.source ?? []).map((field) => `"${field}"`);
    const message = t`"${from}" cannot be compared, because the source does not state ${list(fields, "or")}.`;
    return { values: [], leftOut: [{ path, message }] };
  }
  return (where === "above" ? value > limit : value < limit) ? one(value) : none;
}

/** The items of an array that are not known yet, each once. */
function itemsOf(node: ValueNode, path: readonly (string | number)[], known: readonly unknown[]): Wish {
  const items = node.kind === "array" ? node.items : [node];
  const seen = new Set<unknown>(known);
  const found = items.flatMap((item, index) => {
    const value = toValue(item);
    if (!isSet(item) || seen.has(value)) return [];
    seen.add(value);
    return [{ value, path: node.kind === "array" ? [...path, index] : path }];
  });
  const values = found.slice(0, MAX_STAGES);
  const rest = found[MAX_STAGES];
  const message = t`Only the first ${MAX_STAGES} items are considered.`;
  return { values, leftOut: rest ? [{ path: rest.path, message }] : [] };
}

function sorted({ values, leftOut }: Wish): Wish {
  return { values: [...values].sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1)), leftOut };
}

/** What the source has already, such as its modalities. */
function knownItems({ source }: Alloy, rule: DerivedStage, { derivation }: ExecutorProfile): unknown[] {
  for (const field of rule.source ?? []) {
    const value = fieldValue(source, field);
    if (value?.kind === "array") return value.items.map(toValue);
  }
  const assumed = rule.source?.map((field) => own(derivation?.assumed, field)).find(Array.isArray);
  return assumed ?? [];
}

function sourceNumber({ source }: Alloy, rule: DerivedStage, { derivation }: ExecutorProfile) {
  for (const field of rule.source ?? []) {
    const value = numberField(source, field)?.value?.value.toNumber();
    if (value !== undefined) return value;
  }
  return rule.source?.map((field) => own(derivation?.assumed, field)).find((one) => typeof one === "number");
}

/** @returns the stage, or why there can be none */
function makeStage(
  alloy: Alloy,
  target: ValueNode,
  rule: DerivedStage,
  value: unknown,
): StageFromTarget | string {
  const name = String(rule.stage.type);
  const type = alloy.vocabulary.stageType(name);
  if (!type) return t`No declared domain defines the stage type "${name}".`;
  const body: Record<string, unknown> = { type: name };
  const origins: Record<string, DerivedOrigin> = {};
  const variant = typeof value === "string" ? own(rule.byValue, value) : undefined;
  for (const [field, content] of Object.entries({ ...rule.stage, ...variant })) {
    const filled = fill(content, value, target);
    if (filled !== undefined) body[field] = asItems(alloy, type, field, filled);
  }
  const { family } = firstExecutor(alloy) ?? {};
  const fields = alloy.vocabulary.fields(alloy.vocabulary.stage(name));
  if (family?.layout !== undefined && fields.has(LAYOUT_FIELD)) {
    body[LAYOUT_FIELD] ??= family.layout;
    origins[LAYOUT_FIELD] = "executor";
  }
  const adapter = adapterValues(alloy, type);
  for (const [field, content] of Object.entries(rule.fallback ?? {})) {
    if (Object.hasOwn(body, field) || own(adapter, field) !== undefined) continue;
    body[field] = content;
    origins[field] = "derived";
  }
  for (const field of rule.placeholders ?? []) {
    if (Object.hasOwn(body, field)) continue;
    body[field] = `<${field}>`;
    origins[field] = "placeholder";
  }
  const reason = whyRejected(alloy, body);
  return reason === undefined
    ? { type, body, from: rule.from, origins }
    : t`No "${name}" stage is derived: ${reason}.`;
}

/** @returns undefined for another field of `target` that is not set */
function fill(content: unknown, value: unknown, target: ValueNode): unknown {
  const name = typeof content === "string" ? HOLE.exec(content)?.[1] : undefined;
  if (name === undefined) return content;
  if (name === "value") return value;
  const node = fieldValue(target, name);
  return isSet(node) && !(node.kind === "array" && node.childCount === 0) ? toValue(node) : undefined;
}

/** Strings become objects if the field has an array of objects that require one field, such as `name`. */
function asItems({ vocabulary }: Alloy, { name }: StageType, field: string, value: unknown): unknown {
  const place = vocabulary.fields(vocabulary.stage(name)).get(field)?.place;
  const item = place && vocabulary.item(place);
  if (!Array.isArray(value) || !item || !valueTypesOf(item.schema).includes("object")) return value;
  const required = [...vocabulary.fields(item).values()].filter(({ status }) => status === "required");
  const [only] = required;
  if (!only || required.length > 1) return value;
  return value.map((one) => (typeof one === "string" ? { [only.name]: one } : one));
}
