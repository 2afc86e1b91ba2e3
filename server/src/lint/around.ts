/** What rules find around the stages of a document, and how much of it stays true while the stages are edited. */
import type { Alloy } from "../model/alloy.js";
import { editedStages, type PlacedRoot, placedRoot } from "../model/edited-stages.js";
import type { StageSummary } from "../model/stage.js";
import type { StageRole } from "../schema/schema.js";
import type { GreenArray } from "../syntax/green.js";
import type { Span } from "../syntax/tree.js";
import type { ActiveRule, ActiveRules } from "./active-rules.js";
import {
  type Finding,
  findInSections,
  findOnes,
  type KeptFinding,
  kept,
  messageOf,
  moved,
} from "./findings.js";
import type { FindingGroup } from "./problems.js";
import type { DocumentContext } from "./rule.js";

type Found = Finding | KeptFinding;

/** The findings of one document rule or, without a rule, those of all rules in the sections around the stages. */
interface ByRule {
  readonly rule: ActiveRule | undefined;
  readonly findings: readonly Found[];
}

/** What was found around the stages of one version, for the next one. Refers to no node. */
export interface KeptAround extends PlacedRoot {
  readonly summaries: readonly StageSummary[];
  /** By the rule; of the sections without one. */
  readonly found: ReadonlyMap<ActiveRule | undefined, readonly KeptFinding[]>;
}

/** What the rules find in the document around its stages, or with `syntaxOnly` in its syntax alone. */
export class Around implements FindingGroup {
  readonly start = 0;
  readonly findings: readonly Found[];
  readonly #found: readonly ByRule[];
  readonly #alloy: Alloy;
  readonly #active: ActiveRules;
  readonly #known: DocumentContext;
  #fresh: readonly Found[] | undefined;

  constructor(
    alloy: Alloy,
    active: ActiveRules,
    known: DocumentContext,
    { syntaxOnly = false, before }: { syntaxOnly?: boolean; before?: KeptAround | undefined } = {},
  ) {
    this.#alloy = alloy;
    this.#active = active;
    this.#known = known;
    this.#found = syntaxOnly
      ? active.syntax.map((rule) => ({ rule, findings: findOnes(rule, alloy, known) }))
      : findAround(alloy, active, known, before);
    this.findings = this.#found.flatMap(({ findings }) => findings);
  }

  message(index: number): string {
    const finding = this.findings[index] as Found;
    return "message" in finding ? finding.message : messageOf(finding);
  }

  /** Of a finding of an earlier version, the rules are asked again. */
  data(index: number): unknown {
    const finding = this.findings[index] as Found;
    if ("data" in finding) return finding.data;
    this.#fresh ??= new Around(this.#alloy, this.#active, this.#known).findings;
    return (this.#fresh[index] as Finding).data;
  }

  /** What may be found again in the next version; undefined where all of it has to be looked for. */
  keep(): KeptAround | undefined {
    const root = placedRoot(this.#alloy.tree);
    if (!root) return undefined;
    return {
      ...root,
      summaries: this.#alloy.summaries,
      found: new Map(
        this.#found.flatMap(({ rule, findings }) =>
          rule === undefined || readsOf(rule) ? [[rule, findings.map(kept)] as const] : [],
        ),
      ),
    };
  }
}

function findAround(
  alloy: Alloy,
  active: ActiveRules,
  known: DocumentContext,
  before: KeptAround | undefined,
): readonly ByRule[] {
  const again = before && findAgain(before, alloy);
  const syntax = alloy.tree.problems.length > 0 ? active.syntax : [];
  return [
    ...[...syntax, ...active.document].map((rule) => ({
      rule,
      findings: again?.(rule) ?? findOnes(rule, alloy, known),
    })),
    { rule: undefined, findings: again?.(undefined) ?? findInSections(active, alloy) },
  ];
}

function readsOf({ rule }: ActiveRule): readonly StageRole[] | undefined {
  return rule.scope === "document" ? rule.reads : undefined;
}

/**
 * Returns a function for the findings that a rule had before and has still, at their places in the new text; undefined for
 * a rule that has to be asked again. Undefined if all have to.
 */
function findAgain(
  before: KeptAround,
  alloy: Alloy,
): ((rule: ActiveRule | undefined) => readonly KeptFinding[] | undefined) | undefined {
  const change = changeOfStages(before, alloy);
  if (!change) return undefined;
  return (rule) => {
    const found = before.found.get(rule);
    if (!found || (rule && readsOf(rule)?.some((role) => change.roles.has(role)))) return undefined;
    const findings: KeptFinding[] = [];
    for (const finding of found) {
      const by = change.moveOf(finding);
      const related = finding.related.map(change.moveOf);
      if (by === undefined || related.includes(undefined)) return undefined;
      findings.push({
        ...finding,
        start: finding.start + by,
        end: finding.end + by,
        related: finding.related.map((one, index) => moved(one, related[index] as number)),
      });
    }
    return findings;
  };
}

/** How the stages differ from those before, of which there are as many, of the same types, in otherwise the same text. */
interface ChangeOfStages {
  /** The roles of the stages with another text. */
  readonly roles: ReadonlySet<StageRole>;
  /** By how much what is at a place has moved; undefined if it is at or in a stage with another text. */
  moveOf(span: Span): number | undefined;
}

function changeOfStages(before: KeptAround, alloy: Alloy): ChangeOfStages | undefined {
  const isSameCount = before.summaries.length === alloy.summaries.length;
  const edited = isSameCount ? editedStages(before, alloy.tree) : undefined;
  if (!edited) return undefined;
  const { list, newList, start } = edited;
  const delta = newList.width - list.width;
  const { children, offsets } = list;
  const isMoved = (index: number, by: number) =>
    children[index] === newList.children[index] && (offsets[index] as number) + by === newList.offsets[index];
  let first = 0;
  while (first < children.length && isMoved(first, 0)) first++;
  let last = children.length - 1;
  while (last >= first && isMoved(last, delta)) last--;
  const roles = new Set<StageRole>();
  for (let i = first; i <= last; i++) {
    const [old, summary] = [before.summaries[i] as StageSummary, alloy.summaries[i]];
    if (old === summary) continue;
    if (old.typeName !== summary?.typeName || old.type !== summary?.type) return undefined;
    if (old.type?.schema.role) roles.add(old.type.schema.role);
  }
  // From the end of what is before the changed text to the start of what is after it.
  const beginning = first === 0 ? start : start + (offsets[first - 1] as number) + widthAt(list, first - 1);
  const rest = offsets[last + 1];
  const end = rest === undefined ? start + list.width : start + rest;
  return {
    roles,
    moveOf: (span) => (span.end <= beginning ? 0 : span.start >= end ? delta : undefined),
  };
}

function widthAt(list: GreenArray, index: number): number {
  return list.children[index]?.width ?? 0;
}
