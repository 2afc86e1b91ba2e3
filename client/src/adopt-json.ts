/** Offers to treat a JSON file as an alloy if it has the shape of one. The offer is made once for each file. */
import {
  ConfigurationTarget,
  type Disposable,
  l10n,
  languages,
  type Memento,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

/** Key in the workspace's memory: URIs for which the offer was made. */
const OFFERED = "forge-alloy.offeredFiles";

/** Larger files are not parsed here, in UTF-16 code units. */
const MAX_LENGTH = 1_000_000;

/** What executors write next to an alloy. */
const REPORT = /\.alloy\.(result|error)\.json$/;

/** Watches which file is shown. */
export function registerAdoption(memory: Memento): Disposable[] {
  const look = (document: TextDocument | undefined) => {
    if (document && isAlloyByContent(document)) void offer(document, memory);
  };
  look(window.activeTextEditor?.document);
  return [window.onDidChangeActiveTextEditor((editor) => look(editor?.document))];
}

function isAlloyByContent(document: TextDocument): boolean {
  const { languageId, isUntitled, uri } = document;
  if (!/^jsonc?$/.test(languageId) || isUntitled || !uri.path.endsWith(".json") || REPORT.test(uri.path))
    return false;
  const text = document.getText();
  if (text.length > MAX_LENGTH || !text.includes('"stages"') || !text.includes('"source"')) return false;
  try {
    const { stages, source } = Object(JSON.parse(text));
    return Array.isArray(stages) && typeof source === "object" && source !== null;
  } catch {
    return false;
  }
}

async function offer(document: TextDocument, memory: Memento): Promise<void> {
  const uri = document.uri.toString();
  const offered = memory.get<readonly string[]>(OFFERED, []);
  if (offered.includes(uri)) return;
  await memory.update(OFFERED, [...offered, uri]);
  const renamed = Uri.joinPath(document.uri, "..", nameOf(document.uri).replace(/\.json$/, ".alloy.json"));
  const rename = l10n.t("Rename to {0}", nameOf(renamed));
  const associate = l10n.t("Associate This File");
  const choices = workspace.getWorkspaceFolder(document.uri) ? [rename, associate] : [rename];
  const choice = await window.showInformationMessage(
    l10n.t("{0} looks like an alloy, but is not named like one. Treat it as an alloy?", nameOf(document.uri)),
    ...choices,
  );
  if (choice === rename) {
    const edit = new WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    await workspace.applyEdit(edit);
  } else if (choice === associate) {
    const settings = workspace.getConfiguration("files");
    const known = settings.inspect<Record<string, string>>("associations")?.workspaceValue;
    const associations = { ...known, [`**/${workspace.asRelativePath(document.uri, false)}`]: "forge-alloy" };
    await settings.update("associations", associations, ConfigurationTarget.Workspace);
    await languages.setTextDocumentLanguage(document, "forge-alloy");
  }
}

function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
