import { ruleSummary } from "../lint/known-rules.js";
import type { Alloy } from "../model/alloy.js";
import { acceptedAt, knownFamilies } from "../model/executor.js";
import { evaluateChecks } from "../model/gate.js";
import { checkWords, stateWords } from "../model/gate-words.js";
import type { SchemaLocation } from "../schema/effective-schema.js";
import { benchmarkKey } from "../schema/names.js";
import type { Suggestion } from "../schema/schema.js";
import { show } from "../schema/words.js";
import { contains, type Member, nodeAt, type Span, type ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import { codeSpan, escapeForEditor } from "../text/markdown.js";
import { placeDocumentation, stageDocumentation } from "./documentation.js";
import { executorStageWords, executorWords, familyWords } from "./executor-words.js";

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
  const field = owner && vocabulary.fields(owner).get(member.name);
  const key = owner && vocabulary.keys(owner);
  const known = key && vocabulary.suggestions(key, owner.owner).find(({ value }) => value === member.name);
  const inStage = stageOf(alloy, member, place);
  // This alloy's own numbers come first: the explanation below them may not fit on the screen.
  const parts = [
    gateFigures(alloy, member),
    key?.names === "rule" ? ruleSummary(member.name) : undefined,
    known?.description && translate(known.description),
    inStage && executorWords(alloy, place, field?.name ?? member.name, inStage),
    placeDocumentation(place, member.name, vocabulary, field),
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
    if (type) {
      const parts = [stageDocumentation(type, vocabulary), executorStageWords(alloy, type)];
      return { start, end, markdown: parts.filter(Boolean).join("\n\n") };
    }
  }
  if (names === "domain" && typeof node.value === "string") {
    const file = registry.domain(node.value)?.file;
    if (!file) return undefined;
    const stages = Object.keys(file.stages).map(codeSpan);
    const status = file.status === "draft" ? t` (draft)` : "";
    const markdown = t`**${translate(file.title)}**${status} · ${file.version}\n\n${translate(file.description)}\n\nStages: ${stages.join(", ")}`;
    return { start, end, markdown };
  }
  const family =
    names === "architecture" && typeof node.value === "string"
      ? knownFamilies(alloy).get(node.value)
      : undefined;
  const value =
    (family && familyWords(family)) ??
    (names === "rule" && typeof node.value === "string" ? ruleSummary(node.value) : undefined) ??
    enumDescriptions?.[String(node.value)] ??
    acceptedAt(alloy, place)?.values.find(({ value }) => value === node.value)?.description ??
    suggestionFor(node.value, vocabulary.suggestions(place.schema, place.owner), names)?.description;
  const member = node.parent?.kind === "member" ? node.parent : undefined;
  const documentation = member && hoverKey(alloy, member)?.markdown;
  const markdown = [value && `${codeSpan(show(node.value))} — ${translate(value)}`, documentation]
    .filter(Boolean)
    .join("\n\n---\n\n");
  return markdown ? { start, end, markdown } : undefined;
}

/** What is suggested under this name; another spelling of it counts, too. */
function suggestionFor(
  value: unknown,
  suggestions: readonly Suggestion[],
  kind: string | undefined,
): Suggestion | undefined {
  const exact = suggestions.find((known) => known.value === value);
  if (exact || typeof value !== "string") return exact;
  const keyOf = kind === "benchmark" ? benchmarkKey : (name: string) => name.toLowerCase();
  return suggestions.find((known) => keyOf(String(known.value)) === keyOf(value));
}

/** The stage whose own field a member is. */
function stageOf(alloy: Alloy, { parent }: Member, { stage }: SchemaLocation): ValueNode | undefined {
  return stage && alloy.stageAt(parent.start)?.node === parent ? parent : undefined;
}

/** On a demand of the gate, and on the benchmark that carries some: this alloy's own numbers. */
function gateFigures(alloy: Alloy, member: Member): string | undefined {
  const checks = evaluateChecks(alloy) ?? [];
  const lines = checks
    .filter(
      ({ criterion }) => criterion === member || criterion === member.value || isInGate(criterion, member),
    )
    .map((check) => `**${stateWords(check)}** — ${escapeForEditor(checkWords(check))}`);
  return lines.length > 0 ? `${lines.join("\n\n")}\n\n---` : undefined;
}

/** Whether the criterion is a field of the benchmark that the member names. */
function isInGate(criterion: ValueNode | Member, member: Member): boolean {
  const outer = criterion.kind === "member" ? criterion : criterion.parent;
  return outer?.kind === "member" && outer.parent === member.value && isBenchmark(member);
}

/** Whether a member is an entry of `acceptanceCriteria.benchmarks`. */
function isBenchmark({ parent }: Member): boolean {
  return parent.parent?.kind === "member" && parent.parent.name === "benchmarks";
}
