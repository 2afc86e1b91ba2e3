import { codeActionsAt, fixAll } from "../../features/code-actions/code-actions.js";
import { isPublished } from "../../model/receipt.js";
import { effectOf } from "../effect.js";
import { explainActions } from "../explain.js";
import { type CodeAction, CodeActionKind, CodeActionRequest, CodeActionTriggerKind } from "../lsp.js";
import { FIX_ALL } from "../names.js";
import { newArchitectureActions, workspaceProfile } from "../new-architecture.js";
import { newDomainActions, trustActions } from "../new-domain.js";
import { suppressionActions } from "../suppressions.js";
import type { RefactoringData } from "./code-action-resolve.js";
import { request } from "./request.js";

/** Quick fixes and refactorings. */
export const codeAction = request(
  CodeActionRequest.type,
  ["textDocument", "range", "context"],
  async (session, { textDocument: { uri }, range, context }, token) => {
    // A client of before LSP 3.8 takes commands only, and there is none that does what an action does.
    if (!session.client.textDocument?.codeAction?.codeActionLiteralSupport) return [];
    // The problems last, so that they are those of the text that the answer is about.
    const nearest = await session.store.projects.nearest(uri);
    const profile = await workspaceProfile(session, uri);
    const problems = await session.diagnostics.problemsOf(uri, token);
    const isWanted = ({ kind = "" }: { readonly kind?: CodeActionKind }) =>
      !context.only?.length || context.only.some((only) => isOfKind(kind, only));
    return session.answer<CodeAction[]>(uri, [], (document, convert) => {
      const span = convert.span(range);
      const { client, encoding } = session;
      // The fix for the whole file is only computed if the client requests it, since that evaluates every fix
      // of the file. Editors also request it on save, when the author has not seen the changes: a published
      // alloy stays unchanged.
      const isAutomatic = context.triggerKind === CodeActionTriggerKind.Automatic;
      const isAsked = context.only?.some((only) => isOfKind(FIX_ALL, only));
      const all = isAsked && !isPublished(document.alloy) ? fixAll(problems) : undefined;
      const actions = [...codeActionsAt(document.alloy, span, problems, isAutomatic), ...(all ? [all] : [])];
      const { Refactor } = CodeActionKind;
      const isLazy = client.textDocument?.codeAction?.resolveSupport?.properties.includes("edit");
      const data: RefactoringData = { uri, version: document.version, offset: span.start };
      const workspaceFolder = session.store.folderOf(uri);
      return [
        ...actions.filter(isWanted).map((action) => {
          const made = convert.codeAction(action);
          if (isLazy && action.kind.startsWith(Refactor)) made.data = data;
          else Object.assign(made, effectOf(session, action, convert));
          return made;
        }),
        ...newDomainActions(session, document, span, problems, convert).filter(isWanted),
        ...newArchitectureActions(session, document, span, problems, convert, profile).filter(isWanted),
        ...trustActions(session, document, span).filter(isWanted),
        ...suppressionActions({
          document,
          span,
          problems,
          nearest,
          workspaceFolder,
          convert,
          session,
          encoding,
        }).filter(isWanted),
        ...explainActions(session, span, problems, convert).filter(isWanted),
      ];
    });
  },
);

/** Whether a kind of code actions is of another kind or below it. The empty kind holds all. */
function isOfKind(kind: CodeActionKind, other: CodeActionKind): boolean {
  return other === "" || kind === other || kind.startsWith(`${other}.`);
}
