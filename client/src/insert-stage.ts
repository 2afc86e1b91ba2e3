/** "Insert Stage…": a list of all stages of the declared domains, and where the chosen one goes. */
import { l10n, type QuickPickItem, window } from "vscode";
import type { InsertableStage } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";
import { select } from "./server-commands.js";

type Place = InsertableStage["places"][number];

/** Lets the user choose a stage and a place, and inserts it into the active alloy. */
export async function insertStage(server: LanguageServer): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "forge-alloy") {
    void window.showInformationMessage(l10n.t("Open an alloy to insert a stage at its cursor."));
    return;
  }
  const { document, selection } = editor;
  const version = document.version;
  const stages = await server.request("forgeAlloy/insertableStages", {
    textDocument: { uri: document.uri.toString() },
    position: { line: selection.active.line, character: selection.active.character },
  });
  const title = l10n.t("Insert Stage");
  const chosen = await window.showQuickPick(
    (stages ?? []).map((stage) => ({
      label: stage.label,
      description: `${stage.phase} · ${stage.summary}`,
      detail: stage.preview,
      stage,
    })),
    {
      title,
      placeHolder: l10n.t("Select a stage"),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!chosen) return;
  const place = await choosePlace(chosen.stage.places, title);
  // The edit is one of the text that the server saw.
  if (!place || document.version !== version || !(await server.applyEdit(place.edit))) return;
  if (place.selection) await select(document.uri.toString(), place.selection);
}

async function choosePlace(places: readonly Place[], title: string): Promise<Place | undefined> {
  if (places.length <= 1) return places[0];
  const items: (QuickPickItem & { place: Place })[] = places.map((place) => ({ label: place.title, place }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Select a position") }))?.place;
}
