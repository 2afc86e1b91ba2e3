/** "Export Picture…": writes the picture of the active alloy as an image, a page or Markdown. */
import { l10n, type QuickPickItem, Uri, window, workspace } from "vscode";
import type { LanguageServer } from "./language-server.js";

/** Asks for the form and the file, and writes it. */
export async function exportPicture(server: LanguageServer): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== "forge-alloy") {
    void window.showInformationMessage(l10n.t("Open an alloy first: its picture is what is exported."));
    return;
  }
  const forms: (QuickPickItem & { format: string; ending: string })[] = [
    { label: "SVG", description: l10n.t("pipeline and gate as an image"), format: "svg", ending: "svg" },
    {
      label: "Markdown",
      description: l10n.t("for a model card or a pull request"),
      format: "markdown",
      ending: "md",
    },
    { label: "HTML", description: l10n.t("the whole picture as a page"), format: "html", ending: "html" },
  ];
  const form = await window.showQuickPick(forms, { placeHolder: l10n.t("Export as …") });
  if (!form) return;
  const name = (document.uri.path.split("/").pop() ?? "alloy").replace(/(\.alloy)?\.json$/, "");
  const defaultUri = Uri.joinPath(document.uri, "..", `${name}.${form.ending}`);
  const file = await window.showSaveDialog(document.isUntitled ? {} : { defaultUri });
  if (!file) return;
  const text = await server.request("forgeAlloy/export", {
    textDocument: { uri: document.uri.toString() },
    format: form.format,
  });
  if (typeof text !== "string") return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
