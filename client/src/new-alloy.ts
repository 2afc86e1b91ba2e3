/** "New Alloy…": an unsaved alloy from a template; and the same for an alloy that is still empty. */
import {
  l10n,
  languages,
  Range,
  SnippetString,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Template } from "../../server/src/lsp/protocol.js";
import { chooseFolder } from "./choose-folder.js";
import type { LanguageServer } from "./language-server.js";
import { showDocument } from "./show-document.js";

const ENDING = ".alloy.json";

/** Asks for a template, a folder, and a name, and opens the alloy under the path at which it will be saved. */
export async function newAlloy(server: LanguageServer): Promise<void> {
  const title = l10n.t("New Alloy");
  const folder = await chooseFolder(title);
  if (folder === undefined) return;
  const label = await chooseTemplate(server, title, uriFor(folder, "new"));
  if (label === undefined) return;
  const name = await askForName(title, folder, label);
  if (name === undefined) return;
  const uri = uriFor(folder, name);
  const template = (await templatesFor(server, uri, name)).find((one) => one.label === label);
  if (!template) return;
  const document = await workspace.openTextDocument(uri.with({ scheme: "untitled" }));
  const editor = await window.showTextDocument(await asAlloy(document));
  await fill(editor, template);
}

/** Puts a template into an alloy that is empty. */
export async function fillFromTemplate(server: LanguageServer, uri?: Uri): Promise<boolean> {
  const document = uri ? await workspace.openTextDocument(uri) : window.activeTextEditor?.document;
  if (!document || document.getText().trim().length > 2) return false; // `{}` is empty, too
  const title = l10n.t("Fill from Template");
  const label = await chooseTemplate(server, title, document.uri);
  const name = nameOf(document.uri);
  const templates = await templatesFor(server, document.uri, document.isUntitled ? undefined : name);
  const template = templates.find((one) => one.label === label);
  if (template) await fill(await showDocument(await asAlloy(document)), template);
  return template !== undefined;
}

function asAlloy(document: TextDocument): Thenable<TextDocument> | TextDocument {
  if (document.languageId === "forge-alloy") return document;
  return languages.setTextDocumentLanguage(document, "forge-alloy");
}

async function fill(editor: TextEditor, { snippet }: Template): Promise<void> {
  const { document } = editor;
  const end = document.positionAt(document.getText().length);
  await editor.insertSnippet(new SnippetString(snippet), new Range(document.positionAt(0), end));
}

async function chooseTemplate(server: LanguageServer, title: string, uri: Uri): Promise<string | undefined> {
  const items = (await templatesFor(server, uri)).map(({ label, domain, description }) => ({
    label,
    description: domain ?? "",
    detail: description,
  }));
  const placeHolder = l10n.t("Select a template");
  return (await window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.label;
}

async function templatesFor(server: LanguageServer, uri: Uri, name?: string): Promise<readonly Template[]> {
  const params = { uri: uri.toString(), ...(name !== undefined && { name }) };
  return (await server.request("forgeAlloy/templates", params)) ?? [];
}

async function askForName(title: string, folder: Uri | null, label: string): Promise<string | undefined> {
  const value = await freeName(folder, label);
  return window
    .showInputBox({
      title,
      prompt: l10n.t("Name of the alloy, also used as the file name"),
      value,
      validateInput: async (name) => {
        if (!/^[^\\/:*?"<>|\s]([^\\/:*?"<>|]*[^\\/:*?"<>|\s])?$/.test(name))
          return l10n.t("Enter a name that is valid as a file name.");
        const uri = uriFor(folder, withoutEnding(name));
        return (await isTaken(uri)) ? l10n.t("{0} already exists.", fileNameOf(uri)) : undefined;
      },
    })
    .then((name) => name && withoutEnding(name));
}

/** The name of the template, with a number if a file has that name already. */
async function freeName(folder: Uri | null, label: string): Promise<string> {
  let name = label;
  for (let number = 2; await isTaken(uriFor(folder, name)); number++) name = `${label}-${number}`;
  return name;
}

/** Whether a file is there, or an unsaved document that will become that file. */
async function isTaken(uri: Uri): Promise<boolean> {
  const unsaved = uri.with({ scheme: "untitled" }).toString();
  if (workspace.textDocuments.some((document) => document.uri.toString() === unsaved)) return true;
  if (uri.scheme === "untitled") return false;
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function uriFor(folder: Uri | null, name: string): Uri {
  const file = `${name}${ENDING}`;
  return folder ? Uri.joinPath(folder, file) : Uri.from({ scheme: "untitled", path: file });
}

function withoutEnding(name: string): string {
  return name.replace(/(\.alloy)?\.json$/, "");
}

function fileNameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function nameOf(uri: Uri): string {
  return withoutEnding(fileNameOf(uri));
}
