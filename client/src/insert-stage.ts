/** "Insert Stage…": a list of all stages of the declared domains, and where the chosen one goes. */
import { l10n, type QuickPickItem, type TextDocument, window } from "vscode";
import type { InsertableStage, InsertableStagesParams } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";
import { select } from "./server-commands.js";
import { showDocument } from "./show-document.js";

type Place = InsertableStage["places"][number];

/** Lets the user choose a stage and a place, and inserts it into the active alloy. Resolves to whether one was chosen. */
export async function insertStage(server: LanguageServer): Promise<boolean> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "forge-alloy") {
    void window.showInformationMessage(l10n.t("Open an alloy to insert a stage at its cursor."));
    return false;
  }
  const { line, character } = editor.selection.active;
  return insert(server, editor.document, { position: { line, character } });
}

/** Lets the user choose a stage, and inserts it as a certain item of `stages`. Resolves to whether one was chosen. */
export function insertStageAt(
  server: LanguageServer,
  document: TextDocument,
  index: number,
): Promise<boolean> {
  return insert(server, document, { index });
}

async function insert(
  server: LanguageServer,
  document: TextDocument,
  where: Pick<InsertableStagesParams, "position" | "index">,
): Promise<boolean> {
  const { version } = document;
  const uri = document.uri.toString();
  const stages = await server.request("forgeAlloy/insertableStages", { textDocument: { uri }, ...where });
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
  if (!chosen) return false;
  const place = await choosePlace(chosen.stage.places, title);
  if (!place) return false;
  await showDocument(document); // tab stops need an editor with the focus
  // The edit is one of the text that the server saw.
  if (document.version !== version || !(await server.applyEdit(place.edit))) return true;
  if (place.selection) await select(uri, place.selection);
  return true;
}

async function choosePlace(places: readonly Place[], title: string): Promise<Place | undefined> {
  if (places.length <= 1) return places[0];
  const items: (QuickPickItem & { place: Place })[] = places.map((place) => ({ label: place.title, place }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Select a position") }))?.place;
}
