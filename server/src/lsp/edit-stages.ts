import { editStages, type StageEdit } from "../features/edit-stages.js";
import type { Range, TextDocumentIdentifier, WorkspaceEdit } from "./lsp.js";
import type { Session } from "./session.js";

/** What became of an action of the preview. */
interface StageEditResult {
  readonly edit: WorkspaceEdit;
  /** The stage afterwards, in the text after the edit; null if it is gone. */
  readonly selection: Range | null;
}

interface StageEditParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly action: StageEdit["action"];
  readonly index: number;
  /** Where a stage is moved. */
  readonly to?: number | null;
}

/** Changes that the preview makes: asked by our own client, which applies them to the text. */
export function serveStageEdits(session: Session): void {
  session.onRequest(
    "forgeAlloy/editStages",
    ({ textDocument: { uri }, action, index, to }: StageEditParams) =>
      session.answer<StageEditResult | null>(uri, null, ({ alloy }, convert) => {
        const edit = action === "move" ? { action, index, to: to ?? index } : { action, index };
        const change = editStages(alloy, edit);
        if (!change) return null;
        const { edits, selection } = change;
        return {
          edit: convert.changes(edits),
          selection: selection ? convert.rangeAfter(edits, selection) : null,
        };
      }),
  );
}
