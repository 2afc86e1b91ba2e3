import { isOurs } from "../../schema/document-kind.js";
import { DidOpenTextDocumentNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didOpen = notification(
  DidOpenTextDocumentNotification.type,
  ["textDocument.languageId", "textDocument.text"],
  (session, { textDocument: { uri, languageId, version, text } }) => {
    // Some editors send every JSON file.
    if (!languageId.startsWith("forge-alloy") && !isOurs(uri)) return;
    const { store, changes, diagnostics } = session;
    const document = store.documents.open(uri, version ?? 0, text);
    changes.content(uri);
    // What the first question needs is looked for at once, while the text is read.
    session.inBackground("Reading configurations", () => store.projects.settings(uri));
    diagnostics.documentChanged(document);
  },
);
