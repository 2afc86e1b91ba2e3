/** What the acceptance gate says before and after: verdicts, and checks whose state changed. */
import { evaluateGate } from "../lint/gate-evaluation.js";
import { acceptanceOf } from "../model/acceptance.js";
import type { Alloy } from "../model/alloy.js";
import type { GateCheck } from "../model/gate.js";
import { checkCells, checkWords, stateWords, type Verdict, verdictWords } from "../model/gate-words.js";
import { benchmarkResults } from "../model/results.js";
import { benchmarkKey } from "../schema/names.js";
import { t } from "../text/l10n.js";
import { type CriterionChange, criterionWords } from "./criteria.js";

/** A check that has another state than before. */
export interface CheckChange {
  readonly label: string;
  readonly a: GateCheck;
  readonly b: GateCheck;
}

export interface GateChanges {
  readonly verdict: { readonly a: Verdict; readonly b: Verdict };
  readonly checks: readonly CheckChange[];
}

/** Compares the verdicts of two alloys under default rules, and the checks that both have. */
export function compareGates(a: Alloy, b: Alloy): GateChanges {
  const [before, after] = [evaluateGate(a), evaluateGate(b)];
  const known = byId(before.checks);
  const checks = [...byId(after.checks)].flatMap(([id, check]): CheckChange[] => {
    const earlier = known.get(id);
    if (!earlier || (earlier.state === check.state && earlier.cause === check.cause)) return [];
    return [{ label: checkCells(check).criterion, a: earlier, b: check }];
  });
  return { verdict: { a: before.verdict, b: after.verdict }, checks };
}

function byId(checks: readonly GateCheck[]): ReadonlyMap<string, GateCheck> {
  const found = new Map<string, GateCheck>();
  for (const check of checks) {
    const { kind, benchmark, criterion } = check;
    const name = benchmark === undefined ? "" : benchmarkKey(benchmark);
    const id = `${kind} ${name || (criterion.kind === "member" ? criterion.name : "")}`;
    let unique = id;
    for (let i = 2; found.has(unique); i++) unique = `${id} ${i}`;
    found.set(unique, check);
  }
  return found;
}

/**
 * What is worse than before, one sentence each, the loosened and removed criteria first: they make the rest look better
 * than it is.
 */
export function regressionsOf(
  [a, b]: readonly [Alloy, Alloy],
  criteria: readonly CriterionChange[],
  { verdict, checks }: GateChanges,
): readonly string[] {
  const easier = criteria.filter(({ effect }) => effect === "loosened" || effect === "removed");
  const failing = checks.filter((check) => check.a.state === "pass" && check.b.state !== "pass");
  return [
    ...easier.map(criterionWords),
    ...failing.map((check) => t`No longer passes (${stateWords(check.b)}): ${checkWords(check.b)}`),
    ...lostResults(a, b).map((name) => t`"${name}" has an acceptance criterion but no longer has a result.`),
    ...(verdict.a === "ship" && verdict.b !== "ship"
      ? [t`The verdict was ${verdictWords(verdict.a)} and is ${verdictWords(verdict.b)}.`]
      : []),
  ];
}

/** Benchmarks with a criterion, in either alloy, of which only the first alloy has a result. */
function lostResults(a: Alloy, b: Alloy): string[] {
  const names = [a, b].flatMap((alloy) => acceptanceOf(alloy)?.benchmarks ?? []).map(({ name }) => name);
  const [before, after] = [benchmarkResults(a), benchmarkResults(b)];
  const lost = names.filter((name) => before.of(name).length > 0 && after.of(name).length === 0);
  return [...new Map(lost.map((name) => [benchmarkKey(name), name])).values()];
}
