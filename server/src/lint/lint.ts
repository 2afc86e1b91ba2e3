import type { Alloy } from "../model/alloy.js";
import { type Memoized, memoize } from "../model/memoize.js";
import type { Stage } from "../model/stage.js";
import { rules } from "../rules/index.js";
import type { StageType } from "../schema/effective-schema.js";
import { slipsBetween, spell } from "../schema/names.js";
import { REMARKS, type Remark, type Section } from "../schema/validate.js";
import { sharedEnds } from "../syntax/shared-ends.js";
import { hasConflictMarkers, nodeAround, pathOf, type Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type CheckSettings, holdsPlace, meansCode, NO_SETTINGS, type Suppression } from "./configuration.js";
import type {
  DocumentContext,
  Fix,
  Problem,
  Related,
  Report,
  ReportOptions,
  Rule,
  Severity,
} from "./rule.js";
import { levelOf } from "./severity.js";

/** More than a person reads, and enough to slow an editor down. */
export const MAX_PROBLEMS = 1000;
/** A message or title may quote the text, and what it quotes may be megabytes long. */
const MAX_SENTENCE = 2000;

const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

/** What there is to say about a document. */
export interface Diagnosis {
  /**
   * In the order of the text. Of more than `MAX_PROBLEMS` the gravest are kept, those nearest to the last edit first, and
   * one problem at the start says how many are left out.
   */
  readonly problems: readonly Problem[];
  /** The suppressions that some problem needed. */
  readonly used: ReadonlySet<Suppression>;
  /** How many stages were checked; what was found in the others is known from before. */
  readonly checkedStages: number;
}

/** A rule that is on, and how grave what it finds is to be. */
interface ActiveRule {
  readonly rule: Rule;
  readonly level: Severity | undefined;
  readonly suppressions: readonly Suppression[];
}

/** The rules that are on, by what they look at. */
interface ActiveRules {
  readonly document: readonly ActiveIn<"document">[];
  /** Of those that look at a document, the ones that tell what the parser found. */
  readonly syntax: readonly ActiveIn<"document">[];
  readonly section: Readonly<Record<Remark, readonly ActiveIn<"section">[]>>;
  readonly stage: readonly ActiveIn<"stage">[];
  /** Those of `stage` that look at stages of a type, once asked for. */
  readonly stageByType: WeakMap<StageType, readonly ActiveIn<"stage">[]>;
  /** And those that look at stages of no known type. */
  readonly stageOfNoType: readonly ActiveIn<"stage">[];
}
type ActiveIn<Scope> = ActiveRule & { readonly rule: Extract<Rule, { scope: Scope }> };

/** What a rule found. */
interface SchemaViolation {
  readonly active: ActiveRule;
  readonly data: unknown;
  readonly severity: Severity;
  readonly tag: Problem["tag"];
  readonly isOfHolder: boolean | undefined;
  readonly related: Problem["related"];
  /** From the start of the stage, where it is in one: stages move. */
  readonly start: number;
  readonly end: number;
}

/** Where findings are: in a stage, or in the document around the stages. */
interface FindingGroup {
  readonly start: number;
  readonly findings: readonly SchemaViolation[];
}

/** Stages that are checked before others may have their turn. */
const STEP = 50;

/** Runs every rule over a document. What was found in a stage is kept with the stage, while nothing it follows from changes. */
export function diagnose(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: DocumentContext = {},
): Diagnosis {
  return allSteps(diagnoseInSteps(alloy, settings, known));
}

/** Does the rest of some work at once. */
export function allSteps<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * As `diagnose`, in steps of some milliseconds. Between them other work may be done, but the document must not be edited:
 * whoever edits it gives the steps up, and what they have found in stages is still right.
 */
