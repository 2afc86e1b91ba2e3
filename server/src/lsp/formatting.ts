import { type FormatOptions, format } from "../features/format.js";
import { isPublished } from "../model/receipt.js";
import { fewEdits } from "../syntax/edits.js";
import { t } from "../text/l10n.js";
import type { Converter } from "./convert.js";
import type { DocumentVersion } from "./documents.js";
import { MessageType, ShowMessageNotification, type TextEdit, type WorkspaceEdit } from "./lsp.js";
import type { Session } from "./session.js";

/** The edits that format a document or a part of it. A published alloy is changed only if the user insists. */
export function formattingEdits(
  session: Session,
  uri: string,
  options: FormatOptions,
  formatIn: (document: DocumentVersion, convert: Converter) => ReturnType<typeof format>,
): TextEdit[] {
  return session.answer(uri, [], (document, convert) => {
    const result = formatIn(document, convert);
    if ("refusal" in result) {
      // Syntax errors are underlined, and a message at each save of unfinished text would be a nuisance.
      if (!result.isBroken) show(session, MessageType.Warning, result.refusal);
      return [];
    }
    if (result.edits.length > 0 && isPublished(document.alloy)) {
      session.attempt(ask(session, uri, options));
      return [];
    }
    return fewEdits(document.text, result.edits).map((edit) => convert.edit(edit));
  });
}

/** A published alloy is known by the hash of its text, so it changes only when somebody insists. */
async function ask(session: Session, uri: string, options: FormatOptions): Promise<void> {
  const { connection, store } = session;
  if (store.askedToFormat.has(uri)) return;
  const message = t`This alloy is published; formatting would change its hash. It was not formatted.`;
  if (!session.support.applyEdit) {
    show(session, MessageType.Info, message);
    return;
  }
  store.askedToFormat.add(uri);
  const anyway = t`Format Anyway`;
  const choice = await connection.window
    .showInformationMessage(message, { title: anyway })
    .finally(() => store.askedToFormat.delete(uri));
  if (choice?.title !== anyway) return;
  const edit = session.answer<WorkspaceEdit | undefined>(uri, undefined, (document, convert) => {
    const result = format(document.alloy, options);
    return "edits" in result ? convert.changes(fewEdits(document.text, result.edits)) : undefined;
  });
  if (edit) await connection.workspace.applyEdit({ label: "Format", edit });
}

function show({ connection }: Session, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.method, { type, message });
}
