/** Edits that somebody makes in the preview: each is one edit of the text, which can be undone there. */
import { l10n, Position, Selection, type TextDocument, TextEditorRevealType, window } from "vscode";
import type { LanguageServer } from "../language-server.js";
import type { StageEdit } from "./messages.js";

/** An edit for which the user chooses nothing. */
type ImmediateEdit = StageEdit & { readonly action: Exclude<StageEdit["action"], "insert" | "insertAt"> };

/** Makes the edit and puts the cursor to the stage. The preview keeps the focus. */
export async function editStages(
  server: LanguageServer,
  document: TextDocument,
  { action, index, to }: ImmediateEdit,
): Promise<void> {
  const { version } = document;
  const result = await server.request("forgeAlloy/editStages", {
    textDocument: { uri: document.uri.toString() },
    action,
    index,
    ...(to !== undefined && { to }),
  });
  if (!result) {
    window.setStatusBarMessage(l10n.t("Fix the syntax errors to edit stages in the preview."), 5000);
    return;
  }
  if (document.version !== version || !(await server.applyEdit(result.edit))) return;
  const editor = window.visibleTextEditors.find((one) => one.document === document);
  if (!editor || !result.selection) return;
  const { line, character } = result.selection.start;
  const start = new Position(line, character);
  editor.selection = new Selection(start, start);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