export function* diagnoseInSteps(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: DocumentContext = {},
): Generator<void, Diagnosis> {
  const active = activeRules(alloy, settings);
  const near = known.editedAt ?? 0;
  if (known.isLarge || hasConflictMarkers(alloy.tree)) {
    // With conflict markers in it, a document is two versions at once: what else there is to say would be about neither.
    const found = new Findings();
    found.check(active.syntax, alloy, known);
    const { problems, used } = choose([{ start: 0, findings: found.list }], alloy, near);
    // Nobody can say that a suppression is not needed where nobody looked.
    return { problems, used: known.isLarge ? used : new Set(settings.suppressions), checkedStages: 0 };
  }
  const around = findAround(alloy, active, known);
  const { findings, checkedStages } = yield* findInStages(alloy, active);
  if (around.length + findings.size === 0) return { problems: [], used: new Set(), checkedStages };
  const places: FindingGroup[] = [{ start: 0, findings: around }];
  for (const [stage, found] of findings) places.push({ start: stage.node.start, findings: found });
  return { ...choose(places, alloy, near), checkedStages };
}

/** Where a problem is, as steps of a JSON pointer. */
export function placeOf(problem: Span & Pick<Problem, "isOfHolder">, alloy: Alloy): string[] {
  const node = nodeAround(alloy.tree, problem);
  const path = node ? pathOf(node).map(String) : [];
  return problem.isOfHolder ? path.slice(0, -1) : path;
}

/** What the findings in stages follow from, beside the stages and the vocabulary. */
type Basis = Pick<Alloy, "registry" | "areDomainsKnown" | "isExecuted" | "source">;

/** What was found in the stages of a document the last time. */
interface Memory {
  readonly basis: Basis;
  readonly stages: Alloy["stages"];
  /** Only stages in which something was found. */
  readonly findings: Map<Stage, readonly SchemaViolation[]>;
}

const memoriesOf = memoize((_: Memoized) => new WeakMap<ActiveRules, Memory>());

/** Looks at those stages only that are new since the last time, unless what all findings follow from has changed. */
function* findInStages(alloy: Alloy, active: ActiveRules) {
  const { lineage, registry, areDomainsKnown, isExecuted, source, stages } = alloy;
  const memories = memoriesOf(lineage);
  const last = memories.get(active);
  const { basis } = last ?? {};
  const isSame =
    basis?.registry === registry &&
    basis.areDomainsKnown === areDomainsKnown &&
    basis.isExecuted === isExecuted &&
    basis.source === source;
  const findings = last && isSame ? last.findings : new Map<Stage, readonly SchemaViolation[]>();
  for (const stage of findings.keys()) if (stages[stage.index] !== stage) findings.delete(stage);
  const found = new Findings();
  const { head, tail } = sharedEnds(last && isSame ? last.stages : [], stages);
  for (let i = head; i < stages.length - tail; i++) {
    if (i > head && (i - head) % STEP === 0) yield;
    const stage = stages[i] as Stage;
    findInStage(stage, alloy, active, found);
    if (found.list.length > 0) findings.set(stage, found.list);
    else findings.delete(stage);
  }
  memories.set(active, { basis: { registry, areDomainsKnown, isExecuted, source }, stages, findings });
  return { findings, checkedStages: stages.length - tail - head };
}

const activeBySettings = new WeakMap<CheckSettings, Map<string, ActiveRules>>();

function activeRules({ kind }: Alloy, settings: CheckSettings): ActiveRules {
  const byKind = activeBySettings.get(settings) ?? new Map<string, ActiveRules>();
  activeBySettings.set(settings, byKind);
  let active = byKind.get(kind);
  if (!active) {
    const list = rules.flatMap((rule): ActiveRule[] => {
      const { code, on = "alloy" } = rule;
      const level = levelOf(code, settings.layers);
      if (level === "off" || (on !== "every" && on !== kind)) return [];
      const suppressions = settings.suppressions.filter((suppression) => meansCode(suppression, code));
      return [{ rule, level, suppressions }];
    });
    const of = <Scope extends Rule["scope"]>(scope: Scope) =>
      list.filter(({ rule }) => rule.scope === scope) as readonly unknown[] as ActiveIn<Scope>[];
    const isSyntax = ({ rule }: ActiveIn<"document">) => rule.isSyntax === true;
    const reading = (remark: Remark) => of("section").filter(({ rule }) => rule.reads === remark);
    active = {
      syntax: of("document").filter(isSyntax),
      document: of("document").filter((one) => !isSyntax(one)),
      section: {
        findings: reading("findings"),
        coercions: reading("coercions"),
        unknownFields: reading("unknownFields"),
        missingRecommended: reading("missingRecommended"),
        outdated: reading("outdated"),
        defaults: reading("defaults"),
        ambiguous: reading("ambiguous"),
        marked: reading("marked"),
      },
      stage: of("stage"),
      stageByType: new WeakMap(),
      stageOfNoType: of("stage").filter(looksAt(undefined)),
    };
    byKind.set(kind, active);
  }
  return active;
}

