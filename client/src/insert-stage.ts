/** "Insert Stage…": a list of all stages of the declared domains, and where the chosen one goes. */
import { l10n, type QuickPickItem, type TextDocument, window } from "vscode";
import type { InsertableStage, InsertableStagesParams } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";
import { select } from "./server-commands.js";
import { showDocument } from "./show-document.js";

type Place = InsertableStage["places"][number];

/** Lets the user choose a stage and a place, and inserts it into the active alloy. */
export async function insertStage(server: LanguageServer): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "forge-alloy") {
    void window.showInformationMessage(l10n.t("Open an alloy to insert a stage at its cursor."));
    return;
  }
  const { line, character } = editor.selection.active;
  await insert(server, editor.document, { position: { line, character } });
}

/** Lets the user choose a stage, and inserts it as a certain item of `stages`. */
export async function insertStageAt(
  server: LanguageServer,
  document: TextDocument,
  index: number,
): Promise<void> {
  await insert(server, document, { index });
}

async function insert(
  server: LanguageServer,
  document: TextDocument,
  where: Pick<InsertableStagesParams, "position" | "index">,
): Promise<void> {
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
  if (!chosen) return;
  const place = await choosePlace(chosen.stage.places, title);
  if (!place) return;
  await showDocument(document); // tab stops need an editor with the focus
  // The edit is one of the text that the server saw.
  if (document.version !== version || !(await server.applyEdit(place.edit))) return;
  if (place.selection) await select(uri, place.selection);
}

async function choosePlace(places: readonly Place[], title: string): Promise<Place | undefined> {
  if (places.length <= 1) return places[0];
  const items: (QuickPickItem & { place: Place })[] = places.map((place) => ({ label: place.title, place }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t("Select a position") }))?.place;
}
