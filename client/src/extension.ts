/** The Node entry of the extension. */
import type { ExtensionContext } from "vscode";
import { activateWith } from "./activate.js";
import { registerMcpServer } from "./agents/mcp-server.js";
import type { LanguageServer } from "./language-server.js";
import { serverProcess } from "./server-process.js";

let server: LanguageServer | undefined;

/** VS Code calls this when the first alloy is opened or one of our commands is run. */
export function activate(context: ExtensionContext): void {
  server = activateWith(context, serverProcess(context));
  context.subscriptions.push(...registerMcpServer(context));
}

/** VS Code waits for this before it ends the extension host, so the server can leave in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
