import { evaluateGate, gateSummary } from "../lint/gate-evaluation.js";
import type { Problem, Severity } from "../lint/rule.js";
import { acceptanceOf } from "../model/acceptance.js";
import type { Alloy, Stage } from "../model/alloy.js";
import type { CheckState, GateCheck } from "../model/gate.js";
import { checkWords, type Verdict } from "../model/gate-words.js";
import { sha256 } from "../model/hashes.js";
import { benchmarkResults } from "../model/results.js";
import { tellingParts } from "../model/stage-label.js";
import { benchmarkKey } from "../schema/names.js";
import { findMember, findValue, type ObjectNode, type Span, textIn, type ValueNode } from "../syntax/tree.js";
import { Exact } from "../text/exact.js";
import { groupBy } from "../text/group-by.js";
import { t, translate } from "../text/l10n.js";
import { integrityOf } from "../verify/context.js";
import { type TrustRow, trustRows } from "../verify/trust.js";

/** The preview of an alloy as plain data: the content, its order, and its location in the document. */
export interface Scene {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly domains: readonly string[];
  readonly source: Card | undefined;
  readonly phases: readonly ScenePhase[];
  /** Stages that are switched off, as `disabledStages` has them. */
  readonly disabled: readonly DisabledStage[];
  readonly gate: SceneGate | undefined;
  readonly devices: readonly Device[];
  readonly sizes: readonly Size[];
  readonly trust: Trust | undefined;
  readonly baselines: readonly Baseline[];
  /** A sentence that says what is not shown since there is too much of it; "" if everything is shown. */
  readonly leftOut: string;
}

/** Part of the text, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Card extends Place {
  readonly title: string;
  readonly facts: readonly Fact[];
}

export interface ScenePhase {
  readonly id: string;
  readonly title: string;
  /** How often the stages run one after the other; 1 where nothing is said. */
  readonly cycles: number;
  readonly stages: readonly SceneStage[];
}

export interface SceneStage extends Place {
  /** Its number in the file, from 1. */
  readonly number: number;
  readonly type: string;
  /** What its vocabulary finds telling. */
  readonly parts: readonly string[];
  /** `skipped`: no executor runs it. `draft`: its vocabulary is not settled. `unknown`: no vocabulary knows it. */
  readonly status: "plain" | "skipped" | "draft" | "unknown";
  readonly notices: readonly Notice[];
}

interface DisabledStage extends Place {
  readonly type: string;
  readonly parts: readonly string[];
}

/** A problem within a part of the picture. */
interface Notice extends Place {
  readonly severity: Severity;
  readonly message: string;
}

export interface SceneGate extends Place {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly bars: readonly Bar[];
  /** The checks of the bars, in words. */
  readonly barChecks: readonly SceneCheck[];
  /** Every other check, such as of memory and hashes. */
  readonly checks: readonly SceneCheck[];
}

/** One benchmark of the gate, in percent and percentage points. */
export interface Bar extends Place {
  readonly benchmark: string;
  readonly verdict: CheckState;
  readonly measured: number | undefined;
  readonly base: number | undefined;
  readonly floor: number | undefined;
  /** The smallest change that is allowed, and the change that was measured. */
  readonly allowed: number | undefined;
  readonly change: number | undefined;
  /** Why a check is neither passed nor failed; empty if there is nothing to say. */
  readonly note: string;
  /** Where its results are. */
  readonly results: readonly Place[];
}

interface SceneCheck extends Place {
  readonly verdict: CheckState;
  readonly words: string;
}

interface Device extends Place {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly verified: boolean;
}

/** A quantization and its size. */
export interface Size extends Place {
  readonly name: string;
  readonly gigabytes: number;
  readonly note: string;
}

export interface Trust {
  readonly level: string;
  readonly hashes: readonly Hash[];
  /** The rating of the public verify page: of the fields that the alloy has, whether they are true or not. */
  readonly rating: readonly Pick<TrustRow, "row" | "label" | "raises">[];
  readonly publications: readonly Publication[];
}

export interface Hash extends Partial<Place> {
  readonly name: string;
  readonly value: string;
}

interface Publication extends Place {
  readonly target: string;
  readonly url: string;
}

