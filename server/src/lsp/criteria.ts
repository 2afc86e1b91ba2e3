import { verifyLenses } from "../features/code-lens.js";
import { evaluateGate } from "../lint/gate-evaluation.js";
import { acceptanceOf } from "../model/acceptance.js";
import type { CheckState, GateCheck } from "../model/gate-check.js";
import { checkCells, checkWords } from "../model/gate-words.js";
import { pathOf, printPointer } from "../syntax/tree.js";
import type { DocumentVersion } from "./documents.js";
import type { Range, TextDocumentIdentifier } from "./lsp.js";
import type { Session } from "./session.js";
import { isVerifiable } from "./verification.js";

/** The acceptance gate of an alloy, as a test explorer shows it. */
interface Criteria {
  readonly criteria: readonly {
    /** JSON pointer to the criterion, and the kind of check: one field may be checked in several ways. */
    readonly id: string;
    readonly label: string;
    readonly state: CheckState;
    /** The check with its numbers, in a sentence. */
    readonly message: string;
    readonly range: Range;
  }[];
  /** Errors because of which the verdict is *invalid*, whatever the criteria. */
  readonly errors: readonly { readonly message: string; readonly range: Range }[];
  /** Whether `forgeAlloy/verify` applies and there is something to verify. */
  readonly isVerifiable: boolean;
}

/** Evaluates the gate of an alloy, open or not, when our own client asks for it. */
export function serveCriteria(session: Session): void {
  session.onRequest(
    "forgeAlloy/criteria",
    async ({ textDocument: { uri } }: { textDocument: TextDocumentIdentifier }): Promise<Criteria | null> => {
      const document = await session.read(uri);
      return document && !document.isLarge && document.alloy.kind === "alloy"
        ? criteriaOf(session, document)
        : null;
    },
  );
}

function criteriaOf(session: Session, document: DocumentVersion): Criteria | null {
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
