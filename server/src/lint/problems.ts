/** From what the rules found to what is told: suppressions, severities, and a limit. */
import type { Alloy } from "../model/alloy.js";
import type { Stage } from "../model/stage.js";
import { slipsBetween, spell } from "../schema/names.js";
import { nodeAround, pathOf, type Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { ActiveRule, ActiveRules } from "./active-rules.js";
import { holdsPlace, type Suppression } from "./configuration.js";
import { cut, type Finding, findInStage, type KeptFinding, moved } from "./findings.js";
import type { Fix, Problem, Severity } from "./rule.js";

/** Maximum number of problems per document: more than a person reads, and enough to slow an editor down. */
export const MAX_PROBLEMS = 1000;

const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

/** Returns the location of a problem, as the unescaped tokens of a JSON pointer. */
export function placeOf(problem: Span & Pick<Problem, "isOfHolder">, alloy: Alloy): string[] {
  const node = nodeAround(alloy.tree, problem);
  const path = node ? pathOf(node).map(String) : [];
  return problem.isOfHolder ? path.slice(0, -1) : path;
}

/** Findings whose offsets are counted from the same position. */
export interface FindingGroup {
  readonly start: number;
  readonly findings: readonly Omit<Finding, "data">[];
  message(index: number): string;
  /** What the rule knows of a finding in this version of the document. */
  data(index: number): unknown;
}

/** The findings in a stage. To fix one, the stage is checked again: what its rule knew may have been of an older version. */
export class StageGroup implements FindingGroup {
  readonly findings: readonly KeptFinding[];
  readonly #stage: Stage;
  readonly #alloy: Alloy;
  readonly #active: ActiveRules;
  #found: readonly Finding[] | undefined;

  constructor(findings: readonly KeptFinding[], stage: Stage, alloy: Alloy, active: ActiveRules) {
    this.findings = findings;
    this.#stage = stage;
    this.#alloy = alloy;
    this.#active = active;
  }

  get start(): number {
    return this.#stage.start;
  }

  message(index: number): string {
    return this.findings[index]?.message ?? "";
  }

  data(index: number): unknown {
    this.#found ??= findInStage(this.#stage, this.#alloy, this.#active);
    return this.#found[index]?.data;
  }
}

/** A finding, where it is now. */
interface Located {
  readonly group: FindingGroup;
  readonly index: number;
  readonly finding: Omit<Finding, "data">;
  readonly start: number;
  readonly end: number;
}

/**
 * What of the findings is told.
 * @param near of too many, the nearest to this offset
 */
export function chooseProblems(
  groups: readonly FindingGroup[],
  alloy: Alloy,
  near: number,
): { readonly problems: readonly Problem[]; readonly used: ReadonlySet<Suppression> } {
  const used = new Set<Suppression>();
  const bySeverity = new Map<Severity, Located[]>(SEVERITIES.map((severity) => [severity, []]));
  let count = 0;
  for (const group of groups) {
    const { start: base, findings } = group;
    findings.forEach((finding, index) => {
      const located = { group, index, finding, start: base + finding.start, end: base + finding.end };
      const suppression = suppressionOf(located, alloy);
      if (suppression) used.add(suppression);
      else {
        bySeverity.get(finding.severity)?.push(located);
        count++;
      }
    });
  }
  const chosen: Located[] = [];
  for (const severity of SEVERITIES) {
    const all = bySeverity.get(severity) ?? [];
    chosen.push(...nearest(all, near, MAX_PROBLEMS - chosen.length));
  }
  const problems = chosen.sort(byPlace).map((located): Problem => new LocatedProblem(located, alloy));
  if (count > problems.length) problems.unshift(leftOut(count - problems.length));
  return { problems, used };
}

function suppressionOf({ finding, start, end }: Located, alloy: Alloy): Suppression | undefined {
  const { suppressions } = finding.active;
  if (suppressions.length === 0) return undefined;
  const place = placeOf({ start, end, isOfHolder: finding.isOfHolder }, alloy);
  return suppressions.find((suppression) => holdsPlace(suppression, place));
}

function nearest(all: readonly Located[], near: number, count: number): readonly Located[] {
  if (all.length <= count) return all;
  const distance = ({ start }: Located) => Math.abs(start - near);
  return [...all].sort((a, b) => distance(a) - distance(b)).slice(0, count);
}

function byPlace(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}

/** Its texts are made when they are asked for: of very many problems, few are ever seen. */
class LocatedProblem implements Problem {
  readonly #located: Located;
  readonly #alloy: Alloy;
  readonly start: number;
  readonly end: number;
  readonly related: Problem["related"];

  constructor(located: Located, alloy: Alloy) {
    const { group, finding, start, end } = located;
    this.#located = located;
    this.#alloy = alloy;
    this.start = start;
    this.end = end;
    this.related = finding.related.map((one) => moved(one, group.start));
  }

  get #active(): ActiveRule {
    return this.#located.finding.active;
  }

  get code(): string {
    return this.#active.rule.code;
  }

  get severity(): Severity {
    return this.#located.finding.severity;
  }

  get tag(): Problem["tag"] {
    return this.#located.finding.tag;
  }

  get message(): string {
    const { group, index } = this.#located;
    return group.message(index);
  }

  get isOfHolder(): Problem["isOfHolder"] {
    return this.#located.finding.isOfHolder;
  }

  fixes(): readonly Fix[] {
    const { group, index } = this.#located;
    const { rule } = this.#active;
    const fixes = rule.fixes?.(group.data(index), this.#alloy) ?? [];
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

function leftOut(count: number): Problem {
  return {
    code: "diagnose/more",
    severity: "information",
    start: 0,
    end: 0,
    message: t`${count} more problems are not shown: the ${MAX_PROBLEMS} most severe are listed.`,
    related: [],
    fixes: () => [],
  };
}
