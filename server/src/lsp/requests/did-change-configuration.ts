import { DidChangeConfigurationNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didChangeConfiguration = notification(
  DidChangeConfigurationNotification.type,
  [],
  ({ store, changes }, change) => {
    store.settings.changed(change?.settings);
    changes.settings();
  },
);
