import { evaluateGate } from "../../lint/gate-evaluation.js";
import { checkWords } from "../../model/gate-words.js";
import { ownRequest } from "./request.js";
import { gateStatus } from "./status.js";

export const gate = ownRequest("forgeAlloy/gate", ["textDocument"], (session, { textDocument: { uri } }) =>
  session.answer(uri, null, ({ alloy }) => {
    const evaluation = evaluateGate(alloy);
    const checks = evaluation.checks.map((check) => ({ state: check.state, message: checkWords(check) }));
    const errors = evaluation.errors.map(({ message }) => ({ state: "invalid", message }));
    return { ...gateStatus(evaluation), checks: [...errors, ...checks] };
  }),
);
