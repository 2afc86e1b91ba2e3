import { isKindOf } from "../schema/domain.js";
import { DEFAULT_DOMAIN, type SchemaLocation, type StageType } from "../schema/effective-schema.js";
import type {
  AcceptedValues,
  ArchitectureProfile,
  ExecutorProfile,
  FieldUses,
  StageProfile,
} from "../schema/executor-profile.js";
import { own } from "../schema/schema.js";
import { findValue, numberIn, textIn, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { memoize } from "./memoize.js";

/** What the family adapter fills in for a `train` stage at run time. */
interface AdapterValues {
  readonly domain: string;
  readonly steps: number;
  readonly learningRate: string;
}

/** Their fields, which an intent-only stage leaves out. */
export const ADAPTER_FIELDS = ["domain", "steps", "learningRate"] as const satisfies (keyof AdapterValues)[];

interface Architecture {
  readonly name: string;
  readonly profile: ArchitectureProfile;
}

/** The profile of the alloy's architecture; undefined where no executor is known for it. */
export const architectureOf = memoize(
  ({ source, registry }: Pick<Alloy, "source" | "registry" | "memos">): Architecture | undefined => {
    const name = textIn(source, "architecture")?.value;
    if (name === undefined) return undefined;
    const profile = own(registry.executor.architectures, name);
    return profile && { name, profile };
  },
);

/** What an intent-only `train` stage of this alloy means at run time; undefined for other families. */
export const adapterValues = memoize(
  (alloy: Pick<Alloy, "source" | "registry" | "memos">): AdapterValues | undefined => {
    const { familyAdapter: adapter } = alloy.registry.executor;
    const architecture = architectureOf(alloy);
    if (!architecture || !adapter.architectures.includes(architecture.name)) return undefined;
    const { source } = alloy;
    const params = numberIn(source, "totalParamsB")?.value || adapter.assumedParamsB;
    const model = textIn(source, "baseModel")?.value.toLowerCase() ?? "";
    const size = adapter.sizes.find(({ belowParamsB = Number.POSITIVE_INFINITY }) => params < belowParamsB);
    const choice = adapter.domains.find(({ whereBaseModelContains: part = "" }) => model.includes(part));
    return size && choice && { domain: choice.domain, steps: size.steps, learningRate: size.learningRate };
  },
);

/** What the executor of the alloy's architecture does with a stage type. */
interface StageSupport {
  readonly architecture: string;
  readonly profile: StageProfile;
  /** What becomes of the fields of one stage, which may be run another way than others of its type. */
  usesIn(stage: ValueNode | undefined): FieldUses;
}

type ExecutorView = Pick<Alloy, "source" | "registry" | "memos">;

/** Undefined if no executor is known for the architecture, if it does not run the stage type, or if nothing is known of its fields. */
export function stageSupport(alloy: ExecutorView, type: StageType | undefined): StageSupport | undefined {
  const architecture = architectureOf(alloy);
  const profile = stageProfile(alloy, type);
  if (!architecture || !profile || !type) return undefined;
  const { anyArchitecture } = alloy.registry.executor;
  if (!architecture.profile.stages.includes(type.name) && !anyArchitecture.includes(type.name))
    return undefined;
  const usesIn = (stage: ValueNode | undefined): FieldUses =>
    profile.variants?.find((variant) => isSet(findValue(stage, variant.with))) ?? profile;
  return { architecture: architecture.name, profile, usesIn };
}

function stageProfile({ registry }: ExecutorView, type: StageType | undefined): StageProfile | undefined {
  const { executor } = registry;
  return type && isKindOf(type.domain, executorDomain(executor))
    ? own(executor.stages, type.name)
    : undefined;
}

/** The domain whose stage types an executor runs. */
export function executorDomain({ domain = DEFAULT_DOMAIN }: ExecutorProfile): string {
  return domain;
}

/** Whether a value says anything: an omitted field, `null`, and `""` do not. */
export function isSet(value: ValueNode | undefined): value is ValueNode {
  return value !== undefined && value.kind !== "null" && !(value.kind === "string" && value.value === "");
}

/** The only values that executors accept in a field of a stage, whatever the architecture; undefined if any will do. */
export function acceptedValues(
  alloy: ExecutorView,
  type: StageType | undefined,
  field: string,
): AcceptedValues | undefined {
  const set = own(stageProfile(alloy, type)?.accepts, field);
  return set === undefined ? undefined : own(alloy.registry.executor.accepted, set);
}

/** The same for a place of the vocabulary. */
export function acceptedAt(
  alloy: ExecutorView & Pick<Alloy, "vocabulary">,
  place: SchemaLocation,
): AcceptedValues | undefined {
  const { stage } = place;
  const accepts = stage && stageProfile(alloy, stage)?.accepts;
  if (!accepts) return undefined;
  const fields = alloy.vocabulary.fields(alloy.vocabulary.stage(stage.name));
  const field = Object.keys(accepts).find((name) => fields.get(name)?.place.id === place.id);
  return field === undefined ? undefined : acceptedValues(alloy, stage, field);
}
