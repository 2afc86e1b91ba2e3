/** What the extension does, wherever it runs: starts the language server, registers commands and views. */
import { type Disposable, type ExtensionContext, type TextDocument, window, workspace } from "vscode";
import type { ServerOptions } from "vscode-languageclient/node";
import { registerAcceptanceTests } from "./acceptance-tests.js";
import { registerAdoption } from "./adopt-json.js";
import { registerTools } from "./agents/tools.js";
import { registerCommands } from "./commands.js";
import { registerComparison } from "./compare/commands.js";
import { registerEffectiveAlloy } from "./effective-alloy.js";
import { isOurs } from "./language-client.js";
import { LanguageServer } from "./language-server.js";
import { registerPreview } from "./preview/panel.js";
import { registerServerStatus } from "./server-status.js";
import { registerStatus } from "./status.js";
import { registerTasks } from "./tasks.js";

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
    ...registerEffectiveAlloy(server),
    ...registerStatus(server),
    ...registerServerStatus(server),
    ...registerTasks(),
    ...registerAcceptanceTests(server),
    ...registerAdoption(context.workspaceState),
    registerTools(server),
    workspace.onDidGrantWorkspaceTrust(() => server.notify("forgeAlloy/trusted")),
  ];
  context.subscriptions.push(...disposables);
  // A JSON file activates the extension, too, and needs no server.
  context.subscriptions.push(startWithDocument(server));
  return server;
}

/**
 * Starts the server with the first of our documents. Not awaited: VS Code holds our commands back until activation ends,
 * also if the server hangs while starting.
 */
function startWithDocument(server: LanguageServer): Disposable {
  const start = (document: TextDocument) => {
    if (isOurs(document)) void server.start();
  };
  workspace.textDocuments.forEach(start);
  return workspace.onDidOpenTextDocument(start);
}
