import type { Alloy } from "../alloy/alloy.js";
import { evaluateGate } from "../alloy/gate.js";
import { checkWords, gateWords } from "../alloy/gate-words.js";
import type { GateReport } from "./index.js";

/** What the gate of an alloy says, in words and numbers. */
export function gateReport(alloy: Alloy): GateReport {
  const report = evaluateGate(alloy);
  return {
    verdict: report?.verdict ?? "unmeasured",
    summary: gateWords(report),
    checks: (report?.checks ?? []).map((one) => ({
      kind: one.kind,
      ...("benchmark" in one && { benchmark: one.benchmark }),
      verdict: one.verdict,
      summary: checkWords(one),
    })),
  };
}