/** A result to compare with, or the one that was shipped. */
export interface Baseline extends Place {
  readonly name: string;
  readonly metric: string;
  readonly outcome: string;
  readonly scores: readonly { readonly benchmark: string; readonly score: number }[];
}

/**
 * Maximum number of stages, benchmarks, and so on that are shown, each: an editor takes seconds to render ten
 * thousand.
 */
export const MAX_SHOWN = 500;

/**
 * Creates the preview of any alloy, however broken. Missing parts are omitted, as are items beyond
 * `MAX_SHOWN`.
 */
export function sceneOf(alloy: Alloy, problems: readonly Problem[]): Scene {
  const { root, stages } = alloy;
  const phases = phasesOf(alloy, stages.slice(0, MAX_SHOWN), problems);
  const gate = gateOf(alloy);
  const [sizes, devices, baselines] = [sizesOf(alloy), devicesOf(root), baselinesOf(root)];
  const trust = trustOf(alloy);
  const hidden = [
    { count: beyond(stages), words: (count: number) => t`${count} stages` },
    { count: beyond(gate?.bars), words: (count: number) => t`${count} benchmarks` },
    { count: beyond(gate?.checks), words: (count: number) => t`${count} other criteria` },
    { count: beyond(sizes), words: (count: number) => t`${count} sizes` },
    { count: beyond(devices), words: (count: number) => t`${count} devices` },
    { count: beyond(trust?.publications), words: (count: number) => t`${count} publications` },
    { count: beyond(baselines), words: (count: number) => t`${count} earlier attempts` },
  ].flatMap(({ count, words }) => (count > 0 ? [words(count)] : []));
  return {
    name: textOf(root, "name"),
    version: textOf(root, "version"),
    description: textOf(root, "description"),
    domains: alloy.declaredDomains.slice(0, MAX_SHOWN).map(({ id }) => id),
    source: sourceOf(root),
    phases,
    disabled: shown(disabledOf(alloy)),
    gate: gate && {
      ...gate,
      bars: shown(gate.bars),
      barChecks: shown(gate.barChecks),
      checks: shown(gate.checks),
    },
    devices: shown(devices),
    sizes: shown(sizes),
    trust: trust && { ...trust, publications: shown(trust.publications) },
    baselines: shown(baselines).map((one) => ({ ...one, scores: shown(one.scores) })),
    leftOut: hidden.length > 0 ? t`Not shown: ${hidden.join(", ")}.` : "",
  };
}

function shown<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, MAX_SHOWN);
}

function beyond(items: readonly unknown[] = []): number {
  return Math.max(0, items.length - MAX_SHOWN);
}

function sourceOf(root: ObjectNode | undefined): Card | undefined {
  const source = findMember(root, "source");
  if (source?.value?.kind !== "object") return undefined;
  const { value, start, end } = source;
  const facts: Fact[] = [];
  const add = (name: string, key: string, unit = "") => {
    const shown = wordsIn(findValue(value, key));
    if (shown !== "") facts.push({ name, value: shown + unit });
  };
  add(t`architecture`, "architecture");
  add(t`parameters`, "totalParamsB", " B");
  add(t`active`, "activeParamsB", " B");
  add(t`layers`, "numLayers");
  add(t`experts per layer`, "numExpertsPerLayer");
  add(t`context`, "contextLength", ` ${t`tokens`}`);
  add(t`modalities`, "modalities");
  add(t`license`, "license");
  return { title: textOf(value, "baseModel") || t`no base model`, facts, start, end };
}

function phasesOf(alloy: Alloy, shown: readonly Stage[], problems: readonly Problem[]): ScenePhase[] {
  const cycles = findValue(alloy.root, "cycles");
  const noticesOf = noticesByStage(shown, problems);
  const byPhase = new Map<string, SceneStage[]>();
  for (const stage of shown) {
    // A stage of unknown type has no known phase and is shown under "Unknown phase".
    const phase = stage.type?.phase.id ?? "";
    const stages = byPhase.get(phase) ?? [];
    byPhase.set(phase, stages);
    stages.push(stageOf(stage, noticesOf.get(stage.index) ?? []));
  }
  const known = alloy.vocabulary.phases.map(({ id, title }) => ({ id, title: translate(title) }));
  return [...known, { id: "", title: t`Unknown phase` }].flatMap(({ id, title }) => {
    const stages = byPhase.get(id);
    const times = id === "transform" && cycles?.kind === "number" ? cycles.value : 1;
    return stages ? [{ id, title, cycles: times, stages }] : [];
  });
}

