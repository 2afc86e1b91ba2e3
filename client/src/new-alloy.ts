/** "New Alloy…": a new file from a template; and the same for an alloy in which nothing stands yet. */
import { l10n, languages, Range, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { Template } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";
import { showDocument } from "./show-document.js";

/** Opens an unsaved alloy made from a template; it is saved where and as the user likes. */
export async function newAlloy(server: LanguageServer): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const template = await choose(server, folder ? Uri.joinPath(folder, "new.alloy.json") : undefined);
  if (!template) return;
  const document = await workspace.openTextDocument({ language: "forge-alloy", content: template.text });
  await window.showTextDocument(document);
}

/** Puts a template into an alloy that is empty. */
export async function fillFromTemplate(server: LanguageServer, uri?: Uri): Promise<void> {
  const document = uri ? await workspace.openTextDocument(uri) : window.activeTextEditor?.document;
  if (!document || document.getText().trim().length > 2) return; // {} counts as nothing
  const template = await choose(server, document.uri);
  if (!template) return;
  const edit = new WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new Range(document.positionAt(0), end), template.text);
  await workspace.applyEdit(edit);
  if (document.languageId !== "forge-alloy") await languages.setTextDocumentLanguage(document, "forge-alloy");
  await showDocument(document);
}

async function choose(server: LanguageServer, uri: Uri | undefined): Promise<Template | undefined> {
  const name = uri?.path
    .split("/")
    .pop()
    ?.replace(/(\.alloy)?\.json$/, "");
  const templates = await server.request("forgeAlloy/templates", {
    uri: uri?.toString() ?? "untitled:new.alloy.json",
    ...(name && name !== "new" && { name }),
  });
  const items = (templates ?? []).map((template) => ({
    label: template.label,
    description: template.domain ?? "",
    detail: template.description,
    template,
  }));
  const placeHolder = l10n.t("What is the new alloy to begin as?");
  return (await window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.template;
}
