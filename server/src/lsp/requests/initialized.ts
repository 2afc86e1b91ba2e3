import { GITIGNORE } from "../../workspace/gitignore.js";
import { SETTINGS_FOLDER } from "../../workspace/workspace.js";
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InitializedNotification,
} from "../lsp.js";
import { didChangeWorkspaceFolders } from "./did-change-workspace-folders.js";
import { notification } from "./request.js";

/** Names under which alloys are found, and what decides which files are checked and how, as globs of the protocol. */
const WATCHED = [
  "**/*.alloy.json",
  "**/forge-alloy.json",
  "**/*__forge-alloy.json",
  `**/${SETTINGS_FOLDER}/**/*.json`,
  `**/${GITIGNORE}`,
];

export const initialized = notification(InitializedNotification.type, [], (session) => {
  const { connection } = session;
  session.activity.started();
  const { workspace } = session.client;
  if (workspace?.didChangeConfiguration?.dynamicRegistration) {
    session.attempt(
      connection.client.register(DidChangeConfigurationNotification.type, { section: "forgeAlloy" }),
    );
  }
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    session.attempt(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
  const { method, handle } = didChangeWorkspaceFolders;
  if (workspace?.workspaceFolders) session.onNotification(method, (params) => handle(session, params));
});
