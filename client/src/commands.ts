/** Commands that appear under "Forge Alloy" in the command palette. */
import {
  commands,
  type Disposable,
  type LogOutputChannel,
  l10n,
  ProgressLocation,
  type Uri,
  window,
} from "vscode";
import { insertSnippet } from "./insert-snippet.js";
import { insertStage } from "./insert-stage.js";
import type { LanguageServer } from "./language-server.js";
import { fillFromTemplate, newAlloy } from "./new-alloy.js";
import { newDomain } from "./new-domain.js";
import { registerServerCommands } from "./server-commands.js";
import { verify } from "./verify.js";

/** Registers the commands that package.json contributes; each lives until its disposable is disposed. */
export function registerCommands(server: LanguageServer, output: LogOutputChannel): Disposable[] {
  return [
    commands.registerCommand("forge-alloy.restartServer", () => restart(server)),
    commands.registerCommand("forge-alloy.insertSnippet", insertSnippet),
    commands.registerCommand("forge-alloy.insertStage", () => insertStage(server)),
    commands.registerCommand("forge-alloy.newAlloy", () => newAlloy(server)),
    commands.registerCommand("forge-alloy.fillFromTemplate", (uri?: Uri) => fillFromTemplate(server, uri)),
    commands.registerCommand("forge-alloy.newDomain", () => newDomain(server)),
    commands.registerCommand("forge-alloy.verify", (uri?: string, weights?: string | null) =>
      verify(server, uri, weights),
    ),
    commands.registerCommand("forge-alloy.showOutput", () => output.show()),
    ...registerServerCommands(server),
  ];
}

async function restart(server: LanguageServer): Promise<void> {
  const location = ProgressLocation.Window;
  const title = l10n.t("Restarting the Forge Alloy language server");
  const isRunning = await window.withProgress({ location, title }, () => server.restart());
  if (isRunning) window.setStatusBarMessage(l10n.t("The Forge Alloy language server has restarted"), 5000);
}