function disabledOf({ root, vocabulary }: Alloy): DisabledStage[] {
  return objectsIn(findValue(root, "disabledStages")).map((node) => {
    const name = textOf(node, "type");
    const type = vocabulary.stageType(name);
    return { type: name || t`(no type)`, parts: tellingParts({ type, node } as Stage), ...spanOf(node) };
  });
}

function stageOf({ index, node, typeNode, type }: Stage, found: readonly Problem[]): SceneStage {
  return {
    number: index + 1,
    type: typeNode?.value || t`(no type)`,
    parts: tellingParts({ type, node } as Stage),
    status: statusOf(type, found),
    notices: found.map(({ severity, message, start, end }) => ({ severity, message, start, end })),
    start: node.start,
    end: node.end,
  };
}

function statusOf(type: Stage["type"], found: readonly Problem[]): SceneStage["status"] {
  if (!type) return "unknown";
  if (found.some(({ code }) => code === "executor/stage-skipped")) return "skipped";
  return type.domain.file.status === "draft" ? "draft" : "plain";
}

/** Both lists are in the order of the text, so one pass is enough. */
function noticesByStage(stages: readonly Stage[], problems: readonly Problem[]): Map<number, Problem[]> {
  const found = new Map<number, Problem[]>();
  const inOrder = [...problems].sort((a, b) => a.start - b.start);
  let next = 0;
  for (const { index, node } of stages) {
    while ((inOrder[next]?.start ?? Number.POSITIVE_INFINITY) < node.start) next++;
    const own: Problem[] = [];
    for (let problem = inOrder[next]; problem && problem.start < node.end; problem = inOrder[++next])
      own.push(problem);
    if (own.length > 0) found.set(index, own);
  }
  return found;
}

function gateOf(alloy: Alloy): SceneGate | undefined {
  const acceptance = acceptanceOf(alloy);
  const at = acceptance?.member ?? acceptance?.unknown[0]?.member;
  if (!at) return undefined;
  const evaluation = evaluateGate(alloy);
  const { verdict, checks } = evaluation;
  const benchmarks = findValue(acceptance?.member?.value, "benchmarks");
  const byBenchmark = groupBy(checks.filter(isFigure), ({ benchmark }) => benchmark);
  const results = groupBy(objectsIn(findValue(findValue(alloy.root, "results"), "benchmarks")), (node) =>
    benchmarkKey(textOf(node, "name")),
  );
  return {
    verdict,
    summary: gateSummary(evaluation),
    bars: [...byBenchmark].map(([name = "", own]) => ({
      ...barOf(name, own, alloy),
      results: (results.get(benchmarkKey(name)) ?? []).map(spanOf),
      ...spanOf(findMember(benchmarks, name) ?? at),
    })),
    barChecks: checks.filter(isFigure).map(checkOf),
    checks: checks.filter((check) => !isFigure(check)).map(checkOf),
    ...spanOf(at),
  };
}

function checkOf(check: GateCheck): SceneCheck {
  return { verdict: check.state, words: checkWords(check), ...spanOf(check.criterion) };
}

/** Whether a check is drawn as part of a benchmark's bar. */
function isFigure({ kind }: GateCheck): boolean {
  return kind === "floor" || kind === "anchor";
}

function barOf(benchmark: string, checks: readonly GateCheck[], alloy: Alloy) {
  const floor = checks.find(({ kind }) => kind === "floor");
  const anchor = checks.find(({ kind }) => kind === "anchor");
  const [result] = benchmarkResults(alloy).of(benchmark);
  // A figure that is not a percentage has no place on the bar.
  const isShare = result?.lowerIsBetter === undefined && result?.isRaw === false;
  const { scores, baseScore } = (isShare && result) || {};
  const open = checks.find(({ state, cause }) => state === "invalid" || cause === "ambiguous");
  return {
    benchmark,
    verdict: worst(checks.map(({ state }) => state)),
    measured: (floor?.measured ?? anchor?.measured ?? (open && scores?.[0]))?.value.toNumber(),
    base: (anchor?.base ?? baseScore)?.value.toNumber(),
    floor: floor?.demanded?.value.times(Exact.hundred).toNumber(),
    allowed: anchor?.demanded?.value.toNumber(),
    change: anchor?.change?.value.toNumber(),
    note: open?.reason?.sentence ?? "",
  };
}

