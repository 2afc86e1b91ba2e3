/** Commands that the server names in lenses and code actions. Their arguments are those of the protocol. */
import {
  commands,
  type Disposable,
  Location,
  Position,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  workspace,
} from "vscode";
import type * as protocol from "vscode-languageclient";
import type { LanguageServer } from "./language-server.js";
import { showDocument } from "./show-document.js";

/** Registers them; each lives until its disposable is disposed. */
export function registerServerCommands(server: LanguageServer): Disposable[] {
  return [
    commands.registerCommand(
      "forge-alloy.edit",
      async (edit: protocol.WorkspaceEdit, uri: string, range: protocol.Range) => {
        // As VS Code does with the edit of a code action: "files.refactoring.autoSave" saves what it changes.
        if (await server.applyEdit(edit, { isRefactoring: true })) await select(uri, range);
      },
    ),
    commands.registerCommand("forge-alloy.showLocations", showLocations),
    commands.registerCommand("forge-alloy.explainRule", explainRule),
    commands.registerCommand("forge-alloy.select", select),
  ];
}

/** Selects a range of a document, in the editor that shows it already. */
export async function select(uri: string, range: protocol.Range): Promise<void> {
  const editor = await showDocument(await workspace.openTextDocument(Uri.parse(uri)));
  const { start, end } = toRange(range);
  editor.selection = new Selection(start, end);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

function toRange({ start, end }: protocol.Range): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** Lists places in a peek view at a position. */
function showLocations(
  uri: string,
  { line, character }: protocol.Position,
  locations: readonly protocol.Location[],
): Thenable<unknown> {
  const places = locations.map(({ uri, range }) => new Location(Uri.parse(uri), toRange(range)));
  const position = new Position(line, character);
  return commands.executeCommand("editor.action.peekLocations", Uri.parse(uri), position, places, "peek");
}

/** Shows the page of a rule next to the alloy. */
function explainRule(page: string): Thenable<unknown> {
  return commands.executeCommand(
    "vscode.openWith",
    Uri.parse(page),
    "vscode.markdown.preview.editor",
    ViewColumn.Beside,
  );
}
