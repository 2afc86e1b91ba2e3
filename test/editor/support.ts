/** What editor tests share: opening alloys and waiting for what the language server says about them. */
import assert from "node:assert/strict";
import * as vscode from "vscode";

const PATIENCE = 60_000;

export function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "the tests run with a workspace folder open");
  return folder.uri;
}

/** Whether the extension is in another extension host than these tests: VS Code hands no commands or code links across. */
export function isInOtherHost(): boolean {
  return vscode.extensions.getExtension("forge-alloy.forge-alloy") === undefined;
}

/** Writes a file into the workspace and opens it in an editor. */
export async function openText(name: string, text: string): Promise<vscode.TextEditor> {
  const file = vscode.Uri.joinPath(workspaceFolder(), name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return show(file);
}

export async function show(file: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

/** The alloys of a folder of the workspace; empty where the folder is missing. */
export async function alloysIn(folder: string): Promise<vscode.Uri[]> {
  const at = vscode.Uri.joinPath(workspaceFolder(), folder);
  try {
    const entries = await vscode.workspace.fs.readDirectory(at);
    return entries
      .filter(([name]) => /(\.alloy|forge-alloy)\.json$/.test(name))
      .map(([name]) => vscode.Uri.joinPath(at, name));
  } catch {
    return [];
  }
}

/** Waits until the problems of a document satisfy the condition, and returns them. */
export async function problemsWhen(
  uri: vscode.Uri,
  condition: (problems: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return until(() => {
    const problems = vscode.languages.getDiagnostics(uri);
    return condition(problems) ? problems : undefined;
  }, `the problems of ${uri.path} to be as expected`);
}

/**
 * The problems of a document once the server has checked this very text: a mark that is certainly a problem is put
 * in and taken out again, since no problem at all looks the same as no answer yet.
 */
export async function settledProblems(editor: vscode.TextEditor): Promise<readonly vscode.Diagnostic[]> {
  const { document } = editor;
  const end = document.positionAt(document.getText().length);
  await editor.edit((edit) => edit.insert(end, "!"));
  await problemsWhen(document.uri, (problems) => problems.some(({ range }) => range.end.isAfter(end)));
  await editor.edit((edit) => edit.delete(new vscode.Range(end, end.translate(0, 1))));
  return problemsWhen(document.uri, (problems) => !problems.some(({ range }) => range.end.isAfter(end)));
}

export async function until<T>(
  attempt: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() > end) assert.fail(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Returns the range of the first occurrence of a string in a document; fails if there is none. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `"${text}" is not in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

export function codeOf(problem: vscode.Diagnostic): string {
  return String(typeof problem.code === "object" ? problem.code.value : problem.code);
}

/** So many actions have their edits made, as the one has that a person chooses. */
const RESOLVED = 50;

/** The code actions that the lightbulb offers at a range, ours only by kind. */
export async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: string,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    kind,
    RESOLVED,
  );
}

/** Makes the edit of an action; of one without, runs the command, which is only known in the host that it comes from. */
export async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action, "there is no such action");
  const { edit, command } = action;
  if (edit) assert.ok(await vscode.workspace.applyEdit(edit));
  else {
    assert.ok(command, "the action does nothing");
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }
}
