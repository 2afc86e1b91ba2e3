import { canonical } from "../../workspace/uris.js";
import { DidChangeWorkspaceFoldersNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didChangeWorkspaceFolders = notification(
  DidChangeWorkspaceFoldersNotification.type,
  ["event"],
  ({ store, changes }, { event: { added, removed } }) => {
    const gone = new Set(removed.map(({ uri }) => canonical(uri)));
    for (const uri of gone) store.settings.forget(uri);
    const kept = store.workspaceFolders.filter((uri) => !gone.has(uri));
    store.workspaceFolders = [...kept, ...added.map(({ uri }) => canonical(uri))];
    changes.workspaceFolders();
  },
);
