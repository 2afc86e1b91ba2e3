import { type Domain, isKindOf } from "../schema/domain.js";
import type { SchemaLocation, StageType } from "../schema/effective-schema.js";
import type {
  AcceptedValues,
  ArchitectureProfile,
  ExecutorProfile,
  FieldUses,
  StageProfile,
} from "../schema/executor-profile.js";
import type { Registry } from "../schema/registry.js";
import { own } from "../schema/schema.js";
import { findValue, type Member, type StringNode, textIn, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { fieldMember } from "./coerced-fields.js";
import { memoize } from "./memoize.js";

/** The field of a stage with the layout that an executor may insist on. */
export const LAYOUT_FIELD = "expertTensorLayout";

/** What questions about executors need of an alloy; rules about one stage have it, too. */
export type ExecutorView = Pick<Alloy, "source" | "registry" | "vocabulary" | "memos">;

type ExecutedView = ExecutorView & Pick<Alloy, "isExecuted">;

/** An executor that supports the alloy's architecture, and what it does with it. */
export interface Executor {
  readonly profile: ExecutorProfile;
  /** The value of `source.architecture`. */
  readonly architecture: string;
  readonly family: ArchitectureProfile;
}

/** The profiles that apply to stages of a domain; the last one takes precedence. */
export function profilesFor(registry: Registry, domain: Domain): ExecutorProfile[] {
  return registry.executors.active.filter((profile) => isKindOf(domain, profile.domain));
}

/** Whether an alloy declares a domain, or one that extends it. */
export function speaksOf({ vocabulary }: ExecutorView, id: string): boolean {
  return vocabulary.domains.some((domain) => isKindOf(domain, id));
}

/** The executors of the alloy's architecture, by the domain whose stages they run. */
const executors = memoize((alloy: ExecutorView): ReadonlyMap<string, Executor> => {
  const found = new Map<string, Executor>();
  const architecture = textIn(alloy.source, "architecture")?.value;
  if (architecture === undefined) return found;
  for (const domain of alloy.vocabulary.domains) {
    for (const profile of profilesFor(alloy.registry, domain)) {
      const family = own(profile.architectures, architecture);
      if (family) found.set(domain.file.id, { profile, architecture, family });
    }
  }
  return found;
});

/** A model family, and a profile that knows it. */
export interface KnownFamily {
  readonly profile: ExecutorProfile;
  readonly family: ArchitectureProfile;
}

/** The families of the declared domains that some executor knows, by the value of `source.architecture`. */
export const knownFamilies = memoize((alloy: ExecutorView): ReadonlyMap<string, KnownFamily> => {
  const profiles = alloy.vocabulary.domains.flatMap((domain) => profilesFor(alloy.registry, domain));
  return new Map(
    profiles.flatMap((profile) =>
      Object.entries(profile.architectures).map(([name, family]) => [name, { profile, family }]),
    ),
  );
});

/** The executor that runs stages of this type for the alloy's architecture; undefined if none is known. */
export function executorOf(alloy: ExecutorView, type: StageType | undefined): Executor | undefined {
  return type && executors(alloy).get(type.domain.file.id);
}

/** The executor of the alloy's architecture in the first declared domain that has one. */
export function firstExecutor(alloy: ExecutorView): Executor | undefined {
  return executors(alloy).values().next().value;
}

/** What the executor of the alloy's architecture does with a stage type. */
interface StageSupport extends Executor {
  readonly stage: StageProfile;
  /** What becomes of the fields of one stage, which may be run another way than others of its type. */
  usesIn(stage: ValueNode | undefined): FieldUses;
}

/** Undefined if no executor is known for the architecture, if it does not run the stage type, or if nothing is known of its fields. */
export function stageSupport(alloy: ExecutorView, type: StageType | undefined): StageSupport | undefined {
  const executor = executorOf(alloy, type);
  const stage = executor && type && own(executor.profile.stages, type.name);
  if (!stage || !runs(executor, type.name)) return undefined;
  const { profile, architecture, family } = executor;
  const usesIn = (node: ValueNode | undefined): FieldUses =>
    stage.variants?.find((variant) => isSet(findValue(node, variant.with))) ?? stage;
  return { profile, architecture, family, stage, usesIn };
}

/** Whether an executor runs stages of this type for the alloy's architecture. */
export function runs({ profile, family }: Executor, type: string): boolean {
  return family.stages.includes(type) || profile.anyArchitecture.includes(type);
}

/** Whether a value says anything: an omitted field, `null`, and `""` do not. */
export function isSet(value: ValueNode | undefined): value is ValueNode {
  return value !== undefined && value.kind !== "null" && !(value.kind === "string" && value.value === "");
}

/**
 * The profile that says something about stages of this type: that of the alloy's architecture, else the one that takes
 * precedence.
 */
export function profileOf(alloy: ExecutorView, type: StageType): ExecutorProfile | undefined {
  return executorOf(alloy, type)?.profile ?? profilesFor(alloy.registry, type.domain).at(-1);
}

/** The only values that an executor accepts in a field, and which executor that is. */
export interface Accepted extends AcceptedValues {
  readonly profile: ExecutorProfile;
}

/** Undefined if any value will do. */
export function acceptedValues(
  alloy: ExecutorView,
  type: StageType | undefined,
  field: string,
): Accepted | undefined {
  const profile = type && acceptingProfile(alloy, type);
  const set = profile && own(own(profile.stages, type.name)?.accepts, field);
  const accepted = set === undefined ? undefined : own(profile?.accepted, set);
  return profile && accepted && { ...accepted, profile };
}

/** The profile of the architecture; if no executor knows that, the last one that accepts only some values. */
function acceptingProfile(alloy: ExecutorView, type: StageType): ExecutorProfile | undefined {
  const executor = executorOf(alloy, type);
  if (executor) return executor.profile;
  return profilesFor(alloy.registry, type.domain).findLast(
    ({ stages }) => own(stages, type.name)?.accepts !== undefined,
  );
}

/** A value that an executor does not accept. */
export interface Unaccepted {
  readonly field: string;
  readonly node: StringNode;
  readonly accepted: Accepted;
}

/** The values of a stage that its executor reads and does not accept; none in an alloy that was run. */
export function unacceptedValues(
  alloy: ExecutedView,
  type: StageType | undefined,
  stage: ValueNode,
): Unaccepted[] {
  const support = alloy.isExecuted ? undefined : stageSupport(alloy, type);
  const { reads = [] } = support?.usesIn(stage) ?? {};
  return Object.keys(support?.stage.accepts ?? {}).flatMap((field) => {
    const node = fieldMember(stage, field)?.value;
    if (node?.kind !== "string" || !reads.includes(field)) return [];
    const accepted = acceptedValues(alloy, type, field);
    return accepted && !accepted.values.some(({ value }) => value === node.value)
      ? [{ field, node, accepted }]
      : [];
  });
}

/** A field whose presence ends the run. */
export interface RejectedField {
  readonly field: string;
  readonly member: Member;
  readonly profile: ExecutorProfile;
  /** What happens, as the end of a sentence. */
  readonly otherwise: string;
}

/** The fields of a stage that its executor rejects; none in an alloy that was run. */
export function rejectedFields(
  alloy: ExecutedView,
  type: StageType | undefined,
  stage: ValueNode,
): RejectedField[] {
  const support = alloy.isExecuted ? undefined : stageSupport(alloy, type);
  if (!support) return [];
  return Object.entries(support.stage.rejects ?? {}).flatMap(([field, otherwise]) => {
    const member = fieldMember(stage, field);
    return member && isSet(member.value) ? [{ field, member, profile: support.profile, otherwise }] : [];
  });
}

/** The same for a place of the vocabulary. */
export function acceptedAt(alloy: ExecutorView, { stage, id }: SchemaLocation): Accepted | undefined {
  const accepts = stage && own(acceptingProfile(alloy, stage)?.stages, stage.name)?.accepts;
  if (!accepts) return undefined;
  const fields = alloy.vocabulary.fields(alloy.vocabulary.stage(stage.name));
  const field = Object.keys(accepts).find((name) => fields.get(name)?.place.id === id);
  return field === undefined ? undefined : acceptedValues(alloy, stage, field);
}
