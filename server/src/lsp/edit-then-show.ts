import type { CodeAction, Range, WorkspaceEdit } from "./lsp.js";
import { SHOW_DOCUMENT } from "./names.js";
import type { Session } from "./session.js";

/**
 * The effect of a code action that edits another file, which may be new, and then shows a range in it. Our own client does
 * both in one command: VS Code forgets the command of an action when the problems of the text change, which they may do
 * while the file is made.
 * @param title of the command, which no editor shows
 */
export function editThenShow(
  { client, options: { editCommand } }: Pick<Session, "client" | "options">,
  title: string,
  edit: WorkspaceEdit,
  uri: string,
  range: Range,
): Pick<CodeAction, "edit" | "command"> {
  if (editCommand !== undefined)
    return { command: { title, command: editCommand, arguments: [edit, uri, range] } };
  const command = { title, command: SHOW_DOCUMENT, arguments: [uri, range] };
  return { edit, ...(client.window?.showDocument?.support && { command }) };
}
