/**
 * The acceptance gate: evaluates each criterion of `acceptanceCriteria` against `results`. It fails closed: a criterion
 * that was not evaluated never counts as met. Figures are compared exactly, as they are written.
 */

import { benchmarkKey } from "../schema/names.js";
import { type Member, nodeFrom, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { type Decimal, type Exact, readDecimal } from "../text/exact.js";
import { t } from "../text/l10n.js";
import { type Acceptance, acceptanceOf, type BenchmarkCriteria } from "./acceptance.js";
import type { Alloy, Stage } from "./alloy.js";
import {
  type Field,
  fieldMember,
  fieldValue,
  numberField,
  plainNumber,
  stringField,
} from "./coerced-fields.js";
import { conflictingKeys } from "./conflicting-keys.js";
import { ambiguous, type GateCheck, invalid, missing, type Quantity, type Reason } from "./gate-check.js";
import { amount } from "./gate-figures.js";
import {
  deltaFault,
  differentSubsets,
  type Figures,
  figuresOf,
  notANumber,
  ONE,
  type Scale,
  type Scored,
  scaled,
} from "./gate-scores.js";
import { isSha256, modelHashOf } from "./hashes.js";
import { memoize } from "./memoize.js";
import { type BenchmarkResult, type Figure, percentOf } from "./results.js";
import { summarize } from "./summarize.js";

export type * from "./gate-check.js";

/** Evaluates every criterion; undefined if there are no criteria and no field that nearly spells them. */
export const evaluateChecks = memoize((alloy: Alloy): readonly GateCheck[] | undefined => checksOf(alloy));

/** What another file states about the weights of an alloy that has no `results.integrity`. */
export interface OtherIntegrity {
  /** The object with `modelHash` and `fileHashes`. */
  readonly node: ObjectNode;
  /** Name of the file. */
  readonly file: string;
}

/** Evaluates every criterion with an integrity from another file; undefined as above. */
export function evaluateChecksWith(alloy: Alloy, other: OtherIntegrity): readonly GateCheck[] | undefined {
  return checksOf(alloy, other);
}

function checksOf(alloy: Alloy, other?: OtherIntegrity): readonly GateCheck[] | undefined {
  const acceptance = acceptanceOf(alloy);
  const conflicts = conflictingKeys(alloy).map(conflictCheck);
  if (!acceptance) return conflicts.length > 0 ? conflicts : undefined;
  const figures = figuresOf(alloy);
  return [
    ...acceptance.benchmarks.flatMap((criteria) => [
      ...floorCheck(criteria, figures),
      ...anchorCheck(criteria, figures),
    ]),
    ...memoryCheck(alloy, acceptance),
    ...modelHashCheck(alloy, acceptance, other),
    ...samplesChecks(acceptance, figures),
    ...unknownChecks(acceptance),
    ...unreadableChecks(acceptance),
    ...conflicts,
  ];
}

/** What a check finds under one scale. */
type Finding = Pick<GateCheck, "state" | "cause" | "measured" | "base" | "change" | "source" | "reason">;

/**
 * Evaluates a check under each scale that the scores may have. A scale under which figures are impossible or contradict
 * each other is none; of two, both must say the same.
 */
function underScales(
  figures: Figures,
  evaluate: (scale: Scale) => Finding,
): Finding & { asFractions?: boolean } {
  const found = figures.scales.map((scale) => ({ scale, finding: evaluate(scale) }));
  const [first, second] = found.filter(({ finding }) => finding.state !== "invalid");
  if (!first) return (found[0] as (typeof found)[0]).finding;
  const asFractions = first.scale === "fraction";
  if (!second || second.finding.state === first.finding.state)
    return asFractions ? { ...first.finding, asFractions } : first.finding;
  const open = [first, second].find(({ finding }) => finding.state === "unmeasured");
  if (open) return open.finding;
  const [percent, fraction] = [first, second].map(({ finding }) => finding.measured);
  return failedReading(
    ambiguous(
      "scale",
      t`The score is ${percent?.value.toFixed(6)}% or, as a fraction, ${fraction?.value.toFixed(6)}%: no score of the file is above 1, and the check depends on the scale.`,
      ...(percent?.node ? [percent.node] : []),
    ).fault,
  );
}

function failedReading(reason: Reason): Finding {
  const { state, cause } = reason;
  return { state, ...(cause && { cause }), reason };
}

function verdict(passes: boolean): "pass" | "fail" {
  return passes ? "pass" : "fail";
}

/** The score against its minimum: score ≥ 100 · min. */
function floorCheck({ name, member, min }: BenchmarkCriteria, figures: Figures): GateCheck[] {
  const check = { kind: "floor", benchmark: name, criterion: min?.node ?? member } as const;
  if (member.value?.kind !== "object") return []; // an unreadable criterion
  if (!min)
    return [{ ...check, ...failedReading(invalid("unreadable", t`"${name}" has no "min".`, member).fault) }];
  if (!min.value || !isFraction(min.value)) {
    const reason = invalid(
      "unreadable",
      t`"min" of "${name}" is not a fraction from 0 to 1.`,
      min.node,
    ).fault;
    return [{ ...check, ...failedReading(reason) }];
  }
  const floor = percentOf(min.value);
  const demanded: Quantity = { value: min.value.value, unit: "fraction", node: min.node };
  const finding = underScales(figures, (scale): Finding => {
    const outcome = figures.scored(name, scale);
    if ("fault" in outcome) return failedReading(outcome.fault);
    const score = lowest(outcome.ok.map(({ score }) => score));
    return {
      state: verdict(!score.value.isBelow(floor.value)),
      measured: { value: score.value, unit: "percent", node: score.node },
    };
  });
  return [{ ...check, demanded, ...finding }];
}

function isFraction({ value }: Decimal): boolean {
  return value.sign >= 0 && !value.isAbove(ONE);
}

function lowest(figures: readonly Figure[]): Figure {
  return figures.reduce((least, one) => (one.value.isBelow(least.value) ? one : least));
}

/** The change against the anchor's base score: change ≥ anchorDelta. */
function anchorCheck(criteria: BenchmarkCriteria, figures: Figures): GateCheck[] {
  const { name, anchorDelta, anchorBenchmark } = criteria;
  if (!anchorDelta) return [];
  const anchor = anchorBenchmark?.value ?? name;
  const isOther = benchmarkKey(anchor) !== benchmarkKey(name);
  const check = {
    kind: "anchor",
    benchmark: name,
    criterion: anchorDelta.node,
    ...(isOther && { anchor }),
  } as const;
  if (!anchorDelta.value || (anchorBenchmark && anchorBenchmark.value === undefined)) {
    const [field, node] = anchorDelta.value
      ? ["anchorBenchmark", anchorBenchmark?.node ?? anchorDelta.node]
      : ["anchorDelta", anchorDelta.node];
    const reason = invalid("unreadable", t`"${field}" of "${name}" cannot be read.`, node as ValueNode).fault;
    return [{ ...check, ...failedReading(reason) }];
  }
  const allowed = anchorDelta.value.value;
  const demanded: Quantity = { value: allowed, unit: "points", node: anchorDelta.node };
  const finding = underScales(figures, (scale): Finding => {
    const scored = figures.scored(name, scale);
    const base = figures.base(anchor, scale);
    // What is wrong is said before what is merely missing.
    const faults = [scored, base].flatMap((one) => ("fault" in one ? [one.fault] : []));
    const fault =
      faults.find(({ state }) => state === "invalid") ??
      faults.find(({ cause }) => cause === "ambiguous") ??
      faults[0];
    if (fault || "fault" in scored || "fault" in base) return failedReading(fault as Reason);
    return changeFinding(scored.ok, base.ok, { scale, isOther, allowed });
  });
  return [{ ...check, demanded, ...finding }];
}

/** Of several results that agree, the one with the lowest change counts. */
function changeFinding(
  scored: readonly Scored[],
  base: { readonly score: Figure; readonly isOwn: boolean },
  { scale, isOther, allowed }: { scale: Scale; isOther: boolean; allowed: Exact },
): Finding {
  let least: { score: Figure; base: Figure; change: Exact } | undefined;
  for (const { entry, score } of scored) {
    const own = entry.baseScore && scaled(entry.baseScore, scale);
    const anchor = !isOther && own ? own : base.score;
    let change = score.value.minus(anchor.value);
    if (!isOther && base.isOwn && own) {
      const unread = entry.unread.find(({ source }) => source === "delta");
      if (unread) return failedReading(notANumber(entry, unread).fault);
      const wrong = deltaFault(entry, score, own, scale);
      if (wrong) return failedReading(wrong);
      if (entry.delta) change = scaled(entry.delta, scale).value;
    }
    if (!least || change.isBelow(least.change)) least = { score, base: anchor, change };
  }
  const { score, base: used, change } = least as { score: Figure; base: Figure; change: Exact };
  return {
    state: verdict(!change.isBelow(allowed)),
    measured: { value: score.value, unit: "percent", node: score.node },
    base: { value: used.value, unit: "percent", node: used.node },
    change: { value: change, unit: "points" },
    ...(used.source.startsWith("calibrationAnchor") && { source: used.source }),
  };
}

/** The memory that the result needs against `maxVramGb`, in GB. */
function memoryCheck(alloy: Alloy, { maxVramGb }: Acceptance): GateCheck[] {
  if (!maxVramGb) return [];
  const check = { kind: "memory", criterion: maxVramGb.node } as const;
  const limit = maxVramGb.value?.value;
  if (!limit) {
    const reason = invalid("unreadable", t`"maxVramGb" is not a number.`, maxVramGb.node).fault;
    return [{ ...check, ...failedReading(reason) }];
  }
  const demanded: Quantity = { value: limit, unit: "GB", node: maxVramGb.node };
  if (limit.sign <= 0) {
    const reason = invalid(
      "not-positive",
      t`"maxVramGb" is ${amount(limit)}, but must be above 0.`,
      maxVramGb.node,
    ).fault;
    return [{ ...check, demanded, ...failedReading(reason) }];
  }
  const needed = memoryNeeded(alloy);
  if (!needed) {
    const reason = missing(
      t`Neither "tiers" of a quantization stage nor "hardware.minVramGb" states the GPU memory needed.`,
    ).fault;
    return [{ ...check, demanded, ...failedReading(reason) }];
  }
  const { value, node, source } = needed;
  if (!value || value.sign <= 0) {
    const reason = invalid(
      "not-positive",
      t`${source}: ${value ? amount(value) : "?"} GB is not a positive amount of memory.`,
      node,
    ).fault;
    return [{ ...check, demanded, source, ...failedReading(reason) }];
  }
  const measured: Quantity = { value, unit: "GB", node };
  return [{ ...check, demanded, measured, source, state: verdict(!value.isAbove(limit)) }];
}

interface Memory {
  readonly value: Exact | undefined;
  readonly node: ValueNode;
  readonly source: string;
}

/** The smallest `fitsVramGb` of any quantization tier, else `hardware.minVramGb`. */
function memoryNeeded(alloy: Alloy): Memory | undefined {
  let least: { readonly stage: Stage; readonly tier: Tier } | undefined;
  for (const stage of alloy.stagesWith("quantize"))
    for (const tier of tiersOf(stage)) if (!least || isLower(tier, least.tier)) least = { stage, tier };
  if (least) {
    const { stage, tier } = least;
    const node = nodeFrom(stage.node, stage.node.start + tier.offset, false) as ValueNode;
    return { value: readDecimal(tier.text)?.value, node, source: t`tier "${tier.name}"` };
  }
  const minimum: Field<Decimal> = numberField(fieldValue(alloy.root, "hardware"), "minVramGb");
  return minimum && { value: minimum.value?.value, node: minimum.node, source: "hardware.minVramGb" };
}

/** A quantization tier that states the GPU memory it needs. */
type Tier = {
  readonly name: string;
  /** `fitsVramGb` as it is written. */
  readonly text: string;
  /** Of that number, from the start of the stage. */
  readonly offset: number;
};

const tiersOf = summarize(({ node: stage }: Stage): readonly Tier[] => {
  const tiers = fieldValue(stage, "tiers");
  return (tiers?.kind === "object" ? tiers.members : []).flatMap(({ name, value }) => {
    const node = plainNumber(value, "fitsVramGb")?.node;
    return node?.kind === "number" ? [{ name, text: node.text, offset: node.start - stage.start }] : [];
  });
});

/** Compares exactly. Numbers that differ when rounded differ in the same way as written. */
function isLower(one: Tier, other: Tier): boolean {
  const difference = Number(one.text) - Number(other.text);
  if (difference < 0 || difference > 0) return difference < 0;
  if (one.text === other.text) return false;
  const [value, least] = [readDecimal(one.text)?.value, readDecimal(other.text)?.value];
  return value !== undefined && least !== undefined && value.isBelow(least);
}

function modelHashCheck(
  alloy: Alloy,
  { modelHashRequired: required }: Acceptance,
  other: OtherIntegrity | undefined,
): GateCheck[] {
  if (!required || required.value === false) return [];
  const check = { kind: "modelHash", criterion: required.node } as const;
  if (required.value === undefined) {
    const reason = invalid("unreadable", t`"modelHashRequired" is not true or false.`, required.node).fault;
    return [{ ...check, ...failedReading(reason) }];
  }
  const results = fieldValue(alloy.root, "results");
  const own = fieldValue(results, "integrity");
  const integrity = own ?? other?.node;
  const source = own || !other ? {} : { source: other.file };
  const hash = stringField(integrity, "modelHash");
  if (!hash) {
    const sentence = t`"results.integrity.modelHash" is missing.`;
    if (!results) return [{ ...check, ...failedReading(missing(sentence).fault) }];
    return [{ ...check, ...failedReading({ state: "fail", sentence, at: [own ?? results] }) }];
  }
  const reason = modelHashReason(hash, fieldMember(integrity, "fileHashes"));
  return [{ ...check, ...source, ...failedReading(reason) }];
}

/** Well-formed, and equal to the value recomputed from `fileHashes` where there are any. */
function modelHashReason(hash: NonNullable<Field<string>>, files: Member | undefined): Reason {
  const { value, node } = hash;
  if (value === undefined) return invalid("unreadable", t`"modelHash" is not a string.`, node).fault;
  if (!isSha256(value))
    return {
      state: "fail",
      sentence: t`"modelHash" is not "sha256:" and 64 hexadecimal digits.`,
      at: [node],
    };
  const isEmpty = files?.value?.kind === "array" && files.value.items.length === 0;
  if (!files?.value || files.value.kind === "null" || isEmpty)
    return { state: "pass", sentence: t`well-formed; not recomputed, no fileHashes.`, at: [node] };
  const expected = modelHashOf(files.value);
  if (expected === undefined)
    return invalid(
      "file-hashes",
      t`"modelHash" cannot be recomputed: an item of "fileHashes" lacks "filename" or "sha256".`,
      files.value,
    ).fault;
  if (expected !== value.toLowerCase())
    return {
      state: "fail",
      sentence: t`"modelHash" does not match "fileHashes".`,
      at: [node],
    };
  return { state: "pass", sentence: t`matches "fileHashes".`, at: [node] };
}

/** Every gated benchmark has a result that names its samples. */
function samplesChecks(
  { samplesPathRequired: required, benchmarks }: Acceptance,
  figures: Figures,
): GateCheck[] {
  if (!required || required.value === false) return [];
  const check = { kind: "samples", criterion: required.node } as const;
  if (required.value === undefined) {
    const reason = invalid("unreadable", t`"samplesPathRequired" is not true or false.`, required.node).fault;
    return [{ ...check, ...failedReading(reason) }];
  }
  if (benchmarks.length === 0) {
    const sentence = t`"samplesPathRequired" was not evaluated: no benchmark is gated.`;
    const reason: Reason = {
      state: "unmeasured",
      cause: "unknown",
      fault: "unknown-key",
      sentence,
      at: [required.node],
    };
    return [{ ...check, ...failedReading(reason) }];
  }
  return benchmarks.map(({ name }) => ({
    ...check,
    benchmark: name,
    ...failedReading(samplesReason(name, figures.results.of(name))),
  }));
}

function samplesReason(name: string, entries: readonly BenchmarkResult[]): Reason {
  const [first] = entries;
  if (!first) return missing(t`No result for "${name}".`).fault;
  const subsets = differentSubsets(name, entries);
  if (subsets) return subsets.fault;
  const unread = entries.find(({ samplesPath }) => samplesPath && samplesPath.value === undefined);
  if (unread?.samplesPath)
    return invalid("unreadable", t`"samplesPath" of "${name}" is not a string.`, unread.samplesPath.node)
      .fault;
  const named = entries.find(({ samplesPath }) => samplesPath?.value?.trim());
  if (!named?.samplesPath)
    return { state: "fail", sentence: t`The result for "${name}" has no "samplesPath".`, at: [first.node] };
  return { state: "pass", sentence: t`named; file not opened.`, at: [named.samplesPath.node] };
}

function unknownChecks({ unknown }: Acceptance): GateCheck[] {
  return unknown.map(({ member, meant, isTwin }) => {
    const { name } = member;
    const sentence = isTwin
      ? t`"${name}" was not evaluated: the camelCase field next to it takes precedence.`
      : meant === undefined
        ? t`"${name}" is not a criterion that the gate evaluates.`
        : t`"${name}" was not evaluated. Did you mean "${meant}"?`;
    const reason: Reason = {
      state: "unmeasured",
      cause: "unknown",
      fault: "unknown-key",
      sentence,
      at: [member],
    };
    return { kind: "unknown", criterion: member, ...failedReading(reason) };
  });
}

function unreadableChecks({ unreadable }: Acceptance): GateCheck[] {
  return unreadable.map((member) => ({
    kind: "unknown",
    criterion: member,
    ...failedReading(invalid("unreadable", t`"${member.name}" is not an object.`, member).fault),
  }));
}

function conflictCheck({ earlier, later }: { earlier: Member; later: Member }): GateCheck {
  const sentence = t`"${later.name}" occurs twice with different values.`;
  return {
    kind: "unknown",
    criterion: later,
    ...failedReading(invalid("duplicate-key", sentence, later, earlier).fault),
  };
}
