import type { Alloy } from "../alloy/alloy.js";
import { type CheckVerdict, evaluateGate, type GateCheck } from "../alloy/gate.js";
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
  const key = owner && vocabulary.keys(owner);
  const known =
    key && vocabulary.suggestions(key, owner.owner).find(({ value }) => value === member.key.value);
  // This alloy's own numbers come first: the explanation below them may not fit on the screen.
  const parts = [
    gateFigures(alloy, member),
    known?.description,
    placeDocumentation(place, member.key.value, vocabulary, field),
  ];
  return { start, end, markdown: parts.filter(Boolean).join("\n\n") };
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

/** On a demand of the gate, and on the benchmark that carries some: this alloy's own numbers. */
function gateFigures(alloy: Alloy, member: Member): string | undefined {
  const checks = evaluateGate(alloy)?.checks ?? [];
  const lines = checks
    .filter(({ criterion }) => criterion === member.value || isInGate(criterion, member))
    .map(checkLine);
  return lines.length > 0 ? `${lines.join("\n\n")}\n\n---` : undefined;
}

/** Whether the criterion is a field of the benchmark that the member names. */
function isInGate(criterion: ValueNode, member: Member): boolean {
  const holder = criterion.parent?.kind === "member" ? criterion.parent.parent : undefined;
  return holder !== undefined && holder === member.value && criterion.kind === "number";
}

const VERDICT: Record<CheckVerdict, string> = {
  pass: "**passes**",
  fail: "**fails**",
  unmeasured: "not measured yet",
};

/** A check of the gate with its figures, as in "88.4 measured, base 92.1, change −3.7, allowed −3.7: passes". */
function checkLine(check: GateCheck): string {
  const verdict = VERDICT[check.verdict];
  switch (check.kind) {
    case "floor": {
      const { benchmark, score, floor } = check;
      if (!score) return `${benchmark}: floor ${figure(floor)} percent, ${verdict}`;
      return `${benchmark}: ${figure(score.value)} measured, floor ${figure(floor)}: ${verdict}`;
    }
    case "anchor":
      return anchorLine(check, verdict);
    case "memory": {
      const { limit, needed } = check;
      if (!needed) return `At most ${limit} GB, ${verdict}`;
      return `${needed.value} GB needed (${needed.source}), at most ${limit} GB: ${verdict}`;
    }
    case "model-hash":
      return `Model hash${check.fault ? ` (${check.fault})` : ""}: ${verdict}`;
    case "samples":
      return `${check.benchmark}: path of its samples, ${verdict}`;
  }
}

function anchorLine(check: Extract<GateCheck, { kind: "anchor" }>, verdict: string): string {
  const { benchmark, score, baseScore, change, allowed, anchor } = check;
  const rule = `allowed ${signed(allowed)}`;
  if (!score || change === undefined) return `${benchmark}: ${rule} percentage points, ${verdict}`;
  const whose = anchor === benchmark ? "" : ` (${anchor})`;
  const base = baseScore ? `base ${figure(baseScore.value)}${whose}, ` : "";
  return `${benchmark}: ${figure(score.value)} measured, ${base}change ${signed(change)}, ${rule}: ${verdict}`;
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
