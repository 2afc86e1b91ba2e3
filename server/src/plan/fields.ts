/** The fields of a stage with everything that applies if the alloy omits it. */
import { adapterValues } from "../model/adapter.js";
import type { Alloy, Stage } from "../model/alloy.js";
import { fieldMember } from "../model/coerced-fields.js";
import { executorOf, isSet, stageSupport } from "../model/executor.js";
import type { FieldUses } from "../schema/executor-profile.js";
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
  const useOf = (name: string) => useIn(uses, name);
  const withUse = (name: string, remarks: readonly Remark[]): Remark[] => {
    const use = useOf(name);
    if (!use || !support) return [...remarks];
    const executor = executorWords(support.profile);
    const message =
      use === "logged"
        ? t`"${name}" is only written to the log by ${executor}.`
        : t`"${name}" is not read by ${executor}.`;
    return [...remarks, { from: "executor", message }];
  };
  const names = new Set<string>();
  for (const member of node.members) {
    const { name } = member;
    if (names.has(name)) continue;
    names.add(name);
    const value = findMember(node, name)?.value;
    // The adapter replaces values that say nothing.
    if (own(adapter, name) !== undefined && !isSet(value)) continue;
    const origin = derived && own(derived.origins, name);
    const remarks: Remark[] = origin
      ? [{ from: origin, message: originWords(alloy, stage, origin, name) }]
      : [];
    if (name === "benchmarks") remarks.push(...pendingOf(alloy, stage, value));
    const notes = isSet(value) ? withUse(name, remarks) : remarks;
    found.push({ name, node: value, value: toValue(value), origin, use: useOf(name), notes });
  }
  for (const [name, value] of Object.entries(adapter)) {
    if (isSet(fieldMember(node, name)?.value)) continue;
    const message = t`Set by the family adapter for ${adapterWords(alloy, stage)}.`;
    const notes = withUse(name, [{ from: "adapter", message }]);
    found.push({ name, node: undefined, value, origin: "adapter", use: useOf(name), notes });
    names.add(name);
  }
  for (const [name, { place }] of type ? fieldsAt(alloy, stage) : []) {
    if (place.default === undefined || place.schema.deprecated || names.has(name) || fieldMember(node, name))
      continue;
    const notes = withUse(name, [{ from: "default", message: t`Default of "${name}".` }]);
    found.push({
      name,
      node: undefined,
      value: place.default,
      origin: "default",
      use: useOf(name),
      notes,
    });
  }
  return found;
}

function fieldsAt(alloy: Alloy, { node, type }: Stage) {
  return alloy.vocabulary.fields(alloy.placeOf(node) ?? alloy.vocabulary.stage(type?.name));
}

function useIn({ ignores = [], logs = [] }: FieldUses = {}, name: string): PlannedField["use"] {
  const isIn = (list: readonly string[]) =>
    list.some((field) => field === name || snakeCaseOf(field) === name);
  return isIn(ignores) ? "ignored" : isIn(logs) ? "logged" : undefined;
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

/** Benchmarks that the executor records without running them. */
function pendingOf(alloy: Alloy, { type }: Stage, list: ValueNode | undefined): Remark[] {
  const support = stageSupport(alloy, type);
  const known = support?.profile.benchmarks?.map(benchmarkKey);
  if (!support || !known || list?.kind !== "array") return [];
  return list.items.flatMap((item) => {
    const name = textIn(item, "name")?.value;
    if (name === undefined || known.includes(benchmarkKey(name))) return [];
    const executor = executorWords(support.profile);
    return [
      {
        from: "executor" as const,
        message: t`${show(name)} has no runner in ${executor}: the result will be "pending", not measured.`,
      },
    ];
  });
}
