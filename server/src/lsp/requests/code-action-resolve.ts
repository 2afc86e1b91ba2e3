import { refactoringsAt } from "../../features/code-actions/refactorings.js";
import { t } from "../../text/l10n.js";
import { effectOf } from "../effect.js";
import { type CodeAction, CodeActionResolveRequest, LSPErrorCodes, ResponseError } from "../lsp.js";
import { request } from "./request.js";

/** What identifies the refactorings of one answer, so that the edits of the chosen one can be made later. */
export interface RefactoringData {
  readonly uri: string;
  readonly version: number;
  /** Start of the range that was asked about. */
  readonly offset: number;
}

export const codeActionResolve = request(CodeActionResolveRequest.type, ["title"], (session, action) => {
  if (action.edit || !action.data) return action;
  const { uri, version, offset } = dataOf(action);
  const resolved = session.answer<CodeAction | undefined>(uri, undefined, (document, convert) => {
    if (document.version !== version) return undefined;
    const chosen = refactoringsAt(document.alloy, offset).find(
      ({ title, kind }) => title === action.title && kind === action.kind,
    );
    return chosen && { ...action, ...effectOf(session, chosen, convert) };
  });
  if (resolved) return resolved;
  throw new ResponseError(
    LSPErrorCodes.ContentModified,
    t`The document has changed since this action was offered.`,
  );
});

/** What the client sends back, which may be anything. */
function dataOf({ data }: CodeAction): RefactoringData {
  const { uri, version, offset } = Object(data) as Record<string, unknown>;
  return {
    uri: typeof uri === "string" ? uri : "",
    version: Number(version),
    offset: Number.isInteger(offset) ? Number(offset) : 0,
  };
}
