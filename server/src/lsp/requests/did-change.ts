import { DidChangeTextDocumentNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didChange = notification(
  DidChangeTextDocumentNotification.type,
  ["textDocument", "contentChanges"],
  ({ store, changes, diagnostics, encoding }, { textDocument: { uri, version }, contentChanges }) => {
    const document = store.documents.change(uri, version ?? 0, contentChanges, encoding);
    if (!document) return;
    changes.content(uri);
    diagnostics.documentChanged(document);
  },
);
