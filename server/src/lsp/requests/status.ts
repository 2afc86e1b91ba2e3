import { evaluateGate, type GateEvaluation, gateSummary } from "../../lint/gate-evaluation.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { findValue, textIn } from "../../syntax/tree.js";
import { ownRequest } from "./request.js";

export const status = ownRequest(
  "forgeAlloy/status",
  ["textDocument"],
  (session, { textDocument: { uri } }) =>
    session.answer(uri, null, ({ alloy }) => ({
      domains: alloy.declaredDomains.map(({ id, domain }) => ({ id, isKnown: domain !== undefined })),
      gate: acceptanceOf(alloy) ? gateStatus(evaluateGate(alloy)) : null,
      trust: textIn(findValue(findValue(alloy.root, "results"), "integrity"), "trustLevel")?.value ?? null,
    })),
);

/** The verdict, and the same with the counts of checks. */
export function gateStatus(evaluation: GateEvaluation) {
  return { verdict: evaluation.verdict, summary: gateSummary(evaluation) };
}
