/** "Export Preview…": writes the preview of an alloy as an image, a page, or Markdown. */
import { commands, l10n, type QuickPickItem, type TextDocument, Uri, window, workspace } from "vscode";
import type { LanguageServer } from "./language-server.js";

interface Form extends QuickPickItem {
  /** As `forgeAlloy/export` knows it. */
  readonly format: "svg" | "markdown" | "html";
  readonly ending: string;
}

/**
 * Asks for the form and the file, writes it, and says where it is.
 * @param toPng draws an SVG as PNG; undefined if that is not possible
 */
export async function exportPreview(
  server: LanguageServer,
  document: TextDocument | undefined,
  toPng: (svg: string) => Promise<Uint8Array | undefined>,
): Promise<void> {
  if (document?.languageId !== "forge-alloy") {
    void window.showInformationMessage(l10n.t("Open an alloy to export its preview."));
    return;
  }
  const form = await window.showQuickPick(forms(), {
    title: l10n.t("Export Preview"),
    placeHolder: l10n.t("Select a format"),
  });
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
  const content = form.ending === "png" ? await toPng(text) : new TextEncoder().encode(text);
  if (!content) {
    void window.showWarningMessage(l10n.t("The preview could not be exported as PNG. Try SVG."));
    return;
  }
  await workspace.fs.writeFile(file, content);
  const open = l10n.t("Open");
  const choice = await window.showInformationMessage(
    l10n.t("Exported to {0}.", workspace.asRelativePath(file)),
    open,
  );
  if (choice === open) await commands.executeCommand("vscode.open", file);
}

function forms(): Form[] {
  const image = l10n.t("pipeline and gate as an image");
  return [
    { label: "SVG", description: image, format: "svg", ending: "svg" },
    { label: "PNG", description: image, format: "svg", ending: "png" },
    {
      label: "Markdown",
      description: l10n.t("for a model card or a pull request"),
      format: "markdown",
      ending: "md",
    },
    { label: "HTML", description: l10n.t("the entire preview as a page"), format: "html", ending: "html" },
  ];
}
