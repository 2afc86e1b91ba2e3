// What the client library asks of its part about notebooks, which is as large as a third of our rules: no alloy stands in a
// notebook, so none is ever sent to a server.
import { EventEmitter } from "vscode";
import { NotebookDocumentSyncRegistrationType } from "vscode-languageserver-protocol";

export class NotebookDocumentSyncFeature {
  static CellScheme = "vscode-notebook-cell";

  registrationType = NotebookDocumentSyncRegistrationType.type;
  onOpenNotificationSent = new EventEmitter().event;
  onChangeNotificationSent = this.onOpenNotificationSent;
  onCloseNotificationSent = this.onOpenNotificationSent;
  onSaveNotificationSent = this.onOpenNotificationSent;

  getState() {
    return { kind: "document", id: this.registrationType.method, registrations: false, matches: false };
  }

  handles() {
    return false;
  }

  getProvider() {
    return undefined;
  }

  fillClientCapabilities() {}
  initialize() {}
  register() {}
  unregister() {}
  clear() {}
}
