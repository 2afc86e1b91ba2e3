/** What the extension does, wherever it runs: starts the language server, registers commands and views. */
import { type Disposable, type ExtensionContext, window, workspace } from "vscode";
import type { ServerOptions } from "vscode-languageclient/node";
import { registerTools } from "./agents/tools.js";
import { registerCommands } from "./commands.js";
import { registerComparison } from "./compare/commands.js";
import { LanguageServer } from "./language-server.js";
import { registerPreview } from "./preview/panel.js";
import { registerServerStatus } from "./server-status.js";
import { registerStatus } from "./status.js";

/** @param process how the server is started here */
export function activateWith(context: ExtensionContext, process: ServerOptions): LanguageServer {
  const output = window.createOutputChannel("Forge Alloy", { log: true });
  const server = new LanguageServer(context, output, process);
  const disposables: Disposable[] = [
    output,
    server,
    ...registerCommands(server, output),
    ...registerPreview(context, server),
    ...registerComparison(context, server),
    ...registerStatus(server),
    ...registerServerStatus(server),
    registerTools(server),
    workspace.onDidGrantWorkspaceTrust(() => server.notify("forgeAlloy/trusted")),
  ];
  context.subscriptions.push(...disposables);
  // Not awaited: VS Code holds back our commands until activation ends, and a server that hangs
  // while starting must not take "Restart Language Server" with it.
  void server.restart();
  return server;
}
