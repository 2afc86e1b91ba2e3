/** Which acceptance criteria became easier or harder to meet, read as the gate reads them. */
import { acceptanceOf } from "../model/acceptance.js";
import type { Alloy } from "../model/alloy.js";
import { percent } from "../model/gate-figures.js";
import { benchmarkKey } from "../schema/names.js";
import type { Member, ValueNode } from "../syntax/tree.js";
import { type Decimal, Exact } from "../text/exact.js";
import { t } from "../text/l10n.js";

export type CriterionEffect = "loosened" | "tightened" | "added" | "removed";

/** One criterion that is not what it was. */
export interface CriterionChange {
  readonly effect: CriterionEffect;
  /** Such as `humaneval min`. */
  readonly label: string;
  readonly a: ValueNode | undefined;
  readonly b: ValueNode | undefined;
  /** The values as people read them, with units; empty if there is none. */
  readonly from: string;
  readonly to: string;
}

/** One number or switch of the criteria that the gate evaluates, or that keeps it from shipping. */
interface Criterion {
  readonly label: string;
  readonly node: ValueNode | undefined;
  /** Undefined for a value that only counts as a whole, such as the name of an anchor. */
  readonly value: Exact | undefined;
  readonly text: string;
  /** 1 if a higher value is harder to meet, −1 if a lower one is. */
  readonly harder: 1 | -1;
}

/** The criteria that changed. A criterion that cannot be read counts as absent: the gate says why it is invalid. */
export function compareCriteria(a: Alloy, b: Alloy): readonly CriterionChange[] {
  const [before, after] = [criteriaOf(a), criteriaOf(b)];
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((id) => compareOne(before.get(id), after.get(id)));
}

function compareOne(a: Criterion | undefined, b: Criterion | undefined): CriterionChange[] {
  const one = b ?? a;
  if (!one) return [];
  const change = (effect: CriterionEffect, from = a, to = b): CriterionChange => ({
    effect,
    label: one.label,
    a: from?.node,
    b: to?.node,
    from: from?.text ?? "",
    to: to?.text ?? "",
  });
  if (!a) return [change("added")];
  if (!b) return [change("removed")];
  if (a.value && b.value) {
    const direction = b.value.compare(a.value) * one.harder;
    return direction === 0 ? [] : [change(direction < 0 ? "loosened" : "tightened")];
  }
  // Whether another anchor is easier to meet depends on scores.
  return a.text === b.text ? [] : [change("removed", a, undefined), change("added", undefined, b)];
}

/** The criteria of an alloy by what they are about, however they are spelled. */
function criteriaOf(alloy: Alloy): ReadonlyMap<string, Criterion> {
  const found = new Map<string, Criterion>();
  const acceptance = acceptanceOf(alloy);
  if (!acceptance) return found;
  const add = (id: string, criterion: Criterion) => {
    let unique = id;
    for (let i = 2; found.has(unique); i++) unique = `${id} ${i}`; // two spellings of one benchmark
    found.set(unique, criterion);
  };
  const addNumber = (
    id: string,
    label: string,
    field: { readonly value: Decimal | undefined; readonly node: ValueNode } | undefined,
    harder: 1 | -1,
    words: (value: Exact) => string,
  ) => {
    if (!field?.value) return;
    const { value } = field.value;
    add(id, { label, node: field.node, value, text: words(value), harder });
  };
  for (const { name, min, anchorDelta, anchorBenchmark } of acceptance.benchmarks) {
    const key = benchmarkKey(name);
    addNumber(`min ${key}`, `${name} min`, min, 1, minWords);
    addNumber(`anchorDelta ${key}`, `${name} anchorDelta`, anchorDelta, 1, (value) => t`${plain(value)} pp`);
    if (
      anchorDelta?.value &&
      anchorBenchmark?.value !== undefined &&
      benchmarkKey(anchorBenchmark.value) !== key
    )
      add(`anchorBenchmark ${key}`, {
        label: `${name} anchorBenchmark`,
        node: anchorBenchmark.node,
        value: undefined,
        text: anchorBenchmark.value,
        harder: 1,
      });
  }
  addNumber("maxVramGb", "maxVramGb", acceptance.maxVramGb, -1, (value) => `${plain(value)} GB`);
  for (const name of ["modelHashRequired", "samplesPathRequired"] as const) {
    const field = acceptance[name];
    if (field?.value === true)
      add(name, { label: name, node: field.node, value: undefined, text: "true", harder: 1 });
  }
  for (const { member } of acceptance.unknown) addUnknown(member, add);
  return found;
}

/** A criterion that the gate does not evaluate keeps an alloy from shipping, so that it matters whether it is there. */
function addUnknown(member: Member, add: (id: string, criterion: Criterion) => void): void {
  const label = t`${member.name} (not evaluated)`;
  add(`unknown ${member.name}`, { label, node: member.value, value: Exact.zero, text: "", harder: 1 });
}

function minWords(value: Exact): string {
  return `${plain(value)} (${percent(plain(value.times(Exact.hundred)))})`;
}

function plain(value: Exact): string {
  return value.toFixed(8).replace("-", "−");
}

/** A changed criterion in a sentence. */
export function criterionWords({ effect, label, from, to }: CriterionChange): string {
  switch (effect) {
    case "loosened":
      return t`Loosened: "${label}" from ${from} to ${to}.`;
    case "tightened":
      return t`Tightened: "${label}" from ${from} to ${to}.`;
    case "removed":
      return from === "" ? t`Removed: "${label}".` : t`Removed: "${label}", which was ${from}.`;
    case "added":
      return to === "" ? t`Added: "${label}".` : t`Added: "${label}", ${to}.`;
  }
}
