import { DidChangeWatchedFilesNotification } from "../lsp.js";
import { notification } from "./request.js";

export const didChangeWatchedFiles = notification(
  DidChangeWatchedFilesNotification.type,
  ["changes"],
  (session, { changes }) => session.changes.files(changes.map(({ uri }) => uri)),
);
