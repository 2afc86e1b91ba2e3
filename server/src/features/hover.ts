import { type BenchmarkGate, benchmarkGates } from "../alloy/acceptance.js";
import type { Alloy } from "../alloy/alloy.js";
import { checkAnchor, checkFloor, type Verdict } from "../alloy/gate.js";
import { benchmarkResults } from "../alloy/results.js";
import { show } from "../alloy/words.js";
import { contains, type Member, nodeAt, type Span, type ValueNode } from "../text/tree.js";
import { placeDocumentation, stageDocumentation } from "./documentation.js";

export interface Hover extends Span {
  readonly markdown: string;
}

/** What is known about the word under the cursor. */
export function hoverAt(alloy: Alloy, offset: number): Hover | undefined {
  const node = nodeAt(alloy.tree, offset);
  if (!node) return undefined;
  if (node.kind === "member") return contains(node.key, offset) ? hoverKey(alloy, node) : undefined;
  if (node.kind === "object" || node.kind === "array" || node.kind === "invalid") return undefined;
  return hoverValue(alloy, node);
}

function hoverKey(alloy: Alloy, member: Member): Hover | undefined {
  const { start, end } = member.key;
  const { vocabulary } = alloy;
  const place = alloy.placeOf(member);
  if (!place) return undefined;
  const owner = alloy.placeOf(member.parent);
  const field = owner && vocabulary.fields(owner).get(member.key.value);
  const documentation = placeDocumentation(place, member.key.value, vocabulary, field);
  const key = owner && vocabulary.keys(owner);
  const known =
    key && vocabulary.suggestions(key, owner.owner).find(({ value }) => value === member.key.value);
  const markdown = [known?.description, documentation, gateFigures(alloy, member)]
    .filter(Boolean)
    .join("\n\n");
  return { start, end, markdown };
}

function hoverValue(alloy: Alloy, node: ValueNode): Hover | undefined {
  const { start, end } = node;
  const place = alloy.placeOf(node);
  if (!place || !("value" in node)) return undefined;
  const { vocabulary, registry } = alloy;
  const { names, enumDescriptions } = place.schema;
  if (names === "stageType" && typeof node.value === "string") {
    const type = vocabulary.stageType(node.value);
    return type && { start, end, markdown: stageDocumentation(type, vocabulary) };
  }
  if (names === "domain" && typeof node.value === "string") {
    const file = registry.domain(node.value)?.file;
    if (!file) return undefined;
    const stages = Object.keys(file.stages).map((name) => `\`${name}\``);
    const status = file.status === "draft" ? " (draft)" : "";
    const markdown = `**${file.title}**${status} · ${file.version}\n\n${file.description}\n\nStages: ${stages.join(", ")}`;
    return { start, end, markdown };
  }
  const value =
    enumDescriptions?.[String(node.value)] ??
    vocabulary.suggestions(place.schema, place.owner).find((known) => known.value === node.value)
      ?.description;
  const member = node.parent?.kind === "member" ? node.parent : undefined;
  const documentation = member && hoverKey(alloy, member)?.markdown;
  const markdown = [value && `\`${show(node.value)}\` — ${value}`, documentation]
    .filter(Boolean)
    .join("\n\n---\n\n");
  return markdown ? { start, end, markdown } : undefined;
}

/** On `min`, `anchorDelta` and the benchmark that carries them: this alloy's own numbers. */
function gateFigures(alloy: Alloy, member: Member): string | undefined {
  for (const gate of benchmarkGates(alloy)) {
    const isBenchmark = gate.member === member;
    const isMin = gate.min !== undefined && gate.min.parent === member;
    const isDelta = gate.anchorDelta !== undefined && gate.anchorDelta.parent === member;
    if (!isBenchmark && !isMin && !isDelta) continue;
    const lines = [isDelta ? undefined : floorLine(alloy, gate), isMin ? undefined : anchorLine(alloy, gate)];
    const shown = lines.filter(Boolean);
    return shown.length > 0 ? `**In this alloy**\n\n${shown.join("\n\n")}` : undefined;
  }
  return undefined;
}

const VERDICT: Record<Verdict, string> = {
  pass: "**passes**",
  fail: "**fails**",
  unmeasured: "not measured yet",
};

function floorLine(alloy: Alloy, gate: BenchmarkGate): string | undefined {
  const check = checkFloor(gate, benchmarkResults(alloy));
  if (!check) return undefined;
  const { score, floor, verdict } = check;
  if (score === undefined) return `${gate.name}: floor ${floor} %, ${VERDICT[verdict]}`;
  return `${gate.name}: ${figure(score)} measured, floor ${floor}: ${VERDICT[verdict]}`;
}

function anchorLine(alloy: Alloy, gate: BenchmarkGate): string | undefined {
  const check = checkAnchor(gate, benchmarkResults(alloy));
  if (!check) return undefined;
  const { score, baseScore, change, allowed, anchor, verdict } = check;
  const rule = `allowed ${signed(allowed)}`;
  if (score === undefined || change === undefined)
    return `${gate.name}: ${rule} percentage points, ${VERDICT[verdict]}`;
  const base =
    baseScore === undefined ? "" : `base ${figure(baseScore)}${anchor === gate.name ? "" : ` (${anchor})`}, `;
  return `${gate.name}: ${figure(score)} measured, ${base}change ${signed(change)}, ${rule}: ${VERDICT[verdict]}`;
}

/** At most two decimals, without trailing zeros. */
function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** With a real minus sign, and a plus sign where it is positive. */
function signed(value: number): string {
  const text = figure(Math.abs(value));
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : text;
}
