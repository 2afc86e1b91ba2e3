/** The Node entry of the extension: starts the language server and registers the commands. */
import { type ExtensionContext, window, workspace } from "vscode";
import { registerCommands } from "./commands.js";
import { LanguageServer } from "./language-server.js";
import { registerPreview } from "./preview/panel.js";
import { registerStatus } from "./status.js";

let server: LanguageServer | undefined;

/** VS Code calls this when the first alloy is opened or one of our commands is run. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel("Forge Alloy", { log: true });
  server = new LanguageServer(context, output);
  context.subscriptions.push(
    output,
    ...registerCommands(server, output),
    ...registerPreview(context, server),
    ...registerStatus(server),
    workspace.onDidGrantWorkspaceTrust(() => server?.notify("forgeAlloy/trusted")),
  );
  // Not awaited: VS Code holds back our commands until activation ends, and a server that hangs
  // while starting must not take "Restart Language Server" with it.
  void server.restart();
}

/** VS Code waits for this before it ends the extension host, so the server can leave in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
