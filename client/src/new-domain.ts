/** "New Domain…": asks for an id, and writes a vocabulary to begin with. */
import { l10n, Uri, window, workspace } from "vscode";
import type { LanguageServer } from "./language-server.js";

const FORM = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Writes a domain file of the given id into the workspace and shows it; one that is there is only shown. */
export async function newDomain(server: LanguageServer): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const folder = (active && workspace.getWorkspaceFolder(active)) ?? workspace.workspaceFolders?.[0];
  if (!folder) {
    void window.showInformationMessage(l10n.t("Open a folder to create a domain in it."));
    return;
  }
  const id = await window.showInputBox({
    title: l10n.t("New Domain"),
    prompt: l10n.t("ID of the domain, as alloys declare it"),
    placeHolder: "lab-batch",
    validateInput: (text) =>
      FORM.test(text)
        ? undefined
        : l10n.t("Use lowercase letters, digits, and single hyphens, as in lab-batch"),
  });
  if (!id) return;
  const file = Uri.joinPath(folder.uri, ".forge-alloy", "domains", `${id}.json`);
  const isThere = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    const text = await server.request("forgeAlloy/starterDomain", { id });
    if (text === undefined) return;
    await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
  await window.showTextDocument(await workspace.openTextDocument(file));
}