function worst(states: readonly CheckState[]): CheckState {
  return (["invalid", "fail", "unmeasured"] as const).find((state) => states.includes(state)) ?? "pass";
}

function devicesOf(root: ObjectNode | undefined): Device[] {
  const verified = objectsIn(findValue(findValue(root, "results"), "hardwareVerified"));
  return verified.map((node) => {
    const facts: Fact[] = [];
    const add = (name: string, key: string, unit: string) => {
      const shown = wordsIn(findValue(node, key));
      if (shown !== "") facts.push({ name, value: shown + unit });
    };
    add(t`format`, "format", "");
    add(t`memory used`, "memoryUsageGb", " GB");
    add(t`speed`, "tokensPerSec", ` ${t`tokens/s`}`);
    const isVerified = findValue(node, "verified");
    return {
      name: textOf(node, "device") || t`(no name)`,
      facts,
      verified: isVerified?.kind === "boolean" && isVerified.value,
      ...spanOf(node),
    };
  });
}

/** Returns the quantizations of the stages whose `tiers` specify their sizes. */
function sizesOf({ stages }: Alloy): Size[] {
  return stages.flatMap(({ node }) => {
    const tiers = findValue(node, "tiers");
    if (tiers?.kind !== "object") return [];
    return tiers.members.flatMap(({ key, value, start, end }) => {
      const size = findValue(value, "sizeGb");
      if (size?.kind !== "number") return [];
      return [{ name: key.value, gigabytes: size.value, note: textOf(value, "headlineTier"), start, end }];
    });
  });
}

function trustOf({ root, tree }: Alloy): Trust | undefined {
  const integrity = integrityOf(root);
  const receipt = findValue(root, "receipt");
  if (integrity?.kind !== "object" && receipt?.kind !== "object") return undefined;
  const hashes: Hash[] = [];
  const add = (name: string, node: ValueNode | undefined) => {
    if (node?.kind === "string" && node.value !== "")
      hashes.push({ name, value: node.value, ...spanOf(node) });
  };
  add(t`model`, findValue(integrity, "modelHash"));
  add(t`card`, findValue(receipt, "cardHash"));
  add(t`alloy, according to the receipt`, findValue(receipt, "alloyHash"));
  hashes.push({ name: t`this document`, value: `sha256:${sha256(tree.text)}` });
  return {
    level: textOf(integrity, "trustLevel") || t`not attested`,
    hashes,
    rating: trustRows({ root }).map(({ row, label, raises }) => ({ row, label, raises })),
    publications: objectsIn(findValue(receipt, "publications")).map((node) => ({
      target: textOf(node, "target") || t`(no target)`,
      url: textOf(node, "url"),
      ...spanOf(node),
    })),
  };
}

/** What a rating is of, beside every one that is shown. */
export function ratingWords(): string {
  return t`Rating of the public verify page: which fields the alloy has, not whether they are true`;
}

function baselinesOf(root: ObjectNode | undefined): Baseline[] {
  return objectsIn(findValue(root, "priorMetricBaselines")).map((node) => {
    const results = findValue(node, "results");
    return {
      name: textOf(node, "name") || textOf(node, "id") || t`(no name)`,
      metric: textOf(node, "metric"),
      outcome: textOf(node, "outcome"),
      scores: (results?.kind === "object" ? results.members : []).flatMap(({ key, value }) =>
        value?.kind === "number" ? [{ benchmark: key.value, score: value.value }] : [],
      ),
      ...spanOf(node),
    };
  });
}

function objectsIn(node: ValueNode | undefined): ObjectNode[] {
  return node?.kind === "array" ? node.items.filter((item) => item.kind === "object") : [];
}

function spanOf({ start, end }: Span): Place {
  return { start, end };
}

function textOf(node: ValueNode | undefined, key: string): string {
  return textIn(node, key)?.value ?? "";
}

/** A value that fits on a card; empty for one that does not. */
function wordsIn(node: ValueNode | undefined): string {
  if (node?.kind === "string") return node.value;
  if (node?.kind === "number") return node.text;
  if (node?.kind === "array") return node.items.map(wordsIn).filter(Boolean).join(", ");
  return "";
}