function findAround(alloy: Alloy, active: ActiveRules, known: DocumentContext): readonly SchemaViolation[] {
  const found = new Findings();
  const { tree, sections } = alloy;
  if (tree.problems.length > 0) found.check(active.syntax, alloy, known);
  found.check(active.document, alloy, known);
  checkSections(active, sections, found, alloy);
  return found.list;
}

function findInStage(stage: Stage, alloy: Alloy, active: ActiveRules, found: Findings): void {
  const { node, sections } = stage;
  found.startAt(node.start);
  found.check(stageRules(active, stage.type), stage, alloy);
  checkSections(active, sections, found, alloy);
}

/** Those that look at stages of a type. */
function stageRules(active: ActiveRules, type: StageType | undefined): readonly ActiveIn<"stage">[] {
  if (!type) return active.stageOfNoType;
  let list = active.stageByType.get(type);
  if (!list) {
    list = active.stage.filter(looksAt(type));
    active.stageByType.set(type, list);
  }
  return list;
}

function looksAt(type: StageType | undefined): (one: ActiveIn<"stage">) => boolean {
  return ({ rule }) => rule.of?.(type) ?? true;
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

/** Rules that look at the same thing, and what they may know beside it. */
type Checks<Subject, Around> = readonly (ActiveRule & {
  readonly rule: { check(subject: Subject, report: Report<unknown>, around: Around): void };
})[];

/** What the rules find, place by place. */
class Findings {
  #list: SchemaViolation[] = [];
  /** Where the place starts. */
  #base = 0;
  /** Whose report is being taken: one function takes all of them, since there are very many places. */
  #reporter: ActiveRule | undefined;

  /** Goes on in a place that starts there. */
  startAt(base: number): void {
    this.#base = base;
    this.#list = [];
  }

  /** What was found in the place. */
  get list(): readonly SchemaViolation[] {
    return this.#list;
  }

  /** Has rules look at something. The one loop for all of them is compiled once, and no rule into it. */
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
    this.#list.push({
      active,
      data,
      severity: active.level ?? severity,
      tag,
      isOfHolder,
      related: relatedOf(related).map((one) => moved(one, -base)),
      start: at.start - base,
      end: at.end - base,
    });
  };
}

const NONE: readonly Related[] = [];

function relatedOf(related: ReportOptions["related"]): readonly Related[] {
  if (related === undefined) return NONE;
  return "start" in related ? [related] : related;
}

function moved({ start, end, message }: Related, by: number): Related {
  return { start: start + by, end: end + by, message };
}

/** A finding, where it is now. */
interface Found {
  readonly finding: SchemaViolation;
  readonly base: number;
  readonly start: number;
  readonly end: number;
}

