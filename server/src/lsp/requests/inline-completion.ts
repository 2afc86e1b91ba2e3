import { nextStageAt } from "../../features/next-stage.js";
import { type InlineCompletionItem, InlineCompletionRequest } from "../lsp.js";
import { request } from "./request.js";

/** Ghost text: after a complete stage, the one that is likely to follow. */
export const inlineCompletion = request(
  InlineCompletionRequest.type,
  ["textDocument", "position", "context"],
  (session, { textDocument, position, context }) =>
    session.answer<InlineCompletionItem[]>(textDocument.uri, [], (document, convert) => {
      // An item of the list of suggestions is selected, and it is what the editor shows.
      if (context.selectedCompletionInfo || document.alloy.kind !== "alloy") return [];
      const sequences = session.index.stageSequences(document.uri);
      const edit = nextStageAt(document.alloy, convert.offset(position), sequences);
      return edit ? [{ insertText: edit.text, range: convert.range(edit) }] : [];
    }),
);
