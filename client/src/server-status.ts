/** The language status where the language server itself is what there is to say. */
import { type Disposable, type LanguageStatusItem, LanguageStatusSeverity, l10n, languages } from "vscode";
import { DOCUMENTS } from "./language-client.js";
import type { LanguageServer, ServerState } from "./language-server.js";

/** Says that the server is being started or stays off; nothing while it runs. */
export function registerServerStatus(server: LanguageServer): Disposable[] {
  let item: LanguageStatusItem | undefined;
  const show = (state: ServerState) => {
    item?.dispose();
    item = state === "running" ? undefined : itemFor(state);
  };
  return [server.onDidChangeState(show), { dispose: () => item?.dispose() }];
}

function itemFor(state: "starting" | "off"): LanguageStatusItem {
  const item = languages.createLanguageStatusItem("forge-alloy.server", DOCUMENTS);
  item.name = l10n.t("Language server");
  if (state === "starting") {
    item.text = l10n.t("Language server is starting");
    item.busy = true;
  } else {
    item.text = l10n.t("Language server is not running");
    item.detail = l10n.t("alloys are not checked");
    item.severity = LanguageStatusSeverity.Error;
    item.command = { command: "forge-alloy.restartServer", title: l10n.t("Restart") };
  }
  return item;
}
