import type { Alloy } from "../model/alloy.js";
import { evaluateChecks, evaluateChecksWith, type GateCheck, type OtherIntegrity } from "../model/gate.js";
import { gateWords, type Verdict } from "../model/gate-words.js";
import { memoize } from "../model/memoize.js";
import { diagnose } from "./lint.js";
import type { Problem } from "./rule.js";

/** What the acceptance gate says about an alloy. */
export interface GateEvaluation {
  readonly verdict: Verdict;
  /** All checks, whatever the verdict. */
  readonly checks: readonly GateCheck[];
  /** Problems of severity error under default rules: an alloy that parsers reject cannot ship. */
  readonly errors: readonly Problem[];
}

/** Evaluates the gate under default rules: no configuration can turn an error into a release. */
export const evaluateGate = memoize(
  (alloy: Alloy): GateEvaluation => evaluation(alloy, evaluateChecks(alloy) ?? []),
);

/** Evaluates the gate of an alloy whose weights another file describes. */
export function evaluateGateWith(alloy: Alloy, other: OtherIntegrity): GateEvaluation {
  return evaluation(alloy, evaluateChecksWith(alloy, other) ?? []);
}

function evaluation(alloy: Alloy, checks: readonly GateCheck[]): GateEvaluation {
  const errors = diagnose(alloy).problems.filter(({ severity }) => severity === "error");
  return { verdict: verdictOf(checks, errors.length > 0), checks, errors };
}

/** The verdict and the counts in one line. */
export function gateSummary({ verdict, checks, errors }: GateEvaluation): string {
  return gateWords(verdict, checks, errors.length);
}

function verdictOf(checks: readonly GateCheck[], hasErrors: boolean): Verdict {
  const has = (state: GateCheck["state"]) => checks.some((check) => check.state === state);
  if (hasErrors || has("invalid")) return "invalid";
  if (has("fail")) return "rework";
  if (has("unmeasured")) return "unmeasured";
  return checks.length > 0 ? "ship" : "no-criteria";
}
