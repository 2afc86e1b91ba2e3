/** Asks for a folder of the workspace in which a new file belongs. */
import { l10n, type QuickPickItem, Uri, window, workspace } from "vscode";

/** Folders with alloys that are offered by name; others can be browsed for. */
const MAX_FOLDERS = 20;

/** Alloys that are looked at for their folders. */
const MAX_ALLOYS = 500;

/** @returns `null` if no folder is open, `undefined` if the user gave up */
export async function chooseFolder(title: string): Promise<Uri | null | undefined> {
  const roots = workspace.workspaceFolders?.map(({ uri }) => uri) ?? [];
  if (roots.length === 0) return null;
  const browse: QuickPickItem = { label: l10n.t("Browse…") };
  const folders = [...(await candidates(roots))].map(([label, folder]) => ({ label, folder }));
  const items: (QuickPickItem & { folder?: Uri })[] = [...folders, browse];
  const choice = await window.showQuickPick(items, { title, placeHolder: l10n.t("Select a folder") });
  if (choice !== browse) return choice?.folder;
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title,
    openLabel: l10n.t("Select Folder"),
    ...(roots[0] && { defaultUri: roots[0] }),
  });
  return chosen?.[0];
}

/** The folder of the active file, those of the workspace, and those with alloys, each once, by what a user calls them. */
async function candidates(roots: readonly Uri[]): Promise<ReadonlyMap<string, Uri>> {
  const active = window.activeTextEditor?.document.uri;
  const files = await workspace.findFiles("**/*.alloy.json", "**/node_modules/**", MAX_ALLOYS);
  const withAlloys = files.map((file) => Uri.joinPath(file, "..")).sort(byPath);
  const isInWorkspace = active && active.scheme !== "untitled" && workspace.getWorkspaceFolder(active);
  const folders = [...(isInWorkspace ? [Uri.joinPath(active, "..")] : []), ...roots, ...withAlloys];
  const named = new Map<string, Uri>();
  for (const folder of folders) if (named.size < MAX_FOLDERS) named.set(nameOf(folder), folder);
  return named;
}

function byPath(a: Uri, b: Uri): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** The path from the workspace folder on; that folder itself has its name. */
function nameOf(folder: Uri): string {
  const root = workspace.getWorkspaceFolder(folder);
  if (!root) return folder.path;
  const path = workspace.asRelativePath(folder, false);
  return path === folder.path || path === folder.fsPath ? root.name : `${root.name}/${path}`;
}
