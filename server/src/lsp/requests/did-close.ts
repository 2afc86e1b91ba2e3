import { canonical } from "../../workspace/uris.js";
import { DidCloseTextDocumentNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didClose = notification(
  DidCloseTextDocumentNotification.type,
  ["textDocument"],
  ({ store, activity, changes, workspaceDocuments, index, diagnostics }, { textDocument: { uri } }) => {
    store.forget(uri);
    activity.closed(uri);
    changes.content(uri);
    // It may have been saved for the first time.
    workspaceDocuments.changed();
    index.filesChanged([canonical(uri)]);
    diagnostics.documentClosed(uri);
  },
);
