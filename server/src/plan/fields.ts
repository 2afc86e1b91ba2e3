/** The fields of a stage with everything that applies if the alloy omits it. */
import { adapterValues } from "../model/adapter.js";
import type { Alloy, Stage } from "../model/alloy.js";
import { fieldMember } from "../model/coerced-fields.js";
import { executorOf, isSet, stageSupport } from "../model/executor.js";
import type { ExecutorProfile, FieldUses } from "../schema/executor-profile.js";
import { benchmarkKey, snakeCaseOf } from "../schema/names.js";
import { own } from "../schema/schema.js";
import { executorWords, show } from "../schema/words.js";
import { findMember, textIn, toValue, type ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import type { StageFromTarget } from "./derive.js";
import type { Note, PlannedField } from "./notes.js";

type Remark = Omit<Note, "path">;

/**
 * Returns the fields of a stage: those that the alloy sets, then those of the family adapter, then the defaults.
 * @param derived what the stage follows from, if it follows from `target`
 */
export function fieldsOf(alloy: Alloy, stage: Stage, derived: StageFromTarget | undefined): PlannedField[] {
  const { node, type } = stage;
  if (node.kind !== "object") return [];
  const support = stageSupport(alloy, type);
  const uses = support?.usesIn(node);
  const adapter = adapterValues(alloy, type) ?? {};
  const found: PlannedField[] = [];
  const names = new Set<string>();
  const add = (
    field: Pick<PlannedField, "name" | "node" | "value" | "origin">,
    remarks: () => readonly Remark[],
  ): void => {
    const use = useOf(uses, field.name);
    names.add(field.name);
    // An alloy may have very many fields, and few of their notes are shown.
    const notes = () => [
      ...remarks(),
      ...(use && support ? [useRemark(field.name, use, support.profile)] : []),
    ];
    found.push({
      ...field,
      use,
      get notes() {
        return notes();
      },
    });
  };
  for (const { name } of node.members) {
    const value = findMember(node, name)?.value;
    // The adapter replaces values that say nothing.
    if (names.has(name) || (own(adapter, name) !== undefined && !isSet(value))) continue;
    const origin = derived && own(derived.origins, name);
    add({ name, node: value, value: toValue(value), origin }, () => [
      ...(origin ? [{ from: origin, message: originWords(alloy, stage, origin, name) }] : []),
      ...(name === "benchmarks" ? pendingOf(alloy, stage, value) : []),
    ]);
  }
  for (const [name, value] of Object.entries(adapter)) {
    if (isSet(fieldMember(node, name)?.value)) continue;
    const message = () => t`Set by the family adapter for ${adapterWords(alloy, stage)}.`;
    add({ name, node: undefined, value, origin: "adapter" }, () => [{ from: "adapter", message: message() }]);
  }
  for (const [name, { place }] of type ? fieldsAt(alloy, stage) : []) {
    const value = place.default;
    if (value === undefined || place.schema.deprecated || names.has(name) || fieldMember(node, name))
      continue;
    add({ name, node: undefined, value, origin: "default" }, () => [
      { from: "default", message: t`Default of "${name}".` },
    ]);
  }
  return found;
}

function fieldsAt(alloy: Alloy, { node, type }: Stage) {
  return alloy.vocabulary.fields(alloy.placeOf(node) ?? alloy.vocabulary.stage(type?.name));
}

type Use = PlannedField["use"];

/** What becomes of the fields that a run does not depend on, by both spellings of their keys. */
const usesByName = new WeakMap<FieldUses, ReadonlyMap<string, Use>>();

function useOf(uses: FieldUses | undefined, name: string): Use {
  if (!uses) return undefined;
  let byName = usesByName.get(uses);
  if (!byName) {
    const { ignores = [], logs = [] } = uses;
    const entries = (list: readonly string[], use: Use) =>
      list.flatMap((field) => [[field, use] as const, [snakeCaseOf(field), use] as const]);
    byName = new Map([...entries(logs, "logged"), ...entries(ignores, "ignored")]);
    usesByName.set(uses, byName);
  }
  return byName.get(name);
}

function useRemark(name: string, use: NonNullable<Use>, profile: ExecutorProfile): Remark {
  const executor = executorWords(profile);
  const message =
    use === "logged"
      ? t`"${name}" is only written to the log by ${executor}.`
      : t`"${name}" is not read by ${executor}.`;
  return { from: "executor", message };
}

function originWords(
  alloy: Alloy,
  { type }: Stage,
  origin: StageFromTarget["origins"][string],
  name: string,
): string {
  const executor = executorOf(alloy, type);
  switch (origin) {
    case "placeholder":
      return t`Placeholder: only the author knows "${name}".`;
    case "executor":
      return executor
        ? t`The layout that ${executorWords(executor.profile)} accepts for "${executor.architecture}".`
        : t`The layout that the executor accepts.`;
    case "derived":
      return t`Assumed: neither "target" nor a family adapter sets "${name}".`;
  }
}

/** The title of the family adapter, as the end of a sentence. */
function adapterWords(alloy: Alloy, { type }: Stage): string {
  const { profile, family, architecture } = executorOf(alloy, type) ?? {};
  const adapter = family?.adapter === undefined ? undefined : own(profile?.adapters, family.adapter);
  return adapter?.title === undefined ? show(architecture) : translate(adapter.title);
}

/** Maximum number of benchmarks of a stage that are reported. */
const MAX_PENDING = 20;

/** Benchmarks that the executor records without running them. */
function pendingOf(alloy: Alloy, { type }: Stage, list: ValueNode | undefined): Remark[] {
  const support = stageSupport(alloy, type);
  const known = support?.profile.benchmarks && new Set(support.profile.benchmarks.map(benchmarkKey));
  if (!support || !known || list?.kind !== "array") return [];
  const executor = executorWords(support.profile);
  const names = list.items.flatMap((item) => textIn(item, "name")?.value ?? []);
  return names
    .filter((name) => !known.has(benchmarkKey(name)))
    .slice(0, MAX_PENDING)
    .map((name) => ({
      from: "executor",
      message: t`${show(name)} has no runner in ${executor}: the result will be "pending", not measured.`,
    }));
}
