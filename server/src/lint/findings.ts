import type { Alloy } from "../model/alloy.js";
import { referencesIn } from "../model/references.js";
import type { Stage } from "../model/stage.js";
import { REMARKS, type Section } from "../schema/validate.js";
import type { Span } from "../syntax/tree.js";
import { type ActiveRule, type ActiveRules, stageRules } from "./active-rules.js";
import type { DocumentContext, Problem, Related, Report, ReportOptions, Severity } from "./rule.js";

/** What a rule reports. Offsets are from the start of the stage it is in, or else from that of the text. */
export interface Finding extends Span {
  readonly active: ActiveRule;
  readonly severity: Severity;
  readonly tag: Problem["tag"];
  readonly isOfHolder: boolean | undefined;
  readonly related: readonly Related[];
  /** What the rule knows of it; may lead to nodes. */
  readonly data: unknown;
}

/** A finding in a stage that outlives the version of the document in which it was found, so it leads to no node. */
export interface KeptFinding extends Omit<Finding, "data"> {
  readonly message: string;
}

/** What one document rule finds. */
export function findOnes(
  rule: ActiveRules["document"][number],
  alloy: Alloy,
  known: DocumentContext,
): readonly Finding[] {
  const found = new Findings(0);
  found.check([rule], alloy, known);
  return found.list;
}

/** What the rules find in the sections around the stages. */
export function findInSections(active: ActiveRules, alloy: Alloy): readonly Finding[] {
  const found = new Findings(0);
  checkSections(active, alloy.sections, found, alloy);
  return found.list;
}

/** What the rules find in a stage. */
export function findInStage(stage: Stage, alloy: Alloy, active: ActiveRules): readonly Finding[] {
  const found = new Findings(stage.node.start);
  found.check(stageRules(active, stage.type), stage, alloy);
  checkSections(active, stage.sections, found, alloy);
  return found.list;
}

const NOTHING_KEPT: readonly KeptFinding[] = [];

/** The same, to be kept while nothing that it follows from changes. */
export function keptFindings(stage: Stage, alloy: Alloy, active: ActiveRules): readonly KeptFinding[] {
  const { apart } = stage;
  const found = findInStage(apart, alloy, active);
  // The references of the document are asked for next. They follow from what was just looked at.
  if (alloy.vocabulary.kinds(stage.type?.name).size > 0) referencesIn(apart);
  if (found.length === 0) return NOTHING_KEPT;
  return found.map(kept);
}

/** The same without what leads to nodes. */
export function kept(finding: Finding | KeptFinding): KeptFinding {
  if ("message" in finding) return finding;
  const { active, severity, tag, isOfHolder, related, start, end } = finding;
  return { active, severity, tag, isOfHolder, related, start, end, message: messageOf(finding) };
}

function checkSections(
  active: ActiveRules,
  sections: readonly Section[],
  found: Findings,
  alloy: Alloy,
): void {
  for (const section of sections)
    for (const remark of REMARKS)
      if (section[remark].length > 0) found.check(active.section[remark], section, alloy);
}

/** Rules that check the same kind of subject, and the context that they may use in addition to it. */
type Checks<Subject, Around> = readonly (ActiveRule & {
  readonly rule: { check(subject: Subject, report: Report<unknown>, around: Around): void };
})[];

const NONE: readonly Finding[] = [];

/** Collects the findings that rules report for one stage, or for the document around its stages. */
class Findings {
  /** Offset from which the offsets of the findings are counted. */
  readonly #base: number;
  #list: Finding[] | undefined;
  /** The rule that is running: one report function serves all rules, since there are very many stages. */
  #reporter: ActiveRule | undefined;

  constructor(base: number) {
    this.#base = base;
  }

  get list(): readonly Finding[] {
    return this.#list ?? NONE;
  }

  /** Runs rules on a subject. */
  check<Subject, Around>(rules: Checks<Subject, Around>, subject: Subject, around: Around): void {
    for (const one of rules) {
      this.#reporter = one;
      one.rule.check(subject, this.#report, around);
    }
  }

  readonly #report: Report<unknown> = (at, data, options = {}) => {
    const active = this.#reporter as ActiveRule;
    const { severity = active.rule.severity, related, tag, isOfHolder } = options;
    const base = this.#base;
    this.#list ??= [];
    this.#list.push({
      active,
      severity: active.level ?? severity,
      tag,
      isOfHolder,
      related: relatedOf(related).map((one) => moved(one, -base)),
      start: at.start - base,
      end: at.end - base,
      data,
    });
  };
}

const NONE_RELATED: readonly Related[] = [];

function relatedOf(related: ReportOptions["related"]): readonly Related[] {
  if (related === undefined) return NONE_RELATED;
  return "start" in related ? [related] : related;
}

export function moved({ start, end, message }: Related, by: number): Related {
  return { start: start + by, end: end + by, message };
}

export function messageOf({ active: { rule }, data }: Finding): string {
  return cut(rule.message(data));
}

/** A message or title may quote the text, and what it quotes may be megabytes long. */
const MAX_SENTENCE = 2000;

export function cut(sentence: string): string {
  return sentence.length > MAX_SENTENCE ? `${sentence.slice(0, MAX_SENTENCE)}…` : sentence;
}
