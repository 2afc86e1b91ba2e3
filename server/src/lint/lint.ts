import type { Alloy } from "../model/alloy.js";
import { carryOver } from "../model/carry-over.js";
import type { Stage, StageSummary } from "../model/stage.js";
import type { Registry } from "../schema/registry.js";
import type { GreenValue } from "../syntax/green.js";
import { hasConflictMarkers } from "../syntax/tree.js";
import { type ActiveRules, activeRules } from "./active-rules.js";
import { Around, type KeptAround } from "./around.js";
import { type CheckSettings, NO_SETTINGS, type Suppression } from "./configuration.js";
import { type KeptFinding, keptFindings } from "./findings.js";
import { chooseProblems, type FindingGroup, StageGroup } from "./problems.js";
import type { DocumentContext, Problem } from "./rule.js";

export { MAX_PROBLEMS, placeOf } from "./problems.js";

/** The results of checking one version of a document. Immutable. */
export interface Analysis {
  /**
   * Problems in document order. If there are more than `MAX_PROBLEMS`, the most severe are kept, and among
   * equally severe ones those nearest to the last edit; one more problem at the start reports how many are
   * omitted.
   */
  readonly problems: readonly Problem[];
  /** The suppressions that suppressed at least one problem. */
  readonly used: ReadonlySet<Suppression>;
  /** Number of stages that were checked; the findings in the others are reused from the previous analysis. */
  readonly checkedStages: number;
  /** Returns what the analysis of the next version may reuse; undefined if nothing but the syntax has been checked yet. */
  keep(): KeptFindings | undefined;
}

/** The findings in a document and the inputs that determine them. Refers to no node. */
export interface KeptFindings {
  readonly around: KeptAround | undefined;
  readonly stages: StageFindings;
}

/** The findings in its stages. */
interface StageFindings {
  readonly active: ActiveRules;
  readonly basis: Basis;
  readonly summaries: readonly StageSummary[];
  /** The findings of each stage, in the order of `summaries`. */
  readonly findings: readonly (readonly KeptFinding[])[];
}

/** Inputs that determine findings in stages, other than the stages and the vocabulary (see `RuleContext`). */
interface Basis {
  readonly registry: Registry;
  readonly areDomainsKnown: boolean;
  readonly isExecuted: boolean;
  readonly source: GreenValue | undefined;
}

/** Number of stages that are checked before other work may run. */
const STEP = 50;

/**
 * Runs every rule over a document.
 * @param before of the analysis of an earlier version: what was found is kept while nothing that it follows from changes.
 *   The result is the same without it
 */
export function diagnose(
  alloy: Alloy,
  settings: CheckSettings = NO_SETTINGS,
  known: DocumentContext = {},
  before?: KeptFindings,
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
  before?: KeptFindings,
): Generator<void, Analysis> {
  const active = activeRules(alloy.kind, settings);
  const near = known.editedAt ?? 0;
  if (known.isLarge || hasConflictMarkers(alloy.tree)) {
    // A document with conflict markers holds two versions at once: findings other than syntax problems would
    // apply to neither.
    const found = new Around(alloy, active, known, { syntaxOnly: true });
    const { problems, used } = chooseProblems([found], alloy, near);
    // With conflict markers, only the syntax rules ran, so no suppression can be considered unused.
    const needed = known.isLarge ? used : new Set(settings.suppressions);
    return { problems, used: needed, checkedStages: 0, keep: () => before };
  }
  const basis = basisOf(alloy);
  const isSame = before?.stages.active === active && isSameBasis(before.stages.basis, basis);
  const earlier = isSame ? before : undefined;
  const { stages, checkedStages } = yield* findInStages(alloy, active, basis, earlier?.stages);
  const around = new Around(alloy, active, known, { before: earlier?.around });
  const groups: FindingGroup[] = [around];
  stages.findings.forEach((findings, index) => {
    if (findings.length > 0)
      groups.push(new StageGroup(findings, alloy.stages[index] as Stage, alloy, active));
  });
  const keep = () => ({ around: around.keep(), stages });
  return { ...chooseProblems(groups, alloy, near), checkedStages, keep };
}

/** Checks the stages that changed since the previous analysis, or all if the rules or the basis changed. */
function* findInStages(alloy: Alloy, active: ActiveRules, basis: Basis, before: StageFindings | undefined) {
  const { stages, summaries } = alloy;
  const known = before ? carryOver(before.summaries, before.findings, summaries) : [];
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

function isSameBasis(one: Basis, other: Basis): boolean {
  return (
    one.registry === other.registry &&
    one.areDomainsKnown === other.areDomainsKnown &&
    one.isExecuted === other.isExecuted &&
    one.source === other.source
  );
}
