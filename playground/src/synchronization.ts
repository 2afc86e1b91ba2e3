/** Tells the server what is open, and each change of it. */
import { toRange } from "./convert.js";
import type { LanguageServer } from "./language-server.js";
import type { Model, Workspace } from "./workspace.js";

const DELETED = 3;

export function synchronize(server: LanguageServer, workspace: Workspace): void {
  const open = (model: Model) =>
    void server.notify("textDocument/didOpen", {
      textDocument: {
        uri: model.uri.toString(),
        languageId: model.getLanguageId(),
        version: model.getVersionId(),
        text: model.getValue(),
      },
    });
  for (const model of workspace.models) open(model);
  workspace.onDidAdd(open);
  workspace.onDidChange(({ model, change }) => {
    // In this order, no change moves the place of the next one.
    const changes = [...change.changes].sort((a, b) => b.rangeOffset - a.rangeOffset);
    void server.notify("textDocument/didChange", {
      textDocument: { uri: model.uri.toString(), version: change.versionId },
      contentChanges: change.isFlush
        ? [{ text: model.getValue() }]
        : changes.map(({ range, text }) => ({
            range: toRange(range),
            text,
          })),
    });
  });
  workspace.onDidRemove(({ uri }) => {
    const gone = uri.toString();
    void server.notify("textDocument/didClose", { textDocument: { uri: gone } });
    void server.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: gone, type: DELETED }] });
  });
}
