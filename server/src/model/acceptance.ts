/** `acceptanceCriteria`: what a forged model must meet before it ships, read as the format's Python package reads it. */

import { closest, MAX_SLIPS, snakeCaseOf } from "../schema/names.js";
import { nearField } from "../schema/near-field.js";
import { findMember, type Member, type ObjectNode, pathOf, type ValueNode } from "../syntax/tree.js";
import type { Decimal } from "../text/exact.js";
import type { Alloy } from "./alloy.js";
import { booleanField, type Field, fieldMember, numberField, stringField } from "./coerced-fields.js";
import { memoize } from "./memoize.js";

/** One entry of `acceptanceCriteria.benchmarks`. */
export interface BenchmarkCriteria {
  readonly name: string;
  readonly member: Member;
  /** `min`: minimum score, a fraction from 0 to 1. Required. */
  readonly min: Field<Decimal>;
  /** `anchorDelta`: smallest allowed change against the anchor's base score, in percentage points. */
  readonly anchorDelta: Field<Decimal>;
  /** `anchorBenchmark`: the benchmark whose base score is the anchor; the benchmark itself if absent. */
  readonly anchorBenchmark: Field<string>;
}

/** A field under `acceptanceCriteria`, or a root field that nearly spells it, that the gate does not evaluate. */
export interface UnknownCriterion {
  readonly member: Member;
  /** The field that was probably meant; undefined if none is near. */
  readonly meant: string | undefined;
  /** The field is the snake_case twin of a camelCase field of the same object, which takes precedence. */
  readonly isTwin: boolean;
}

export interface Acceptance {
  /** `acceptanceCriteria`; undefined if the alloy has only a root field that nearly spells it. */
  readonly member: Member | undefined;
  readonly benchmarks: readonly BenchmarkCriteria[];
  /** `hardware.maxVramGb`, in GB. */
  readonly maxVramGb: Field<Decimal>;
  readonly modelHashRequired: Field<boolean>;
  readonly samplesPathRequired: Field<boolean>;
  readonly unknown: readonly UnknownCriterion[];
  /** Members that must be objects and are not. */
  readonly unreadable: readonly Member[];
}

const NAME = "acceptanceCriteria";

/** The known fields of each object. Those that are not read elsewhere here are commentary. */
const FIELDS = {
  criteria: ["benchmarks", "hardware", "integrity", "notes"],
  benchmark: ["min", "anchorDelta", "anchorBenchmark", "notes"],
  hardware: ["maxVramGb", "deviceTier"],
  integrity: ["modelHashRequired", "samplesPathRequired"],
} as const;

/** Fields in which people explain a criterion. */
const COMMENTARY = new Set(["notes", "note", "comment", "description", "rationale"]);

/** Reads the criteria; undefined if there are none, and no root field nearly spells them. */
export const acceptanceOf = memoize((alloy: Alloy): Acceptance | undefined => {
  const { root } = alloy;
  if (alloy.kind !== "alloy" || !root) return undefined;
  const member = fieldMember(root, NAME);
  const unknown = nearlyCriteria(alloy, root, member);
  const value = member?.value;
  if (!member || !value || value.kind === "null")
    return unknown.length > 0 ? { ...NOTHING, unknown } : undefined;
  if (value.kind !== "object") return { ...NOTHING, member, unknown, unreadable: [member] };
  const unreadable: Member[] = [];
  const part = (name: string): ObjectNode | undefined => {
    const found = fieldMember(value, name);
    if (found?.value?.kind === "object") return found.value;
    if (found?.value && found.value.kind !== "null") unreadable.push(found);
    return undefined;
  };
  const [benchmarks, hardware, integrity] = [part("benchmarks"), part("hardware"), part("integrity")];
  const entries = (benchmarks?.members ?? []).filter((one) => findMember(benchmarks, one.name) === one);
  return {
    member,
    benchmarks: entries.map(readBenchmark),
    maxVramGb: numberField(hardware, "maxVramGb"),
    modelHashRequired: booleanField(integrity, "modelHashRequired"),
    samplesPathRequired: booleanField(integrity, "samplesPathRequired"),
    unknown: [
      ...unknown,
      ...unknownIn(alloy, value, FIELDS.criteria),
      ...entries.flatMap((entry) => unknownIn(alloy, entry.value, FIELDS.benchmark)),
      ...unknownIn(alloy, hardware, FIELDS.hardware),
      ...unknownIn(alloy, integrity, FIELDS.integrity),
    ],
    unreadable: [...unreadable, ...entries.filter((entry) => entry.value && entry.value.kind !== "object")],
  };
});

const NOTHING: Acceptance = {
  member: undefined,
  benchmarks: [],
  maxVramGb: undefined,
  modelHashRequired: undefined,
  samplesPathRequired: undefined,
  unknown: [],
  unreadable: [],
};

function readBenchmark(member: Member): BenchmarkCriteria {
  const { name, value } = member;
  return {
    name,
    member,
    min: numberField(value, "min"),
    anchorDelta: numberField(value, "anchorDelta"),
    anchorBenchmark: stringField(value, "anchorBenchmark"),
  };
}

/** Root fields that were probably meant as `acceptanceCriteria`, also if the real one is there. */
function nearlyCriteria(alloy: Alloy, root: ObjectNode, real: Member | undefined): UnknownCriterion[] {
  return root.members
    .filter((member) => member !== real && mayNearlySpell(member.name) && isCriterion(member))
    .filter((member) => closest(member.name, [NAME]) === NAME || meantBy(alloy, member) === NAME)
    .map((member) => ({
      member,
      meant: NAME,
      isTwin: real !== undefined && member.name === snakeCaseOf(NAME),
    }));
}

/** Whether a name is long enough to be a misspelling of `acceptanceCriteria`: of nearly all root fields, none is. */
function mayNearlySpell(name: string): boolean {
  return name.length >= NAME.length - MAX_SLIPS && name !== NAME;
}

function unknownIn(alloy: Alloy, node: ValueNode | undefined, fields: readonly string[]): UnknownCriterion[] {
  if (node?.kind !== "object") return [];
  const known = new Set(fields.map((name) => fieldMember(node, name)));
  return node.members.flatMap((member) => {
    // An earlier member of the same key is reported as a duplicate.
    if (known.has(member) || findMember(node, member.name) !== member || !isCriterion(member)) return [];
    const isTwin = fields.some((name) => snakeCaseOf(name) === member.name);
    return [{ member, meant: isTwin ? undefined : meantBy(alloy, member), isTwin }];
  });
}

function meantBy(alloy: Alloy, member: Member): string | undefined {
  const place = alloy.placeOf(member.parent);
  return place && nearField(member, place, alloy.vocabulary)?.name;
}

/** Whether the gate reports a field that it does not evaluate: one in the criteria, or one that nearly spells them. */
export function isGateField(member: Member, meant: string): boolean {
  if (!isCriterion(member)) return false;
  const [outermost, ...inner] = pathOf(member);
  if (inner.length === 0) return meant === NAME;
  return outermost === NAME || outermost === snakeCaseOf(NAME);
}

/** Whether a field that is not known may demand something: it has a value and is not commentary. */
function isCriterion({ name, value }: Member): boolean {
  return value !== undefined && value.kind !== "null" && !COMMENTARY.has(name) && !/^[$_]/.test(name);
}
