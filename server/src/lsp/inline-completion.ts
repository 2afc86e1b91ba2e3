import { nextStageAt } from "../features/next-stage.js";
import { type InlineCompletionItem, InlineCompletionRequest } from "./lsp.js";
import type { Session } from "./session.js";
import type { WorkspaceIndex } from "./workspace-index.js";

/** Ghost text: after a complete stage, the one that is likely to follow. */
export function serveInlineCompletion(session: Session, index: WorkspaceIndex): void {
  session.onRequest(InlineCompletionRequest.type, ({ textDocument, position, context }) =>
    session.answer<InlineCompletionItem[]>(textDocument.uri, [], (document, convert) => {
      // An item of the list of suggestions is selected, and it is what the editor shows.
      if (context.selectedCompletionInfo || document.alloy.kind !== "alloy") return [];
      const edit = nextStageAt(document.alloy, convert.offset(position), index.stageSequences(document.uri));
      return edit ? [{ insertText: edit.text, range: convert.range(edit) }] : [];
    }),
  );
}
