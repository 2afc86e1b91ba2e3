/** Showing a document where it is shown already, so that it does not cover the preview. */
import { type TextDocument, type TextEditor, ViewColumn, window } from "vscode";

/** Gives a document the focus. One that no editor shows comes into the first column, whatever is active. */
export function showDocument(document: TextDocument): Thenable<TextEditor> {
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  return window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? ViewColumn.One });
}
