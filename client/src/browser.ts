/** The entry of the extension where there is no Node, as on vscode.dev: the server runs in a web worker. */
import type { ExtensionContext } from "vscode";
import { activateWith } from "./activate.js";
import type { LanguageServer } from "./language-server.js";
import { serverWorker } from "./server-worker.js";

let server: LanguageServer | undefined;

/** VS Code calls this when the first alloy is opened or one of our commands is run. */
export function activate(context: ExtensionContext): void {
  server = activateWith(context, serverWorker(context));
}

/** VS Code waits for this before it ends the extension host, so the server can leave in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