function choose(
  places: readonly FindingGroup[],
  alloy: Alloy,
  near: number,
): { problems: Problem[]; used: Set<Suppression> } {
  const used = new Set<Suppression>();
  const bySeverity = new Map<Severity, Found[]>(SEVERITIES.map((severity) => [severity, []]));
  let count = 0;
  for (const { start: base, findings } of places) {
    for (const finding of findings) {
      const found = { finding, base, start: base + finding.start, end: base + finding.end };
      const { suppressions } = finding.active;
      const suppression = suppressions.length > 0 ? suppressionOf(found, alloy, suppressions) : undefined;
      if (suppression) used.add(suppression);
      else {
        bySeverity.get(finding.severity)?.push(found);
        count++;
      }
    }
  }
  const chosen: Found[] = [];
  for (const severity of SEVERITIES) {
    const all = bySeverity.get(severity) ?? [];
    chosen.push(...nearest(all, near, MAX_PROBLEMS - chosen.length));
  }
  const problems = chosen.sort(byPlace).map((found): Problem => new FoundProblem(found, alloy));
  if (count > problems.length) problems.unshift(leftOut(count - problems.length));
  return { problems, used };
}

function suppressionOf(
  { finding, start, end }: Found,
  alloy: Alloy,
  candidates: readonly Suppression[],
): Suppression | undefined {
  const place = placeOf({ start, end, isOfHolder: finding.isOfHolder }, alloy);
  return candidates.find((suppression) => holdsPlace(suppression, place));
}

function nearest(all: readonly Found[], near: number, count: number): readonly Found[] {
  if (all.length <= count) return all;
  const distance = ({ start }: Found) => Math.abs(start - near);
  return [...all].sort((a, b) => distance(a) - distance(b)).slice(0, count);
}

function byPlace(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}

/** Its texts are made when they are asked for: of very many problems, few are ever seen. */
class FoundProblem implements Problem {
  readonly #finding: SchemaViolation;
  readonly #alloy: Alloy;
  readonly start: number;
  readonly end: number;
  readonly related: Problem["related"];

  constructor({ finding, base, start, end }: Found, alloy: Alloy) {
    this.#finding = finding;
    this.#alloy = alloy;
    this.start = start;
    this.end = end;
    this.related = finding.related.map((one) => moved(one, base));
  }

  get code(): string {
    return this.#finding.active.rule.code;
  }

  get severity(): Severity {
    return this.#finding.severity;
  }

  get tag(): Problem["tag"] {
    return this.#finding.tag;
  }

  get message(): string {
    return cut(this.#finding.active.rule.message(this.#finding.data));
  }

  get isOfHolder(): Problem["isOfHolder"] {
    return this.#finding.isOfHolder;
  }

  fixes(): readonly Fix[] {
    const fixes = this.#finding.active.rule.fixes?.(this.#finding.data, this.#alloy) ?? [];
    return fixes.map((fix) => {
      const isOffered = fix.preferred === true && (fix.safe || !this.#isRecorded(fix));
      return { ...fix, title: cut(fix.title), ...("preferred" in fix && { preferred: isOffered }) };
    });
  }

  /** Whether the problem, or what a fix changes, is in what a model must reach or has reached. */
  #isRecorded({ edits }: Fix): boolean {
    const { root } = this.#alloy;
    if (this.#alloy.kind !== "alloy" || !root) return false;
    return root.members.some(
      (member) =>
        [this, ...edits].some(({ start, end }) => start < member.end && end > member.start) &&
        isInRecord([member.name]),
    );
  }
}

/**
 * Whether a place is in what a model must reach or has reached, or in a field that is nearly called so: there, no fix is
 * preferred that changes what the alloy says.
 */
function isInRecord([key]: readonly string[]): boolean {
  const spelled = key === undefined ? undefined : spell(key);
  return spelled !== undefined && RECORDS.some((record) => slipsBetween(spelled, record) !== undefined);
}

const RECORDS = ["acceptanceCriteria", "results", "receipt"].flatMap((name) => spell(name) ?? []);

function cut(sentence: string): string {
  return sentence.length > MAX_SENTENCE ? `${sentence.slice(0, MAX_SENTENCE)}…` : sentence;
}

function leftOut(count: number): Problem {
  return {
    code: "diagnose/more",
    severity: "information",
    start: 0,
    end: 0,
    message: t`${count} more problems are not shown: the ${MAX_PROBLEMS} most severe are listed.`,
    related: NONE,
    fixes: () => [],
  };
}
