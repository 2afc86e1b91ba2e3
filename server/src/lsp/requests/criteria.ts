import { verifyLenses } from "../../features/code-lens.js";
import { evaluateGate } from "../../lint/gate-evaluation.js";
import { acceptanceOf } from "../../model/acceptance.js";
import type { GateCheck } from "../../model/gate-check.js";
import { checkCells, checkWords } from "../../model/gate-words.js";
import { pathOf, printPointer } from "../../syntax/tree.js";
import type { DocumentVersion } from "../documents.js";
import type { LanguageSession } from "../language-session.js";
import type { Criteria } from "../protocol.js";
import { ownRequest } from "./request.js";
import { isVerifiable } from "./verify.js";

/** Evaluates the gate of an alloy, open or not, when our own client asks for it. */
export const criteria = ownRequest(
  "forgeAlloy/criteria",
  ["textDocument"],
  async (session, { textDocument: { uri } }) => {
    const document = await session.read(uri);
    return document && !document.isLarge && document.alloy.kind === "alloy"
      ? criteriaOf(session, document)
      : null;
  },
);

function criteriaOf(session: LanguageSession, document: DocumentVersion): Criteria | null {
  const { alloy } = document;
  const statesHashes = verifyLenses(alloy).length > 0 && isVerifiable(session, document);
  if (!acceptanceOf(alloy) && !statesHashes) return null;
  const convert = session.converter(document);
  const { checks, errors } = evaluateGate(alloy);
  return {
    criteria: checks.map((check, index) => ({
      id: `${printPointer(pathOf(check.criterion))} ${check.kind} ${index}`,
      label: labelOf(check),
      state: check.state,
      message: checkWords(check),
      range: convert.range(check.criterion),
    })),
    errors: acceptanceOf(alloy)
      ? errors.map((error) => ({ message: error.message, range: convert.range(error) }))
      : [],
    isVerifiable: statesHashes,
  };
}

function labelOf(check: GateCheck): string {
  const { criterion, required } = checkCells(check);
  if (required === "") return criterion;
  return check.benchmark === undefined ? required : `${check.benchmark}: ${required}`;
}
