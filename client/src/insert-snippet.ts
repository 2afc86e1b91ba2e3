/** Writes a draft with tab stops into a file: what the server offers as "Add an architecture…". */

import { Range, SnippetString, Uri, window, workspace } from "vscode";
import type { Range as LspRange } from "vscode-languageclient";

/** Inserts a snippet into a file, which is created if it is not there, and shows it at the first tab stop. */
export async function insertSnippet(uri: string, { start, end }: LspRange, snippet: string): Promise<void> {
  const file = Uri.parse(uri);
  const isThere = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await workspace.fs.writeFile(file, new Uint8Array());
  const document = await workspace.openTextDocument(file);
  const editor = await window.showTextDocument(document, { preview: false });
  const range = new Range(start.line, start.character, end.line, end.character);
  // A file that came up meanwhile is not written over.
  if (!isThere && document.getText() !== "") return;
  await editor.insertSnippet(new SnippetString(snippet), range);
}
