import type { Alloy } from "../model/alloy.js";
import { carryOver } from "../model/carry-over.js";
import type { Stage, StageSummary } from "../model/stage.js";
import type { Registry } from "../schema/registry.js";
import type { GreenValue } from "../syntax/green.js";
import { hasConflictMarkers } from "../syntax/tree.js";
import { type ActiveRules, activeRules } from "./active-rules.js";
import { type CheckSettings, NO_SETTINGS, type Suppression } from "./configuration.js";
import { findAround, type KeptFinding, keptFindings } from "./findings.js";
import { chooseProblems, type FindingGroup, groupAround, StageGroup } from "./problems.js";
import type { DocumentContext, Problem } from "./rule.js";

export { MAX_PROBLEMS, placeOf } from "./problems.js";

/** What there is to say about one version of a document. Immutable. */
export interface Analysis {
  /**
   * In the order of the text. Of more than `MAX_PROBLEMS` the gravest are kept, those nearest to the last edit first, and
   * one problem at the start says how many are left out.
   */
  readonly problems: readonly Problem[];
  /** The suppressions that some problem needed. */
  readonly used: ReadonlySet<Suppression>;
  /** How many stages were checked; what was found in the others is known from the analysis before. */
  readonly checkedStages: number;
  /** What the analysis of the next version may keep; undefined where no stage was looked at. */
  readonly stages: StageFindings | undefined;
}

/** What was found in the stages of a document, and what it follows from. Leads to no node of a version. */
export interface StageFindings {
  readonly active: ActiveRules;
  readonly basis: Basis;
  readonly summaries: readonly StageSummary[];
  /** Of each of them. */
  readonly findings: readonly (readonly KeptFinding[])[];
}

/** What the findings in stages follow from, beside the stages and the vocabulary (see `RuleContext`). */
interface Basis {
  readonly registry: Registry;
  readonly areDomainsKnown: boolean;
  readonly isExecuted: boolean;
  readonly source: GreenValue | undefined;
}

/** Stages that are checked before others may have their turn. */
const STEP = 50;

/**
 * Runs every rule over a document.
 * @param before of the analysis of an earlier version: what was found in a stage is kept while nothing that it follows
 *   from changes. The result is the same without it
 */
export function diagnose(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: DocumentContext = {},
  before?: StageFindings,
): Analysis {
  return allSteps(diagnoseInSteps(alloy, settings, known, before));
}

/** Does the rest of some work at once. */
export function allSteps<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As `diagnose`, in steps of some milliseconds, between which other work may be done. */
export function* diagnoseInSteps(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: DocumentContext = {},
  before?: StageFindings,
): Generator<void, Analysis> {
  const active = activeRules(alloy.kind, settings);
  const near = known.editedAt ?? 0;
  if (known.isLarge || hasConflictMarkers(alloy.tree)) {
    // With conflict markers in it, a document is two versions at once: what else there is to say would be about neither.
    const found = groupAround(findAround(alloy, active, known, true));
    const { problems, used } = chooseProblems([found], alloy, near);
    // Nobody can say that a suppression is not needed where nobody looked.
    const needed = known.isLarge ? used : new Set(settings.suppressions);
    return { problems, used: needed, checkedStages: 0, stages: before };
  }
  const { stages, checkedStages } = yield* findInStages(alloy, active, before);
  const groups: FindingGroup[] = [groupAround(findAround(alloy, active, known))];
  stages.findings.forEach((findings, index) => {
    if (findings.length > 0)
      groups.push(new StageGroup(findings, alloy.stages[index] as Stage, alloy, active));
  });
  return { ...chooseProblems(groups, alloy, near), checkedStages, stages };
}

/** Looks at those stages only that are new since the last time, unless what all findings follow from has changed. */
function* findInStages(alloy: Alloy, active: ActiveRules, before: StageFindings | undefined) {
  const { stages } = alloy;
  const basis = basisOf(alloy);
  const isKept = before !== undefined && before.active === active && isSame(before.basis, basis);
  const summaries = stages.map(({ summary }) => summary);
  const known = isKept ? carryOver(before.summaries, before.findings, summaries) : [];
  const findings: (readonly KeptFinding[])[] = [];
  let checkedStages = 0;
  for (let i = 0; i < stages.length; i++) {
    let found = known[i];
    if (!found) {
      if (checkedStages > 0 && checkedStages % STEP === 0) yield;
      checkedStages++;
      found = keptFindings(stages[i] as Stage, alloy, active);
    }
    findings.push(found);
  }
  return { checkedStages, stages: { active, basis, summaries, findings } };
}

function basisOf({ registry, areDomainsKnown, isExecuted, source }: Alloy): Basis {
  return { registry, areDomainsKnown, isExecuted, source: source?.green };
}

function isSame(one: Basis, other: Basis): boolean {
  return (
    one.registry === other.registry &&
    one.areDomainsKnown === other.areDomainsKnown &&
    one.isExecuted === other.isExecuted &&
    one.source === other.source
  );
}
